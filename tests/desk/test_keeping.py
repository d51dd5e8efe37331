"""Results are kept whole, once, read again, corrected, judged again, deleted without a trace."""

from __future__ import annotations

import datetime as dt
import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

import gaitcheck
from gaitcheck import judge
from gaitcheck.desk import rejudge as rejudging
from gaitcheck.desk.desk import Desk
from gaitcheck.desk.importing import day_of, import_results
from gaitcheck.desk.keeping import keep_analysis, keep_result
from gaitcheck.desk.kept import (
    files_of,
    find_kept,
    load_analyses,
    load_kept_observation,
    write_kept,
)
from gaitcheck.desk.person import export_athlete
from gaitcheck.desk.records import Note, Session
from gaitcheck.desk.rejudge import rejudge
from gaitcheck.desk.removal import delete_for_good, what_goes
from gaitcheck.desk.reviews import judge_kept, keep_reviewed, read_review, save_review
from gaitcheck.desk.sessions import find_sessions, save_note
from gaitcheck.desk.tables import AnalysisRow, FileRow
from gaitcheck.errors import DeskDamagedError, InputError
from gaitcheck.model import Analysis, Correction
from gaitcheck.report.tables import to_csv_bytes
from gaitcheck.store.result import load_result
from gaitcheck.store.serialize import to_json_bytes
from gaitcheck.ui.review.reviewing import Reviewing
from tests.desk.results import (
    DAY,
    a_folder,
    an_analysis,
    an_athlete,
    keep_example,
    keep_judged,
)
from tests.end_to_end.example_results import write_open_result
from tests.examples import make_clip, make_reviewed_analysis
from tests.kept import kept as made


def stored(desk: Desk) -> set[str]:
    return set(desk.files.digests())


def named(desk: Desk) -> set[str]:
    return {digest for kept in find_kept(desk) for digest in files_of(desk, kept.id).values()}


def test_a_result_comes_back_as_it_was(desk: Desk, tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "run")
    kept = keep_result(desk, folder, Session(an_athlete(desk).id, DAY))
    assert (kept.strike, kept.day, kept.film, kept.analyses) == ("heel", DAY, False, 1)
    write_kept(desk, kept.id, tmp_path / "again")
    for file in folder.rglob("*"):
        assert (tmp_path / "again" / file.relative_to(folder)).read_bytes() == file.read_bytes()
    assert load_analyses(desk, [kept]) == (load_result(folder, tracks=False).analysis,)


def test_the_same_result_is_kept_once(desk: Desk, tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "run")
    first = keep_result(desk, folder, Session(an_athlete(desk).id, DAY))
    session = find_sessions(desk, first.athlete_id)[0]
    before = stored(desk)
    assert keep_result(desk, folder, session) == first
    assert stored(desk) == before == named(desk)


def test_the_same_content_is_stored_once(desk: Desk, tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "run")
    keep_result(desk, folder, Session(an_athlete(desk, "Ann").id, DAY))
    before = stored(desk)
    keep_result(desk, folder, Session(an_athlete(desk, "Bob").id, DAY))
    assert stored(desk) == before


def test_a_film_is_kept_if_it_is_the_clip(desk: Desk, tmp_path: Path) -> None:
    film = tmp_path / "odd; name.MP4"
    film.write_bytes(b"moving pictures")
    sha256 = hashlib.sha256(b"moving pictures").hexdigest()
    analysis = an_analysis()
    analysis = replace(analysis, clip=replace(analysis.clip, sha256=sha256))
    folder = a_folder(tmp_path / "run", analysis)
    session = Session(an_athlete(desk).id, DAY)
    kept = keep_result(desk, folder, session, film=film)
    assert kept.film
    assert desk.files.read(files_of(desk, kept.id)["film.mp4"]) == b"moving pictures"
    (held,) = find_sessions(desk, kept.athlete_id)
    assert keep_result(desk, folder, held).film  # kept again without it
    film.write_bytes(b"other pictures")
    with pytest.raises(InputError, match="not the clip"):
        keep_result(desk, folder, session, film=film)
    with pytest.raises(InputError, match="cannot be read"):
        keep_result(desk, folder, session, film=tmp_path / "gone.mp4")


