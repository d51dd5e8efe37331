"""A reviewed clip as a labelled data set, ``labels.json``: for benchmarks, without a picture."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from gaitcheck.errors import InputError
from gaitcheck.export.trial import Trial
from gaitcheck.model import Analysis
from gaitcheck.review.dataset import label_clip, label_clips

FILE_NAME: Final = "labels.json"


def write_labels(trial: Trial) -> bytes:
    """Return the labels that a person gave a clip.

    Raises
    ------
    InputError
        When the person's labels decide no foot.
    """
    return labels_bytes([trial.analysis])


def is_labelled(analysis: Analysis) -> bool:
    """Return whether a person said enough of a clip for a verdict."""
    try:
        label_clip(analysis)
    except InputError:
        return False
    return True


def labels_bytes(analyses: Sequence[Analysis]) -> bytes:
    """Return the labels of several reviewed clips as one file; see `label_clips`."""
    return f"{json.dumps(label_clips(analyses), ensure_ascii=False, indent=2)}\n".encode()
