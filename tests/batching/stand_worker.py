"""Loaded by the Dask workers of the tests: their analyses are stand-ins."""

from __future__ import annotations

import functools
import os
from pathlib import Path

import gaitcheck.batching.afar
import gaitcheck.batching.cluster
from gaitcheck.batching.one import analyse_clip
from tests.batching.examples import Stand

_COMMAND = Stand(Path(os.environ["GAITCHECK_TEST_STAND"])).command
gaitcheck.batching.cluster.analyse_clip = functools.partial(  # type: ignore[assignment]
    analyse_clip, command=_COMMAND
)
gaitcheck.batching.afar.analyze_command = _COMMAND
