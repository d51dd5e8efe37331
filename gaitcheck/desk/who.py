"""How people are called at a desk that several share."""

from __future__ import annotations

import string
from typing import Final

LOCAL: Final = "local"
"""Whoever sits at a desk that nobody shares: no address, so nobody logs in as this."""
LONGEST_ADDRESS: Final = 254
"""Characters of an e-mail address (RFC 5321)."""
_TO_LOWER: Final = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def known_as(name: str) -> str:
    """Return the form of a name or address by which what is somebody's is found.

    Addresses mean the same in any case. Only letters of ASCII are made small: Unicode has others
    that become one of them, and who is called by such a letter is somebody else.
    """
    name = name.strip()
    return name.translate(_TO_LOWER) if "@" in name else name


def named(who: str) -> str:
    """Return who wrote something, as people read it: whoever has the desk alone needs no name."""
    return "" if who == LOCAL else who


def is_email_address(text: str) -> bool:
    """Return whether a text can be an e-mail address: enough to tell people apart by it."""
    name, at, domain = text.partition("@")
    return (
        bool(name and at and domain)
        and "@" not in domain
        and len(text) <= LONGEST_ADDRESS
        and text.isprintable()
        and not any(c.isspace() for c in text)
    )
