"""Robust smoothing of folded samples: a penalised periodic cubic spline."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from gaitcheck.model import FloatArray

KNOTS: Final = 48
# Candidate weights of the roughness penalty; generalised cross-validation picks one
# (Craven & Wahba 1978, doi 10.1007/BF01404567).
PENALTIES: Final = 10.0 ** np.arange(-3.0, 3.1, 0.5)
# Tukey's bisquare with 95 % efficiency for normal noise (Beaton & Tukey 1974,
# doi 10.1080/00401706.1974.10489171).
TUKEY_C: Final = 4.685
ROBUST_ROUNDS: Final = 4
FEWEST_SAMPLES: Final = 12
# Parts of the cycle in which the start of the robust fit takes its medians.
MEDIAN_BINS: Final = 32
# Keeps the fit solvable where a part of the cycle holds no sample.
RIDGE: Final = 1e-6
# Judging a clip fits about 40 different curves, most of them several times, and all of them again
# after each correction.
KEPT_CURVES: Final = 64


def _roughness() -> FloatArray:
    """Return the penalty matrix: the sum of squared third differences around the circle."""
    third = np.eye(KNOTS)
    for _ in range(3):
        third = np.roll(third, -1, axis=0) - third
    return np.asarray(third.T @ third)


_ROUGHNESS: Final = _roughness()


@dataclass(frozen=True, slots=True, eq=False)
class PeriodicCurve:
    """A smooth periodic function of phase (period 1) with its pointwise standard error.

    Attributes
    ----------
    coefficients : array, shape (KNOTS,)
    covariance : array, shape (KNOTS, KNOTS)
        Covariance of the coefficients.
    noise : float
        Robust standard deviation of one sample about the curve.
    """

    coefficients: FloatArray
    covariance: FloatArray
    noise: float

    def __call__(self, phase: FloatArray, derivative: int = 0) -> FloatArray:
        """Evaluate the curve, or a derivative with respect to phase."""
        return np.asarray(periodic_basis(phase, derivative) @ self.coefficients)

    def standard_error(self, phase: FloatArray) -> FloatArray:
        """Return the standard error of the curve at `phase`, shape (n,), in the unit of the curve.

        Parameters
        ----------
        phase : array, shape (n,)
            Strides; only the fraction counts.
        """
        basis = periodic_basis(phase)
        variance = np.einsum("ij,jk,ik->i", basis, self.covariance, basis)
        return np.asarray(np.sqrt(variance))


def periodic_basis(phase: FloatArray, derivative: int = 0) -> FloatArray:
    """Return the uniform periodic cubic B-spline basis, shape (len(phase), KNOTS).

    Parameters
    ----------
    phase : array, shape (samples,)
        Only the fraction counts.
    derivative : {0, 1}
        1 gives the derivative with respect to phase.
    """
    position = np.mod(np.asarray(phase, dtype=np.float64), 1.0) * KNOTS
    knot = np.floor(position).astype(np.intp)
    f = position - knot
    if derivative == 0:
        pieces = ((1 - f) ** 3, 3 * f**3 - 6 * f**2 + 4, 3 * (f + f**2 - f**3) + 1, f**3)
        scale = 1 / 6
    else:
        pieces = (-((1 - f) ** 2), 3 * f**2 - 4 * f, 1 + 2 * f - 3 * f**2, f**2)
        scale = KNOTS / 2
    basis = np.zeros((len(position), KNOTS))
    rows = np.arange(len(position))
    for shift, piece in enumerate(pieces):
        basis[rows, (knot + shift) % KNOTS] = scale * piece
    return basis


def fit_periodic(phase: FloatArray, value: FloatArray) -> PeriodicCurve | None:
    """Fit a smooth periodic curve to scattered samples, resisting outliers.

    Parameters
    ----------
    phase, value : array, shape (samples,)
        Phase in strides (only its fraction counts) and the value there; NaN values are left out.

    Returns
    -------
    PeriodicCurve or None
        None when there are too few samples to fit.

    Notes
    -----
    P-splines (Eilers & Marx 1996, doi 10.1214/ss/1038425655) with iteratively reweighted least
    squares; the start is a running median, so that even 30 % of swapped or hidden frames do not
    drag the curve along.
    """
    keep = np.isfinite(value) & np.isfinite(phase)
    # What is kept is known by its bytes: they have to be those of one kind of number.
    samples = [np.asarray(x, dtype=np.float64) for x in (np.mod(phase[keep], 1.0), value[keep])]
    return None if keep.sum() < FEWEST_SAMPLES else _fit(*(x.tobytes() for x in samples))


@lru_cache(maxsize=KEPT_CURVES)
def _fit(phases: bytes, values: bytes) -> PeriodicCurve:
    """Return the curve through samples without gaps; the same samples are fitted once."""
    phase, value = np.frombuffer(phases), np.frombuffer(values)
    basis = periodic_basis(phase)
    residual = value - _running_median(phase, value)
    for _ in range(ROBUST_ROUNDS):
        scale = _robust_scale(residual)
        weights = _bisquare(residual, scale)
        coefficients, inverse = _penalised_fit(basis, value, weights)
        residual = value - basis @ coefficients
    scale = _robust_scale(residual)
    return PeriodicCurve(coefficients, inverse * scale**2, scale)


def _penalised_fit(
    basis: FloatArray, value: FloatArray, weights: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return coefficients and (normal + penalty)^-1 at the penalty with the least GCV score.

    One eigendecomposition serves every candidate penalty (Demmler & Reinsch 1975,
    doi 10.1007/BF01437407).
    """
    weighted = basis * weights[:, None]
    normal = weighted.T @ basis + RIDGE * np.eye(KNOTS)
    # The generalised problem by Cholesky's factor of the normal matrix.
    unfold = np.linalg.inv(np.linalg.cholesky(normal))
    values, whitened = np.linalg.eigh(unfold @ _ROUGHNESS @ unfold.T)
    turn = unfold.T @ whitened
    moment = turn.T @ (weighted.T @ value)
    power, total = float(weights @ value**2), float(weights.sum())
    shrinks = 1 / (1 + PENALTIES[:, None] * np.maximum(values, 0.0))
    misfit = power - (2 * shrinks - shrinks**2) @ moment**2
    score = np.maximum(misfit, 0.0) / np.maximum(total - shrinks.sum(axis=1), 1.0) ** 2
    shrink = shrinks[np.argmin(score)]
    inverse = (turn * shrink) @ turn.T
    return turn @ (shrink * moment), inverse


