"""Other languages than English: catalogues in gettext's format, one file a language in locale/.

English is written in the modules of this room and is what a result holds, so its sentences are the
keys (``msgid``), as gettext has it. The files are read as they are: what `msgfmt` would compile is
a few hundred lines, and a text that translators edit needs no build step.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from gaitcheck.words.findings import FINDINGS, PLACE, PLACES, PLACES_COUNTED
from gaitcheck.words.reasons import ANGLE_AT_CONTACT, VERDICTS

ENGLISH: Final = "en"
LANGUAGES: Final[Mapping[str, str]] = MappingProxyType({ENGLISH: "English", "de": "Deutsch"})
"""By code, each called as its speakers call it."""
DECIMAL_COMMA: Final = frozenset({"de"})

_ENTRY: Final = re.compile(r'^(msgid|msgstr) "(.*)"$|^"(.*)"$')
_PLACE: Final = re.compile(r"\{(\w+)(?::[^}]*)?\}")
_DECIMAL: Final = re.compile(r"(?<=\d)\.(?=\d)")


def say(text: str, language: str, **values: object) -> str:
    """Return a text of this room in a language; what has no translation stays English.

    Parameters
    ----------
    text : str
        The English text, with the names of its values in braces.
    language : str
        A key of `LANGUAGES`.
    **values : object
        What is filled in.
    """
    said = catalogue(language).get(text, text)
    return said.format(**values) if values else said


def retell(sentence: str, language: str) -> str:
    """Return a sentence that a result holds (a reason, a finding, a remedy) in a language.

    Results hold English sentences with their values filled in. The pattern that made a sentence is
    found again and gives the values back, so results that were stored earlier are translated too.
    """
    known = catalogue(language)
    if sentence in known or not known:
        return known.get(sentence, sentence)
    for pattern, text in _patterns():
        if (found := pattern.fullmatch(sentence)) and text in known:
            values = {name: _value(value, language) for name, value in found.groupdict().items()}
            return known[text].format(**values)
    return sentence


def _value(value: str, language: str) -> str:
    told = ", ".join(retell(part, language) for part in value.split(", "))
    return _DECIMAL.sub(",", told) if language in DECIMAL_COMMA else told


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return a pattern for each English text with values, those with most words first."""
    findings = (text for words in FINDINGS.values() for text in words)
    texts = {*findings, *VERDICTS.values(), ANGLE_AT_CONTACT, PLACE, PLACES, PLACES_COUNTED}
    ordered = sorted(filter(_PLACE.search, texts), key=lambda text: (-len(text), text))
    return tuple((_pattern(text), text) for text in ordered)


def _pattern(text: str) -> re.Pattern[str]:
    parts, seen = [], set()
    for k, part in enumerate(_PLACE.split(text)):
        if k % 2 == 0:
            parts.append(re.escape(part))
        elif part in seen:
            parts.append(f"(?P={part})")
        else:
            parts.append(f"(?P<{part}>.+?)")
            seen.add(part)
    return re.compile("".join(parts))


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return the texts of a language by their English; empty for English."""
    if language == ENGLISH or language not in LANGUAGES:
        return {}
    source = files(__package__).joinpath("locale", f"{language}.po").read_text(encoding="utf-8")
    return readcatalogue(source)


def readcatalogue(source: str) -> dict[str, str]:
    """Return what a ``.po`` file says, by the English text; its header and gaps are left out."""
    entries: list[dict[str, str]] = []
    key = ""
    for line in source.splitlines():
        if (found := _ENTRY.match(line)) is None:
            continue
        if found[1] == "msgid":
            entries.append({"msgid": "", "msgstr": ""})
        key = found[1] or key
        text = found[2] if found[1] else found[3]
        entries[-1][key] += re.sub(r'\\(["\\])', r"\1", text)
    return {one["msgid"]: one["msgstr"] for one in entries if one["msgid"] and one["msgstr"]}
