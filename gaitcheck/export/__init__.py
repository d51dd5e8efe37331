"""An analysis for other programs: spreadsheets, pandas, OpenSim, Mokka, Visual3D, movement."""

from gaitcheck.export.registry import FORMATS, Format, find_formats
from gaitcheck.export.source import Source
from gaitcheck.export.write import read_source, write_exports

__all__ = ["FORMATS", "Format", "Source", "find_formats", "read_source", "write_exports"]
