"""A shoe is found at the shift, and as much alike, as OpenCV's template matching tells."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from gaitcheck.observing.shoe.search import FAINT, sought, spectra_of

ROWS, COLUMNS = 48, 64


def noise(seed: int) -> np.ndarray:
    grain = np.random.default_rng(seed).normal(0, 40, (ROWS, COLUMNS, 3)).astype(np.float32)
    return cv2.GaussianBlur(grain, (0, 0), 1.5)


def soft_mask() -> np.ndarray:
    mask = np.zeros((ROWS, COLUMNS), dtype=np.float32)
    mask[14:32, 16:44] = 1.0
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), 1.2))


@pytest.mark.parametrize("shift", [(0, 0), (7, -5), (-9, 6)])
@pytest.mark.parametrize("hidden", [0.0, 0.7])
def test_the_shift_and_the_likeness_are_those_of_template_matching(
    shift: tuple[int, int], hidden: float
) -> None:
    shoe, mask = noise(1), soft_mask()
    seen = (1 - hidden) * np.roll(shoe, shift[::-1], axis=(0, 1)) + hidden * noise(2)
    prepared = sought(shoe, mask)
    assert prepared is not None
    likeness, found = prepared.most_alike(spectra_of(seen.astype(np.float32)))
    rows, columns = (np.flatnonzero(mask.max(axis=axis) > FAINT) for axis in (1, 0))
    box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    part, share = np.ascontiguousarray(shoe[box]), np.repeat(mask[box][:, :, None], 3, axis=2)
    table = cv2.matchTemplate(seen.astype(np.float32), part, cv2.TM_CCOEFF_NORMED, mask=share)
    _, most, _, (right, down) = cv2.minMaxLoc(table)
    assert found == (right - columns[0], down - rows[0])
    assert likeness == pytest.approx(most, abs=1e-4)
    assert hidden or found == shift


def test_nothing_is_sought_where_the_mask_is_empty() -> None:
    assert sought(noise(1), np.zeros((ROWS, COLUMNS), dtype=np.float32)) is None
