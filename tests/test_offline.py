"""Nothing leaves the machine."""

from __future__ import annotations

import os
import urllib.error
import urllib.request

import pytest

from gaitcheck.offline import NOWHERE, stay_offline


def test_requests_of_the_process_go_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.setenv(name, "*")
        monkeypatch.setenv(name.upper(), "*")
    stay_offline()
    assert os.environ["https_proxy"] == os.environ["HTTPS_PROXY"] == NOWHERE
    assert "no_proxy" not in os.environ
    with pytest.raises(urllib.error.URLError, match="refused"):
        # An opener of its own: the shared one keeps the proxies of its first use.
        urllib.request.build_opener().open("https://gaitcheck.invalid/", timeout=10)
