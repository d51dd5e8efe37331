"""The loss, the search for peaks and the export, where torch is installed."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the training environment alone has torch")


def test_right_maps_cost_next_to_nothing_and_show_the_foot() -> None:
    from foot_finder.evaluate import found_feet
    from foot_finder.losses import loss_of
    from foot_finder.network import STRIDE, UNIT

    foot = [30.0, 60.0, 62.0, 56.0, 1.0, 34.0]
    feet = torch.full((1, 4, 6), float("nan"))
    feet[0, 0] = torch.tensor(foot)
    maps = torch.zeros(1, 5, 32, 32)
    y, x = torch.meshgrid(torch.arange(32), torch.arange(32), indexing="ij")
    cells = torch.stack([x, y, x, y]) * STRIDE + (STRIDE - 1) / 2
    maps[0, 1:] = (torch.tensor(foot[:4])[:, None, None] - cells) / UNIT
    maps[0, 0] = -12.0
    wrong, _ = loss_of(maps, feet)
    maps[0, 0, 14, 11] = 12.0
    right, figures = loss_of(maps, feet)
    assert float(right) < 0.05 < float(wrong)
    assert figures["ends"] == pytest.approx(0.0, abs=1e-6)
    rows = found_feet(maps[0])
    assert rows.shape == (1, 5)
    assert rows[0, :4] == pytest.approx(foot[:4])


def test_moving_a_scene_moves_its_feet() -> None:
    from foot_finder.scenes import SIZE
    from foot_finder.train import moved

    torch.manual_seed(0)
    pictures = torch.zeros(16, 3, SIZE, SIZE)
    pictures[:, :, 60:63, 70:73] = 255.0
    feet = torch.full((16, 4, 6), float("nan"))
    feet[:, 0] = torch.tensor([71.0, 61.0, 71.0, 61.0, 1.0, 20.0])
    x, after = moved(pictures, feet)
    for picture, row in zip(x.numpy(), after[:, 0].numpy(), strict=True):
        rows, columns = np.nonzero(picture[0] > 100)
        assert np.allclose([columns.mean(), rows.mean()], row[:2], atol=1.0)


def test_the_package_has_the_same_pattern() -> None:
    from foot_finder.export import probe_picture

    from gaitcheck.observing.network import probe_pattern

    assert probe_picture().tobytes() == probe_pattern(128).tobytes()
