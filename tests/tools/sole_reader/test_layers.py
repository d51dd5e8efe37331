"""Drawn layers, where there is an OpenGL driver."""

from __future__ import annotations

import numpy as np
import pytest
from sole_reader.figure import draw_layers
from sole_reader.painter import CANVAS, SHADOW, Painter
from sole_reader.supply import Supply

pytest.importorskip("moderngl")


@pytest.fixture(scope="module")
def painter() -> Painter:
    from render.errors import AssetsError

    try:
        return Painter()
    except AssetsError as error:
        pytest.skip(str(error))


def test_layers(painter: Painter) -> None:
    layers = [
        layer for seed in range(6) for layer in draw_layers(np.random.default_rng(seed), painter, 3)
    ]
    assert len(layers) == 18
    for layer in layers:
        assert layer.picture.shape == (CANVAS, CANVAS, 4)
        assert layer.shadow.shape == (SHADOW, SHADOW)
        assert layer.picture[..., 3].max() == 255
        assert layer.points[:, 0].min() > 0
        assert layer.points.max() < CANVAS
    profile = [layer for layer in layers if layer.profile]
    # Seen from the side both parts of the sole have an area, and the labelled points border it.
    assert np.median([min(layer.whole) for layer in profile]) > 60
    for layer in profile:
        assert layer.parts[..., 0].sum() / 255 <= layer.whole[0] + 1


def test_the_same_seed_gives_the_same_layer(painter: Painter) -> None:
    once, again = (draw_layers(np.random.default_rng(3), painter, 2) for _ in range(2))
    for a, b in zip(once, again, strict=True):
        assert a.picture.tobytes() == b.picture.tobytes()
        assert a.points.tobytes() == b.points.tobytes()


@pytest.mark.usefixtures("painter")
def test_a_shard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sole_reader.supply.GROUNDS", 6)
    supply = Supply(4, store=6)
    pictures, labels = supply.shard(0, 10, 4.0)
    assert pictures.shape == (10, 96, 96, 3)
    assert labels.shape == (10, 9)
    assert set(labels[:, 8]) <= {0.0, 1.0}
    assert np.isfinite(labels).all()
