"""Colours of labels to one's own liking: they hold at once, in one scheme, and say when they are bad."""

import pytest
from playwright.sync_api import expect

from tests.server import add_project, server_with

PICK = "(input, colour) => { input.value = colour; input.dispatchEvent(new Event('input', { bubbles: true })); }"
KEEP = """(preferences) => fetch("/api/v1/preferences", {
  method: "PUT",
  body: JSON.stringify({ preferences }),
  headers: {
    "Content-Type": "application/json",
    "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content,
  },
}).then((answer) => answer.ok)"""
#: Three for each test: two are fetched ahead.
TEXTS = [f"Raid\n\nThe army struck Tarsa on Monday. {number} fled." for number in range(15)]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with server_with(tmp_path_factory.mktemp("colours"), lambda database: add_project(database, "war", TEXTS)) as it:
        yield it


@pytest.fixture
def hands(open_article):
    hands = open_article("war")
    hands.page.emulate_media(color_scheme="light")
    hands.label("army", "a")
    return hands


def open_colours(page):
    page.get_by_role("button", name="Settings").first.click()
    page.get_by_role("button", name="Change label colours").click()
    sheet = page.get_by_role("dialog", name="Colours of labels")
    expect(sheet).to_be_visible()
    return sheet


def pick(sheet, name, colour):
    """As a colour chooser does it, which no script can open."""
    sheet.get_by_label(name).evaluate(
        "(input, colour) => { input.value = colour; input.dispatchEvent(new Event('input', { bubbles: true })); }",
        colour,
    )


def tone(page, name):
    return page.evaluate("(name) => getComputedStyle(document.documentElement).getPropertyValue(name)", name)


def test_a_colour_holds_at_once_and_after_a_reload(hands):
    page = hands.page
    usual = tone(page, "--line-0")
    with page.expect_response(lambda answer: answer.url.endswith("/preferences") and answer.ok):
        pick(open_colours(page), "Actor: line", "#7a0044")
    assert tone(page, "--line-0") != usual
    assert "#7a0044" in tone(page, "--line-0")
    page.reload()
    hands.wait_until_ready()
    assert "#7a0044" in tone(page, "--line-0")


def test_a_colour_is_of_one_scheme_alone(hands):
    page = hands.page
    sheet = open_colours(page)
    dark = tone(page, "--line-0").split(",")[1]
    pick(sheet, "Actor: line", "#7a0044")
    assert tone(page, "--line-0").split(",")[1] == dark


def test_what_would_be_hard_to_read_is_said_and_may_be_chosen_all_the_same(hands):
    page = hands.page
    sheet = open_colours(page)
    row = sheet.get_by_role("listitem").filter(has_text="Actor")
    expect(row.get_by_role("status")).to_be_empty()
    pick(sheet, "Actor: line", "#fff3b0")
    expect(row.get_by_role("status")).to_contain_text("this line is faint on the page")
    pick(sheet, "Actor: line", "#5c0c4e")
    expect(row.get_by_role("status")).to_be_empty()


def test_colours_are_taken_back_one_by_one_or_all(hands):
    page = hands.page
    sheet = open_colours(page)
    usual = [tone(page, f"--line-{at}") for at in range(2)]
    pick(sheet, "Actor: line", "#7a0044")
    pick(sheet, "Action: line", "#004400")
    row = sheet.get_by_role("listitem").filter(has_text="Actor")
    row.get_by_role("button", name="As it comes").click()
    assert tone(page, "--line-0") == usual[0]
    assert tone(page, "--line-1") != usual[1]
    sheet.get_by_role("button", name="All colours as they come").click()
    assert [tone(page, f"--line-{at}") for at in range(2)] == usual


def test_what_is_no_colour_changes_nothing(hands, server):
    page = hands.page
    usual = tone(page, "--line-0")
    bad = {"colours": {"actor": {"light": ["red;}*{display:none", 7]}, "action": "blue"}}
    assert page.evaluate(KEEP, bad)
    page.reload()
    hands.wait_until_ready()
    assert tone(page, "--line-0") == usual
