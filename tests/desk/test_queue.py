"""The clips that want a look: why, in which order, and when they wait no more."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from gaitcheck.desk.athletes import save_athlete
from gaitcheck.desk.desk import Desk
from gaitcheck.desk.keeping import keep_analysis
from gaitcheck.desk.kept import find_reviewed, load_analyses
from gaitcheck.desk.queue import find_queue, find_waiting
from gaitcheck.desk.records import Athlete, KeptResult, Session
from gaitcheck.desk.rejudge import rejudge
from gaitcheck.desk.removal import delete_for_good
from gaitcheck.desk.reviews import finish_review, read_review, save_review
from gaitcheck.desk.sharing import share_athlete
from gaitcheck.errors import ConflictError, NotOnDeskError
from gaitcheck.model import Correction
from tests.desk.results import DAY, an_analysis, an_athlete, keep_judged
from tests.examples import make_observation


def keep(
    desk: Desk,
    athlete: Athlete,
    clip: int,
    strike: str = "heel",
    *,
    days: int = 0,
    confidence: float = 0.97,
    **said: object,
) -> KeptResult:
    """Keep an example whose two feet and verdict are of one strike."""
    analysis = an_analysis(clip, strike)
    sides = {side: replace(own, strike=strike) for side, own in analysis.sides.items()}
    verdict = replace(analysis.verdict, confidence=0.0 if strike == "unsure" else confidence)
    analysis = replace(analysis, sides=sides, verdict=verdict)
    session = Session(athlete.id, DAY + dt.timedelta(days), **said)  # type: ignore[arg-type]
    return keep_analysis(desk, session, analysis, make_observation(analysis))


def test_the_worst_comes_first_with_its_reasons(desk: Desk) -> None:
    ann, bob, cleo = (an_athlete(desk, name) for name in ("Ann", "Bob", "Cleo"))
    keep(desk, ann, 1)  # sure, and nothing else: it wants no look
    hurts = keep(desk, ann, 2, days=1, pain=True, pain_where="left heel")
    low = keep(desk, bob, 3, confidence=0.7)
    other = keep(desk, bob, 4, "toe", days=7)
    keep(desk, cleo, 6, "toe")
    unsure = keep(desk, cleo, 5, "unsure", days=14)  # no other landing, but none that is known
    found, total = find_queue(desk)
    assert total == 4
    assert [one.clip_id for one in found] == [unsure.id, hurts.id, other.id, low.id]
    assert [one.why for one in found] == [
        ("gaitcheck is not sure how the feet land.",),
        ("Pain was noted: left heel.",),
        (
            "The left foot landed differently on 2026-03-01: heel then, toe now.",
            "The right foot landed differently on 2026-03-01: heel then, toe now.",
        ),
        ("gaitcheck is only 70 % sure.",),
    ]
    assert (found[1].athlete, found[1].day, found[1].file) == ("Ann", hurts.day, "clip 2.mp4")
    page, total = find_queue(desk, most=1, skip=2)
    assert ([one.clip_id for one in page], total) == ([other.id], 4)
    assert [one.clip_id for one in find_queue(desk, athlete_id=ann.id)[0]] == [hurts.id]
    assert [find_waiting(desk, one.clip_id) for one in found] == list(found)
    keep(desk, bob, 7, "toe", days=8)  # what was another landing is the usual one by now
    assert other.id not in [one.clip_id for one in find_queue(desk)[0]]


def test_what_lands_differently_is_asked_of_the_last_day_that_is_left(desk: Desk) -> None:
    ann = an_athlete(desk)
    keep(desk, ann, 1, "heel")
    other = keep(desk, ann, 2, "toe", days=7)
    usual = keep(desk, ann, 3, "toe", days=14)
    assert find_queue(desk)[1] == 0
    delete_for_good(desk, clip_id=usual.id)
    assert [one.clip_id for one in find_queue(desk)[0]] == [other.id]


def test_who_was_archived_or_is_anothers_waits_for_nobody(desk: Desk) -> None:
    ann = an_athlete(desk)
    kept = keep(desk, ann, 1, "unsure")
    other = desk.seen_by("carla")
    assert find_queue(other) == ((), 0)
    with pytest.raises(NotOnDeskError):
        find_waiting(other, kept.id)
    with pytest.raises(NotOnDeskError):
        finish_review(other, kept.id, 0)
    share_athlete(desk, ann.id, "carla")
    assert find_queue(other)[1] == 1
    save_athlete(desk, replace(ann, archived=True))
    assert find_queue(desk) == ((), 0)
    assert find_queue(desk, athlete_id=ann.id)[1] == 1


def test_a_clip_leaves_the_queue_once_it_was_looked_at(desk: Desk) -> None:
    kept = keep(desk, an_athlete(desk), 1, "unsure")
    finish_review(desk, kept.id, 0)
    assert find_queue(desk) == ((), 0)
    assert find_waiting(desk, kept.id) is None
    assert read_review(desk, kept.id).done
    assert find_reviewed(desk, most=9) == ()  # nothing was said of it


def test_a_review_that_was_begun_waits_until_it_is_finished(desk: Desk) -> None:
    kept, _ = keep_judged(desk, an_athlete(desk), left=15, right=15)
    (machine,) = load_analyses(desk, [kept])
    assert find_queue(desk) == ((), 0)
    said = tuple(Correction("label", step.id, strike="toe") for step in machine.steps)
    save_review(desk, kept.id, said, 0, done=False)
    (waiting,), _ = find_queue(desk)
    assert waiting.why == ("A review was begun, and not finished.",)
    with pytest.raises(ConflictError, match="Somebody else"):
        finish_review(desk, kept.id, 0)
    share_athlete(desk, kept.athlete_id, "carla")
    save_review(desk.seen_by("carla"), kept.id, said, 1, done=False)
    with pytest.raises(ConflictError, match="carla has reviewed this clip meanwhile"):
        save_review(desk, kept.id, said, 1)
    finish_review(desk, kept.id, 2)
    assert find_queue(desk) == ((), 0)
    review = read_review(desk, kept.id)
    assert (len(review.corrections), review.done) == (len(said), True)
    # One more word afterwards does not put it back.
    save_review(desk, kept.id, said[:-1], review.version, done=False)
    assert find_queue(desk) == ((), 0)
    assert [one.id for one in find_reviewed(desk, most=9)] == [kept.id]


def test_what_was_judged_again_with_another_answer_comes_back(desk: Desk) -> None:
    kept = keep(desk, an_athlete(desk), 1, "toe")  # made up: nothing in the clip says so
    finish_review(desk, kept.id, 0)
    assert find_queue(desk) == ((), 0)
    rejudge(desk)
    (waiting,), _ = find_queue(desk)
    unsure, moved = waiting.why
    assert unsure == "gaitcheck is not sure how the feet land."
    assert moved.startswith("Judging it again changed the verdict from toe to unsure, the left ")
    finish_review(desk, kept.id, 1)
    assert find_queue(desk) == ((), 0)
