"""What the docs show works: examples run, commands have their options, links lead somewhere."""

from __future__ import annotations

import re
import shlex
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click
import matplotlib as mpl
import pytest
import typer

from gaitcheck import api, cli
from gaitcheck.export import FORMATS, find_formats, read_trial, write_exports
from gaitcheck.model import Observation
from gaitcheck.store.feet import write_feet
from gaitcheck.store.observation import load_observation
from tests.desk.results import a_folder
from tests.end_to_end.command import SAMPLE, analysed_sample
from tests.export.trials import make_trial
from tools.draw_rooms import PACKAGE, read_layers

ROOT = Path(__file__).parents[1]
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *sorted((ROOT / "docs").glob("*.md")),
    )
}
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)?(?:#([\w-]+))?\)")
# A folder of the reader's own.
SOME_FOLDER = "/some/folder"


def blocks(language: str) -> list[Any]:
    return [
        pytest.param(block[2], id=f"{name}-{number}")
        for name, text in PAGES.items()
        for number, block in enumerate(BLOCK.finditer(text))
        if block[1] == language
    ]


class HasLooked:
    """Stands in for the process that looks at films: others have looked at the examples' sample."""

    def run(self, work: str, path: Path, *_: object, **__: object) -> tuple[Observation, list[str]]:
        assert (work, path.name) == ("observe_and_tell", SAMPLE.name)
        return load_observation(analysed_sample().results), []


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the examples take for granted: samples, a result, its exports."""
    monkeypatch.setattr(api, "FilmProcess", lambda _: nullcontext(HasLooked()))
    (tmp_path / "sample_videos").symlink_to(ROOT / "sample_videos")
    trial = make_trial()
    assert trial.analysis.feet is not None
    result = a_folder(tmp_path / "results" / "monday", trial.analysis)
    write_feet(result, trial.analysis.feet, trial.analysis.clip)
    formats = find_formats([])
    write_exports(read_trial(result, formats), formats, tmp_path / "exports")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("example", blocks("python"))
def test_examples_run(example: str, workplace: Path) -> None:
    if "movement" in example:
        pytest.importorskip("movement", reason="a program of its own")
    mpl.use("Agg")
    example = example.replace(SOME_FOLDER, str(workplace / "desk"))
    exec(compile(example, "example", "exec"), {})


@pytest.mark.parametrize("lines", blocks("sh"))
def test_commands_and_their_options_are_there(lines: str) -> None:
    for line in lines.replace("\\\n", "").splitlines():
        words = shlex.split(line, comments=True)
        if not words or Path(words[0]).name != "gaitcheck":
            continue
        words = words[: words.index(">")] if ">" in words else words
        check_command(typer.main.get_command(cli.app), words[1:])


def check_command(command: click.Command, words: list[str]) -> None:
    context = command.make_context("gaitcheck", list(words))
    while isinstance(command, click.Group):
        name, command, words = command.resolve_command(context, words)  # type: ignore[assignment]
        context = command.make_context(name, list(words), parent=context)


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    for path, anchor in LINK.findall(PAGES[name]):
        target = (ROOT / name).parent / path if path else ROOT / name
        assert target.exists(), path
        if anchor:
            headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            slugs = {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in headings}
            assert anchor in slugs, anchor


def test_every_format_is_in_the_table_of_exports() -> None:
    rows = [line for line in PAGES["docs/exports.md"].splitlines() if line.startswith("|")]
    for one in FORMATS:
        named = [row for row in rows if f"`{one.name}`" in row and f"`{one.file_name}`" in row]
        assert named, f"give {one.name} a row in docs/exports.md"


def test_the_map_names_what_is_there() -> None:
    named = set(re.findall(r"`([\w./]+(?:/|\.py))`", PAGES["docs/architecture.md"]))
    places = [ROOT, ROOT / PACKAGE, ROOT / PACKAGE / "words"]
    assert not {path for path in named if not any((place / path).exists() for place in places)}
    rooms = {f"{room}.py" for layer in read_layers() for room in layer}
    modules = {path.name for path in (ROOT / PACKAGE).glob("[!_]*.py")}
    said = "give them a line in docs/architecture.md"
    assert not modules - rooms - named, said


def test_every_page_is_in_the_site() -> None:
    site = (ROOT / "zensical.toml").read_text(encoding="utf-8")
    pages = {name.removeprefix("docs/") for name in PAGES if name.startswith("docs/")}
    assert not {page for page in pages if f'"{page}"' not in site}, "give them a place in nav"
