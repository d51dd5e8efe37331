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
NOT_ALONE: Final = "The desk is off: others can open this page too, and there is no login."

# Sharing an athlete
SHARE_TITLE: Final = "Who else sees {name}?"
SHARE_TEXT: Final = (
    "Anyone you name can see and change everything about this athlete. Only you can delete the "
    "athlete, share with more people, or stop sharing."
)
SHARE_NOBODY: Final = "Only you, so far."
SHARE_WITH: Final = "E-mail address that person logs in with"
SHARE: Final = "Share"
SHARE_END: Final = "Stop sharing"
SHARE_END_NAMED: Final = "Stop sharing with {who}"
NO_SUCH_ADDRESS: Final = "That is no e-mail address."
SHARED_TO_YOU: Final = "Shared with you: only the owner can delete or share this athlete."
