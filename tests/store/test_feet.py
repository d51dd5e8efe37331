"""``feet.npz`` and back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gaitcheck.model import SIDES, FootTracks, GroundLine
from gaitcheck.store.feet import FEET_NAME, FeetError, read_feet, write_feet
from tests.examples import make_analysis
from tests.store.first import first_feet

ANALYSIS = make_analysis("mixed")
CLIP = ANALYSIS.clip


@pytest.fixture
def feet() -> FootTracks:
    assert ANALYSIS.feet is not None
    heel = {side: track.copy() for side, track in ANALYSIS.feet.heel.items()}
    heel["left"][3:7] = np.nan
    followed = {side: np.arange(CLIP.frames) % 7 < 3 for side in SIDES}
    followed["right"][:40] = False
    ground = dict(list(ANALYSIS.feet.ground.items())[1:])
    return replace(ANALYSIS.feet, heel=heel, from_shoe=followed, ground=ground)


def test_they_come_back(feet: FootTracks, tmp_path: Path) -> None:
    write_feet(tmp_path, feet, CLIP)
    back = read_feet(tmp_path, CLIP)
    for side in SIDES:
        for name in ("heel", "toe", "ankle"):
            own, found = getattr(feet, name)[side], getattr(back, name)[side]
            np.testing.assert_allclose(found, own, atol=1e-3)
            assert found.dtype == np.float64
        np.testing.assert_array_equal(back.from_shoe[side], feet.from_shoe[side])
    assert back.ground == feet.ground
    assert all(isinstance(line, GroundLine) for line in back.ground.values())


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


def test_feet_without_shoes_or_ground_come_back(feet: FootTracks, tmp_path: Path) -> None:
    write_feet(tmp_path, replace(feet, from_shoe={}, ground={}), CLIP)
    back = read_feet(tmp_path, CLIP)
    assert back.ground == {}
    assert not any(back.from_shoe[side].any() for side in SIDES)


def test_the_first_format_tells_neither_ground_nor_shoe(tmp_path: Path) -> None:
    assert ANALYSIS.feet is not None
    np.savez_compressed(tmp_path / FEET_NAME, **first_feet(ANALYSIS))
    back = read_feet(tmp_path, CLIP)
    for side in SIDES:
        np.testing.assert_allclose(back.heel[side], ANALYSIS.feet.heel[side], atol=1e-3)
    assert (back.from_shoe, back.ground) == ({}, {})


@pytest.mark.parametrize(
    "changes",
    [
        {"format": np.array("gaitcheck.feet/3")},
        {"from_shoe": None},
        {"from_shoe": np.zeros((CLIP.frames, 2))},
        {"from_shoe": np.zeros((CLIP.frames - 1, 2), bool)},
        {"ground": None},
        {"ground": np.zeros((3, 4))},
        {"ground": np.zeros((8, 3))},
        {"ground_step": np.zeros((2, 2), int)},
        {"ground": np.zeros(())},
        {"toe": np.zeros((CLIP.frames, 2, 3))},
    ],
    ids=str,
)
def test_what_is_not_of_the_form_is_damaged(
    feet: FootTracks, tmp_path: Path, changes: dict[str, np.ndarray | None]
) -> None:
    path = tmp_path / FEET_NAME
    write_feet(tmp_path, feet, CLIP)
    with np.load(path) as archive:
        arrays = {**archive, **changes}
    np.savez(path, **{name: array for name, array in arrays.items() if array is not None})
    with pytest.raises(FeetError, match="damaged") as caught:
        read_feet(tmp_path, CLIP)
    assert "\n" not in str(caught.value)
