"""A club's server in a real browser: people log in, and nobody comes to what is another's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from gaitcheck.desk.athletes import find_athletes
from gaitcheck.desk.desk import Desk, open_desk
from gaitcheck.desk.who import LOCAL
from gaitcheck.words import access as words
from gaitcheck.words import desk as texts_desk
from gaitcheck.words import page as texts
from tests.desk.results import an_athlete, keep_example
from tests.end_to_end.accessible import assert_clean
from tests.end_to_end.browser import PHONE, Server, Visit, serve, visit
from tests.end_to_end.provider import Provider, provider
from tests.end_to_end.results import Results, analyse_examples, download, settle, unfold

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COACH, RIVAL = "coach@club.example", "rival@club.example"


@pytest.fixture(scope="module")
def identity() -> Iterator[Provider]:
    with provider() as running:
        yield running


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("club") / "desk"


@pytest.fixture(scope="module")
def server(
    place: Path, identity: Provider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The app with a stand-in for the analysis, and a login."""
    folder = tmp_path_factory.mktemp("server")
    secrets = identity.write_secrets(folder / "secrets.toml", ["@club.example"])
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("GAITCHECK_DESK", str(place))
        environment.setenv("STREAMLIT_SECRETS_FILES", str(secrets))
        with serve(Path(__file__).with_name("fake_server.py"), folder) as running:
            yield running


@contextmanager
def logged_in(browser: Browser, server: Server, identity: Provider, who: str) -> Iterator[Visit]:
    with visit(browser, server, address=server.url) as app:
        log_in(app.page, identity, who)
        yield app


def log_in(page: Page, identity: Provider, who: str) -> None:
    identity.logs_in(who)
    page.get_by_role("button", name=words.LOG_IN, exact=True).click()
    page.get_by_test_id("stFileUploader").wait_for()
    expect(page.get_by_text(words.WHO.format(who=who))).to_be_visible()


def sees_only_the_login(page: Page) -> None:
    expect(page.get_by_role("heading", name=words.TITLE, exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=words.LOG_IN, exact=True)).to_be_visible()
    settle(page)
    expect(page.get_by_role("button")).to_have_count(1)
    leads = page.eval_on_selector_all("a", "links => links.map(link => link.hash || link.href)")
    assert set(leads) <= {"#stMain"}
    assert page.locator("input[type=file]").count() == 0


def media_of(page: Page) -> list[str]:
    """Return the addresses of the files that a page has fetched."""
    found: list[str] = page.evaluate(
        "performance.getEntriesByType('resource').map(e => e.name)"
        ".filter(name => new URL(name).pathname.startsWith('/media/'))"
    )
    return sorted(set(found))


def status(context: BrowserContext, address: str) -> int:
    return int(context.request.get(address).status)


def test_without_a_login_every_address_shows_the_login_alone(
    browser: Browser, server: Server
) -> None:
    with visit(browser, server, address=server.url) as stranger:
        sees_only_the_login(stranger.page)
        for address in ("result", "learn", "compare", "desk?athlete=1", "desk"):
            stranger.page.goto(f"{server.url}/{address}")
            sees_only_the_login(stranger.page)
        assert_clean(stranger.page)
        stranger.resize(PHONE)


# Each reason once; `tests/ui/access/test_rules.py` has all that is refused.
REFUSED: list[tuple[dict[str, object], str]] = [
    ({"email": "coach@club.example.evil.example"}, "is not on the list"),
    ({"email": COACH, "email_verified": False}, "is not confirmed"),
    ({"iat": 1_700_000_000}, words.TOO_OLD),
]


