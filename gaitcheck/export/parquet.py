"""Parquet for pandas, Polars, DuckDB, R: typed columns that carry their units."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Final, Literal

from gaitcheck import __version__
from gaitcheck.export.rows import STEP_COLUMNS, UNITS, steps_table
from gaitcheck.export.trial import Trial
from gaitcheck.report.tables import METRIC_COLUMNS, metric_rows

ROWS_AT_ONCE: Final = 5000

Kind = Literal["text", "yes or no", "whole", "number"]

_TEXTS: Final = (
    *("side", "strike", "unsure_because", "name", "unit", "reliability", "limits", "method"),
    *("id", "angle_source", "machine_strike"),
)
_KINDS: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(_TEXTS, "text"),
    **dict.fromkeys(("index", "n"), "whole"),
    "by_person": "yes or no",
}
"""What the columns hold; any other holds numbers."""


def write_steps_parquet(trial: Trial) -> bytes:
    """Return the steps, one row each."""
    return _parquet(trial, STEP_COLUMNS, steps_table(trial))


def write_metrics_parquet(trial: Trial) -> bytes:
    """Return the metrics, one row each, with a column for the unit."""
    return _parquet(trial, METRIC_COLUMNS, metric_rows(trial.analysis))


def _parquet(trial: Trial, columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> bytes:
    metadata = {
        "clip_sha256": trial.analysis.clip.sha256,
        "slow_motion": f"{trial.analysis.clip.slow_motion:g}",
    }
    kinds = {name: _KINDS.get(name, "number") for name in columns}
    return parquet_bytes(kinds, rows, UNITS, metadata)


def parquet_bytes(
    columns: Mapping[str, Kind],
    rows: Iterable[Mapping[str, object]],
    units: Mapping[str, str],
    metadata: Mapping[str, str],
) -> bytes:
    """Return a table as Parquet.

    Parameters
    ----------
    columns : mapping of str to Kind
        Names in their order, and what each column holds.
    rows : iterable of mapping
        Values by the names of the columns; None, or no such name, where nothing is known. Taken
        some thousands at a time, so that a table may be longer than the memory is large.
    units : mapping of str to str
        Unit of each column that has one.
    metadata : mapping of str to str
        Of the whole table.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {
        "text": pa.string(),
        "yes or no": pa.bool_(),
        "whole": pa.int64(),
        "number": pa.float64(),
    }
    schema = pa.schema(
        [
            pa.field(name, kinds[kind], metadata={"unit": units[name]} if name in units else None)
            for name, kind in columns.items()
        ],
        metadata={"source": f"gaitcheck {__version__}", **metadata},
    )
    buffer, left = io.BytesIO(), iter(rows)
    with pq.ParquetWriter(buffer, schema) as writer:
        while some := [dict(row) for row in islice(left, ROWS_AT_ONCE)]:
            writer.write_table(pa.Table.from_pylist(some, schema=schema))
    return buffer.getvalue()
