"""Whom a login names, and whether that person may come in.

An athlete belongs to an e-mail address, so the address has to be one that its holder has shown to
be theirs: whoever could call themselves what they like would see what others keep. This module
knows nothing of Streamlit.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gaitcheck.desk.who import is_email_address, known_as
from gaitcheck.errors import InputError
from gaitcheck.words import access as texts

LASTS_S: Final = 12 * 3600.0
"""A login holds for a long day: who is struck off at the provider is out by the next."""
EARLY_S: Final = 300.0
"""How far the provider's clock may be ahead of ours."""
EVERYBODY: Final = "*"


class LoginRefusedError(InputError):
    """The login names nobody who may come in; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class LoginRules:
    """What the club says of its logins.

    Attributes
    ----------
    people : tuple of str
        Addresses; ``@club.example`` for all of a domain, ``*`` for all whom the provider knows.
    unverified : bool
        Whether an address counts that the provider does not call verified: only where nobody can
        change his own.
    """

    people: tuple[str, ...] = ()
    unverified: bool = False


def read_rules(section: Mapping[str, Any]) -> LoginRules:
    """Return the rules that a section of ``secrets.toml`` states.

    Raises
    ------
    LoginRefusedError
        When it states none that can be used; then nobody comes in.
    """
    people = section.get("people", ())
    if isinstance(people, str) or not isinstance(people, Sequence):
        raise LoginRefusedError(texts.NOBODY)
    allowed = tuple(known_as(str(one)) for one in people)
    if not allowed:
        raise LoginRefusedError(texts.NOBODY)
    return LoginRules(allowed, section.get("unverified_addresses") is True)


def person_of(claims: Mapping[str, Any], rules: LoginRules, now_s: float | None = None) -> str:
    """Return the address of whom a login names.

    Parameters
    ----------
    claims : mapping
        What the provider says, its signature checked.
    rules : LoginRules
    now_s : float, optional
        Seconds since 1970; by default the clock's.

    Raises
    ------
    LoginRefusedError
        When it names no address, one that is not verified or not of the club, or is too old.
    """
    now_s = time.time() if now_s is None else now_s
    since = claims.get("iat")
    if isinstance(since, bool) or not isinstance(since, int | float):
        raise LoginRefusedError(texts.TOO_OLD)
    if not now_s - LASTS_S <= since <= now_s + EARLY_S:
        raise LoginRefusedError(texts.TOO_OLD)
    address = claims.get("email")
    if not isinstance(address, str) or not is_email_address(address):
        raise LoginRefusedError(texts.NO_ADDRESS)
    if claims.get("email_verified") is not True and not rules.unverified:
        raise LoginRefusedError(texts.NOT_VERIFIED.format(address=address))
    who = known_as(address)
    if not any(_covers(one, who) for one in rules.people):
        raise LoginRefusedError(texts.NOT_OF_THE_CLUB.format(address=address))
    return who


def _covers(allowed: str, who: str) -> bool:
    if allowed == EVERYBODY:
        return True
    return who.endswith(allowed) if allowed.startswith("@") else who == allowed
