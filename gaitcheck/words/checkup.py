"""What ``gaitcheck doctor`` says: what it looks at, what it finds, what to do."""

from __future__ import annotations

from typing import Final

WELL: Final = "Nothing is missing."
MISSING: Final = "{about}: {missing}"
MARK: Final = "  (!)"

# Of what
SYSTEM: Final = "system"
PROCESSOR: Final = "processor"
MEMORY: Final = "memory"
READS: Final = "reads"
WRITES: Final = "writes"
SOLE_READER: Final = "sole reader"
FOOT_FINDER: Final = "foot finder"
RUNNERS: Final = "finding runners"
CONFINED: Final = "analyses of the app"
FONTS: Final = "fonts"
TEMPORARY: Final = "temporary folder"
HERE: Final = "this folder"

# What was found
CORES: Final = "{cores} cores to use; no graphics card is needed or used"
GIGABYTES: Final = "{size:.1f} GB"
NOT_INSTALLED: Final = "not installed"
NOT_LOADED: Final = "does not load ({error})"
LACKS: Final = "not {names}"
LACKS_TOO: Final = "{there}; not {names}"
NETWORK_WORKS: Final = "loads, and reads its test picture as it should"
UNREADABLE: Final = "cannot be read"
STARTS: Final = "MediaPipe starts"
STARTS_NOT: Final = "MediaPipe does not start: {last}"
STARTS_NOT_IN_TIME: Final = "MediaPipe does not start in time"
EXIT_STATUS: Final = "exit status {status}"
WRITE_ONLY_RESULTS: Final = "write only their results"
REACH_NO_NETWORK: Final = "reach no network"
NOT_CONFINED: Final = "are not confined on this system"
WRITABLE: Final = "can be written, {free:.1f} GB free"
NOT_WRITABLE: Final = "cannot be written ({error})"

# What to do
INSTALL_LIBRARY: Final = "Install {name}, or gaitcheck again."
INSTALL_AV: Final = "Install PyAV again: pip install --force-reinstall av."
INSTALL_CODECS: Final = "Install PyAV's own wheel: pip install --force-reinstall av."
INSTALL_NAMED: Final = "Install the library that is named."
INSTALL_MEDIAPIPE: Final = "Install mediapipe again."
INSTALL_MODEL: Final = "It is damaged or missing: install gaitcheck again."
INSTALL: Final = "Install gaitcheck again."
CLOSE_OTHERS: Final = "Close other programs and try again."
FREE_SPACE: Final = "Free some space."
MAKE_WRITABLE: Final = "Change its rights, or free some space."
