"""An OpenID Connect provider on this computer: it logs in whom a test names, and asks nothing."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "gaitcheck-tests"


class Provider(ThreadingHTTPServer):
    """Set `claims` to who logs in next."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.claims: dict[str, Any] = {}
        self.key = RSAKey.generate_key(2048, {"kid": "one", "alg": "RS256", "use": "sig"})
        self.secret = secrets.token_urlsafe(24)
        self.waiting: dict[str, dict[str, Any]] = {}

    @property
    def url(self) -> str:
        """Its address, which is its name as issuer."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def logs_in(self, address: str, **claims: Any) -> None:
        """Say who is meant from now on."""
        self.claims = {"email": address, "email_verified": True, "sub": address, **claims}

    def write_secrets(self, place: Path, people: list[str], **more: Any) -> Path:
        """Write what switches the login on at the app."""
        lines = [
            "[auth]",
            'redirect_uri = "http://127.0.0.1:{port}/oauth2callback"',
            f'cookie_secret = "{secrets.token_urlsafe(32)}"',
            f'client_id = "{CLIENT}"',
            f'client_secret = "{self.secret}"',
            f'server_metadata_url = "{self.url}/.well-known/openid-configuration"',
            "[gaitcheck]",
            f"people = {json.dumps(people)}",
            *(f"{name} = {json.dumps(value)}" for name, value in more.items()),
        ]
        place.write_text("\n".join(lines), encoding="utf-8")
        return place


class _Answer(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/.well-known/openid-configuration":
            url = self.server.url
            self._say(
                {
                    "issuer": url,
                    "authorization_endpoint": f"{url}/authorize",
                    "token_endpoint": f"{url}/token",
                    "jwks_uri": f"{url}/jwks",
                    "response_types_supported": ["code"],
                    "subject_types_supported": ["public"],
                    "id_token_signing_alg_values_supported": ["RS256"],
                }
            )
        elif parts.path == "/jwks":
            self._say({"keys": [self.server.key.as_dict(private=False)]})
        elif parts.path == "/authorize":
            code = secrets.token_urlsafe(16)
            self.server.waiting[code] = {**self.server.claims, "nonce": asked["nonce"]}
            back = urlencode({"code": code, "state": asked["state"]})
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?{back}")
            self.end_headers()
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        claims = self.server.waiting.pop(sent["code"][0])
        now = int(time.time())
        said = {"iss": self.server.url, "aud": CLIENT, "iat": now, "exp": now + 300, **claims}
        token = jwt.encode({"alg": "RS256", "kid": "one"}, said, self.server.key)
        self._say({"access_token": "none", "token_type": "Bearer", "id_token": token})

    def _say(self, document: dict[str, Any]) -> None:
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name there
        pass


@contextmanager
def provider() -> Iterator[Provider]:
    """Run a provider until the block ends."""
    with Provider() as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()
