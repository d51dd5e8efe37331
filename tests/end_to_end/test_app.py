"""The app in a real headless browser, with a stand-in analysis and with the real one."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import time
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from gaitcheck.words import comparison as texts_compare
from gaitcheck.words import learn as texts_learn
from gaitcheck.words import page as texts
from tests.end_to_end.browser import (
    DESKTOP,
    PHONE,
    ROOT,
    Server,
    Visit,
    serve,
    visit,
)
from tests.end_to_end.command import SAMPLE, excerpt
from tests.end_to_end.results import Results, download, open_tab, pick, settle
from tests.examples import write_clip

ANALYSIS_MS = 300_000
TABLES = (texts.DOWNLOAD_RESULT, texts.DOWNLOAD_STEPS, texts.DOWNLOAD_PICTURE)
MADE_ON_DEMAND = (texts.DOWNLOAD_PDF, texts.DOWNLOAD_HTML, texts.DOWNLOAD_EXPORTS)


pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def real_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(ROOT / "app.py", tmp_path_factory.mktemp("real")) as server:
        yield server


def clip_that(folder: Path, plan: dict[str, object], name: str = "run.mp4") -> Path:
    """Write a file that tells the stand-in analysis what to do."""
    clip = folder / name
    clip.write_text(json.dumps(plan), encoding="utf-8")
    return clip


def until(condition: Callable[[], bool], timeout_s: float = 90.0) -> None:
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def group_is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_from_clip_to_what_is_known_so_far_to_result_and_downloads(
    browser: Browser, app_server: Server, tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    plan = {"verdict": "heel", "until": str(seen), "during": "shoes"}
    clip = clip_that(tmp_path, plan, "Läufer 7 (früh).mp4")
    with visit(browser, app_server) as app:
        page = app.page
        app.upload(clip)
        app.start()
        expect(page.get_by_role("progressbar")).to_be_visible()
        expect(page.get_by_text(texts.STAGES["shoes"])).to_be_visible()
        known = page.locator(".gc-so-far")
        expect(known).to_contain_text(texts.SO_FAR_CADENCE.format(cadence=172))
        expect(known).to_contain_text("Only 30 pictures show each second")
        expect(known).to_contain_text(texts.SO_FAR_STILL)
        for size in (PHONE, DESKTOP):
            app.resize(size)
        seen.touch()
        expect(page.locator(".gc-verdict")).to_contain_text(texts.VERDICT_SENTENCE["heel"])
        expect(known).to_have_count(0)
        expect(page.locator("article")).to_have_count(8)
        expect(page.locator("article img").first).to_have_attribute(
            "alt", re.compile("^The left foot")
        )
        for size in (PHONE, DESKTOP):
            app.resize(size)
        for drawing in (page.locator("img.gc-shoe").first, page.locator("img.gc-gauge").first):
            expect(drawing).to_be_visible()
            assert drawing.evaluate("image => image.naturalWidth") > 0
        open_tab(page, texts.DETAILS[-1])
        saved = {}
        for label in (*TABLES, *MADE_ON_DEMAND):
            saved[label] = download(page.get_by_role("button", name=label)).path().read_bytes()
    document = json.loads(saved[texts.DOWNLOAD_RESULT])
    assert document["schema"] == "gaitcheck.analysis/2"
    assert document["verdict"]["strike"] == "heel"
    rows = list(csv.DictReader(saved[texts.DOWNLOAD_STEPS].decode().splitlines()))
    assert len(rows) == len(document["steps"]) == 8
    assert saved[texts.DOWNLOAD_PICTURE].startswith(b"\x89PNG")
    assert saved[texts.DOWNLOAD_PDF].startswith(b"%PDF")
    assert b"</html>" in saved[texts.DOWNLOAD_HTML]
    with zipfile.ZipFile(io.BytesIO(saved[texts.DOWNLOAD_EXPORTS])) as archive:
        assert archive.testzip() is None
        assert {"steps.csv", "landmarks.trc", "joint_angles.mot"} <= set(archive.namelist())


def test_who_looks_after_the_server_can_ask_how_it_is(app_server: Server) -> None:
    with urllib.request.urlopen(f"{app_server.url}/healthz", timeout=30) as answer:
        found = json.load(answer)
    assert found["status"] == "ok"
    assert found["queue"][0]["most"] == 2


def test_unsure_is_a_page_of_its_own(host: Visit, app_server: Server, results: Results) -> None:
    host.page.goto(results.address(app_server, "unsure"))
    expect(host.page.locator(".gc-verdict")).to_contain_text(texts.UNSURE_EXPLAINED)
    expect(host.page.locator(".gc-note.blocker")).to_be_visible()
    expect(host.page.get_by_role("heading", name="From the side")).to_be_visible()
    for size in (PHONE, DESKTOP):
        host.resize(size)


def test_an_unusable_file_and_a_fault_get_friendly_boxes_and_leave_nothing(
    browser: Browser, app_server: Server, tmp_path: Path
) -> None:
    unusable = {"unusable": "The file is empty. Export it again."}
    clips = (clip_that(tmp_path, unusable), clip_that(tmp_path, {"crash": True}, "ours.mp4"))
    with visit(browser, app_server) as app:
        app.upload(*clips)
        until(lambda: bool(app_server.visits_with(clips[1])))
        (own,) = app_server.visits_with(clips[1])
        app.start()
        boxes = app.page.get_by_test_id("stAlert")
        said = boxes.filter(has_text="run.mp4")
        expect(said).to_contain_text("The file is empty. Export it again.")
        expect(said).not_to_contain_text(texts.FAILED_TEXT)
        expect(boxes.filter(has_text="ours.mp4")).to_contain_text(texts.FAILED_TEXT)
        expect(app.page.get_by_text("Traceback")).to_have_count(0)
        until(lambda: own not in app_server.visits())


def test_cancelling_ends_the_processes_and_removes_the_files(
    browser: Browser, app_server: Server, tmp_path: Path
) -> None:
    group = tmp_path / "group"
    plan = {"verdict": "heel", "seconds": 600, "workers": str(group)}
    with visit(browser, app_server) as app:
        clip = clip_that(tmp_path, plan)
        app.upload(clip)
        until(lambda: bool(app_server.visits_with(clip)))
        (own,) = app_server.visits_with(clip)
        app.start()
        until(lambda: group.exists() and bool(group.read_text()))
        app.page.get_by_role("button", name=texts.CANCEL).click()
        until(lambda: own not in app_server.visits())
        until(lambda: not group_is_alive(int(group.read_text())))
        expect(app.page.get_by_role("progressbar")).to_have_count(0)


# That others are not held up is `test_job_queue`'s; a page beside an analysis, the next tests'.
@pytest.mark.long
def test_the_page_answers_while_an_analysis_runs_and_others_are_not_held_up(
    browser: Browser, app_server: Server, tmp_path: Path
) -> None:
    slow = clip_that(tmp_path, {"verdict": "heel", "seconds": 600}, "slow.mp4")
    fast = clip_that(tmp_path, {"verdict": "toe"}, "fast.mp4")
    with visit(browser, app_server) as first, visit(browser, app_server) as second:
        first.upload(slow)
        first.start()
        expect(first.page.get_by_role("progressbar")).to_be_visible()
        second.upload(fast)
        second.start()
        expect(second.page.locator(".gc-verdict")).to_contain_text(texts.VERDICT_SENTENCE["toe"])
        expect(first.page.get_by_role("progressbar")).to_be_visible()
        first.page.get_by_text(texts.ANOTHER_CLIP).click()
        expect(first.page.get_by_test_id("stFileUploader")).to_be_visible()
        cancel = texts.CANCEL_NAMED.format(name="slow.mp4")
        first.page.get_by_role("button", name=cancel, exact=True).click()
        expect(first.page.get_by_role("progressbar")).to_have_count(0)


def test_several_clips_queue_and_each_has_its_result(
    browser: Browser, app_server: Server, tmp_path: Path
) -> None:
    # All of them last until they have been seen waiting.
    seen = tmp_path / "seen"
    clips = [
        clip_that(tmp_path, {"verdict": strike, "until": str(seen)}, f"{strike}.mp4")
        for strike in ("heel", "midfoot", "toe")
    ]
    with visit(browser, app_server) as app:
        app.upload(*clips)
        app.start()
        expect(app.page.get_by_role("progressbar")).to_have_count(3)
        expect(app.page.get_by_text(texts.WAITING_NEXT)).to_be_visible()
        seen.touch()
        expect(app.page.get_by_role("progressbar")).to_have_count(0)
        expect(app.page.locator(".gc-verdict")).to_contain_text(texts.VERDICT_SENTENCE["heel"])
        choice = app.page.get_by_test_id("stSelectbox").filter(has_text=texts.CHOOSE_RESULT)
        for strike in ("toe", "midfoot"):
            settle(app.page)  # a list that opens while the page is still coming closes again
            # Nor while the film is made: the page is drawn anew once it is there.
            expect(app.page.get_by_role("progressbar")).to_have_count(0)
            settle(app.page)
            pick(
                choice.get_by_role("combobox"), app.page.get_by_role("option", name=f"{strike}.mp4")
            )
            verdict = app.page.locator(".gc-verdict")
            expect(verdict).to_contain_text(texts.VERDICT_SENTENCE[strike], timeout=20_000)


def test_stopping_the_server_removes_the_visitors_files(browser: Browser, tmp_path: Path) -> None:
    group = tmp_path / "group"
    plan = {"verdict": "heel", "seconds": 600, "workers": str(group)}
    with serve(Path(__file__).with_name("fake_server.py"), tmp_path) as server:
        with visit(browser, server) as app:
            app.upload(clip_that(tmp_path, plan))
            app.start()
            until(lambda: group.exists() and bool(group.read_text()))
        assert server.files()
    assert server.files() == []
    until(lambda: not group_is_alive(int(group.read_text())))


def test_a_file_that_is_no_video_is_refused_kindly(
    browser: Browser, real_server: Server, tmp_path: Path
) -> None:
    clip = tmp_path / "letter.mp4"
    clip.write_bytes(b"Dear runner, this is not a video at all.")
    with visit(browser, real_server) as app:
        app.upload(clip)
        app.start()
        box = app.page.get_by_test_id("stAlert")
        expect(box).to_contain_text("letter.mp4", timeout=ANALYSIS_MS)
        expect(box).not_to_contain_text(texts.FAILED_TEXT)
        expect(box).not_to_contain_text("Traceback")
        until(lambda: real_server.files() == [])


@pytest.mark.long  # `test_logs` has one
def test_a_clip_without_a_runner_is_answered_with_unsure(
    browser: Browser, real_server: Server, tmp_path: Path
) -> None:
    frames = [np.full((240, 320, 3), 100 + i, dtype=np.uint8) for i in range(15)]
    clip = write_clip(tmp_path / "empty street.mp4", frames, fps=30.0)
    with visit(browser, real_server) as app:
        app.upload(clip)
        app.start()
        verdict = app.page.locator(".gc-verdict")
        expect(verdict).to_contain_text(texts.VERDICT_SENTENCE["unsure"], timeout=ANALYSIS_MS)
        expect(app.page.locator(".gc-note.blocker").first).to_be_visible()


def choose_sample(app: Visit) -> Path:
    app.page.get_by_role("button", name=texts.SAMPLE_BUTTON).click()
    return SAMPLE


def upload_excerpt(app: Visit) -> Path:
    app.upload(excerpt())
    app.start()
    return excerpt()


@pytest.mark.parametrize(
    "bring", [upload_excerpt, pytest.param(choose_sample, marks=pytest.mark.long)]
)
def test_from_a_run_to_the_report(
    browser: Browser, real_server: Server, bring: Callable[[Visit], Path]
) -> None:
    with visit(browser, real_server, PHONE) as app:
        clip = bring(app)
        verdict = app.page.locator(".gc-verdict")
        expect(verdict).to_contain_text(texts.VERDICT_SENTENCE["heel"], timeout=ANALYSIS_MS)
        expect(verdict).to_contain_text(clip.name)
        expect(app.page.locator("article img").first).to_be_visible()
        assert not app.scrolls_sideways()
        open_tab(app.page, texts.DETAILS[-1])
        taken = download(app.page.get_by_role("button", name=texts.DOWNLOAD_PDF))
        pdf = PdfReader(taken.path())
        assert taken.suggested_filename == f"{clip.stem}_report.pdf"
    assert len(pdf.pages) == 2
    said = " ".join(pdf.pages[0].extract_text().split())
    assert clip.name in said
    assert "heel" in said.lower()


def test_on_a_phone_the_ways_to_the_pages_are_in_sight(
    browser: Browser, app_server: Server
) -> None:
    with visit(browser, app_server, PHONE) as app:
        for name, heading in (
            ("learn", texts_learn.TITLE),
            ("compare", texts_compare.TITLE),
            ("analyze", texts.TITLE),
        ):
            link = app.page.get_by_role("link", name=texts.PAGES[name])
            expect(link).to_be_in_viewport()
            link.click()
            expect(app.page.get_by_role("heading", level=1)).to_have_text(heading)
        assert not app.scrolls_sideways()
