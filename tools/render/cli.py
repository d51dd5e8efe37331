"""Command line of the renderer."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from render.catalogue import (
    MOST_TRIES,
    drawn_spec,
    exercise_specs,
    fast_specs,
    redrawn,
    turned_specs,
)
from render.errors import RenderError, SpecError
from render.spec import ClipSpec, load_specs

_SETS: Final[dict[str, Callable[[int], list[ClipSpec]]]] = {
    "tune": lambda count: [drawn_spec("tune", index) for index in range(count)],
    "test": lambda count: [drawn_spec("test", index) for index in range(count)],
    "fast": fast_specs,
    "turned": turned_specs,
    "exercise": exercise_specs,
}


def main(argv: list[str] | None = None) -> int:
    """Render every clip of a spec file; returns 0, or 2 with one line on standard error."""
    parser = argparse.ArgumentParser(
        prog="render_runner", description="Render running clips with exact truth from JSON specs."
    )
    parser.add_argument("specs", type=Path, nargs="?", help="JSON file: one spec or a list")
    parser.add_argument(
        "--drawn",
        nargs=2,
        metavar=("SET", "COUNT"),
        help="render COUNT clips of tune, test, fast (test runners at 120 pictures a second) or "
        "exercise (cross trainers and the like), or COUNT runners of turned, five clips each",
    )
    parser.add_argument("--assets", type=Path, required=True, help="folder of MakeHuman assets")
    parser.add_argument("--out", type=Path, required=True, help="folder for clips and truth")
    parser.add_argument("--only", nargs="*", default=None, help="names of the clips to render")
    parser.add_argument("--again", action="store_true", help="render clips that exist already")
    parser.add_argument(
        "--truth-only", action="store_true", help="write the truth of clips that exist again"
    )
    args = parser.parse_args(argv)
    try:
        chosen = _specs(parser, args)
        if args.only is not None:
            chosen = [s for s in chosen if s.name in args.only]
        for spec in chosen:
            filmed = (args.out / f"{spec.name}.mp4").is_file()
            wanted = filmed if args.truth_only else args.again or not filmed
            if not wanted:
                continue
            written = _make(spec, args, tries=1 if args.drawn is None else MOST_TRIES)
            print(f"\r{written}" + " " * 20, flush=True)
    except RenderError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{args.out} cannot be written: {error.strerror or error}.", file=sys.stderr)
        return 2
    return 0


def _make(spec: ClipSpec, args: argparse.Namespace, tries: int) -> Path:
    """Film a spec or write its truth; a drawn motion that no leg can do is drawn again."""
    from render.film import film, write_truth

    for attempt in range(1, tries + 1):
        try:
            if args.truth_only:
                return write_truth(spec, args.assets, args.out)
            return film(spec, args.assets, args.out, _show)[0]
        except SpecError:
            if attempt == tries:
                raise
            spec = redrawn(spec, attempt)
    raise AssertionError("unreachable")


def _specs(parser: argparse.ArgumentParser, args: argparse.Namespace) -> list[ClipSpec]:
    if args.drawn is None:
        if args.specs is None:
            parser.error(f"give a spec file, or --drawn {'|'.join(_SETS)} COUNT")
        return load_specs(args.specs)
    split, count = args.drawn
    if split not in _SETS or not count.isdigit():
        parser.error(f"--drawn takes one of {', '.join(_SETS)}, and a number")
    return _SETS[split](int(count))


def _show(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{total} frames", end="", file=sys.stderr, flush=True)
