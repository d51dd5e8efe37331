"""What every metric keeps, whatever it measures."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from gaitcheck.gait.metrics import (
    DEFINITIONS,
    Definition,
    Form,
    measure_metrics,
)
from gaitcheck.gait.metrics.measure import SCALES
from gaitcheck.gait.metrics.registry import metric_names
from gaitcheck.gait.quality.evidence import EVERY_METRIC, blocker
from gaitcheck.gait.strike import Angle
from gaitcheck.model import Metric
from gaitcheck.words.metrics import METRICS
from tests.gait.metrics.runners import film, form_of, metrics_of, mirrored
from tests.gait.synthetic import Runner, landmarks_of, without_frames

# Landmarks alone tell the strike of so steep a foot only.
RUNNER = Runner(left_angle=34.0, right_angle=29.0, fps=60.0, noise_px=1.0, seconds=8.0)
UNITS = {"steps/min", "s", "1", "deg", "leg lengths", "leg lengths/s", "cm", "km/h"}
every_metric = pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda d: d.name)


@cache
def usual() -> dict[str, Metric]:
    return metrics_of(RUNNER)


def same(one: Metric, other: Metric, definition: Definition, margins: float = 1.0) -> None:
    """Assert that two metrics tell the same, within what they say of their own uncertainty."""
    assert (one.value is None) == (other.value is None), (one.limits, other.limits)
    if one.value is None or other.value is None:
        return
    assert one.low is not None
    assert one.high is not None
    tolerance = margins * max(definition.error[0], (one.high - one.low) / 8)
    assert other.value == pytest.approx(one.value, abs=tolerance)


@every_metric
def test_it_is_described(definition: Definition) -> None:
    assert definition.unit in UNITS
    assert definition.needs
    assert definition.possible[0] < definition.possible[1]
    assert 0 <= definition.error[0] <= definition.error[1]
    words = METRICS[definition.name]
    assert words.title.strip()
    assert words.meaning.endswith(".")
    assert words.method.endswith(".")
    assert "doi" in definition.source


def test_names_are_unique() -> None:
    names = [name for definition in DEFINITIONS for name in metric_names(definition)]
    assert len(set(names)) == len(names)


@every_metric
def test_a_good_clip_gives_a_possible_value_with_its_interval(definition: Definition) -> None:
    for key in metric_names(definition):
        metric = usual()[key]
        assert metric.value is not None, (key, metric.limits)
        assert metric.unit == definition.unit
        assert metric.low is not None
        assert metric.high is not None
        assert metric.low <= metric.value <= metric.high
        assert np.isfinite([metric.value, metric.low, metric.high]).all()
        assert metric.n > 0
        assert metric.reliability in ("high", "medium", "low")
        assert metric.method == definition.name
        if not key.endswith("_difference"):
            assert definition.possible[0] <= metric.value <= definition.possible[1]
            assert metric.spread is None or metric.spread >= 0
        if metric.typical is not None:
            assert metric.typical[0] < metric.typical[1]


@every_metric
def test_the_difference_is_left_minus_right_and_never_surer(definition: Definition) -> None:
    if definition.per_side is None:
        assert not any(key.endswith("_difference") for key in metric_names(definition))
        return
    left, right, difference = (usual()[key] for key in metric_names(definition))
    assert left.value is not None
    assert right.value is not None
    assert difference.value == pytest.approx(left.value - right.value)
    widths = [m.high - m.low for m in (left, right, difference) if m.high and m.low]
    assert widths[-1] >= max(widths[:-1]) - 1e-9


@cache
def in_the_mirror() -> dict[str, Metric]:
    return measure_metrics(form_of(mirrored(film(RUNNER)), RUNNER.fps), ())


@every_metric
def test_a_mirrored_clip_gives_the_mirrored_result(definition: Definition) -> None:
    metrics = in_the_mirror()
    names = metric_names(definition)
    if definition.whole is not None:
        same(usual()[names[0]], metrics[names[0]], definition, 0.2)
        return
    left, right, difference = names
    same(usual()[left], metrics[right], definition, 0.2)
    same(usual()[right], metrics[left], definition, 0.2)
    value = usual()[difference].value
    assert value is not None
    mirror = metrics[difference].value
    assert mirror is not None
    assert mirror == pytest.approx(-value, abs=0.4 * max(definition.error[0], abs(value) / 10))


@cache
def at_double_rate() -> dict[str, Metric]:
    return metrics_of(replace(RUNNER, fps=120.0))


@every_metric
def test_twice_the_frame_rate_gives_the_same_value(definition: Definition) -> None:
    for key in metric_names(definition):
        same(usual()[key], at_double_rate()[key], definition)


@cache
def in_slow_motion() -> dict[str, Metric]:
    return metrics_of(replace(RUNNER, fps=30.0, slow_motion=4.0, seconds=32.0), 4.0)


@every_metric
def test_a_slow_motion_file_gives_the_same_value(definition: Definition) -> None:
    for key in metric_names(definition):
        same(usual()[key], in_slow_motion()[key], definition)


@cache
def with_gaps() -> dict[str, Metric]:
    landmarks = film(RUNNER)
    rng = np.random.default_rng(1)
    points = landmarks.points.copy()
    points[rng.random(len(points)) < 0.15] = np.nan
    return measure_metrics(form_of(replace(landmarks, points=points), RUNNER.fps), ())


@every_metric
def test_missing_frames_do_not_spoil_it(definition: Definition) -> None:
    for key in metric_names(definition):
        metric = with_gaps()[key]
        if metric.value is not None:
            assert np.isfinite([metric.value, metric.low or 0.0, metric.high or 0.0]).all()
        same(usual()[key], metric, definition)


@every_metric
def test_without_a_gait_it_is_null_with_the_reason(definition: Definition) -> None:
    for key in metric_names(definition):
        metric = measure_metrics(None, ())[key]
        assert metric.value is None
        assert metric.limits
        assert metric.reliability is None


@cache
def usual_form() -> Form:
    return form_of(film(RUNNER), RUNNER.fps)


@every_metric
def test_a_blocked_clip_says_why_there_is_no_value(definition: Definition) -> None:
    note = blocker("walking", spoils=EVERY_METRIC)
    metrics = measure_metrics(usual_form(), (note,))
    for key in metric_names(definition):
        assert metrics[key].value is None
        assert metrics[key].limits == ("walking",)


@cache
def with_height() -> dict[str, Metric]:
    return measure_metrics(form_of(film(RUNNER), RUNNER.fps, height_m=1.8), ())


@every_metric
def test_height_adds_centimetres(definition: Definition) -> None:
    metrics = with_height()
    for key in metric_names(definition):
        if definition.scale is None:
            assert not any(key + ending in metrics for ending, _, _ in SCALES.values())
            continue
        ending, unit, factor = SCALES[definition.scale]
        metric, value = metrics[key + ending], metrics[key].value
        assert value is not None
        assert metric.unit == unit
        assert metric.value == pytest.approx(value * 0.491 * 1.8 * factor)


def test_one_foot_alone_still_gives_what_it_can() -> None:
    form = usual_form()
    alone = replace(form, sides={"left": form.sides["left"]})
    metrics = measure_metrics(alone, ())
    assert metrics["contact_time_left"].value is not None
    assert metrics["contact_time_right"].value is None
    assert metrics["step_time_left"].value is None
    assert metrics["contact_time_difference"].value is None


def test_an_impossible_reading_is_no_reading() -> None:
    form = usual_form()
    left = replace(form.sides["left"], angle=Angle(80.0, 1.0, 1.0))
    metrics = measure_metrics(replace(form, sides={**form.sides, "left": left}), ())
    assert metrics["foot_strike_angle_left"].value is None
    assert metrics["foot_strike_angle_left"].limits


def test_nobody_gives_no_form() -> None:
    landmarks = landmarks_of(Runner(seconds=3.0))
    with pytest.raises(AssertionError):
        form_of(without_frames(landmarks, list(range(len(landmarks.time_s)))), 30.0)


def test_the_sole_at_toe_off_counts_steps_not_pictures() -> None:
    metrics = metrics_of(Runner())
    for side in ("left", "right"):
        steps = metrics[f"contact_time_{side}"].n
        # The last step may end after the clip does.
        assert steps - 1 <= metrics[f"sole_angle_toe_off_{side}"].n <= steps
