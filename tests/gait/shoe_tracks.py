"""An analytic shoe: its contact, angle and every step's lateness are known exactly."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from gaitcheck.model import FloatArray, ShoeTrack

BELT = -14.0  # foot lengths per stride
SOLE = 0.74  # from the point under the heel to that under the ball, foot lengths
FLAT_AFTER = 0.065  # strides


@dataclass(frozen=True)
class Landing:
    """What the shoe does; times in strides after the expected contact."""

    angle: float = 15.0
    contact: float = 0.012
    strides: int = 12
    per_stride: float = 21.4  # frames
    late: FloatArray = field(default_factory=lambda: np.zeros(12))
    extra: FloatArray = field(default_factory=lambda: np.zeros(12))
    noise_place: float = 0.004
    noise_pitch: float = 0.3
    seed: int = 0

    def track(self) -> ShoeTrack:
        """Return the track in which the foot is furthest ahead some 30 ms before contact."""
        rng = np.random.default_rng(self.seed)
        frames = np.arange(round(self.strides * self.per_stride))
        phase = frames / self.per_stride
        stride = np.clip(np.round(phase), 0, self.strides - 1).astype(int)
        offset = phase - stride
        keep = (offset > -0.09) & (offset < 0.17) & (np.abs(offset) <= 0.5)
        frames, phase, stride, offset = frames[keep], phase[keep], stride[keep], offset[keep]
        time = offset - self.contact - self.late[stride]
        pitch = self._pitch(time, self.angle + self.extra[stride])
        heel, ball = self._ends(time, pitch)
        drift = rng.normal(0, 0.3, self.strides)[stride]
        ground = np.stack([BELT * offset + drift, np.full(len(offset), -9.0)], axis=1)
        shake = rng.normal(0, self.noise_place, (len(offset), 2))
        heel, ball = heel + ground + shake, ball + ground + shake
        n = len(frames)
        return ShoeTrack(
            side="left",
            frames=frames,
            phase=phase,
            offset=offset,
            pitch_deg=pitch + rng.normal(0, self.noise_pitch, n),
            heel=heel,
            ball=ball,
            toe=ball + 0.4 * (ball - heel),
            likeness=np.full(n, 0.98),
            anchor=np.full(n, 0.95),
            gap_deg=np.zeros(n),
            halves_deg=np.zeros(n),
            foot_length=80.0,
            flat_frames=(offset > 0.095) & (offset < 0.16),
        )

    @staticmethod
    def _pitch(time: FloatArray, angle: FloatArray) -> FloatArray:
        u = np.clip(time / FLAT_AFTER, 0.0, 1.0)
        return angle * (1 - 3 * u**2 + 2 * u**3) * np.where(time > 0, 1.0, 1.0)

    @staticmethod
    def _ends(time: FloatArray, pitch: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Roll about the end that strikes; before contact that end comes down and forward."""
        before = np.maximum(-time, 0.0)
        strike = np.stack([-6.0 * before - 30 * before**2, 1.6 * before + 4 * before**2], axis=1)
        along = np.stack([np.cos(np.radians(pitch)), np.sin(np.radians(pitch))], axis=1) * SOLE
        on_heel = pitch[:, None] > 0
        base = np.where(on_heel, 0.0, [SOLE, 0.0])
        heel = np.where(on_heel, strike + base, strike + base - along)
        return heel, heel + along
