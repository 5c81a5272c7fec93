"""From article to article: the next one is there at once, and all that was done gets to the server all the same."""

import pytest
from playwright.sync_api import expect

from tests.browser.annotators import EXPECTED, PLACES, TEXTS, Held, NextArticles, somebody
from tests.server import running_server

DONE = "submitted"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("next")
    with running_server(f"sqlite:///{folder / 'next.db'}", folder / "data") as running:
        yield running


@pytest.fixture
def ann(page, server, watched):
    """Somebody with four articles."""
    return somebody(watched(page, *EXPECTED), server)


def test_ctrl_enter_shows_the_next_article_without_any_answer_of_the_server(ann):
    first = ann.open_with_the_next(ahead=2)
    page, hands = ann.page, ann.hands
    held = Held(page, "**/*")
    hands.press("a", "Norland")
    page.keyboard.press("Control+Enter")
    ann.expect_article(PLACES[1])
    page.keyboard.press("Control+Enter")
    ann.expect_article(PLACES[2])
    assert len(held.routes) >= 2, "the acts and the submits are on their way"
    assert ann.state(first) == "open", "and have not got there"
    held.let_go()
    ann.expect_saved()
    assert [ann.state(first), ann.quotes(first)] == [DONE, ["Norland"]]


def test_offline_article_follows_article_and_all_is_there_when_the_network_is_back(ann):
    first = ann.open_with_the_next(ahead=2)
    page, hands = ann.page, ann.hands
    page.context.set_offline(True)
    hands.press("a", "Norland")
    page.keyboard.press("Control+Enter")
    ann.expect_article(PLACES[1])
    second = int(page.url.rsplit("/", 1)[1])
    hands.label("Harbour Guard", "a")
    page.keyboard.press("Control+Enter")
    ann.expect_article(PLACES[2])
    third = int(page.url.rsplit("/", 1)[1])
    hands.press("z", "Kelmet", nth=1)
    expect(page.locator("#saved")).to_have_text("Offline, 5 waiting")
    with NextArticles(page, 1):
        page.context.set_offline(False)
        ann.expect_saved()
    assert [ann.state(number) for number in (first, second, third)] == [DONE, DONE, "open"]
    assert [ann.quotes(number) for number in (first, second, third)] == [["Norland"], ["Harbour Guard"], ["Kelmet"]]
    expect(page.locator("#position")).to_have_text("2 submitted")


def test_the_next_article_comes_as_if_its_page_had_been_opened(ann):
    ann.open_with_the_next()
    page, hands = ann.page, ann.hands
    hands.press("x", "bombed")
    hands.press("e", "bombed")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    ann.expect_article(PLACES[1])
    assert hands.spans() == set()
    expect(page.locator("h1")).to_have_text("Article 2")
    expect(page).to_have_title("Article 2 · Annotator")
    expect(page.locator("#cards")).to_contain_text("No events yet")
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#notices")).to_be_empty()
    expect(page.locator("#position")).to_have_text("1 submitted")
    shown = page.url
    hands.press("a", "Norland")
    page.keyboard.press("u")
    hands.press("z", "Ostrava", nth=1)
    ann.expect_saved()
    page.reload()
    page.wait_for_selector("#text mark")
    assert page.url == shown
    assert hands.spans() == {("location", "Ostrava")}
    page.keyboard.press("u")
    expect(page.locator("#text mark")).to_have_count(0)


def test_what_is_open_is_listed_once_and_a_second_ctrl_enter_submits_anyway(ann):
    first = ann.open_with_the_next()
    page, hands = ann.page, ann.hands
    hands.press("x", "bombed")
    page.keyboard.press("Control+Enter")
    notice = page.locator("#notices [role=alert]")
    expect(notice).to_contain_text("Class of event is not set")
    page.keyboard.press("Escape")
    expect(notice).to_have_count(0)
    hands.press("x", "shelled")
    page.keyboard.press("Control+Enter")
    expect(notice).to_contain_text("2 things are open")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    ann.expect_article(PLACES[1])
    ann.expect_saved()
    assert ann.state(first) == DONE


def test_what_is_listed_is_found_without_the_server(ann):
    ann.open_with_the_next()
    ann.page.context.set_offline(True)
    ann.hands.press("x", "bombed")
    ann.page.keyboard.press("Control+Enter")
    expect(ann.page.locator("#notices [role=alert]")).to_contain_text("Class of event is not set")


def test_back_shows_what_was_submitted_and_forward_goes_on(ann):
    ann.open_with_the_next()
    page = ann.page
    page.keyboard.press("Control+Enter")
    ann.expect_article(PLACES[1])
    ann.expect_saved()
    page.go_back()
    ann.expect_article(PLACES[0])
    expect(page.get_by_text("Submitted. You can read it here.")).to_be_visible()
    page.go_forward()
    ann.expect_article(PLACES[1])
    expect(page.get_by_text("Submitted. You can read it here.")).to_have_count(0)
    ann.hands.wait_until_ready()
    ann.hands.press("a", "Norland")
    ann.expect_saved()


