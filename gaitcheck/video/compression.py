"""How strongly a clip was compressed, as the file itself tells it."""

from __future__ import annotations

from itertools import chain, islice
from pathlib import Path
from typing import Final

import av
import numpy as np
from av.sidedata.encparams import VideoEncParams, VideoEncParamsType

from gaitcheck.video.source import open_container, packets, video_stream

# Pictures over which the quantiser is averaged: those at the start are like the others.
PICTURES: Final = 30
# Blocks of a picture that are asked.
BLOCKS: Final = 100


def mean_quantiser(path: Path) -> float:
    """Return the mean quantiser of the first pictures, 0 (lossless) to 51 (hardly anything left).

    Returns
    -------
    float
        NaN where the codec is not H.264, whose scale this is, or the pictures cannot be decoded.

    Notes
    -----
    The step between two levels that the encoder tells apart doubles every six (ITU-T H.264, 8.5).
    """
    found: list[float] = []
    try:
        with open_container(path) as container:
            stream = video_stream(container, path)
            if stream.codec_context.codec.canonical_name != "h264":
                return float("nan")
            stream.codec_context.options |= {"export_side_data": "venc_params"}
            read = chain(packets(container, stream), [None])
            decoded = chain.from_iterable(map(stream.codec_context.decode, read))
            for frame in islice(decoded, PICTURES):
                for told in frame.side_data:
                    if isinstance(told, VideoEncParams) and told.nb_blocks:
                        found += _of_picture(told)
    except (av.error.FFmpegError, ValueError):
        return float("nan")
    return float(np.mean(found)) if found else float("nan")


def _of_picture(told: VideoEncParams) -> list[float]:
    """Return the picture's quantiser; empty where it is on another scale."""
    if told.codec_type != VideoEncParamsType.H264:
        return []
    asked = range(0, told.nb_blocks, max(1, told.nb_blocks // BLOCKS))
    return [float(told.qp + np.mean([told.block_params(k).delta_qp for k in asked]))]
