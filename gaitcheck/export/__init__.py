"""An analysis for other programs: spreadsheets, pandas, OpenSim, Mokka, Visual3D, movement."""

from gaitcheck.export.registry import FORMATS, Format, find_formats
from gaitcheck.export.trial import Trial
from gaitcheck.export.write import read_trial, write_exports

__all__ = ["FORMATS", "Format", "Trial", "find_formats", "read_trial", "write_exports"]