def test_back_opens_an_article_in_place_that_is_still_open(ann):
    first = ann.open_with_the_next()
    page, hands = ann.page, ann.hands
    page.keyboard.press("Control+Enter")
    ann.expect_article(PLACES[1])
    ann.expect_saved()
    ann.client.post(f"/api/v1/tasks/{first}/reopen", {}).expect(200)
    page.evaluate("() => (window.isSamePage = true)")
    page.go_back()
    ann.expect_article(PLACES[0])
    hands.press("a", "Norland")
    ann.expect_saved()
    page.go_forward()
    ann.expect_article(PLACES[1])
    assert page.evaluate("() => window.isSamePage")
    assert ann.quotes(first) == ["Norland"]


def test_back_without_a_network_stays_where_the_person_is(ann):
    ann.open_with_the_next()
    page, hands = ann.page, ann.hands
    page.keyboard.press("Control+Enter")
    ann.expect_article(PLACES[1])
    ann.expect_saved()
    shown = page.url
    page.context.set_offline(True)
    page.evaluate("() => history.back()")
    expect(page.locator("#status .said")).to_contain_text("Not opened")
    page.wait_for_url(shown)
    hands.press("a", "Norland")
    assert hands.spans() == {("actor", "Norland")}


def test_when_nothing_is_left_the_list_is_shown_once_everything_is_saved(page, server):
    ann = somebody(page, server, TEXTS[:1])
    first = ann.open()
    held = Held(page, "**/submit")
    ann.hands.press("a", "Norland")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#text")).to_contain_text("Nothing is left to do.")
    assert ann.state(first) == "open"
    held.let_go()
    page.wait_for_url(f"{server.url}/")
    assert [ann.state(first), ann.quotes(first)] == [DONE, ["Norland"]]


def test_an_article_that_is_not_there_yet_is_shown_when_it_comes(ann):
    ann.open()
    page = ann.page
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    # What it takes to go on may not be there yet either.
    expect(page.locator("#text")).not_to_contain_text("shelled")
    page.context.set_offline(False)
    ann.expect_article(PLACES[1])
    ann.expect_saved()


def test_a_skip_is_kept_with_its_reason_and_the_next_article_is_there(ann):
    first = ann.open_with_the_next()
    page = ann.page
    page.context.set_offline(True)
    page.get_by_role("button", name="Skip…").click()
    page.get_by_label("It is not a news story").check()
    page.get_by_role("button", name="Skip", exact=True).click()
    ann.expect_article(PLACES[1])
    expect(page.locator("#position")).to_have_text("0 submitted")
    page.context.set_offline(False)
    ann.expect_saved()
    found = ann.task(first)["task"]
    assert [found["state"], found["skip_reason"]] == ["skipped", "not_news"]


def test_a_submit_that_cannot_be_comes_back_with_the_article_and_the_way_to_it(ann):
    first = ann.open_with_the_next()
    page = ann.page
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    ann.expect_article(PLACES[1])
    ann.client.post(f"/api/v1/tasks/{first}/skip", {"reason": "on another device"}).expect(200)
    page.context.set_offline(False)
    notice = page.locator("#standing [role=alert]")
    expect(notice).to_contain_text("“Article 1”")
    expect(notice).to_contain_text("Not submitted: a task that is skipped cannot become submitted")
    expect(page.locator("#position")).to_have_text("0 submitted")
    ann.expect_saved()
    # It stays over the next article, and over the end of this page.
    page.keyboard.press("Control+Enter")
    ann.expect_article(PLACES[2])
    expect(notice).to_be_visible()
    page.reload()
    expect(notice).to_contain_text("“Article 1”")
    notice.get_by_role("link", name="Open it").click()
    ann.expect_article(PLACES[0])
    expect(page.get_by_text("Skipped. You can read it here.")).to_be_visible()


def test_what_only_the_server_finds_open_comes_back_and_is_listed_in_the_article(ann):
    first = ann.open_with_the_next()
    page, hands = ann.page, ann.hands
    # Another device adds an event and says nothing of it.
    text = TEXTS[0]
    start = text.index("bombed")
    span = {"id": "s1", "label": "action", "start": start, "end": start + 6, "quote": "bombed"}
    change = {"id": "c1", "act": "a1", "kind": "add_span", "before": None, "after": span}
    page.context.set_offline(True)
    ann.client.post(f"/api/v1/tasks/{first}/changes", {"changes": [change]}).expect(200)
    page.keyboard.press("Control+Enter")
    ann.expect_article(PLACES[1])
    page.context.set_offline(False)
    notice = page.locator("#standing [role=alert]")
    expect(notice).to_contain_text("Class of event is not set")
    notice.get_by_role("link", name="Open it").click()
    ann.expect_article(PLACES[0])
    hands.wait_until_ready()
    expect(page.locator("#notices [role=alert]")).to_contain_text("Class of event is not set")
    page.keyboard.press("Control+Enter")
    ann.expect_article(PLACES[1])
    ann.expect_saved()
    assert ann.state(first) == DONE
    page.reload()
    hands.wait_until_ready()
    expect(page.locator("#standing")).to_be_empty()
