"""What the player draws, as data."""

from __future__ import annotations

import base64
import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gaitcheck.model import SIDES, Analysis, FloatArray, VerdictStrike
from gaitcheck.report.colours import STRIKE_COLOURS
from gaitcheck.ui.player.data import (
    LETTERS,
    MISSING,
    OVERLAYS,
    POINTS,
    UNIT_PX,
    body_places,
    pack_places,
    player_data,
)
from tests.examples import (
    FPS,
    FRAMES,
    make_analysis,
    make_refused_analysis,
    make_stepless_analysis,
)

TIMES = [i / FPS for i in range(FRAMES)]


def unpack(packed: str, frames: int) -> FloatArray:
    units = np.frombuffer(base64.b64decode(packed), "<i2").reshape(frames, -1, 2).astype(float)
    return np.where(units == MISSING, np.nan, units * UNIT_PX)


def data_of(analysis: Analysis, scale: float = 1.0) -> dict[str, Any]:
    data = player_data(analysis, TIMES, scale)
    read_back: dict[str, Any] = json.loads(json.dumps(data, allow_nan=False))
    return read_back


@pytest.mark.parametrize("strike", ["heel", "midfoot", "toe", "mixed", "unsure"])
def test_every_step_is_told(strike: VerdictStrike) -> None:
    analysis = make_analysis(strike)
    data = data_of(analysis)
    assert data["frames"] == FRAMES == len(data["times"])
    assert len(data["steps"]) == len(analysis.steps)
    for step, told in zip(analysis.steps, data["steps"], strict=True):
        assert told["side"] == step.side
        assert told["number"] == step.index + 1
        assert abs(told["contact"] - step.contact_frame) <= 0.5
        assert told["letter"] == LETTERS[step.strike]
        assert data["colours"][told["strike"]]["fill"] == STRIKE_COLOURS[step.strike].fill
        if step.toe_off_time_s is None:
            assert told["toeOff"] is None
        else:
            assert abs(TIMES[told["toeOff"]] - step.toe_off_time_s) <= 0.5 / FPS + 1e-9


def test_words_say_what_colours_say() -> None:
    step = data_of(make_analysis("heel"))["steps"][0]
    assert step["labelText"] == "Heel 96 %"
    assert step["angleText"].endswith("°")
    assert step["certainty"] == pytest.approx(0.96)
    unsure = data_of(make_analysis("unsure"))["steps"][0]
    assert (unsure["labelText"], unsure["angleText"], unsure["certainty"]) == ("Not sure", "", 0.0)
    assert len(set(LETTERS.values())) == len(LETTERS)


def test_a_refused_clip_shows_no_angle() -> None:
    assert all(step["angleText"] == "" for step in data_of(make_refused_analysis())["steps"])


def test_a_refused_clip_has_no_foot_line_to_switch_on() -> None:
    assert data_of(make_refused_analysis())["overlays"] == ["skeleton", "label"]
    assert data_of(make_analysis())["overlays"] == list(OVERLAYS)


def test_places_are_those_of_the_analysis() -> None:
    analysis = make_analysis("mixed")
    assert analysis.landmarks is not None
    assert analysis.feet is not None
    data = data_of(analysis, scale=0.5)
    places = unpack(data["places"], FRAMES)
    assert data["points"] == [f"{side} {point}" for side in SIDES for point in POINTS]
    assert data["scale"] == 0.5
    column = {name: i for i, name in enumerate(data["points"])}
    for s, side in enumerate(SIDES):
        knee = places[:, column[f"{side} knee"]]
        assert np.abs(knee - analysis.landmarks.points[:, 25 + s]).max() <= UNIT_PX
        # The line of a foot is turned about its middle to lie on the ground.
        heel, toe = places[:, column[f"{side} heel"]], places[:, column[f"{side} toe"]]
        middle = (analysis.feet.heel[side] + analysis.feet.toe[side]) / 2
        assert np.abs((heel + toe) / 2 - middle).max() <= UNIT_PX


def test_the_drawn_foot_stands_on_the_ground_at_the_angle_that_is_stated() -> None:
    analysis = make_analysis("heel")
    data = data_of(analysis)
    places = unpack(data["places"], FRAMES)
    column = {name: i for i, name in enumerate(data["points"])}
    for step, told in zip(analysis.steps, data["steps"], strict=True):
        dx, dy = told["ground"][2:]
        assert abs(math.degrees(math.asin(dy))) < 2.0
        frame = told["contact"]
        heel, toe = (places[frame, column[f"{step.side} {end}"]] for end in ("heel", "toe"))
        along = toe - heel
        angle = -math.degrees(math.atan2(dx * along[1] - dy * along[0], along @ [dx, dy]))
        # The foot turns by some ten degrees from one frame to the next.
        assert step.foot_strike_angle_deg is not None
        assert abs(abs(angle) - step.foot_strike_angle_deg) < 12.0


def test_feet_that_were_not_repaired_come_from_the_landmarks() -> None:
    analysis = make_analysis("heel")
    assert analysis.landmarks is not None
    places = body_places(analysis.landmarks, None, FRAMES)
    assert np.array_equal(places[:, POINTS.index("heel")], analysis.landmarks.points[:, 29])


def test_without_landmarks_there_is_nothing_to_draw_but_the_steps_stay() -> None:
    data = data_of(make_analysis("heel", landmarks=None, feet=None))
    assert np.isnan(unpack(data["places"], FRAMES)).all()
    assert len(data["steps"]) == 8
    assert all(step["ground"] is None for step in data["steps"])


def test_the_player_is_told_in_which_frames_the_sole_was_seen() -> None:
    analysis = make_analysis("heel")
    assert analysis.feet is not None
    seen = np.zeros(FRAMES, dtype=bool)
    seen[10:20] = True
    data = data_of(replace(analysis, feet=replace(analysis.feet, from_shoe={"right": seen})))
    lines = np.frombuffer(base64.b64decode(data["lines"]), dtype=np.uint8).reshape(FRAMES, 2)
    assert not lines[:, 0].any()
    assert lines[:, 1].tolist() == np.where(seen, 100, 0).tolist()


def test_nobody_in_the_clip() -> None:
    data = data_of(make_stepless_analysis())
    assert data["steps"] == []


def test_lengths_that_differ_do_not_break_it() -> None:
    analysis = make_analysis("heel")
    longer = player_data(analysis, [*TIMES, 3.0, 3.1], 1.0)
    assert np.isnan(unpack(longer["places"], FRAMES + 2)[-2:]).all()
    shorter = player_data(analysis, TIMES[:50], 1.0)
    assert unpack(shorter["places"], 50).shape == (50, 2 * len(POINTS), 2)
    assert all(step["contact"] < 50 for step in shorter["steps"])


def test_slow_motion_is_passed_on() -> None:
    clip = replace(make_analysis().clip, slow_motion=8.0)
    assert data_of(make_analysis(clip=clip))["slowMotion"] == 8.0


@given(
    arrays(
        float,
        (5, 3, 2),
        elements=st.one_of(st.floats(-8191, 8191), st.just(math.nan), st.just(1e9)),
    )
)
def test_packed_places_come_back(places: FloatArray) -> None:
    back = unpack(pack_places(places), 5)
    fits = (np.abs(places) < 8192).all(axis=-1)
    assert np.abs(back[fits] - places[fits]).max(initial=0.0) <= UNIT_PX / 2
    assert np.isnan(back[~fits]).all()
