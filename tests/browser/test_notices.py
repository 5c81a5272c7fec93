"""What is told while somebody works: it moves no word, lies over nothing that has the focus, and can be read by all."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy import text

from annotator.store.session import Database
from tests.browser.annotators import EXPECTED, somebody
from tests.browser.hands import PASSWORD
from tests.browser.views import HIDDEN, settle
from tests.server import running_server

NEWS = "Raid on Tarsa\n\n" + "\n\n".join(
    f"Report {number}: the Harbour Guard shelled Tarsa on Monday, and jets of Norland bombed a depot near it. Nobody "
    "in the town had been told before; the council asked its people to leave the port."
    for number in range(8)
)
#: Where the letters of the article and its scroll bar stand in the window.
STANDING = """() => [scrollY, document.querySelector(".reading").scrollTop,
  ...[...document.querySelectorAll("#text p")].flatMap((p) => {
    const { x, y, width, height } = p.getBoundingClientRect();
    return [x, y, width, height];
  })]"""
#: The window of a laptop, of a tablet, and of 1280 × 900 at 200 and 400 %.
WINDOWS = [(1280, 800), (820, 700), (640, 450), (320, 225)]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notices")
    with running_server(f"sqlite:///{folder / 'notices.db'}", folder / "data") as running:
        yield running


@pytest.fixture
def ann(page, server, watched):
    return somebody(watched(page, *EXPECTED, "401 (Unauth"), server, (NEWS, NEWS + " Again.", NEWS + " Once more."))


def end_sessions(server):
    database = Database(server.database_url)
    with database.write() as session:
        session.connection().execute(text("DELETE FROM web_sessions"))
    database.close()


def refuse_next(page):
    """The server says no to the next act, by a rule that the page does not know."""

    def refuse(route):
        act = route.request.post_data_json["changes"][0]["act"]
        outcome = {"act": act, "status": "refused", "rule": "label", "detail": "the schema has no actors any more"}
        route.fulfill(json={"revision": 0, "outcomes": [{**outcome, "effects": [], "current": None}]})

    page.route("**/changes", refuse, times=1)


def troubled(ann, tell=lambda: None):
    """All that can be told at once: an act that was refused, a session that ended, what is open at submit."""
    page = ann.page
    refuse_next(page)
    page.keyboard.press("a")
    expect(page.locator("#notices")).to_contain_text("Not saved: Actor")
    tell()
    end_sessions(ann.server)
    page.keyboard.press("x")
    expect(page.locator("#saved")).to_have_text("Sign in to sync")
    page.get_by_role("button", name="Sign in here").wait_for()
    tell()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#notices")).to_contain_text("Class of event is not set")
    tell()


@pytest.mark.parametrize("window", WINDOWS, ids=str)
def test_whatever_is_told_no_word_moves_and_nothing_scrolls_by_itself(ann, window):
    page = ann.page
    page.set_viewport_size(dict(zip(("width", "height"), window, strict=True)))
    ann.open_with_the_next()
    for _ in range(4):
        page.keyboard.press("Control+ArrowDown")
    # The cursor has come into sight.
    page.wait_for_timeout(500)
    before = page.evaluate(STANDING)

    def tell():
        settle(page)
        assert page.evaluate(STANDING) == before

    page.context.set_offline(True)
    page.keyboard.press("z")
    expect(page.locator("#saved")).to_have_text("Offline, 1 waiting")
    tell()
    page.context.set_offline(False)
    ann.expect_saved()
    page.keyboard.press("u")
    ann.expect_saved()
    tell()
    page.route("**/changes", lambda route: route.fulfill(status=500, json={}))
    for key in "za":
        page.keyboard.press(key)
    expect(page.locator("#saved")).to_have_text("Saved on this device, 2 waiting")
    tell()
    page.unroute("**/changes")
    page.keyboard.press("u")
    page.keyboard.press("u")
    ann.expect_saved()
    troubled(ann, tell)


@pytest.mark.parametrize("window", WINDOWS, ids=str)
def test_with_all_that_can_be_told_what_has_the_focus_is_still_to_be_seen(ann, window):
    page = ann.page
    ann.open_with_the_next()
    ann.hands.label("Harbour Guard", "a")
    page.set_viewport_size(dict(zip(("width", "height"), window, strict=True)))
    for _ in range(3):
        page.keyboard.press("Control+ArrowDown")
    troubled(ann)
    hidden = []
    for stroke in [*["ArrowDown"] * 12, *["ArrowUp"] * 6, *["Tab"] * 50, *["Shift+Tab"] * 60]:
        page.keyboard.press(stroke)
        settle(page)
        if fault := page.evaluate(HIDDEN, ""):
            hidden.append((stroke, fault))
    assert hidden == []


@pytest.mark.parametrize("window", WINDOWS, ids=str)
def test_each_notice_can_be_come_to_and_answered_in_every_window(ann, window):
    page = ann.page
    page.set_viewport_size(dict(zip(("width", "height"), window, strict=True)))
    ann.open_with_the_next()
    troubled(ann)
    # What was asked for last is in sight without scrolling.
    anyway = page.get_by_role("button", name="Submit anyway")
    expect(page.locator("#notices").get_by_text("One thing is open")).to_be_in_viewport()
    for name in ("Sign in here", "Leave it", "Back to the text"):
        button = page.get_by_role("button", name=name)
        button.scroll_into_view_if_needed()
        expect(button).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Back to the text").click()
    expect(anyway).to_have_count(0)
    page.get_by_role("button", name="Leave it").click()
    page.get_by_role("button", name="Sign in here").click()
    form = page.get_by_role("dialog", name="Sign in")
    form.get_by_label("Password").fill(PASSWORD)
    form.locator("button.primary").click()
    ann.expect_saved()
    expect(page.locator(".notice")).to_have_count(0)


@pytest.mark.parametrize("window", [(640, 450), (320, 225)], ids=str)
def test_enlarged_what_was_said_last_and_how_it_is_saved_stay_in_sight(ann, window):
    page = ann.page
    page.set_viewport_size(dict(zip(("width", "height"), window, strict=True)))
    ann.open_with_the_next()
    said, saved = page.locator("#status .said"), page.locator("#saved")
    for _ in range(5):
        page.keyboard.press("Control+ArrowDown")
    page.keyboard.press("a")
    expect(said).to_be_in_viewport(ratio=1)
    expect(said).to_have_text("Actor “Report”")
    ann.expect_saved()
    page.context.set_offline(True)
    page.keyboard.press("z")
    expect(saved).to_have_text("Offline, 1 waiting")
    expect(saved).to_be_in_viewport(ratio=1)
    page.context.set_offline(False)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_accessibility_that_a_machine_can_check_is_broken_by_what_is_told(ann, scheme):
    page = ann.page
    page.emulate_media(color_scheme=scheme)
    ann.open_with_the_next()

    def tell():
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()

    troubled(ann, tell)
    page.get_by_role("button", name="Sign in here").click()
    page.get_by_role("dialog", name="Sign in").wait_for()
    tell()


def test_what_the_rules_refuse_is_told_in_whole_sentences_and_can_be_left(ann):
    page = ann.page
    ann.open()
    refuse_next(page)
    ann.hands.press("a", "Norland")
    notice = page.get_by_role("alert", name="To decide")
    expect(notice).to_contain_text("Not saved: Actor “Norland”. The schema has no actors any more")
    notice.get_by_role("button", name="Try again").click()
    ann.expect_saved()
    expect(notice).to_have_count(0)
    refuse_next(page)
    ann.hands.press("z", "Norland")
    expect(notice).to_contain_text("Not saved: Actor → Location “Norland”. The schema has no actors any more")
    # Nobody else was here, so there is nobody whose word would be kept.
    expect(notice).not_to_contain_text("theirs")
    notice.get_by_role("button", name="Leave it").click()
    expect(notice).to_have_count(0)
    assert ann.hands.spans() == {("actor", "Norland")}
