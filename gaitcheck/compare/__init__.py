"""Two analyses beside each other: what changed, and two sides of one run made one result."""

from gaitcheck.compare.changes import compare_analyses
from gaitcheck.compare.combine import CombinedRun, CombineError, combine_sides
from gaitcheck.compare.stride import StrideView, choose_stride, crop_boxes
from gaitcheck.compare.types import Change, Comparison, Effect

__all__ = [
    "Change",
    "CombineError",
    "CombinedRun",
    "Comparison",
    "Effect",
    "StrideView",
    "choose_stride",
    "combine_sides",
    "compare_analyses",
    "crop_boxes",
]
