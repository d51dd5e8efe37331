"""Progress for pages that wait: told by an address that cannot be guessed, as long as one waits."""

from __future__ import annotations

import gc
import json

import pytest
from starlette.requests import Request

from gaitcheck.ui.watched import Glance, Watch, answer


def ask(token: str) -> tuple[int, object, str | None]:
    scope = {"type": "http", "method": "GET", "path_params": {"token": token}}
    told = answer(Request(scope))
    return told.status_code, json.loads(bytes(told.body)), told.headers.get("cache-control")


def test_what_is_watched_tells_how_it_stands_now() -> None:
    shares = iter((0.2, 0.7))
    watch = Watch(lambda: Glance("making", next(shares), "Making"))
    for share in (0.2, 0.7):
        told = {"state": "making", "share": share, "words": "Making"}
        assert ask(watch.token) == (200, told, "no-store")


def test_what_nobody_waits_for_any_more_is_not_told() -> None:
    watch = Watch(lambda: Glance("making", 0.0, ""))
    token = watch.token
    assert ask(token)[0] == 200
    del watch
    gc.collect()
    assert ask(token) == (404, {}, "no-store")


@pytest.mark.parametrize("odd", ["", "x", "..", "\0", "\u00e4", "\ud800"])
def test_what_is_guessed_is_nothing(odd: str) -> None:
    watches = [Watch(lambda: Glance("making", 0.0, "")) for _ in range(2)]
    assert watches[0].token != watches[1].token
    assert len(watches[0].token) >= 20
    assert ask(odd)[0] == 404
    assert ask(watches[0].token[:-1] + odd)[0] == 404
