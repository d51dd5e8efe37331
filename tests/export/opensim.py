"""Readers of TRC and MOT as strict as OpenSim's own: anything off is an error."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from gaitcheck.model import FloatArray

KEYS = (
    *("DataRate", "CameraRate", "NumFrames", "NumMarkers"),
    *("Units", "OrigDataRate", "OrigDataStartFrame", "OrigNumFrames"),
)


@dataclass
class Trc:
    header: dict[str, str]
    names: list[str]
    frames: list[int]
    time_s: FloatArray
    points: FloatArray


def tokens(line: str) -> list[str]:
    """Split at every tab; what follows the last tab counts only if there is something."""
    found = line.split("\t")
    return found if found[-1] else found[:-1]


def read_trc(data: bytes) -> Trc:
    lines = data.decode("ascii").split("\n")
    assert lines.pop() == "", "the last line ends"
    assert lines[0].split("\t")[:3] == ["PathFileType", "4", "(X/Y/Z)"]
    assert tuple(tokens(lines[1])) == KEYS
    header = dict(zip(KEYS, tokens(lines[2]), strict=True))
    markers = int(header["NumMarkers"])
    labels = [cell for cell in tokens(lines[3]) if cell]
    assert labels[:2] == ["Frame#", "Time"]
    assert len(labels) == markers + 2
    axes = [cell for cell in tokens(lines[4]) if cell]
    assert axes == [f"{axis}{k + 1}" for k in range(markers) for axis in "XYZ"]
    assert lines[5] == "", "an empty line before the data"
    rows = [tokens(line) for line in lines[6:]]
    assert len(rows) == int(header["NumFrames"])
    assert {len(row) for row in rows} == {2 + 3 * markers}
    points = [[float(cell) if cell else math.nan for cell in row[2:]] for row in rows]
    return Trc(
        header,
        labels[2:],
        [int(row[0]) for row in rows],
        np.array([float(row[1]) for row in rows]),
        np.array(points).reshape(len(rows), markers, 3),
    )


def read_mot(data: bytes) -> tuple[dict[str, str], dict[str, FloatArray]]:
    head, _, body = data.decode("ascii").partition("\nendheader\n")
    name, *lines = head.split("\n")
    assert name
    assert "=" not in name
    header = dict(line.split("=") for line in lines if "=" in line)
    assert header["version"] == "1"
    assert header["inDegrees"] in {"yes", "no"}
    labels, *rows = body.removesuffix("\n").split("\n")
    columns = labels.split("\t")
    assert columns[0] == "time"
    assert len(set(columns)) == len(columns) == int(header["nColumns"])
    table = np.array([[float(cell) for cell in row.split("\t")] for row in rows])
    assert table.shape == (int(header["nRows"]), len(columns))
    assert (np.diff(table[:, 0]) > 0).all()
    return header, dict(zip(columns, table.T, strict=True))
