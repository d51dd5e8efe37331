"""A part of a clip that the user chose: what is looked at, what is said of it, what is refused."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from gaitcheck import ClipOptions, judge
from gaitcheck.errors import InputError
from gaitcheck.jobs import JobRequest, analyze_command
from gaitcheck.model import DEFAULT_OPTIONS, Observation, ShoeTrack, Tracking
from gaitcheck.model.options import clock
from gaitcheck.model.precision import KINDS
from gaitcheck.observing.part import chosen_part
from gaitcheck.observing.pose import track_pose
from gaitcheck.store.observation import load_observation, save_observation
from gaitcheck.store.serialize import from_dict, to_dict
from gaitcheck.terminal import read_time
from gaitcheck.video import Video, probe_video
from gaitcheck.words.results import length_words
from tests.examples import make_analysis, make_clip, write_example_clip
from tests.gait.synthetic import without_frames
from tests.observations import observed

FPS = 30


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Video:
    """Three seconds of a drawn figure."""
    return probe_video(write_example_clip(tmp_path_factory.mktemp("clip") / "stick.mp4"))


def part_of(observation: Observation, first: int, stop: int) -> Observation:
    """Return what is seen when only some frames are looked at."""
    tracking = observation.tracking
    frames = len(tracking.landmarks.time_s)
    outside = [k for k in range(frames) if not first <= k < stop]
    tracking = replace(
        tracking, landmarks=without_frames(tracking.landmarks, outside), part=(first, stop)
    )
    shoes = {
        side: replace(
            track,
            **{
                name: getattr(track, name)[(track.frames >= first) & (track.frames < stop)]
                for name in KINDS[ShoeTrack]
            },
        )
        for side, track in observation.shoes.items()
    }
    options = ClipOptions(from_s=first / FPS, to_s=stop / FPS)
    return replace(observation, tracking=tracking, shoes=shoes, options=options)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("0", 0.0), ("75.5", 75.5), ("1:15.5", 75.5), ("0:05", 5.0), (".5", 0.5), ("12:00", 720.0)],
)
def test_times_are_read_as_people_write_them(text: str, seconds: float) -> None:
    assert read_time("--from", text) == seconds


@pytest.mark.parametrize(
    "text", ["", "x", "-1", "1:75", "1:", ":30", "nan", "1e3", "1:2:3", "\uff11"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"--to takes seconds \(75.5\) or minutes"):
        read_time("--to", text)


@pytest.mark.parametrize(
    ("seconds", "said"), [(4.5, "4.5 s"), (0.0, "0 s"), (59.97, "1:00"), (65.25, "1:05.2")]
)
def test_times_are_said_as_people_write_them(seconds: float, said: str) -> None:
    assert clock(seconds) == said


@pytest.mark.parametrize(
    ("from_s", "to_s", "sentence"),
    [
        (5.0, 3.0, r"ends \(3 s\) before it begins \(5 s\)"),
        (5.0, 5.0, "before it begins"),
        (1.0, 1.3, "0.3 seconds is too short"),
        (None, 0.2, "too short to be judged"),
        (-1.0, None, "0 seconds or later"),
        (float("nan"), None, "0 seconds or later"),
        (None, float("inf"), "0 seconds or later"),
    ],
)
def test_a_part_that_cannot_be_is_refused(
    from_s: float | None, to_s: float | None, sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        ClipOptions(from_s=from_s, to_s=to_s)


@pytest.mark.parametrize(
    ("from_s", "to_s", "sentence"),
    [
        (1.0, 4.0, "reaches 4 s, but the clip ends at 3 s"),
        (99.0, None, "reaches 1:39, but the clip ends at 3 s"),
        (3.0, None, "reaches 3 s, but the clip ends at 3 s"),
        (2.8, None, "0.2 seconds is too short"),
    ],
)
def test_a_part_beyond_the_clip_is_refused(
    video: Video, from_s: float, to_s: float | None, sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        chosen_part(video, ClipOptions(from_s=from_s, to_s=to_s))


def test_a_part_holds_the_frames_shown_in_it(video: Video) -> None:
    assert chosen_part(video, DEFAULT_OPTIONS) is None
    assert chosen_part(video, ClipOptions(from_s=1.0, to_s=2.0)) == (30, 60)
    assert chosen_part(video, ClipOptions(from_s=1.0)) == (30, video.frames)
    assert chosen_part(video, ClipOptions(to_s=2.0)) == (0, 60)


def test_the_length_that_a_player_rounds_up_is_the_end(video: Video) -> None:
    shorter = replace(
        video,
        **{name: getattr(video, name)[:70] for name in ("time_s", "pts", "stamps")},
    )
    assert chosen_part(shorter, ClipOptions(from_s=1.0, to_s=3.0)) == (30, 70)


@pytest.mark.slow
def test_only_the_part_is_looked_at_and_keeps_the_times_of_the_file(video: Video) -> None:
    done: list[tuple[int, int]] = []
    tracking: Tracking = track_pose(
        video, part=(30, 66), workers=1, progress=lambda p: done.append((p.done, p.total))
    )
    assert tracking.part == (30, 66)
    assert tracking.landmarks.time_s == pytest.approx(video.time_s)
    assert done[-1] == (36, 36)
    assert all(30 <= frame < 66 for frame in tracking.surveyed_frames)
    assert tracking.picture_quality is not None
    for seen in (tracking.landmarks.points[:, 0, 0], tracking.picture_quality.change):
        assert len(seen) == video.frames
        assert not np.isfinite(seen[:30]).any()
        assert not np.isfinite(seen[66:]).any()


def test_a_part_gives_the_steps_of_that_part_at_the_times_of_the_file() -> None:
    whole = judge(observed(seconds=12.0))
    analysis = judge(part_of(observed(seconds=12.0), 100, 220))
    assert analysis.verdict.strike == whole.verdict.strike == "heel"
    assert whole.cadence_spm is not None
    assert analysis.cadence_spm == pytest.approx(whole.cadence_spm, abs=0.5)
    times = np.array([step.contact_time_s for step in whole.steps])
    assert len(analysis.steps) >= 8
    for step in analysis.steps:
        assert 100 / FPS <= step.contact_time_s <= 220 / FPS
        assert np.abs(times - step.contact_time_s).min() < 0.03


def test_the_result_says_which_part_was_chosen() -> None:
    analysis = judge(part_of(observed(seconds=12.0), 90, 210))
    (note,) = (note for note in analysis.quality if note.code == "part_chosen")
    assert "3.0 to 7.0 s of the clip's 12.0 s" in note.message
    # That the rest was not used needs no further word.
    assert "part_used" not in {note.code for note in analysis.quality}
    assert from_dict(to_dict(analysis)).options == ClipOptions(from_s=3.0, to_s=7.0)


def test_a_part_is_kept_with_what_was_seen(tmp_path: Path) -> None:
    observation = part_of(observed(seconds=12.0), 90, 210)
    save_observation(observation, tmp_path / "seen.npz")
    loaded = load_observation(tmp_path / "seen.npz")
    assert loaded.options == observation.options
    assert loaded.tracking.part == (90, 210)
    assert to_dict(judge(loaded)) == to_dict(judge(observation))


def test_another_part_needs_the_clip() -> None:
    with pytest.raises(InputError, match="Another part was looked at"):
        judge(observed(), ClipOptions(from_s=1.0, to_s=4.0))


def test_the_app_passes_the_part_on() -> None:
    options = ClipOptions(from_s=1234.5678, to_s=1300.1)
    command = analyze_command(JobRequest(Path("run.mp4"), Path("out"), options))
    told = dict(pairwise(command))
    assert (read_time("--from", told["--from"]), read_time("--to", told["--to"])) == (
        *(options.from_s, options.to_s),
    )


def test_the_length_is_said_with_the_part() -> None:
    clip = make_clip(duration_s=12.34)
    said = {
        ClipOptions(): "12.3\u00a0s",
        ClipOptions(from_s=2.0, to_s=6.5): "2 s to 6.5 s of 12.3\u00a0s",
        ClipOptions(from_s=2.0): "2 s to 12.3 s of 12.3\u00a0s",
        ClipOptions(to_s=13.0): "0 s to 12.3 s of 12.3\u00a0s",
    }
    for options, words in said.items():
        assert length_words(make_analysis(clip=clip, options=options)) == words
