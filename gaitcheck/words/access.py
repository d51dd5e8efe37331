"""Every text of the login, in one place. ``{...}`` is filled in by the page."""

from __future__ import annotations

from typing import Final

TITLE: Final = "Log in"
PROMISE: Final = "This gaitcheck is shared. Log in, and you see your own athletes and clips."
LOG_IN: Final = "Log in"
LOG_OUT: Final = "Log out"
WHO: Final = "Logged in as {who}"
REFUSED: Final = "You have no access"

# Why somebody does not come in
NOT_LOGGED_IN: Final = "Nobody is logged in. Load the page again, and log in."
NOBODY: Final = (
    "Nobody has access yet: whoever looks after this server has to list the people in "
    "secrets.toml, under [gaitcheck]."
)
UNREADABLE: Final = (
    "Nobody has access: secrets.toml cannot be read. Whoever looks after this server finds the "
    "reason in its log."
)
NO_LOGIN: Final = (
    "The login does not work ({why}). Whoever looks after this server finds in docs/deployment.md "
    "what it needs."
)
TOO_OLD: Final = "Your login has run out. Log out, then log in again."
NO_ADDRESS: Final = (
    "Your login names no e-mail address. Add one to your account where you log in, or ask whoever "
    "looks after this server."
)
NOT_VERIFIED: Final = (
    "The address {address} is not confirmed. Confirm it where you log in, then log out here and "
    "log in again."
)
NOT_OF_THE_CLUB: Final = (
    "{address} is not on the list of this server. Ask whoever looks after it, or log in as "
    "somebody else."
)
NOT_ALONE: Final = "Others reach this page too, and there is no login: there is no desk here."

# Sharing an athlete
SHARE_TITLE: Final = "Who else sees {name}?"
SHARE_TEXT: Final = (
    "Whoever you name sees and changes everything of this athlete. Only you delete the athlete, "
    "share it further, or end that."
)
SHARE_NOBODY: Final = "Only you, so far."
SHARE_WITH: Final = "E-mail address with which that person logs in"
SHARE: Final = "Share"
SHARE_END: Final = "End it"
SHARE_END_NAMED: Final = "End it for {who}"
NO_SUCH_ADDRESS: Final = "That is no e-mail address."
SHARED_TO_YOU: Final = "Shared with you: only the owner deletes this athlete or shares it further."
