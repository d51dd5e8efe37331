"""Command line of the accuracy benchmark."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Final

from benchmarks.accuracy.degraded import degraded_real, degraded_rows
from benchmarks.accuracy.document import write_document
from benchmarks.accuracy.facts import write_facts
from benchmarks.accuracy.form import FORM_RATES, FormRow, captured_pairs, form_rows, rendered_pairs
from benchmarks.accuracy.landmark_error import LandmarkError, measure, read_error, write_error
from benchmarks.accuracy.plots import draw_plots
from benchmarks.accuracy.real import judge_real_clips
from benchmarks.accuracy.results import Results, SetResult, set_result, to_dict
from benchmarks.accuracy.sets import (
    FRAME_RATES,
    GAITCHECK,
    METHODS,
    judge_captures,
    judge_clips,
    observed_clips,
    render_sets,
    rendered_clips,
    turned_clips,
)
from benchmarks.accuracy.tables import ALL_ROWS, text_table
from benchmarks.accuracy.targets import target_rows
from benchmarks.accuracy.tracking import default_cache, forget_clips
from benchmarks.accuracy.turned import turned_rows
from benchmarks.places import REAL, ROOT, SHARED
from gaitcheck.errors import GaitcheckError
from gaitcheck.ui.accuracy import FACTS_FILE

ERROR_FILE: Final = Path(__file__).with_name("landmark_error.json")


def main(argv: list[str] | None = None) -> int:
    """Run the benchmark; returns 0, or 2 with one line on standard error."""
    args = _parser().parse_args(argv)
    try:
        results = _run(args)
        args.out.mkdir(parents=True, exist_ok=True)
        found = json.dumps(to_dict(results), indent=1) + "\n"
        (args.out / "accuracy.json").write_text(found, encoding="utf-8")
        draw_plots(results, args.out)
        if args.write_docs:
            draw_plots(results, ROOT / "docs")
            write_document(results, ROOT / "docs" / "accuracy.md")
            write_facts(results, FACTS_FILE)
    except subprocess.CalledProcessError:
        return 2
    except (GaitcheckError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    _print_tables(results)
    print(f"Figures and plots: {args.out}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.accuracy",
        description="Measure how accurate gaitcheck is, against exact truth.",
    )
    cache = default_cache()
    parser.add_argument("--rendered", type=Path, help="folder of more rendered clips with truth")
    parser.add_argument("--assets", type=Path, help="folder of MakeHuman assets, to render clips")
    parser.add_argument(
        "--render",
        type=int,
        metavar="N",
        help="render N tuning and N held-out clips into --rendered, with N / 8 at 120/s and N / 4 "
        "turned",
    )
    parser.add_argument("--mocap", type=Path, default=SHARED / "mocap", help="motion capture")
    parser.add_argument("--clips", type=Path, nargs="*", default=REAL, help="labelled real clips")
    parser.add_argument("--cache", type=Path, default=cache, help="where observations are kept")
    parser.add_argument("--out", type=Path, default=cache / "accuracy", help="for JSON and plots")
    parser.add_argument(
        "--measure-landmarks",
        action="store_true",
        help="measure the landmark error on the tuning clips anew and keep it",
    )
    parser.add_argument("--track-again", action="store_true", help="observe every clip anew")
    parser.add_argument(
        "--write-docs",
        action="store_true",
        help="write docs/accuracy.md and the figures that the app shows",
    )
    return parser


def _run(args: argparse.Namespace) -> Results:
    if args.render is not None:
        if args.assets is None:
            raise ValueError("--render needs --assets, the folder of MakeHuman's assets.")
        args.rendered = args.rendered or args.cache / "rendered"
        render_sets(args.assets, args.rendered, args.render)
    if args.track_again:
        forget_clips(args.cache)
    tuning, held_out = rendered_clips(args.rendered)
    sets = [
        set_result("tuning", "rendered, tuning", judge_clips(tuning, args.cache, _say)),
        set_result("held_out", "rendered, held-out", judge_clips(held_out, args.cache, _say)),
    ]
    if args.measure_landmarks:
        write_error(ERROR_FILE, measure(observed_clips(tuning, args.cache)))
    error = read_error(ERROR_FILE)
    if args.mocap.is_dir():
        sets += _captured(args.mocap, error)
    real = [clip for folder in args.clips for clip in judge_real_clips(folder, args.cache, _say)]
    form = _form(tuning + held_out, args, error)
    turned = judge_clips(turned_clips(args.rendered), args.cache, _say)
    return Results(
        sets=tuple(part for part in sets if part.own),
        real=tuple(real),
        error=error,
        form=form,
        turned=turned_rows([run.score(GAITCHECK) for run in turned]),
        degraded=degraded_rows(tuning, args.cache, _say),
        degraded_real=degraded_real(args.clips[0], args.cache, _say),
    )


def _form(
    clips: list[Path], args: argparse.Namespace, error: LandmarkError
) -> dict[str, tuple[FormRow, ...]]:
    """Return how the running-form metrics agree with the truth, by set."""
    found = {"Rendered clips": tuple(form_rows(rendered_pairs(clips, args.cache)))}
    if args.mocap.is_dir():
        for fps in FORM_RATES:
            _say(f"running form, {fps:g}/s")
            rows = form_rows(captured_pairs(args.mocap, error, fps))
            found[f"Motion capture, {fps:g} pictures a second"] = tuple(rows)
    return found


def _captured(folder: Path, error: LandmarkError) -> list[SetResult]:
    return [
        set_result(
            f"mocap_{fps:g}",
            f"motion capture, {fps:g}/s",
            judge_captures(folder, error, fps, _say),
        )
        for fps in FRAME_RATES
    ]


def _say(what: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{what}", end="", file=sys.stderr, flush=True)


def _print_tables(results: Results) -> None:
    for part in results.sets:
        print(f"\n{part.title}: {part.runners} runners, {len(part.own)} runs")
        print(text_table(ALL_ROWS, {method: part.figures[method] for method in METHODS}))
    rendered = [part for part in results.sets if not part.name.startswith("mocap")]
    print(f"\nAims, reached or not: {', '.join(part.title for part in rendered)}")
    for words, aim, *found in target_rows([part.own for part in rendered]):
        print(f"{words:<52}{aim:<16}" + "".join(f"{text:>14}" for text in found))
    for row in (*results.turned, *results.degraded):
        print(
            f"{row.change:<46}{row.clips} clips; angle RMSE near {row.near_rmse_deg:.1f}, "
            f"far {row.far_rmse_deg:.1f} degrees; {100 * row.labelled:.0f} % of steps labelled, "
            f"{100 * row.wrong:.1f} % wrong"
        )
    for worse in results.degraded_real:
        print(f"real clips, {worse.change}: {worse.right} right, {worse.wrong} wrong")
    for clip in results.real:
        print(f"{clip.name}: {clip.verdicts[METHODS[0]]} ({clip.outcome})")
