"""Crops and their labels: where the points lie, how much of the sole is left to be seen."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from sole_reader import occluders
from sole_reader.crops import SIZE, draw_crop
from sole_reader.figure import Layer
from sole_reader.grounds import HELD_OUT, KINDS, Grounds, draw_ground
from sole_reader.lens import film, line_kernel
from sole_reader.painter import CANVAS, MIDDLE, PER_LENGTH, SHADOW

from gaitcheck.observing.sole.weights import bundled_weights, probe_crop


@pytest.fixture(scope="module")
def grounds() -> Grounds:
    return Grounds(1, 12)


@pytest.fixture(scope="module")
def layer() -> Layer:
    """A red bar for a sole, on nothing: rear half and front half."""
    x, y = (round(v) for v in MIDDLE)
    half, thick = round(PER_LENGTH / 2), 8
    picture = np.zeros((CANVAS, CANVAS, 4), dtype=np.uint8)
    picture[y : y + thick, x - half : x + half] = (255, 30, 30, 255)
    parts = np.zeros((CANVAS, CANVAS, 2), dtype=np.uint8)
    parts[y : y + thick, x - half : x, 0] = 255
    parts[y : y + thick, x : x + half, 1] = 255
    area = float(half * thick)
    low = y + thick - 0.5
    points = np.array([[x - half, low], [x + 0.3 * half, low], [x + half, low]], dtype=np.float64)
    shadow = np.zeros((SHADOW, SHADOW), dtype=np.uint8)
    return Layer(picture, parts, shadow, points, (area, area), (float(x), float(low)))


def test_labels(layer: Layer, grounds: Grounds) -> None:
    samples = [draw_crop(np.random.default_rng(k), [layer], grounds) for k in range(150)]
    assert all(s.picture.shape == (SIZE, SIZE, 3) for s in samples)
    assert all(0 <= v <= 1 for s in samples for v in s.seen)
    feet = [s for s in samples if s.foot]
    assert 0.8 < len(feet) / len(samples) < 1
    assert all(s.seen == (0, 0) for s in samples if not s.foot)
    worse = np.array([min(s.seen) for s in feet])
    assert 0.3 < np.mean(worse > 0.8) < 0.9
    assert np.mean(worse < 0.1) > 0.05
    for sample in feet:
        points = sample.points.reshape(3, 2)
        length = np.linalg.norm(points[2] - points[0])
        assert 28 < length < 74
        assert np.linalg.norm((points[0] + points[2]) / 2 - (SIZE - 1) / 2) < 0.7 * length


def test_where_the_label_says_there_is_the_sole(layer: Layer, grounds: Grounds) -> None:
    """The red bar lies just above the labelled points, where it is clear to see."""
    redder = []
    for k in range(120):
        sample = draw_crop(np.random.default_rng([9, k]), [layer], grounds)
        if min(sample.seen) < 0.95:
            continue
        picture = sample.picture.astype(float)
        red = picture[..., 0] - picture[..., 1:].mean(axis=2)
        points = sample.points.reshape(3, 2)
        middle = points[:2].mean(axis=0)
        x, y = np.clip(np.round(middle - [0, 2]).astype(int), 0, SIZE - 1)
        redder.append(red[y, x] - np.median(red))
    assert np.mean(np.array(redder) > 3) > 0.8


def test_the_same_seed_gives_the_same_crop(layer: Layer, grounds: Grounds) -> None:
    once, again = (draw_crop(np.random.default_rng(5), [layer], grounds) for _ in range(2))
    assert once.picture.tobytes() == again.picture.tobytes()
    assert once.points.tobytes() == again.points.tobytes()


@pytest.mark.parametrize("thing", sorted(set(occluders.KINDS), key=lambda f: f.__name__))
def test_things_in_front(thing: object, grounds: Grounds) -> None:
    place = occluders.Place(np.array([[30.0, 60.0], [58.0, 60.0], [70.0, 55.0]]), 45.0, SIZE)
    covers = []
    for k in range(12):
        picture, cover = thing(np.random.default_rng(k), place, grounds)  # type: ignore[operator]
        assert picture.shape == (SIZE, SIZE, 3)
        assert cover.shape == (SIZE, SIZE)
        assert np.isfinite(picture).all()
        assert cover.min() >= 0
        assert cover.max() <= 1 + 1e-6
        covers.append(cover.mean())
    assert max(covers) > 0


@pytest.mark.parametrize("kind", sorted({*KINDS, *HELD_OUT}))
def test_grounds(kind: str) -> None:
    picture = draw_ground(np.random.default_rng(0), kind)
    assert picture.shape == (256, 256, 3)
    assert picture.dtype == np.uint8


def test_training_never_has_the_held_out_grounds() -> None:
    assert not set(HELD_OUT) & set(KINDS)


@pytest.mark.parametrize("length", [2.0, 5.5, 14.0])
def test_line_kernel(length: float) -> None:
    level = line_kernel(length, 0.0)
    assert level.sum() == pytest.approx(1.0, abs=1e-5)
    columns = level.sum(axis=0)
    where = np.arange(len(columns)) - len(columns) // 2
    assert (columns * where).sum() == pytest.approx(0.0, abs=0.05)
    # The spread of a uniform blur over that length, and of sharing each dot among two pixels.
    expected = np.sqrt(length**2 / 12 + 1 / 6)
    assert np.sqrt((columns * where**2).sum()) == pytest.approx(expected, rel=0.1)


def test_film_keeps_size_and_mean() -> None:
    grey = np.full((SIZE, SIZE, 3), 0.4, dtype=np.float32)
    for k in range(20):
        stored = film(np.random.default_rng(k), grey, 45.0)
        assert stored.shape == (SIZE, SIZE, 3)
        assert abs(stored.mean() - 102) < 8


def test_export_and_package_share_the_probe() -> None:
    torch = pytest.importorskip("torch", reason="the training environment alone has torch")
    from sole_reader import export, network

    assert export.probe_crop().tobytes() == probe_crop().tobytes()
    assert network.SoleNet()(torch.zeros(1, 3, SIZE, SIZE)).shape == (1, len(network.OUTPUTS))


def test_an_exported_network_learns_on_from_what_it_reads(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="the training environment alone has torch")
    from sole_reader import network, unfold

    crops = np.random.default_rng(5).integers(0, 256, (8, SIZE, SIZE, 3), dtype=np.uint8)
    np.savez(tmp_path / "0.npz", x=crops)
    net = unfold.network_from(bundled_weights(), tmp_path)
    pattern = torch.from_numpy(probe_crop()).permute(0, 3, 1, 2)
    with torch.no_grad():
        read = net(network.standardised(pattern))[0].numpy()
    stated = json.loads(bundled_weights().with_suffix(".json").read_text())["probe"]
    assert read == pytest.approx(stated, rel=1e-3, abs=1e-3)
    assert float(net.stem[0].norm.running_var.min()) > 0
