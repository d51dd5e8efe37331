"""The second look at both shoes, around contact and toe-off."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from gaitcheck.gait.measure import GaitMeasure
from gaitcheck.model import SIDES, ShoeTrack, Side
from gaitcheck.observing.cores import usable_cores
from gaitcheck.observing.shoe.patches import PatchCutter
from gaitcheck.observing.shoe.plan import plan_look, plan_push_off
from gaitcheck.observing.shoe.push_off import Leaving
from gaitcheck.observing.shoe.track import follow_shoe
from gaitcheck.observing.shoe.types import LookPlan, Patch
from gaitcheck.progress import CancelSignal, stop_if_cancelled


class ShoeLooks:
    """Looks at both shoes, at full resolution, and follows them through the landing.

    Parameters
    ----------
    gait : GaitMeasure
        What the landmarks tell: when each foot lands and where it is.

    Attributes
    ----------
    cutter : PatchCutter
        What is to be shown the pictures before `follow`.
    """

    def __init__(self, gait: GaitMeasure) -> None:
        self._plans = [plan for side in SIDES if (plan := plan_look(gait, side)) is not None]
        self._leaving = [plan_push_off(gait, plan.side) for plan in self._plans]
        self.cutter = PatchCutter(
            [*self._plans, *(plan for plan in self._leaving if plan is not None)]
        )

    def follow(
        self, workers: int | None = None, cancel: CancelSignal | None = None
    ) -> dict[Side, ShoeTrack]:
        """Return both shoes, without the sides whose shoe is too small or too seldom seen.

        Raises
        ------
        CancelledError
            When `cancel` was set.
        """
        patches = iter(self.cutter.patches)
        own = [next(patches) for _ in self._plans]
        late = [None if plan is None else (plan, next(patches)) for plan in self._leaving]

        def follow_one(
            plan: LookPlan, landing: dict[int, Patch], leaving: Leaving | None
        ) -> ShoeTrack | None:
            stop_if_cancelled(cancel)
            return follow_shoe(plan, landing, leaving)

        with ThreadPoolExecutor(workers or usable_cores()) as pool:
            tracks = list(pool.map(follow_one, self._plans, own, late))
        return {
            plan.side: track
            for plan, track in zip(self._plans, tracks, strict=True)
            if track is not None
        }