@pytest.mark.long
def test_who_may_not_come_in_is_told_why_and_sees_nothing(
    browser: Browser, server: Server, identity: Provider
) -> None:
    with visit(browser, server, address=f"{server.url}/desk") as stranger:
        page = stranger.page
        for claims, why in REFUSED:
            identity.logs_in("mallory@club.example")
            identity.claims.update(claims)
            page.get_by_role("button", name=words.LOG_IN, exact=True).click()
            expect(page.get_by_role("heading", name=words.REFUSED)).to_be_visible()
            expect(page.get_by_text(why)).to_be_visible()
            settle(page)
            expect(page.get_by_role("button")).to_have_count(1)
            page.get_by_role("button", name=words.LOG_OUT, exact=True).click()
            sees_only_the_login(page)


@pytest.fixture(scope="module")
def coach(browser: Browser, server: Server, identity: Provider) -> Iterator[Visit]:
    """A coach who stays, with a result."""
    with logged_in(browser, server, identity, COACH) as app:
        yield app


@pytest.fixture(scope="module")
def results(coach: Visit) -> Results:
    return analyse_examples(coach, "heel")


@pytest.fixture(scope="module")
def rival(browser: Browser, server: Server, identity: Provider) -> Iterator[Visit]:
    """Another coach of the club."""
    with logged_in(browser, server, identity, RIVAL) as app:
        yield app


@pytest.mark.long
def test_a_second_tab_of_the_same_coach_shows_the_result(
    coach: Visit, server: Server, results: Results
) -> None:
    tab = coach.page.context.new_page()
    tab.goto(results.address(server, "heel"))
    sentence = texts.VERDICT_SENTENCE["heel"]
    expect(tab.get_by_role("heading", level=1, name=sentence)).to_be_visible()
    tab.close()


def test_another_coach_does_not_open_the_address_of_a_result(
    rival: Visit, server: Server, results: Results
) -> None:
    page = rival.page
    page.goto(results.address(server, "heel"))
    expect(page.get_by_role("heading", name=texts.NO_RESULT_TITLE)).to_be_visible()
    expect(page.locator(".gc-verdict")).to_have_count(0)


def test_files_of_a_page_are_only_for_whose_page_it_is(
    browser: Browser, coach: Visit, rival: Visit, server: Server, results: Results
) -> None:
    coach.page.goto(results.address(server, "heel"))
    coach.page.locator(".gcp-stage canvas").wait_for()
    settle(coach.page)
    addresses = media_of(coach.page)
    assert addresses
    assert {status(coach.page.context, one) for one in addresses} == {200}
    strangers = browser.new_context()
    for one in addresses:
        changed = (one, one.replace("/media/", "/media//"), one.replace("/media/", "/%6dedia/"))
        for address in changed:
            assert status(rival.page.context, address) >= 400, address
            assert status(strangers, address) >= 400, address
    # Nor does a cookie that was made at home open any.
    own = {cookie["name"]: cookie["value"] for cookie in coach.page.context.cookies()}
    forged = json.dumps({"email": COACH, "email_verified": True, "is_logged_in": True})
    signed = own["_streamlit_user"]
    for value in (forged, signed[:-4] + "AAAA", signed.replace(".", "..", 1), ""):
        strangers.add_cookies([{"name": "_streamlit_user", "value": value, "url": server.url}])
        assert {status(strangers, one) for one in addresses} == {404}
    assert {status(coach.page.context, one) for one in addresses} == {200}
    page = strangers.new_page()
    page.goto(f"{server.url}/desk")
    sees_only_the_login(page)
    strangers.close()


def test_nobody_puts_a_file_into_anothers_page(coach: Visit, rival: Visit, server: Server) -> None:
    with coach.page.expect_request("**/_stcore/upload_file/**") as asked:
        coach.page.goto(server.url)
        coach.page.get_by_test_id("stFileUploader").wait_for()
        clip = {"name": "a.mp4", "mimeType": "video/mp4", "buffer": b"x"}
        coach.page.set_input_files("input[type=file]", [clip])  # type: ignore[list-item]
    address = asked.value.url
    token = {cookie["name"]: cookie["value"] for cookie in rival.page.context.cookies()}
    answer = rival.page.context.request.put(
        address,
        multipart={"file": clip},  # type: ignore[dict-item]
        headers={"X-Xsrftoken": token["_streamlit_xsrf"], "Origin": server.url},
    )
    assert answer.status == 404
    assert urlsplit(address).path.startswith("/_stcore/upload_file/")