def _running_median(phase: FloatArray, value: FloatArray) -> FloatArray:
    """Return, for each sample, the median of the samples in its part of the cycle."""
    centres = np.arange(MEDIAN_BINS) / MEDIAN_BINS
    distance = np.abs(phase[:, None] - centres[None, :])
    near = np.minimum(distance, 1 - distance) <= 1.0 / MEDIAN_BINS
    # One sort for all parts: what is not near a centre goes to the end of its column.
    ordered = np.sort(np.where(near, value[:, None], np.inf), axis=0)
    count, column = near.sum(axis=0), np.arange(MEDIAN_BINS)
    medians = (ordered[np.maximum(count - 1, 0) // 2, column] + ordered[count // 2, column]) / 2
    known = count > 0
    return np.asarray(np.interp(phase, centres[known], medians[known], period=1.0))


def _robust_scale(residual: FloatArray) -> float:
    """Return the standard deviation estimated from the median absolute deviation."""
    return max(1.4826 * float(np.median(np.abs(residual))), 1e-9)


def _bisquare(residual: FloatArray, scale: float) -> FloatArray:
    ratio = np.clip(np.abs(residual) / (TUKEY_C * scale), 0.0, 1.0)
    return (1 - ratio**2) ** 2


def smooth(values: FloatArray, spread: float) -> FloatArray:
    """Return the Gaussian-weighted mean, shape (samples,), the ends held constant.

    Parameters
    ----------
    values : array, shape (samples,)
        In any unit.
    spread : float
        Standard deviation of the weights, samples.
    """
    reach = max(1, round(4 * spread))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / spread) ** 2)
    padded = np.pad(values, reach, mode="edge")
    return np.asarray(np.convolve(padded, kernel / kernel.sum(), "valid"))


def moving_average(values: FloatArray, width: int) -> FloatArray:
    """Return the centred mean, shape (samples,), of fewer at the ends; NaN samples are left out.

    Parameters
    ----------
    values : array, shape (samples,)
        In any unit.
    width : int
        Samples.
    """
    known = np.isfinite(values)
    kernel = np.ones(max(1, width))
    total = np.convolve(np.where(known, values, 0.0), kernel, "full")
    count = np.convolve(known.astype(np.float64), kernel, "full")
    start = (len(kernel) - 1) // 2
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / count
    return np.asarray(mean[start : start + len(values)])
