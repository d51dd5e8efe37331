"""``feet.npz``."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from gaitcheck.report.feet import FEET_NAME, PARTS, FeetError, read_feet, write_feet
from gaitcheck.types import SIDES, FootTracks
from tests.examples import make_analysis, make_clip

PLACES = st.one_of(st.floats(-2000, 9000, width=32), st.just(float("nan")))


def tracks_of(values: np.ndarray) -> FootTracks:
    parts = {
        part: {side: values[p, s] for s, side in enumerate(SIDES)} for p, part in enumerate(PARTS)
    }
    return FootTracks(**parts)


@given(arrays.arrays(np.float64, (3, 2, 7, 2), elements=PLACES))
def test_feet_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, values: np.ndarray
) -> None:
    folder, clip = tmp_path_factory.mktemp("feet"), make_clip(frames=7)
    write_feet(folder, tracks_of(values), clip)
    feet = read_feet(folder, clip)
    for p, part in enumerate(PARTS):
        for s, side in enumerate(SIDES):
            assert np.array_equal(getattr(feet, part)[side], values[p, s], equal_nan=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    analysis = make_analysis()
    assert analysis.feet is not None
    write_feet(tmp_path, analysis.feet, analysis.clip)
    return tmp_path


def test_the_file_holds_no_pickle(folder: Path) -> None:
    with np.load(folder / FEET_NAME, allow_pickle=False) as held:
        assert set(held) == {"format", "sha256", "feet"}


def test_missing_feet_are_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(FeetError, match="Analyse the clip again"):
        read_feet(tmp_path, make_clip())


@pytest.mark.parametrize("changes", [{"sha256": "00" * 32}, {"frames": 3}])
def test_feet_of_another_clip_are_refused(folder: Path, changes: dict[str, object]) -> None:
    with pytest.raises(FeetError, match="another clip"):
        read_feet(folder, make_clip(**changes))


@given(st.binary(max_size=200), st.integers(0, 2000))
def test_damaged_files_are_refused_and_nothing_else_happens(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, cut: int
) -> None:
    folder, analysis = tmp_path_factory.mktemp("feet"), make_analysis()
    assert analysis.feet is not None
    write_feet(folder, analysis.feet, analysis.clip)
    whole = (folder / FEET_NAME).read_bytes()
    for data in (noise, whole[:cut], whole[:cut] + noise):
        (folder / FEET_NAME).write_bytes(data)
        with pytest.raises(FeetError):
            read_feet(folder, analysis.clip)


def test_arrays_of_another_shape_are_refused(folder: Path) -> None:
    clip = make_clip()
    for feet in (np.zeros((3, 2, clip.frames), "<f4"), np.zeros((3, 2, clip.frames, 2), "<i4")):
        np.savez(folder / FEET_NAME, format="gaitcheck.feet/1", sha256=clip.sha256, feet=feet)
        with pytest.raises(FeetError, match="damaged"):
            read_feet(folder, clip)
