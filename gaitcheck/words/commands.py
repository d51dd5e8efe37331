"""What single commands say on the terminal; what all of them say is in `gaitcheck.words.terminal`.

It loads nothing: ``gaitcheck --help`` needs it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

# gaitcheck app
NAMELESS: Final = (
    "to listen at {address}, give the name that browsers use for this server: --host-name NAME."
)
PORT_TAKEN: Final = "port {port} is in use or not allowed. Choose another one with --port."

# gaitcheck cache
CACHE_FOLDER: Final = "Folder: {folder}"
CACHE_KEPT: Final = "Kept:   {entries}, {size:.1f} MB of at most {limit:.0f} MB"
CACHE_REMOVED: Final = "Removed: {entries}, {size:.1f} MB"

# gaitcheck report
NO_PICTURES: Final = "the pictures of the steps are left out. {why}"
NO_PICTURES_BLURRED: Final = (
    "the pictures of the steps are left out, because no face can be blurred in them. {why} With "
    "--show-faces they are put in as they are."
)
NO_FILM: Final = "the annotated film is left out. {why}"
OTHERS_SEEN: Final = "only the runner's face is blurred, and other people are in the picture."
REPORT_STOPPED: Final = "stopped; the report that was under way was not written."

# The desk: deleting
DELETE: Final = "Delete for good: {what}?"
DELETED: Final = "Deleted for good: {what}."
DELETE_WHAT: Final = "{name}: {sessions}, {clips}, {analyses}, {notes} and {size} MB of files"
SESSION_OF: Final = "the session of {day}"

# The desk: athletes, sessions, clips
PAIN: Final = MappingProxyType({None: "-", False: "none", True: "yes"})
ATHLETES: Final = ("athlete", "sessions", "last", "verdict", "tags")
SESSIONS: Final = ("day", "shoes", "km/h", "incline", "surface", "cue", "pain", "notes", "id")
CLIPS: Final = ("day", "clip", "left", "right", "cadence", "speed", "shoes", "cue", "pain", "id")
DESK_EMPTY: Final = "Nobody is on the desk yet."
HEIGHT: Final = "{name}, {height:g} cm"
NO_RESULTS: Final = "No result yet. Keep one: gaitcheck keep RESULT --athlete NAME"
BEFORE_AND_AFTER: Final = "“{cue}”. {span} {changes}"
SHARED: Final = "{name} is seen by you and {others}."
SHARED_NOBODY: Final = "nobody else"
GIVEN: Final = "{name} belongs to {person} now."
DEMO_FILLED: Final = "{clips} of three drawn athletes. See them: gaitcheck athletes list"
DEMO_REMOVED: Final = "{athletes} removed."
DRAWN: Final = "drawn athlete"
NOTHING_KEPT: Final = "stopped; nothing was kept."

# The desk: what waits, and what was reviewed
WAITING: Final = ("day", "athlete", "clip", "verdict", "id", "why")
AGREEMENT: Final = ("figure", "value")
GAITCHECK_SAYS: Final = "gaitcheck says"
PERSON_SAYS: Final = "a person says {strike}"
NONE_REVIEWED: Final = "No clip was reviewed yet."
LABELS: Final = "{count} of {reviewed} reviewed clips: {file}"

# The whole desk
RESTORED: Final = "{athletes} restored."
GONE_MEANWHILE: Final = "{run}: deleted meanwhile."
JUDGED_AGAIN: Final = "{count} judged again; a figure moved in {moved} of them."
