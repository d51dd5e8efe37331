"""``gaitcheck judge``: judge a result again, without its clip."""

from __future__ import annotations

import dataclasses
import json
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from gaitcheck.commands.options import DebugOption, Language, LanguageOption
from gaitcheck.errors import InputError
from gaitcheck.store.disk import copy_file
from gaitcheck.store.folders import ANALYSIS_FILE, ResultsFolder
from gaitcheck.terminal import answer, plain_faults, printable
from gaitcheck.words import terminal as words

if TYPE_CHECKING:
    from gaitcheck.model import Analysis, Observation

FORGET: Final = "auto"
"""Instead of a number: as if nothing had been said."""


def judge(
    result: Annotated[
        Path,
        typer.Argument(
            metavar="RESULT",
            help="A results folder, or the analysis.json in it.",
            show_default=False,
        ),
    ],
    corrections: Annotated[
        Path | None,
        typer.Option(
            "--corrections",
            "-c",
            metavar="FILE",
            show_default="none",
            help="What a person saw, as JSON; see docs/corrections.md.",
        ),
    ] = None,
    slow_motion: Annotated[
        str | None,
        typer.Option(
            metavar="N|auto",
            show_default="as before",
            help="How many times slower than life the clip plays.",
        ),
    ] = None,
    height: Annotated[
        str | None,
        typer.Option(
            metavar="CM|auto",
            show_default="as before",
            help="The runner's height; auto: not known.",
        ),
    ] = None,
    belt_speed: Annotated[
        str | None,
        typer.Option(
            metavar="KMH|auto",
            show_default="as before",
            help="Speed on the treadmill's console in km/h; auto: not known.",
        ),
    ] = None,
    mirrored: Annotated[
        bool | None,
        typer.Option(
            "--mirrored/--not-mirrored",
            show_default="as before",
            help="Whether the picture is mirrored, so that left and right are exchanged.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="DIR",
            show_default="in place of the old one",
            help="Where the new results folder goes.",
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the analysis as one line of JSON.")
    ] = False,
    language: LanguageOption = Language.EN,
    debug: DebugOption = False,
) -> None:
    """Judge a result again, without its clip: with other options, corrections, a newer program.

    Everything that was seen in the clip lies in observation.npz beside analysis.json. The new
    analysis, tables and pictures replace the old ones once they are complete. What was said of the
    clip before holds unless it is said anew; corrections hold only if their file is given.

    [bold]Exit status[/bold]  0: judged, also when the verdict is "unsure". 2: the result, an option
    or a correction cannot be used, and one line on standard error says why. 1: an internal error.

    [bold]Examples[/bold]

    gaitcheck judge gaitcheck-results/run --slow-motion 8

    gaitcheck judge gaitcheck-results/run --corrections corrections.json --out reviewed
    """
    with plain_faults(str(result), debug=debug):
        if not result.exists():
            raise InputError(f"There is no result {result}.")
        folder = result if result.is_dir() else result.parent
        said: dict[str, Any] = {} if mirrored is None else {"mirrored": mirrored}
        for name, option, value in (
            ("slow_motion", "--slow-motion", slow_motion),
            ("height_cm", "--height", height),
            ("belt_kmh", "--belt-speed", belt_speed),
        ):
            if value is not None:
                said[name] = _number(option, value)
        place = folder if out is None else out / folder.resolve().name
        analysis = _judge_folder(folder, place, said, corrections)
        _tell(analysis, place, language, as_json=as_json)


def _number(option: str, value: str) -> float | None:
    """Return a number, None for `FORGET`."""
    if value == FORGET:
        return None
    with suppress(ValueError):
        return float(value)
    raise InputError(f"{option} takes a number or {FORGET}, not {value}.")


def _judge_folder(
    folder: Path, place: Path, said: dict[str, Any], corrections: Path | None
) -> Analysis:
    """Judge what a folder holds and write the new result, with what is said of the clip now."""
    from gaitcheck.judging import judge as judge_observation
    from gaitcheck.report import write_judgement
    from gaitcheck.store.corrections import read_corrections
    from gaitcheck.store.observation import load_observation, write_observation
    from gaitcheck.store.result import STEPS_FOLDER

    observation = load_observation(folder)
    _check_clip(folder, observation)
    options = dataclasses.replace(observation.options, **said)
    observation = dataclasses.replace(observation, options=options)
    seen = () if corrections is None else read_corrections(corrections)
    analysis = judge_observation(observation, corrections=seen)
    with ResultsFolder(place).writing() as temporary:
        write_observation(temporary, observation)
        if (folder / STEPS_FOLDER).is_dir():
            pictures = temporary / STEPS_FOLDER
            shutil.copytree(folder / STEPS_FOLDER, pictures, copy_function=copy_file)
        write_judgement(analysis, temporary)
    return analysis


def _check_clip(folder: Path, observation: Observation) -> None:
    """Refuse an observation beside the analysis of another clip; a lost analysis does not matter.

    Raises
    ------
    InputError
        When another clip was judged in this folder.
    """
    from gaitcheck.store.arrays import DAMAGES
    from gaitcheck.store.result import ANOTHER_CLIP

    try:
        document = json.loads((folder / ANALYSIS_FILE).read_text(encoding="utf-8"))
        judged = document["clip"]["sha256"]
    except DAMAGES:
        return
    if judged != observation.clip.sha256:
        raise InputError(ANOTHER_CLIP.format(folder=folder))


def _tell(analysis: Analysis, place: Path, language: str, *, as_json: bool) -> None:
    if as_json:
        from gaitcheck.store.serialize import to_dict

        answer(json.dumps(to_dict(analysis), allow_nan=False))
        return
    from gaitcheck.report import summarize

    summary = summarize(analysis, place, language).rstrip()
    results = words.RESULTS.format(folder=printable(str(place)))
    answer(f"{summary}\n\n{results}\n")
