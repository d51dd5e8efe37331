"""Corrections as JSON and back: a file of what a person saw, ``gaitcheck.corrections/1``."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from gaitcheck.errors import InputError
from gaitcheck.model import Correction

FORMAT_ID: Final = "gaitcheck.corrections/1"
_FIELDS: Final = frozenset(field.name for field in dataclasses.fields(Correction))
_TEXTS: Final = ("kind", "step", "who", "when", "note")


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """Read a file of corrections.

    It holds ``{"schema": "gaitcheck.corrections/1", "corrections": [...]}``; each of them has the
    fields of `Correction`, those without a value left out.

    Raises
    ------
    InputError
        When there is no such file, or it holds no corrections; the message says what is wrong.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"There is no file {path}.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror or error}).") from error
    return parse_corrections(data, str(path))


def parse_corrections(data: bytes, name: str) -> tuple[Correction, ...]:
    """Return the corrections in the content of a file; see `read_corrections`.

    Parameters
    ----------
    data : bytes
    name : str
        Of the file, for the message.

    Raises
    ------
    InputError
        When it holds no corrections; the message says what is wrong.
    """
    try:
        document = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name} holds no corrections: it is no JSON.") from error
    if not isinstance(document, dict) or document.get("schema") != FORMAT_ID:
        raise InputError(f'{name} holds no corrections: its "schema" is not {FORMAT_ID}.')
    listed = document.get("corrections")
    if not isinstance(listed, list):
        raise InputError(f'{name} holds no list of "corrections".')
    return tuple(correction_from(item) for item in listed)


def to_corrections_bytes(corrections: Sequence[Correction]) -> bytes:
    """Return the content of a file of corrections."""
    document = {
        "schema": FORMAT_ID,
        "corrections": [correction_to_dict(correction) for correction in corrections],
    }
    return f"{json.dumps(document, ensure_ascii=False, indent=2)}\n".encode()


def correction_to_dict(correction: Correction) -> dict[str, Any]:
    """Return a correction ready for `json.dumps`, without the fields that have no value."""
    document = dataclasses.asdict(correction)
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in document.items()
        if value is not None and (value != "" or name in ("kind", "step"))
    }


def correction_from(document: Any) -> Correction:
    """Return the correction of a document.

    Raises
    ------
    InputError
        When it is none; the message says why.
    """
    if not isinstance(document, Mapping):
        raise InputError("A correction is an object with a kind and a step.")
    odd = sorted(str(name) for name in document if name not in _FIELDS)
    if odd:
        raise InputError(f"A correction has no field {odd[0]!r}.")
    values = {name: value for name, value in document.items() if value is not None}
    if "kind" not in values:
        raise InputError('A correction needs its "kind".')
    for name, value in values.items():
        if name in _TEXTS and not isinstance(value, str):
            raise InputError(f"In a correction {name!r} is a text.")
    if "frame" in values:
        values["frame"] = _number("frame", values["frame"])
    for name in ("heel", "toe"):
        if name in values:
            values[name] = _point(name, values[name])
    for name in ("side", "strike"):
        if not isinstance(values.get(name, ""), str):
            raise InputError(f"In a correction {name!r} is a text.")
    return Correction(**values)


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(f"In a correction {name!r} is a number.")
    try:
        return float(value)
    except OverflowError:  # a whole number beyond all floats
        return math.inf


def _point(name: str, value: Any) -> tuple[float, float]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise InputError(f"In a correction {name!r} is a point of two numbers.")
    return _number(name, value[0]), _number(name, value[1])
