"""Whom a login names, and who comes in."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.desk.who import LOCAL
from gaitcheck.ui.access.rules import LASTS_S, LoginRefusedError, LoginRules, person_of, read_rules
from gaitcheck.words import access as texts

NOW = 1_800_000_000.0
CLUB = LoginRules(("ann@club.example", "@team.example"))


def claims(address: object, **more: object) -> dict[str, Any]:
    return {"email": address, "email_verified": True, "iat": NOW - 60, **more}


@pytest.mark.parametrize(
    ("address", "who"),
    [
        ("ann@club.example", "ann@club.example"),
        ("Ann@CLUB.example", "ann@club.example"),
        ("anybody@team.example", "anybody@team.example"),
    ],
)
def test_those_on_the_list_come_in(address: str, who: str) -> None:
    assert person_of(claims(address), CLUB, NOW) == who


@pytest.mark.parametrize(
    "address",
    [
        "bob@club.example",
        "ann@club.example.evil",
        "xann@club.example",
        "a@evil.example@team.example",
        "a@evil@team.example",
        "team.example",
        "@team.example",
        "a@sub.team.example",
        "a@team.example\n",
        " a@team.example",
        "\u202ea@team.example",
        "*",
        "local",
        "",
        None,
        7,
        ["ann@club.example"],
    ],
)
def test_nobody_else_does(address: object) -> None:
    with pytest.raises(LoginRefusedError):
        person_of(claims(address), CLUB, NOW)


@pytest.mark.parametrize("address", [LOCAL, "ann@club.example@club.example", None])
def test_who_names_no_address_is_told_so(address: object) -> None:
    with pytest.raises(LoginRefusedError) as refused:
        person_of(claims(address), CLUB, NOW)
    assert str(refused.value) == texts.NO_ADDRESS


@pytest.mark.parametrize("said", [False, None, "true", 1, "false"])
def test_an_address_counts_only_when_it_is_verified(said: object) -> None:
    with pytest.raises(LoginRefusedError, match="not confirmed"):
        person_of(claims("ann@club.example", email_verified=said), CLUB, NOW)
    own = LoginRules(CLUB.people, unverified=True)
    said_by_club = claims("ann@club.example", email_verified=said)
    assert person_of(said_by_club, own, NOW) == "ann@club.example"


@pytest.mark.parametrize(
    "since", [NOW - LASTS_S - 1, NOW + 3600, None, "now", True, float("nan"), 0, -1]
)
def test_a_login_holds_for_a_day_and_no_longer(since: object) -> None:
    with pytest.raises(LoginRefusedError, match="run out"):
        person_of(claims("ann@club.example", iat=since), CLUB, NOW)
    assert person_of(claims("ann@club.example", iat=NOW - LASTS_S + 1), CLUB, NOW)


@pytest.mark.parametrize(
    "section",
    [{}, {"people": []}, {"people": "*"}, {"people": None}, {"people": {"a": 1}}, {"peple": ["*"]}],
)
def test_who_lists_nobody_lets_nobody_in(section: dict[str, Any]) -> None:
    with pytest.raises(LoginRefusedError) as refused:
        read_rules(section)
    assert str(refused.value) == texts.NOBODY


def test_the_rules_are_read_as_they_are_meant() -> None:
    found = read_rules({"people": ["Ann@Club.example ", "*"], "unverified_addresses": "yes"})
    assert found == LoginRules(("ann@club.example", "*"), unverified=False)
    assert read_rules({"people": ["*"], "unverified_addresses": True}).unverified


@given(st.dictionaries(st.sampled_from(["email", "email_verified", "iat"]), st.none() | st.text()))
def test_whatever_a_provider_says_nobody_is_the_local_owner(said: dict[str, Any]) -> None:
    everybody = LoginRules(("*",), unverified=True)
    with suppress(LoginRefusedError):
        assert person_of({**said, "iat": NOW}, everybody, NOW) != LOCAL
