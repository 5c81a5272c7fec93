"""Long articles: what would cost more with every mark is done once, and nobody's place in the text is lost."""

import pytest
from playwright.sync_api import expect

from tests.server import add_project, server_with

TEXT = "\n\n".join(
    f"Report {number}. The army said on Tuesday that rebels had hit the road near the old market of the town."
    for number in range(80)
)
#: The rules of all sheets that speak of what is painted over the text.
PAINTED = """() => {
  const all = (rules) => [...rules].flatMap((rule) => [rule, ...(rule.cssRules ? all(rule.cssRules) : [])]);
  const sheets = [...document.styleSheets, ...document.adoptedStyleSheets];
  return sheets.flatMap((sheet) => all(sheet.cssRules))
    .filter(({ selectorText, parentRule }) => /::(highlight|selection)/.test(selectorText ?? "")
      && !(parentRule instanceof CSSSupportsRule && !CSS.supports(parentRule.conditionText)))
    .map(({ selectorText }) => selectorText);
}"""
COLOUR = "(each, name) => getComputedStyle(each, `::highlight(${name})`).backgroundColor"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with server_with(
        tmp_path_factory.mktemp("long"), lambda database: add_project(database, "long", [TEXT], overlap=40)
    ) as running:
        yield running


def test_what_is_painted_over_the_text_is_asked_of_the_text_and_not_of_every_mark(open_article):
    hands = open_article("long")
    page = hands.page
    page.keyboard.press("a")
    rules = page.evaluate(PAINTED)
    assert len(rules) > 4
    assert [rule for rule in rules if not rule.startswith(".text::")] == []
    mark = page.locator("#text mark > span")
    assert mark.evaluate(COLOUR, "sweep-0") == page.locator("#text").evaluate(COLOUR, "sweep-0")
    assert mark.evaluate(COLOUR, "sweep-0") != "rgba(0, 0, 0, 0)"


def test_how_high_the_bar_is_concerns_the_page_alone(open_article):
    page = open_article("long").page
    height = "(each) => getComputedStyle(each).getPropertyValue('--bar')"
    page.wait_for_function("() => getComputedStyle(document.documentElement).getPropertyValue('--bar') !== ''")
    assert page.locator("#text").evaluate(height) == ""


def test_labels_values_and_undo_in_sight_leave_the_text_where_it_was_scrolled_to(open_article):
    hands = open_article("long")
    page = hands.page
    pane = page.locator(".reading")
    hands.point("rebels", 40)
    before = pane.evaluate("(each) => each.scrollTop")
    assert before > 400
    for key in ("x", "e", "Escape", "v", "Escape", "]", "c", "u", "u", "Delete", "u"):
        page.keyboard.press(key)
    hands.wait_until_saved()
    expect(page.locator("#text mark")).to_have_count(1)
    assert pane.evaluate("(each) => each.scrollTop") == before
