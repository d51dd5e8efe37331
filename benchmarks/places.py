"""Where the clips lie that the benchmarks judge."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
SAMPLES: Final = ROOT / "sample_videos"
SHARED: Final = ROOT.parent / "shared"
REAL: Final = (SHARED / "clips", SHARED / "film")
"""Folders of labelled real clips, which are not part of the project."""
