"""Analyses that hypothesis makes up: anything the types allow and the contract can say."""

from __future__ import annotations

from itertools import accumulate

from hypothesis import strategies as st

from gaitcheck.model import (
    SIDES,
    STRIKES,
    AdviceItem,
    Analysis,
    Clip,
    ClipOptions,
    Correction,
    Metric,
    QualityNote,
    Side,
    SideResult,
    Step,
    StepStrike,
    Verdict,
    View,
)

FRAMES = 10_000

texts = st.text(min_size=1, max_size=20)
# Lone surrogates stand for the bytes of a file name that are not UTF-8.
file_names = st.text(
    st.characters(exclude_categories=["Cs"])
    | st.characters(min_codepoint=0xDC80, max_codepoint=0xDCFF),
    min_size=1,
    max_size=20,
)
shares = st.floats(0, 1)
angles = st.floats(-90, 90) | st.sampled_from([None, float("nan"), float("inf"), -0.0])
intervals = st.none() | st.tuples(st.floats(-90, 0), st.floats(0, 90))
numbers = st.none() | st.floats(allow_nan=True, allow_infinity=True)

clips = st.builds(
    Clip,
    file=file_names,
    sha256=st.text("0123456789abcdef", min_size=64, max_size=64),
    width=st.integers(1, 8000),
    height=st.integers(1, 8000),
    fps=st.floats(0.01, 1000),
    frames=st.just(FRAMES),
    duration_s=st.floats(0, 1e5),
    rotation_deg=st.sampled_from([0, 90, 180, 270]),
    slow_motion=st.floats(0.01, 100),
    slow_motion_source=st.sampled_from(["given", "file", "gait"]),
    camera_fps=st.none() | st.floats(0.01, 10_000),
)
options = st.builds(
    ClipOptions,
    slow_motion=st.none() | st.floats(0.25, 100),
    runner=st.none() | st.integers(1, 9),
    height_cm=st.none() | st.floats(80, 250),
    belt_kmh=st.none() | st.floats(1, 45),
)
frames = st.floats(0, FRAMES - 1)
corrections = st.one_of(
    st.builds(Correction, st.just("confirm"), texts, who=texts, when=texts),
    st.builds(Correction, st.just("label"), texts, strike=st.sampled_from(STRIKES), note=texts),
    st.builds(Correction, st.just("contact"), texts, frame=frames),
    st.builds(
        Correction,
        st.just("sole"),
        texts,
        frame=frames,
        heel=st.tuples(st.floats(0, 900), st.floats(0, 900)),
        toe=st.tuples(st.floats(901, 2000), st.floats(0, 900)),
    ),
    st.builds(Correction, st.just("not_a_contact"), texts),
    st.builds(Correction, st.just("missed_contact"), side=st.sampled_from(SIDES), frame=frames),
)
sources = st.sampled_from([None, "shoe", "landmarks", "person"])
views = st.builds(View)
metrics = st.builds(
    Metric,
    value=numbers,
    unit=texts,
    low=st.none() | st.floats(-10, 0),
    high=st.none() | st.floats(0, 10),
    n=st.integers(0, 1000),
)
notes = st.builds(
    QualityNote,
    code=st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True),
    severity=st.sampled_from(["info", "warning"]),
    message=texts,
    remedy=st.text(max_size=20),
)
advice = st.builds(AdviceItem, id=texts, title=texts, text=texts, source=texts)


@st.composite
def steps(draw: st.DrawFn, index: int, contact_s: float, *, reviewed: bool = False) -> Step:
    """Draw a step whose label, if it has one, is the most probable strike."""
    weights = draw(st.tuples(*[st.integers(0, 100)] * 3).filter(any))
    probability = {s: w / sum(weights) for s, w in zip(STRIKES, weights, strict=True)}
    best = max(STRIKES, key=lambda strike: probability[strike])
    strike: StepStrike = "unsure" if draw(st.booleans()) else best
    return Step(
        index=index,
        side=draw(st.sampled_from(SIDES)),
        contact_time_s=contact_s,
        contact_frame=draw(st.floats(0, FRAMES - 1)),
        toe_off_time_s=draw(st.none() | st.floats(contact_s, contact_s + 1)),
        strike=strike,
        probability=probability,
        foot_strike_angle_deg=draw(angles),
        unsure_because=draw(st.lists(texts, min_size=1, max_size=2).map(tuple))
        if strike == "unsure"
        else (),
        id=draw(texts),
        foot_strike_angle_ci95_deg=draw(intervals),
        angle_source=draw(sources),
        misread=draw(shares),
        by_person=reviewed,
        machine=draw(st.none() | steps(index, contact_s)) if reviewed else None,
    )


@st.composite
def analyses(draw: st.DrawFn) -> Analysis:
    """Draw a whole analysis, without feet and landmarks."""
    gaps = draw(st.lists(st.floats(0, 2), max_size=6))
    found = tuple(
        draw(steps(index, at, reviewed=draw(st.booleans())))
        for index, at in enumerate(accumulate(gaps))
    )
    labels = ["heel", "midfoot", "toe", "mixed", "unsure"] if found else ["unsure"]
    return Analysis(
        clip=draw(clips),
        view=draw(views),
        verdict=Verdict(draw(st.sampled_from(labels)), draw(shares), draw(texts)),
        sides={side: draw(_sides(side, found)) for side in SIDES},
        cadence_spm=draw(st.none() | st.floats(1, 400) | st.just(float("nan"))),
        metrics=draw(
            st.dictionaries(
                st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True), metrics, max_size=3
            )
        ),
        steps=found,
        quality=tuple(draw(st.lists(notes, max_size=2))),
        advice=tuple(draw(st.lists(advice, max_size=2))),
        stride_time_s=draw(st.none() | st.floats(0.1, 10)),
        options=draw(options),
        version=draw(texts),
        observed_version=draw(texts),
        corrections=tuple(draw(st.lists(corrections, max_size=2))),
        rejected=tuple(draw(st.lists(steps(0, 1.0), max_size=2))),
    )


@st.composite
def _sides(draw: st.DrawFn, side: Side, found: tuple[Step, ...]) -> SideResult:
    count = sum(step.side == side for step in found)
    strikes = ["heel", "midfoot", "toe", "mixed", "unsure"] if count else ["unsure"]
    return SideResult(
        strike=draw(st.sampled_from(strikes)),
        confidence=draw(shares),
        steps=count,
        foot_strike_angle_deg=draw(angles),
        foot_strike_angle_ci95_deg=draw(intervals),
        contact_time_s=draw(st.none() | st.floats(0.01, 1)),
        angle_source=draw(sources),
        probability=draw(st.none() | st.just({"heel": 0.5, "midfoot": 0.3, "toe": 0.2})),
        misread=draw(shares),
    )
