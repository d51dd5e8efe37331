"""Reviewed clips as a labelled data set: what a person vouches for, in a shape benchmarks read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.accuracy import real
from gaitcheck.errors import InputError
from gaitcheck.export.labels import labels_bytes
from gaitcheck.model import Correction, Observation
from gaitcheck.review.dataset import label_clip, label_clips
from tests.observations import observed
from tests.review.corrections import FAR, HEEL, NEAR, judged, label, sole, steps_of

JUDGED = judged(HEEL)
OWN = steps_of(JUDGED.machine, NEAR)


def test_only_what_was_looked_at_is_in_it() -> None:
    moved = Correction("contact", OWN[1].id, frame=OWN[1].contact_frame + 0.5)
    rejected = Correction("not_a_contact", OWN[2].id)
    drawn = sole(HEEL, OWN[3], 15.0)
    found = label_clip(
        JUDGED.corrected(
            [*(Correction("confirm", OWN[k].id, who="Ann") for k in (0, 1)), moved, rejected, drawn]
        )
    )
    assert found["verdict"] == ["heel"]
    assert found["feet"] == {NEAR: "heel"}
    assert found["contact_frames"][FAR] == []
    assert found["contact_frames"][NEAR] == pytest.approx(
        [OWN[0].contact_frame, OWN[1].contact_frame + 0.5, OWN[3].contact_frame], abs=0.01
    )
    assert found["not_contacts"] == {NEAR: [round(OWN[2].contact_frame, 2)], FAR: []}
    assert [step["strike"] for step in found["steps"]] == ["heel"] * 3
    assert found["steps"][0]["by"] == ["Ann"]
    assert found["soles"] == [
        {
            "side": NEAR,
            "frame": drawn.frame,
            "heel": list(drawn.heel or ()),
            "toe": list(drawn.toe or ()),
        }
    ]
    assert json.loads(json.dumps(found)) == found


def test_feet_that_a_person_saw_land_differently_make_a_mixed_clip() -> None:
    near = [label(step, "toe") for step in OWN]
    far = [label(step, "heel") for step in steps_of(JUDGED.machine, FAR)]
    found = label_clip(JUDGED.corrected([*near, *far]))
    assert found["verdict"] == ["mixed"]


def test_what_the_machine_alone_says_is_no_label() -> None:
    for said in ([], [Correction("confirm", OWN[0].id)], [Correction("note", note="sunny")]):
        with pytest.raises(InputError, match="not labelled yet"):
            label_clip(JUDGED.corrected(said))


def test_two_clips_of_one_name_are_refused() -> None:
    reviewed = JUDGED.corrected([label(step, "heel") for step in OWN])
    with pytest.raises(InputError, match="rename one"):
        label_clips([reviewed, reviewed])
    other = replace(reviewed, clip=replace(reviewed.clip, file="other.mp4"))
    assert list(label_clips([reviewed, other])["clips"]) == ["runner.mp4", "other.mp4"]


@pytest.mark.parametrize(("strike", "outcome"), [("heel", "right"), ("toe", "wrong")])
def test_the_accuracy_benchmark_reads_it(
    strike: str, outcome: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviewed = JUDGED.corrected([label(step, strike) for step in OWN])  # type: ignore[arg-type]
    (tmp_path / "labels.json").write_bytes(labels_bytes([reviewed]))
    seen: list[Path] = []

    def stand_in(clip: Path, _cache: Path) -> Observation:
        seen.append(clip)
        return HEEL

    monkeypatch.setattr(real, "observed", stand_in)
    (found,) = real.judge_real_clips(tmp_path, tmp_path, lambda _: None)
    assert seen == [tmp_path / "runner.mp4"]
    assert found.outcome == outcome
    assert (found.labelled, found.missed) == (len(OWN), 0)
    assert found.contact_errors == pytest.approx([0.0] * len(OWN), abs=0.01)


def test_an_unsure_clip_becomes_a_labelled_one() -> None:
    border = judged(observed(8.5, 8.5))
    said = [label(step, "midfoot") for step in steps_of(border.machine, NEAR)[:2]]
    assert label_clip(border.corrected(said))["verdict"] == ["midfoot"]
