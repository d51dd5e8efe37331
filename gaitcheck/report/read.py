"""Read an analysis back from its folder."""

from __future__ import annotations

import json
from pathlib import Path

from gaitcheck.errors import InputError
from gaitcheck.report.serialize import from_dict
from gaitcheck.types import Analysis


def read_analysis(path: Path) -> Analysis:
    """Read ``analysis.json``, without feet and landmarks.

    Raises
    ------
    InputError
        When there is no such file, or it holds no analysis; the message says which.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(f"There is no file {path}.") from error
    except IsADirectoryError as error:
        raise InputError(f"{path} is a folder; name the analysis.json in it.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror or error}).") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is no analysis of gaitcheck: it holds no JSON.") from error
    if not isinstance(document, dict):
        raise InputError(f"{path} is no analysis of gaitcheck: it holds no JSON object.")
    return from_dict(document)