@pytest.fixture
def kept(place: Path) -> Iterator[Desk]:
    with open_desk(place, who=COACH) as desk:
        yield desk


def test_the_desk_shows_each_coach_the_own_athletes_and_those_shared(
    coach: Visit, rival: Visit, server: Server, kept: Desk
) -> None:
    ann = an_athlete(kept, "Ann of the coach")
    keep_example(kept, ann)
    an_athlete(kept.seen_by(RIVAL), "Own of the rival")
    an_athlete(kept.seen_by(LOCAL), "Of nobody who logs in")
    page, other = coach.page, rival.page
    page.goto(f"{server.url}/desk?athlete={ann.id}")
    expect(page.get_by_role("heading", name="Ann of the coach")).to_be_visible()
    # The other coach sees the own one alone, and guessed or known ids lead nowhere.
    other.goto(f"{server.url}/desk")
    expect(other.locator("bdi", has_text="Own of the rival")).to_be_visible()
    settle(other)
    for name in ("Ann of the coach", "Of nobody who logs in"):
        expect(other.get_by_text(name)).to_have_count(0)
    for guess in (ann.id, "1", "%27%20OR%201=1%20--"):
        other.goto(f"{server.url}/desk?athlete={guess}")
        expect(other.get_by_text(texts_desk.GONE)).to_be_visible()
    # Shared, it opens, but cannot be deleted or shared further.
    unfold(page, words.SHARE_TITLE.format(name="Ann of the coach"))
    page.get_by_label(words.SHARE_WITH).fill("Rival@Club.example")
    page.get_by_role("button", name=words.SHARE, exact=True).click()
    end = page.get_by_role("button", name=words.SHARE_END_NAMED.format(who=RIVAL))
    expect(end).to_be_visible()
    settle(page)
    assert_clean(page)
    coach.resize(PHONE)
    other.goto(f"{server.url}/desk?athlete={ann.id}")
    expect(other.get_by_role("heading", name="Ann of the coach")).to_be_visible()
    expect(other.get_by_text(words.SHARED_TO_YOU)).to_be_visible()
    expect(other.get_by_text(texts_desk.DELETE_TITLE)).to_have_count(0)
    export = other.get_by_role(
        "button", name=texts_desk.EXPORT.format(name="Ann of the coach"), exact=True
    )
    assert download(export).suggested_filename == "athlete.zip"
    # Shared no more, it is gone from a page that is open, and so is what it would export.
    end.click()
    expect(page.get_by_text(words.SHARE_NOBODY)).to_be_visible()
    settle(other)
    export.click()
    other.goto(f"{server.url}/desk?athlete={ann.id}")
    expect(other.get_by_text(texts_desk.GONE)).to_be_visible()
    assert len(find_athletes(kept)[0]) == 1


def test_who_logs_out_leaves_nothing_behind(
    browser: Browser, server: Server, identity: Provider, results: Results
) -> None:
    # The coach at another browser.
    with logged_in(browser, server, identity, COACH) as app:
        page = app.page
        page.goto(results.address(server, "heel"))
        page.locator(".gcp-stage canvas").wait_for()
        settle(page)
        addresses = media_of(page)
        assert addresses
        page.get_by_role("button", name=words.LOG_OUT, exact=True).click()
        sees_only_the_login(page)
        page.goto(results.address(server, "heel"))
        sees_only_the_login(page)
        assert {status(page.context, one) for one in addresses} == {404}
        # The next who sits down here is somebody else.
        log_in(page, identity, RIVAL)
        page.goto(results.address(server, "heel"))
        expect(page.get_by_role("heading", name=texts.NO_RESULT_TITLE)).to_be_visible()
