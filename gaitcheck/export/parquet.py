"""Parquet for pandas, Polars, DuckDB, R: typed columns that carry their units."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Final

from gaitcheck import __version__
from gaitcheck.export.rows import (
    METRIC_COLUMNS,
    STEP_COLUMNS,
    UNITS,
    metrics_table,
    steps_table,
)
from gaitcheck.export.source import Source

_TEXT: Final = frozenset(
    {
        *("side", "strike", "unsure_because", "name", "unit", "reliability", "limits", "method"),
        *("id", "angle_source", "machine_strike"),
    }
)
_WHOLE: Final = frozenset({"index", "n"})
_YES_OR_NO: Final = frozenset({"by_person"})


def write_steps_parquet(source: Source) -> bytes:
    """Return the steps, one row each."""
    return _parquet(source, STEP_COLUMNS, steps_table(source))


def write_metrics_parquet(source: Source) -> bytes:
    """Return the metrics, one row each, with a column for the unit."""
    return _parquet(source, METRIC_COLUMNS, metrics_table(source))


def _parquet(source: Source, columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    def kind(column: str) -> pa.DataType:
        if column in _TEXT:
            return pa.string()
        if column in _YES_OR_NO:
            return pa.bool_()
        return pa.int64() if column in _WHOLE else pa.float64()

    schema = pa.schema(
        [
            pa.field(name, kind(name), metadata={"unit": UNITS[name]} if name in UNITS else None)
            for name in columns
        ],
        metadata={
            "source": f"gaitcheck {__version__}",
            "clip_sha256": source.analysis.clip.sha256,
            "slow_motion": f"{source.analysis.clip.slow_motion:g}",
        },
    )
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([dict(row) for row in rows], schema=schema), buffer)
    return buffer.getvalue()
