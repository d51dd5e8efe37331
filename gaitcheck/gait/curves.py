"""Robust smoothing of folded samples: a penalised periodic cubic spline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.interpolate import BSpline

from gaitcheck.types import FloatArray

KNOTS: Final = 60
# Candidate weights of the roughness penalty; generalised cross-validation picks one
# (Craven & Wahba 1978, doi 10.1007/BF01404567).
PENALTIES: Final = tuple(10.0**e for e in np.arange(-3.0, 3.1, 0.5))
# Tukey's bisquare with 95 % efficiency for normal noise (Beaton & Tukey 1974,
# doi 10.1080/00401706.1974.10489171).
TUKEY_C: Final = 4.685
ROBUST_ROUNDS: Final = 6


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
        """Return the standard error of the curve at `phase`."""
        basis = periodic_basis(phase)
        variance = np.einsum("ij,jk,ik->i", basis, self.covariance, basis)
        return np.asarray(np.sqrt(variance))


def periodic_basis(phase: FloatArray, derivative: int = 0) -> FloatArray:
    """Return the periodic cubic B-spline basis, shape (len(phase), KNOTS)."""
    knots = np.arange(-3, KNOTS + 4) / KNOTS
    wrapped = np.mod(np.asarray(phase, dtype=np.float64), 1.0)
    full = np.zeros((len(wrapped), KNOTS + 3))
    if derivative == 0:
        full[:] = BSpline.design_matrix(wrapped, knots, 3).toarray()
    else:
        spline = BSpline(knots, np.eye(KNOTS + 3), 3).derivative(derivative)
        full[:] = spline(wrapped)
    basis = full[:, :KNOTS].copy()
    basis[:, :3] += full[:, KNOTS:]
    return basis


def _roughness() -> FloatArray:
    """Return the penalty matrix: the sum of squared third differences around the circle."""
    eye = np.eye(KNOTS)
    third = eye
    for _ in range(3):
        third = np.roll(third, -1, axis=0) - third
    return third.T @ third


def fit_periodic(
    phase: FloatArray, value: FloatArray, weight: FloatArray | None = None
) -> PeriodicCurve | None:
    """Fit a smooth periodic curve to scattered samples, resisting outliers.

    Parameters
    ----------
    phase, value : array, shape (samples,)
        Phase in strides (only its fraction counts) and the value there; NaN values are left out.
    weight : array, shape (samples,), optional
        Relative weight of each sample.

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
    phase, value = np.mod(phase[keep], 1.0), value[keep]
    prior = np.ones(len(value)) if weight is None else weight[keep]
    if len(value) < 12:
        return None
    basis, rough = periodic_basis(phase), _roughness()
    residual = value - _running_median(phase, value)
    scale = _robust_scale(residual)
    weights = prior * _bisquare(residual, scale)
    coefficients = np.zeros(KNOTS)
    for _ in range(ROBUST_ROUNDS):
        coefficients, inverse = _penalised_fit(basis, value, weights, rough)
        residual = value - basis @ coefficients
        scale = _robust_scale(residual)
        weights = prior * _bisquare(residual, scale)
    return PeriodicCurve(coefficients, inverse * scale**2, scale)


def _penalised_fit(
    basis: FloatArray, value: FloatArray, weights: FloatArray, rough: FloatArray
) -> tuple[FloatArray, FloatArray]:
    weighted = basis * weights[:, None]
    normal, moment = weighted.T @ basis, weighted.T @ value
    total = weights.sum()
    best: tuple[float, FloatArray, FloatArray] | None = None
    for penalty in PENALTIES:
        inverse = np.linalg.inv(normal + penalty * rough + 1e-9 * np.eye(KNOTS))
        coefficients = inverse @ moment
        misfit = float(weights @ (value - basis @ coefficients) ** 2)
        freedom = float(np.einsum("ij,ji->", inverse, normal))
        score = misfit / max(total - freedom, 1.0) ** 2
        if best is None or score < best[0]:
            best = (score, coefficients, inverse)
    assert best is not None
    return best[1], best[2]


def _running_median(phase: FloatArray, value: FloatArray, half_width: float = 0.03) -> FloatArray:
    """Return the median of the samples within `half_width` strides of each sample's phase."""
    distance = np.abs(phase[:, None] - phase[None, :])
    near = np.minimum(distance, 1 - distance) <= half_width
    return np.asarray(np.nanmedian(np.where(near, value[None, :], np.nan), axis=1))


def _robust_scale(residual: FloatArray) -> float:
    """Return the standard deviation estimated from the median absolute deviation."""
    return max(1.4826 * float(np.median(np.abs(residual))), 1e-9)


def _bisquare(residual: FloatArray, scale: float) -> FloatArray:
    ratio = np.clip(np.abs(residual) / (TUKEY_C * scale), 0.0, 1.0)
    return (1 - ratio**2) ** 2