def test_what_cannot_be_kept_leaves_nothing(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = an_athlete(desk)
    with pytest.raises(InputError):
        keep_result(desk, tmp_path, Session(ann.id, DAY))
    folder = a_folder(tmp_path / "run")

    def fails(*_: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr("gaitcheck.desk.keeping.add_analysis", fails)
    with pytest.raises(OSError, match="no space"):
        keep_result(desk, folder, Session(ann.id, DAY))
    assert stored(desk) == set()
    assert not desk.files.unfinished
    assert find_sessions(desk, ann.id) == find_kept(desk) == ()


def test_a_file_never_leads_out_of_its_folder(desk: Desk, tmp_path: Path) -> None:
    kept = keep_example(desk, an_athlete(desk))
    with desk.writing() as transaction:  # as a backup made by hand may have it
        row = transaction.scalars(select(FileRow).where(FileRow.name == "steps.csv")).one()
        row.name = "../../steps.csv"
    with pytest.raises(DeskDamagedError, match="odd name"):
        write_kept(desk, kept.id, tmp_path / "out" / "result")
    assert not (tmp_path / "steps.csv").exists()


def test_a_damaged_file_is_said(desk: Desk) -> None:
    kept = keep_example(desk, an_athlete(desk), 77)
    place = desk.files.local(files_of(desk, kept.id)["analysis.json"])
    place.write_bytes(place.read_bytes().replace(b"heel", b"toes"))
    with pytest.raises(DeskDamagedError, match="Restore the desk"):
        load_analyses(desk, [kept])


def test_a_folder_of_results_is_imported(desk: Desk, tmp_path: Path) -> None:
    ann = an_athlete(desk)
    film = tmp_path / "films" / "clip 1.mp4"
    film.parent.mkdir()
    film.write_bytes(b"x")
    clip = make_clip(sha256=hashlib.sha256(b"x").hexdigest(), file="../../clip 1.mp4")
    a_folder(tmp_path / "results" / "one", replace(an_analysis(), clip=clip))
    a_folder(tmp_path / "results" / "deep" / "two", an_analysis(2))
    (tmp_path / "results" / "bad").mkdir()
    (tmp_path / "results" / "bad" / "analysis.json").write_text("{}")
    like = Session(ann.id, DAY, shoes="red")
    found = list(
        import_results(desk, [tmp_path / "results", tmp_path / "none"], like, films=film.parent)
    )
    assert sorted(one.folder.name for one in found if one.kept) == ["one", "two"]
    assert sorted(one.folder.name for one in found if one.trouble) == ["bad", "none"]
    (session,) = find_sessions(desk, ann.id)
    assert (session.shoes, session.day) == ("red", dt.datetime.now().astimezone().date())
    assert [one.film for one in find_kept(desk)].count(True) == 1


def test_a_film_that_a_decoder_dies_of_is_of_the_day_of_its_analysis(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dying = (
        "import os, gaitcheck.video.recorded as room\nroom.open_container = lambda _: os.abort()"
    )
    (tmp_path / "sitecustomize.py").write_text(dying)  # Python loads it first in each process
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "analysis.json").touch()
    (tmp_path / "film.mp4").touch()
    today = dt.datetime.now().astimezone().date()
    assert day_of(tmp_path, tmp_path / "film.mp4") == today


def test_corrections_that_came_with_a_result_are_its_review(desk: Desk, tmp_path: Path) -> None:
    analysis = make_reviewed_analysis()
    kept = keep_result(
        desk, a_folder(tmp_path / "run", analysis), Session(an_athlete(desk).id, DAY)
    )
    assert kept.by_person
    assert read_review(desk, kept.id).corrections == analysis.corrections


def test_a_review_is_judged_kept_and_undone(desk: Desk, tmp_path: Path) -> None:
    kept, seen = keep_judged(desk, an_athlete(desk), left=15, right=15)
    (machine,) = load_analyses(desk, [kept])
    step = machine.steps[0]
    said = (Correction("label", step.id, strike="midfoot", who="Ann", note="level"),)
    reviewed = save_review(desk, kept.id, said, read_review(desk, kept.id).version)
    assert (reviewed.by_person, reviewed.analyses) == (True, 2)
    (analysis,) = load_analyses(desk, [reviewed])
    assert to_json_bytes(analysis) == to_json_bytes(judge(seen, corrections=said))
    review = read_review(desk, kept.id)
    assert (review.corrections, review.who, review.version) == (said, "local", 1)
    more = (*said, Correction("not_a_contact", machine.steps[-1].id))
    write_kept(desk, kept.id, tmp_path / "reviewed")
    assert (tmp_path / "reviewed" / "steps.csv").read_bytes() == to_csv_bytes(analysis)
    # The corrections of one sitting are one analysis, however often they are saved.
    assert save_review(desk, kept.id, more, 1).analyses == 2
    undone = save_review(desk, kept.id, (), 2)
    assert not undone.by_person
    assert load_analyses(desk, [undone]) == (machine,)
    assert stored(desk) >= named(desk)


def test_a_result_reviewed_key_by_key_has_its_sheet_when_it_is_written_out(
    desk: Desk, tmp_path: Path
) -> None:
    """Between two keys the sheet is only taken away: drawing it takes too long."""
    ann = an_athlete(desk)
    kept = keep_result(desk, made("review-result", write_open_result), Session(ann.id, DAY))
    write_kept(desk, kept.id, tmp_path / "machine")
    folder = tmp_path / "open"
    write_kept(desk, kept.id, folder, sheet=False)
    review = Reviewing.of(load_result(folder, tracks=False), lambda: None)
    review.keep = lambda analysis, pictures: _keep_keys(desk, kept.id, folder, analysis, pictures)
    step = review.analysis.steps[0].id
    review.take([{"n": 1, "do": "label", "step": step, "strike": "toe"}])
    assert review.trouble == ""
    write_kept(desk, kept.id, tmp_path / "reviewed")
    before, after = (load_result(tmp_path / name).sheet for name in ("machine", "reviewed"))
    assert after.read_bytes() != before.read_bytes()
    export_athlete(desk, ann.id, tmp_path / "ann.zip")
    with zipfile.ZipFile(tmp_path / "ann.zip") as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("/contacts.png"))
        assert archive.read(name) == after.read_bytes()


def _keep_keys(desk: Desk, clip_id: str, folder: Path, analysis: Analysis, pictures: bool) -> None:
    keep_reviewed(desk, clip_id, folder, analysis, 0, pictures=pictures)


def test_the_programs_own_answer_does_not_undo_a_review(desk: Desk) -> None:
    ann = an_athlete(desk)
    kept, seen = keep_judged(desk, ann, left=15, right=15)
    (session,) = find_sessions(desk, ann.id)
    machine = judge(seen)
    said = (Correction("label", machine.steps[0].id, strike="toe"),)
    reviewed = save_review(desk, kept.id, said, 0)
    assert keep_analysis(desk, session, machine, seen) == reviewed
    assert read_review(desk, kept.id).corrections == said
    # A person's newer word does.
    other = (Correction("label", machine.steps[0].id, strike="heel"),)
    keep_analysis(desk, session, judge(seen, corrections=other), seen)
    assert read_review(desk, kept.id).corrections == other


def test_a_correction_that_cannot_be_used_changes_nothing(desk: Desk) -> None:
    kept, _ = keep_judged(desk, an_athlete(desk), left=15, right=15)
    with pytest.raises(InputError, match="no step"):
        save_review(desk, kept.id, (Correction("confirm", "left-99"),), 0)
    assert read_review(desk, kept.id).version == 0
    assert find_kept(desk) == (kept,)


def test_judging_again_keeps_the_old_and_lists_what_moved(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = an_athlete(desk)
    kept, seen = keep_judged(desk, ann, left=15, right=15)
    old = replace(judge(seen), version="0.0.9", cadence_spm=150.0)
    metrics = dict(old.metrics)
    metrics["cadence"] = replace(metrics["cadence"], value=150.0)
    other = keep_analysis(
        desk,
        Session(ann.id, DAY + dt.timedelta(1)),
        replace(old, metrics=metrics),
        seen,
    )
    unseen = keep_example(desk, ann, 5)
    monkeypatch.setattr(rejudging, "judge_kept", _failing_for(unseen.id, rejudging.judge_kept))
    found = {one.kept.id: one for one in rejudge(desk)}
    assert found.keys() == {other.id, unseen.id}  # what this version judged is left alone
    assert "cadence from 150 steps/min to 168 steps/min" in found[other.id].moved
    assert found[unseen.id].trouble == "nothing was seen"
    again = next(one for one in find_kept(desk) if one.id == other.id)
    assert (again.analyses, again.judged_with) == (2, gaitcheck.__version__)
    with desk.reading() as transaction:
        own = select(AnalysisRow.judged_with).where(AnalysisRow.clip_id == other.id)
        judged = transaction.scalars(own.order_by(AnalysisRow.made_at)).all()
    assert judged == ["0.0.9", gaitcheck.__version__]
    assert [one.moved for one in rejudge(desk, everything=True) if one.kept.id == kept.id] == [()]


def _failing_for(clip_id: str, judge_kept: object) -> object:
    def judge_it(desk: Desk, wanted: str, said: object) -> object:
        if wanted == clip_id:
            raise InputError("nothing was seen")
        return judge_kept(desk, wanted, said)  # type: ignore[operator]

    return judge_it


def test_judging_again_takes_the_review_along(desk: Desk) -> None:
    kept, seen = keep_judged(desk, an_athlete(desk), left=15, right=15)
    step = judge(seen).steps[0]
    save_review(desk, kept.id, (Correction("label", step.id, strike="toe"),), 0)
    rejudge(desk, everything=True)
    (held,) = find_kept(desk)
    assert held.by_person
    assert load_kept_observation(desk, kept.id).clip == seen.clip


def test_judging_again_does_not_undo_what_is_said_meanwhile(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, seen = keep_judged(desk, an_athlete(desk), left=15, right=15)
    said = tuple(Correction("label", step.id, strike="toe") for step in judge(seen).steps)

    def judge_slowly(own: Desk, clip_id: str, corrections: Sequence[Correction]) -> object:
        judged = judge_kept(own, clip_id, corrections)
        if not corrections:  # a coach is quicker
            save_review(desk, kept.id, said, 0)
        return judged

    monkeypatch.setattr(rejudging, "judge_kept", judge_slowly)
    assert [one.trouble for one in rejudge(desk, everything=True)] == [""]
    (held,) = find_kept(desk)
    assert (held.strike, held.by_person) == ("toe", True)
    assert set(load_analyses(desk, [held])[0].corrections) == set(said)


def test_deleting_says_what_goes_and_leaves_no_trace(desk: Desk) -> None:
    ann, bob = an_athlete(desk, "Ann"), an_athlete(desk, "Bob")
    first, second = keep_example(desk, ann, 1), keep_example(desk, ann, 2)
    save_note(desk, Note(ann.id, "UNIQUE-WORDS-OF-ANN", clip_id=first.id))
    others = keep_example(desk, bob, 1)  # the same content: it stays
    before = stored(desk)
    said = what_goes(desk, athlete_id=ann.id)
    assert (said.sessions, said.clips, said.analyses, said.notes) == (2, 2, 2, 1)
    own = {*files_of(desk, second.id).values()} - {*files_of(desk, others.id).values()}
    assert said.size_bytes == sum(desk.files.local(digest).stat().st_size for digest in own)
    assert what_goes(desk, clip_id=second.id).size_bytes == said.size_bytes
    assert delete_for_good(desk, athlete_id=ann.id) == said
    assert stored(desk) == before - own == named(desk)
    if desk.place.database is not None:
        for file in desk.place.database.parent.glob("desk.sqlite3*"):
            assert b"UNIQUE-WORDS-OF-ANN" not in file.read_bytes()


def test_a_session_and_a_clip_are_deleted_by_themselves(desk: Desk) -> None:
    ann = an_athlete(desk)
    first, second = keep_example(desk, ann, 1), keep_example(desk, ann, 2)
    assert delete_for_good(desk, clip_id=first.id).clips == 1
    assert len(find_sessions(desk, ann.id)) == 2
    went = delete_for_good(desk, session_id=second.session_id)
    assert (went.sessions, went.clips) == (1, 1)
    assert stored(desk) == set()
