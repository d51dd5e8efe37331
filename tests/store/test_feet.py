"""``feet.npz`` and back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gaitcheck.model import SIDES, FootTracks
from gaitcheck.store.feet import FEET_NAME, FeetError, read_feet, write_feet
from tests.examples import make_analysis

ANALYSIS = make_analysis("mixed")
CLIP = ANALYSIS.clip


@pytest.fixture
def feet() -> FootTracks:
    assert ANALYSIS.feet is not None
    heel = {side: track.copy() for side, track in ANALYSIS.feet.heel.items()}
    heel["left"][3:7] = np.nan
    return replace(ANALYSIS.feet, heel=heel)


def test_they_come_back(feet: FootTracks, tmp_path: Path) -> None:
    write_feet(tmp_path, feet, CLIP)
    back = read_feet(tmp_path, CLIP)
    for side in SIDES:
        for name in ("heel", "toe", "ankle"):
            own, found = getattr(feet, name)[side], getattr(back, name)[side]
            np.testing.assert_allclose(found, own, atol=1e-3)
            assert found.dtype == np.float64


def test_the_same_feet_give_the_same_bytes(feet: FootTracks, tmp_path: Path) -> None:
    write_feet(tmp_path, feet, CLIP)
    first = (tmp_path / FEET_NAME).read_bytes()
    write_feet(tmp_path, feet, CLIP)
    assert (tmp_path / FEET_NAME).read_bytes() == first


def test_none_there(tmp_path: Path) -> None:
    with pytest.raises(FeetError, match=r"feet\.npz is not in"):
        read_feet(tmp_path, CLIP)


def test_of_another_clip(feet: FootTracks, tmp_path: Path) -> None:
    write_feet(tmp_path, feet, CLIP)
    with pytest.raises(FeetError, match="another clip"):
        read_feet(tmp_path, replace(CLIP, sha256="0" * 64))
    with pytest.raises(FeetError):
        read_feet(tmp_path, replace(CLIP, frames=CLIP.frames + 1))


@pytest.mark.parametrize("cut", [0, 10, 300, -30])
def test_damaged(feet: FootTracks, tmp_path: Path, cut: int) -> None:
    write_feet(tmp_path, feet, CLIP)
    path = tmp_path / FEET_NAME
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(FeetError, match="damaged"):
        read_feet(tmp_path, CLIP)


def test_something_else(tmp_path: Path) -> None:
    np.savez(tmp_path / FEET_NAME, heel=np.zeros((CLIP.frames, 2, 2)))
    with pytest.raises(FeetError):
        read_feet(tmp_path, CLIP)


def test_bytes_that_run_code_are_not_run(tmp_path: Path) -> None:
    np.savez(tmp_path / FEET_NAME, format=np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(FeetError):
        read_feet(tmp_path, CLIP)
