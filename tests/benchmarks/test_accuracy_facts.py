"""The figures that the app shows are the benchmark's own."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.accuracy.facts import facts_text, write_facts
from benchmarks.accuracy.sets import GAITCHECK
from benchmarks.places import ROOT
from gaitcheck.ui.accuracy import FACTS, read_accuracy_facts
from tests.benchmarks.test_accuracy_document import results


def test_the_app_reads_what_the_benchmark_writes(tmp_path: Path) -> None:
    (tuning,) = results().sets
    held_out = replace(tuning, name="held_out")
    file = tmp_path / "facts.json"
    write_facts(replace(results(), sets=(tuning, held_out)), file)
    facts = read_accuracy_facts(file)
    assert facts is not None
    # A method that knows the truth: every step is right, no error anywhere.
    assert facts.coverage.value == facts.right.value == 1.0
    assert facts.wrong.value == facts.contact_rmse_ms.value == 0.0
    assert facts.angle_rmse_near_deg.value == facts.angle_rmse_far_deg.value == 0.0
    assert (facts.runners, facts.steps) == (2, held_out.figures[GAITCHECK]["coverage"].n)


def test_without_held_out_clips_nothing_is_written(tmp_path: Path) -> None:
    assert facts_text(results()) is None
    write_facts(results(), tmp_path / "facts.json")
    assert not (tmp_path / "facts.json").exists()


def test_the_app_and_the_document_say_the_same() -> None:
    facts = read_accuracy_facts()
    if facts is None:
        pytest.skip("the benchmark has not written the figures for the app")
    document = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    (line,) = (li for li in document.splitlines() if li.startswith("- **Rendered, held-out**"))
    assert f"({facts.runners} runners, {facts.steps} steps)" in line
    assert f"{100 * facts.coverage.value:.0f} % of the steps get a label" in line
    assert f"RMSE of {facts.contact_rmse_ms.value:.0f} ms" in line
    assert facts.real
    assert facts.real in document
    assert f"with {facts.angle_rmse_near_deg.value:.1f} (near foot)" in line


@pytest.mark.parametrize("damage", ["absent", "not json", "other schema", "no figure", "unknown"])
def test_a_file_that_does_not_hold_the_figures_counts_as_none(damage: str, tmp_path: Path) -> None:
    (tuning,) = results().sets
    data = json.loads(facts_text(replace(results(), sets=(replace(tuning, name="held_out"),))))
    file = tmp_path / "facts.json"
    if damage == "other schema":
        data["schema"] = "other"
    elif damage == "no figure":
        del data[next(iter(FACTS))]
    elif damage == "unknown":
        data["wrong"]["value"] = None
    if damage != "absent":
        file.write_text("{" if damage == "not json" else json.dumps(data), encoding="utf-8")
    assert read_accuracy_facts(file) is None
