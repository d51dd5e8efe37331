"""Agreement between machine and person: counts, kappa, angles, contacts."""

from __future__ import annotations

import numpy as np
import pytest

from gaitcheck.model import Analysis, Correction
from gaitcheck.report.agreement import agreement_rows, label_rows
from gaitcheck.review.agreement import cohen_kappa, measure_agreement
from gaitcheck.words.terminal import NO_KAPPA
from tests.observations import observed
from tests.review.corrections import HEEL, NEAR, judged, label, sole, steps_of

JUDGED = judged(HEEL)
OWN = [step for step in steps_of(JUDGED.machine, NEAR) if step.strike == "heel"]


def reviewed(*corrections: Correction) -> Analysis:
    return JUDGED.corrected(corrections)


def test_nothing_said_is_no_agreement() -> None:
    found = measure_agreement([JUDGED.machine])
    assert (found.steps, found.both, found.alike, found.kappa) == (0, 0, 0, None)
    assert agreement_rows(found) == label_rows(found) == []


def test_what_was_corrected_to_what_is_counted() -> None:
    found = measure_agreement(
        [
            reviewed(
                Correction("confirm", OWN[0].id),
                label(OWN[1], "heel"),
                label(OWN[2], "toe"),
                Correction("not_a_contact", OWN[3].id),
                Correction("contact", OWN[4].id, frame=OWN[4].contact_frame + 0.5),
                Correction("note", OWN[5].id, note="shoelace"),
            )
        ]
    )
    assert found.labels == {("heel", "heel"): 2, ("heel", "toe"): 1}
    assert (found.steps, found.both, found.alike) == (3, 3, 2)
    assert (found.rejected, found.added, found.moved) == (1, 0, 1)
    assert found.moved_frames == pytest.approx(0.5)
    assert label_rows(found) == [("heel", "2", "0", "1")]
    assert ("Labelled alike", "2 of 3") in agreement_rows(found)


def test_kappa_is_cohens_over_the_steps_that_both_labelled() -> None:
    # The machine calls all of them heel strikes, so chance alone agrees as often as they do.
    assert measure_agreement([reviewed(label(OWN[0], "heel"), label(OWN[1], "toe"))]).kappa == 0.0
    alike = measure_agreement([reviewed(*(Correction("confirm", step.id) for step in OWN))])
    assert alike.kappa is None
    assert ("Cohen's kappa", NO_KAPPA) in agreement_rows(alike)


def test_several_clips_are_taken_together() -> None:
    toes = judged(observed(-12.0, -12.0))
    two = [
        reviewed(*(Correction("confirm", step.id) for step in OWN)),
        toes.corrected(
            [Correction("confirm", s.id) for s in toes.machine.steps if s.strike == "toe"]
        ),
    ]
    found = measure_agreement(two)
    assert found.kappa == 1.0
    assert found.steps == sum(measure_agreement([one]).steps for one in two)


def test_steps_on_which_the_machine_was_unsure_do_not_count_for_kappa() -> None:
    border = judged(observed(8.5, 8.5))
    unsure = [step for step in border.machine.steps if step.strike == "unsure"]
    found = measure_agreement([border.corrected([label(step, "midfoot") for step in unsure])])
    assert found.labels == {("unsure", "midfoot"): len(unsure)}
    assert (found.both, found.kappa) == (0, None)


def test_angles_are_those_of_soles_set_by_hand_less_the_machines() -> None:
    first, second = OWN[0], OWN[1]
    assert first.foot_strike_angle_deg is not None
    assert second.foot_strike_angle_deg is not None
    found = measure_agreement(
        [
            reviewed(
                sole(HEEL, first, first.foot_strike_angle_deg + 3.0),
                sole(HEEL, second, second.foot_strike_angle_deg - 1.0),
            )
        ]
    )
    assert found.angles == 2
    assert found.angle_bias_deg == pytest.approx(1.0)
    assert found.angle_sd_deg == pytest.approx(np.std([3.0, -1.0], ddof=1))
    assert ("Angle, person less gaitcheck (2 steps)", "+1.0° ± 2.8°") in agreement_rows(found)


def test_an_added_contact_is_the_persons_alone() -> None:
    step = OWN[2]
    missed = Correction("missed_contact", side=NEAR, frame=round(step.contact_frame))
    found = measure_agreement(
        [
            reviewed(
                Correction("not_a_contact", step.id),
                missed,
                Correction("label", missed.step, strike="heel"),
            )
        ]
    )
    assert (found.added, found.rejected, found.steps) == (1, 1, 0)


def test_kappa_of_a_table_worked_out_by_hand() -> None:
    # Cohen's own form: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no give 0.4.
    one = np.array([1] * 25 + [0] * 25)
    other = np.array([1] * 20 + [0] * 5 + [1] * 10 + [0] * 15)
    assert cohen_kappa(one, other) == pytest.approx(0.4)
