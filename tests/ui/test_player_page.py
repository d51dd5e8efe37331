"""The player's place on the page in every state, without a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from gaitcheck.jobs import Job, JobRequest, JobRunner
from gaitcheck.model import Analysis
from gaitcheck.store.result import Result, load_result, with_tracks
from gaitcheck.ui.background import WorkState
from gaitcheck.ui.player.component import _MAKINGS
from gaitcheck.ui.player.making import Making
from gaitcheck.ui.player.media import MAX_FRAMES
from gaitcheck.ui.workspace import Entry, StoredClip, Workspace
from gaitcheck.words import page as texts
from tests.end_to_end.example_results import write_example_result
from tests.examples import (
    make_analysis,
    make_reviewed_analysis,
    make_stepless_analysis,
    write_example_clip,
)

WAIT_S = 120.0


def script() -> None:
    import streamlit as st

    from gaitcheck.ui.player.component import show_player

    show_player(*(st.session_state[name] for name in ("workspace", "entry", "result")))


@pytest.fixture
def parts(tmp_path: Path) -> dict[str, Any]:
    clip = write_example_clip(tmp_path / "run.mp4")
    out = tmp_path / "out"
    out.mkdir()
    stored = StoredClip("c", clip.name, clip, "", 0, owned=False)
    entry = Entry("e", stored, Job(JobRequest(clip, out)))
    workspace = Workspace(JobRunner(), tmp_path, entries=[entry])
    return {"workspace": workspace, "entry": entry, "result": Result(make_analysis(), out)}


@pytest.fixture
def page(parts: dict[str, Any]) -> Iterator[AppTest]:
    opened = AppTest.from_function(script, default_timeout=60)
    for name, value in parts.items():
        opened.session_state[name] = value
    yield opened
    parts["workspace"].entries = []  # nobody waits for a film any more


def in_state(page: AppTest, parts: dict[str, Any], state: WorkState) -> Making:
    entry, result = parts["entry"], parts["result"]
    making = Making(entry.clip.path, result.folder, lambda: result.analysis, lambda: True)
    making.state = state
    page.session_state[_MAKINGS] = {str(result.folder): (result.analysis, making)}
    return making


def the_making(page: AppTest) -> Making:
    ((_, making),) = page.session_state[_MAKINGS].values()
    assert isinstance(making, Making)
    return making


def mounted(page: AppTest) -> list[dict[str, Any]]:
    return [json.loads(element.proto.json) for element in page.get("bidi_component")]


def test_the_film_is_prepared_and_then_shown(page: AppTest, parts: dict[str, Any]) -> None:
    page.run()
    assert not page.exception
    assert [title.value for title in page.header] == [texts.PLAYER_TITLE]
    making = the_making(page)
    assert making.wait(WAIT_S)
    page.run()
    assert not page.exception
    (data,) = mounted(page)
    assert data["words"] == json.loads(json.dumps(dict(texts.PLAYER_WORDS)))
    assert data["video"].endswith(".mp4")
    assert data["tracks"].endswith(".json")
    assert all(data[name].startswith("/") for name in ("video", "tracks"))
    page.run()
    assert mounted(page) == [data]


@pytest.mark.parametrize("state", ["waiting", "running"])
def test_on_its_way(page: AppTest, parts: dict[str, Any], state: WorkState) -> None:
    in_state(page, parts, state).share_done = 0.42
    page.run()
    assert not page.exception
    (bar,) = mounted(page)
    assert (bar["state"], bar["share"]) == ("making", 0.42)
    assert bar["words"] == (
        texts.PLAYER_WAITING if state == "waiting" else texts.PLAYER_MAKING.format(percent=42)
    )


def test_an_endless_clip_is_not_begun(page: AppTest, parts: dict[str, Any]) -> None:
    analysis, folder = parts["result"].analysis, parts["result"].folder
    endless = replace(analysis.clip, frames=MAX_FRAMES + 1)
    page.session_state["result"] = Result(replace(analysis, clip=endless), folder)
    page.run()
    assert not page.exception
    assert [box.value for box in page.info] == [texts.PLAYER_TOO_LONG.format(minutes=20)]
    assert _MAKINGS not in page.session_state
    assert mounted(page) == []


@pytest.mark.parametrize("state", ["failed", "done"])
def test_what_did_not_work_can_be_tried_again(
    page: AppTest, parts: dict[str, Any], state: WorkState
) -> None:
    in_state(page, parts, state)  # "done", but the files are gone
    page.run()
    assert not page.exception
    assert [box.value for box in page.warning] == [texts.PLAYER_FAILED]
    page.button(key="player-retry-e").click().run()
    assert the_making(page).wait(WAIT_S)
    page.run()
    assert len(mounted(page)) == 1
    assert not page.warning


def test_without_steps_there_is_no_player(page: AppTest, parts: dict[str, Any]) -> None:
    page.session_state["result"] = Result(make_stepless_analysis(), parts["result"].folder)
    page.run()
    assert not page.header
    assert mounted(page) == []


def test_a_visitor_who_has_left_needs_no_film(page: AppTest, parts: dict[str, Any]) -> None:
    page.run()
    making = the_making(page)
    assert not making.is_set()
    parts["workspace"].entries = []
    assert making.is_set()
    making.wait(WAIT_S)


def test_after_a_correction_the_labels_are_drawn_anew_over_the_same_video(
    page: AppTest, parts: dict[str, Any]
) -> None:
    page.run()
    first = the_making(page)
    assert first.wait(WAIT_S)
    made = first.video.stat().st_mtime_ns
    page.session_state["result"] = Result(make_reviewed_analysis(), parts["result"].folder)
    page.run()
    second = the_making(page)
    assert second.wait(WAIT_S)
    assert second.video.stat().st_mtime_ns == made
    assert second.data != first.data
    labels = [
        json.loads(making.data.read_text())["steps"][0]["labelText"] for making in (first, second)
    ]
    assert labels == ["Heel 96 %", "Heel, by a person"]


@pytest.mark.parametrize("lost", [(), ("feet.npz",), ("observation.npz", "feet.npz")])
def test_what_is_drawn_is_read_from_the_files_that_are_there(
    tmp_path: Path, lost: tuple[str, ...]
) -> None:
    analysis: Analysis = make_analysis("mixed")
    write_example_result(tmp_path / "result", analysis)
    for name in lost:
        (tmp_path / "result" / name).unlink()
    read = with_tracks(load_result(tmp_path / "result", tracks=False)).analysis
    assert (read.feet is None) == ("feet.npz" in lost)
    assert (read.landmarks is None) == ("observation.npz" in lost)
    assert len(read.steps) == len(analysis.steps)
