"""Drawn legs and their labels, where there is an OpenGL driver."""

from __future__ import annotations

import numpy as np
import pytest
from foot_finder.legs import pose_legs
from foot_finder.scenes import FEET, LENGTHS, SIZE, draw_scene, draw_wearer
from foot_finder.supply import Supply
from sole_reader.grounds import Grounds
from sole_reader.painter import Painter

pytest.importorskip("moderngl")


@pytest.fixture(scope="module")
def painter() -> Painter:
    from render.errors import AssetsError

    try:
        return Painter(SIZE)
    except AssetsError as error:
        pytest.skip(str(error))


def test_legs_hang_from_one_hip_and_one_stands() -> None:
    for seed in range(20):
        rng = np.random.default_rng(seed)
        wearer = draw_wearer(rng)
        far, near = pose_legs(rng, wearer.shoe, wearer.dress, 0.0)
        soles = [leg.points[:2, 1].min() for leg in (far, near)]
        assert min(soles) == pytest.approx(0.0)
        # The near leg is nearer, and both thighs begin where the hip is.
        assert near.thigh.vertices[:, 2].mean() > far.thigh.vertices[:, 2].mean()
        tops = [leg.thigh.vertices[-12:].mean(axis=0) for leg in (far, near)]
        assert np.abs(tops[0] - tops[1])[:2].max() < 2.5


def test_scenes(painter: Painter) -> None:
    grounds = Grounds(3, 12)
    wearers = [draw_wearer(np.random.default_rng(k)) for k in range(4)]
    scenes = [
        draw_scene(np.random.default_rng([1, k]), painter, grounds, wearers) for k in range(40)
    ]
    feet = np.concatenate([scene.feet for scene in scenes])
    feet = feet[np.isfinite(feet[:, 0])]
    assert 40 < len(feet) < 40 * FEET
    seen = feet[feet[:, 4] > 0.9]
    assert len(seen) > 15
    ends = seen[:, :4].reshape(-1, 2, 2)
    # Both ends of a foot that is seen lie in the picture, a shoe's length apart at most.
    assert ((ends > -1) & (ends < SIZE)).all()
    assert (np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1) < 1.5 * seen[:, 5]).all()
    assert LENGTHS[0] * 0.7 < seen[:, 5].min() < seen[:, 5].max() < LENGTHS[1] * 1.4
    # Some scenes are empty, and half of the runners go to the left.
    assert any(not np.isfinite(scene.feet).any() for scene in scenes)
    right = (ends[:, 1, 0] > ends[:, 0, 0]).mean()
    assert 0.1 < right < 0.9


@pytest.mark.usefixtures("painter")
def test_the_same_seed_gives_the_same_shard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foot_finder.supply.GROUNDS", 6)
    monkeypatch.setattr("foot_finder.supply.WEARERS", 3)
    (a, feet), (b, same) = (Supply(4).shard(0, 4) for _ in range(2))
    assert a.tobytes() == b.tobytes()
    assert feet.tobytes() == same.tobytes()
    assert a.shape == (4, SIZE, SIZE, 3)
