"""Flags and comments: three keys, on the words they are about, kept like every other act."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy import select

from annotator.store.tables import AnnotationSetRow, CommentRow
from tests.browser.hands import furthest_move, places, wait_until_fetched
from tests.server import add_project, opened, server_with

TEXT = (
    "Drones hit market\n\n"
    "PORT HALIA (Demo) — Government drones struck a market in Port Halia on Tuesday, killing at least 12 "
    "traders, the Harbour Doctors said. Residents counted over 20 dead.\n\nA second strike hit a fuel depot.\n"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    def fill(database):
        add_project(database, "war", [TEXT, TEXT + "\nMore.\n"], overlap=40)

    with server_with(tmp_path_factory.mktemp("comments"), fill) as running:
        yield running


@pytest.fixture
def hands(open_article):
    """An article that this person has just opened."""
    return open_article("war", "ERR_INTERNET_DISCONNECTED")


def on_server(hands, kind="comments"):
    return hands.on_server()[kind]


def wait_until_prepared(page):
    """Until all that is used now and then has been fetched: the page does it once it has come to rest."""
    page.wait_for_function(
        """(wanted) => {
             const fetched = performance.getEntriesByType("resource").map((each) => each.name);
             return wanted.every((name) => fetched.some((each) => each.endsWith(name)));
           }""",
        arg=["/view/comments.js", "/view/remarks.js", "/ahead.js"],
    )
    wait_until_fetched(page)


def listed(hands):
    return hands.page.locator("#comments .comment")


def flag(hands, digit, words, text=""):
    before = listed(hands).count()
    hands.press("f", words)
    hands.page.keyboard.press(digit)
    if text:
        hands.page.keyboard.type(text)
    hands.page.keyboard.press("Enter")
    expect(listed(hands)).to_have_count(before + 1)


def test_a_flag_takes_three_keys_even_before_its_line_was_ever_needed_and_work_goes_on(hands):
    hands.press("f", "at")
    hands.page.keyboard.press("3")
    hands.page.keyboard.press("Enter")
    hands.label("struck", "x")
    assert hands.spans() == {("action", "struck")}
    expect(listed(hands)).to_have_text(re.compile("conflicting reports"))
    (kept,) = on_server(hands)
    start = TEXT.index("at least")
    assert (kept["reason"], kept["text"], kept["span"]) == ("conflicting_reports", "", None)
    assert (kept["start"], kept["end"]) == (start, start + 2)
    assert kept["author"].startswith("newcomer")


def test_a_flag_never_stands_in_the_way_of_submitting(hands):
    flag(hands, "1", "market")
    hands.wait_until_saved()
    hands.page.keyboard.press("Control+Enter")
    listed_open = hands.page.locator("#notices").get_by_role("alert")
    # Only what the schema asks for may be listed.
    expect(listed_open.or_(hands.page.locator("#text", has_text="More."))).to_be_visible()
    assert "flag" not in (listed_open.inner_text() if listed_open.is_visible() else "").lower()


def test_words_may_be_added_and_escape_leaves_without_a_trace(hands):
    page = hands.page
    flag(hands, "2", "drones", "Is 3 a number here? 4 is.")
    expect(listed(hands).locator("p")).to_have_text("Is 3 a number here? 4 is.")
    hands.press("f", "struck")
    page.keyboard.press("1")
    page.keyboard.press("Escape")
    expect(page.locator(".strip")).to_have_count(0)
    expect(page.locator("#text")).to_be_focused()
    assert [(each["reason"], each["text"]) for each in on_server(hands)] == [
        ("guideline_gap", "Is 3 a number here? 4 is.")
    ]


def test_a_comment_without_a_reason_or_words_is_not_made_and_says_so(hands):
    hands.press("f", "drones")
    hands.page.keyboard.press("Enter")
    expect(hands.page.locator("#status .said")).to_have_text("Choose a reason, or write something")
    hands.page.keyboard.type("Whose?")
    hands.page.keyboard.press("Enter")
    expect(listed(hands)).to_have_text(re.compile("Whose"))
    assert [(each["reason"], each["text"]) for each in on_server(hands)] == [(None, "Whose?")]


def test_undo_takes_a_flag_away_and_redo_brings_it_back(hands):
    flag(hands, "5", "market")
    expect(listed(hands)).to_have_count(1)
    hands.page.keyboard.press("u")
    expect(hands.page.locator("#comments")).to_be_hidden()
    assert on_server(hands) == []
    hands.page.keyboard.press("Shift+U")
    expect(listed(hands)).to_have_count(1)
    assert [each["reason"] for each in on_server(hands)] == ["other"]


def test_a_flag_made_offline_is_kept_sent_once_and_there_after_a_reload(hands):
    page = hands.page
    wait_until_prepared(page)
    page.context.set_offline(True)
    flag(hands, "1", "market", "Which one?")
    expect(listed(hands)).to_have_count(1)
    expect(page.locator("#saved")).to_have_text(re.compile("Offline"))
    page.context.set_offline(False)
    assert len(on_server(hands)) == 1
    page.reload()
    hands.wait_until_ready()
    expect(listed(hands)).to_have_text(re.compile("Which one"))
    page.locator("#text").press("u")
    assert on_server(hands) == []


def test_a_comment_on_a_span_stays_with_its_words_when_it_goes_and_comes_back_onto_it(hands):
    hands.label("at least 12 traders", "c")
    flag(hands, "3", "at least 12 traders")
    (before,) = on_server(hands)
    (span,) = on_server(hands, "spans")
    assert before["span"] == span["id"]
    hands.press("Delete", "at least 12 traders")
    (loose,) = on_server(hands)
    assert (loose["span"], loose["start"], loose["end"]) == (None, span["start"], span["end"])
    expect(hands.page.locator("#comments .quote")).to_have_text("at least 12 traders")
    hands.page.keyboard.press("u")
    assert on_server(hands) == [before]


def test_the_list_changes_deletes_answers_and_leads_to_the_words(hands):
    page = hands.page
    flag(hands, "4", "struck", "Action?")
    page.get_by_role("button", name="Edit").click()
    page.keyboard.press("End")
    page.keyboard.type(" Or not.")
    page.keyboard.press("Enter")
    expect(listed(hands)).to_have_text(re.compile(r"Action\? Or not\."))
    page.get_by_role("button", name="Answer").click()
    page.keyboard.type("It is.")
    page.keyboard.press("Enter")
    expect(listed(hands)).to_have_count(2)
    first, second = sorted(on_server(hands), key=lambda each: each["created"])
    assert (first["reason"], first["text"]) == ("not_sure_of_label", "Action? Or not.")
    assert (second["reason"], second["text"]) == (None, "It is.")
    assert (second["start"], second["end"]) == (first["start"], first["end"])
    page.locator("#comments .quote").click()
    page.locator("#text").press("x")
    assert hands.spans() == {("action", "struck")}
    page.get_by_role("button", name="Delete: It is.").click()
    expect(listed(hands)).to_have_count(1)
    assert [each["text"] for each in on_server(hands)] == ["Action? Or not."]


def test_the_whole_article_may_be_flagged(hands):
    hands.press("f", "market")
    hands.page.get_by_role("button", name="The whole article").click()
    hands.page.get_by_label("gap in the guideline").check()
    hands.page.keyboard.press("Enter")
    expect(listed(hands)).to_have_count(1)
    (kept,) = on_server(hands)
    assert (kept["span"], kept["start"], kept["reason"]) == (None, None, "guideline_gap")


def test_marks_in_the_gutter_move_no_character(hands):
    page = hands.page
    before = places(page)
    for digit, words in (("1", "market"), ("2", "Residents"), ("3", "depot")):
        flag(hands, digit, words)
    expect(page.locator(".gutter-mark.flag")).to_have_count(3)
    assert furthest_move(before, places(page)) <= 0.5
    marks = page.locator(".gutter-mark").evaluate_all("(all) => all.map((each) => each.getBoundingClientRect().right)")
    assert max(marks) <= page.locator("#text").bounding_box()["x"]


def test_what_others_remarked_bears_their_name_and_cannot_be_changed(hands, server):
    flag(hands, "1", "market", "Mine.")
    hands.wait_until_saved()
    name = on_server(hands)[0]["author"]
    with opened(server.database_url) as database, database.write() as session:
        # The first of theirs: what was fetched ahead came later.
        mine = select(AnnotationSetRow).filter_by(annotator=name).order_by(AnnotationSetRow.id)
        own = session.scalars(mine).first()
        remark = {"set_id": own.id, "id": "theirs", "author": "A. Board", "text": "Read again.", "created": "in March"}
        session.add(CommentRow(**remark, reason="unsure", start=0, end=6))
    hands.page.reload()
    hands.wait_until_ready()
    theirs = hands.page.locator("[data-comment=theirs]")
    expect(theirs).to_contain_text("A. Board")
    expect(theirs).to_contain_text("unsure")
    expect(theirs.get_by_role("button")).to_have_count(0)
    expect(hands.page.get_by_role("button", name="Edit")).to_have_count(1)


def test_who_may_only_read_sees_the_comments_without_ways_to_change_them(hands):
    page = hands.page
    flag(hands, "1", "market", "Which?")
    hands.wait_until_saved()
    address = page.url
    page.evaluate(
        """() => fetch(location.pathname.replace('/tasks/', '/api/v1/tasks/') + '/submit', {
             method: 'POST', body: '{"despite_violations": true}',
             headers: {'Content-Type': 'application/json',
                       'X-CSRFToken': document.querySelector('meta[name=csrf-token]').content}})"""
    )
    page.goto(address)
    expect(listed(hands)).to_have_text(re.compile("Which"))
    expect(page.locator("#comments button")).to_have_count(1)
    expect(page.locator("#comments button")).to_have_text("market")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_line_and_list_are_usable_for_everybody(hands, scheme):
    page = hands.page
    page.emulate_media(color_scheme=scheme)
    flag(hands, "1", "market", "Which?")
    expect(listed(hands)).to_have_count(1)
    hands.press("f", "Residents")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_role("radio").first).to_be_focused()
    found = Axe().run(page)
    assert found.response["violations"] == []
