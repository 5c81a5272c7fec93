"""What the workbench promises to eyes, hands and ears: nothing moves, nothing is cut, everything is said."""

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.hands import furthest_move, places
from tests.browser.views import every_view
from tests.server import add_project, server_with

SEED = json.loads(Path("seeds/iraq-us-talks.jsonl").read_text("utf-8").splitlines()[0])
#: Line ends of three kinds, characters of two units and of several code points, words that cross a line's end.
ODD = "Ünlü “AVA” To\r\n👍🏽 killed 12 in Kyiv\u0301; A\u00a0V. Wave\rTolls of over 40, he said.\n\nEnd of it."
ARABIC = (
    "قال المتحدث باسم الجيش إن 12 مسلحا على الأقل قتلوا في غارة جوية على بغداد يوم الأربعاء، "
    "وأضاف أن الولايات المتحدة (U.S.) أكدت الغارة."
)
TEXTS = {"seed": SEED["text"], "odd": ODD, "arabic": ARABIC}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    def fill(database):
        for slug, text in TEXTS.items():
            add_project(database, slug, [text], overlap=40)

    with server_with(tmp_path_factory.mktemp("view"), fill) as running:
        yield running


def spans_on_server(hands):
    return {(span["label"], span["start"], span["end"]) for span in hands.on_server()["spans"]}


def words_said(page):
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    return [node["name"]["value"] for node in tree if not node["ignored"] and node.get("name", {}).get("value")]


def test_labels_leave_arabic_words_where_they_stand(open_article):
    hands = open_article("arabic")
    assert hands.page.evaluate("getComputedStyle(document.querySelector('#text p')).direction") == "rtl"
    before = places(hands.page)
    for words, key in (("الجيش", "a"), ("12 مسلحا على الأقل", "c"), ("قتلوا", "x"), ("بغداد", "z"), ("U.S.", "a")):
        hands.label(words, key)
    assert len(spans_on_server(hands)) == 5
    assert furthest_move(before, places(hands.page)) <= 0.5


def test_what_is_copied_is_the_text_itself_across_labels_and_line_ends(open_article):
    hands = open_article("odd")
    hands.label("12", "c")
    hands.label("Tolls of", "a")
    copied = hands.page.evaluate(
        """() => { const paragraphs = document.querySelectorAll("#text p");
           getSelection().setBaseAndExtent(paragraphs[0], 0, paragraphs[2], paragraphs[2].childNodes.length);
           const clipboardData = new DataTransfer();
           const copy = new ClipboardEvent("copy", { clipboardData, bubbles: true, cancelable: true });
           paragraphs[0].dispatchEvent(copy);
           return clipboardData.getData("text/plain"); }"""
    )
    assert copied == ODD[: ODD.index("\n\nEnd")]
    assert spans_on_server(hands) == {
        ("casualty", ODD.index("12"), ODD.index("12") + 2),
        ("actor", ODD.index("Tolls"), ODD.index("Tolls") + 8),
    }


def test_a_key_over_a_space_or_beside_the_text_labels_nothing_and_says_so(open_article):
    hands = open_article("seed")
    page = hands.page
    hands.press("a", " leader")
    assert page.inner_text("#status .said") == "No word under the pointer"
    text = page.locator("#text").bounding_box()
    line = page.locator("#text p", has_text="Jan. 27.").bounding_box()
    beside = {
        "beyond the column": (text["x"] + text["width"] + 60, text["y"] + 120),
        "before the column": (text["x"] - 40, text["y"] + 120),
        "behind the end of a line": (text["x"] + text["width"] - 10, line["y"] + line["height"] - 12),
        "between two paragraphs": (text["x"] + 40, line["y"] + line["height"] + 4),
    }
    for where, (x, y) in beside.items():
        hands.press("x", "Iraq")
        page.keyboard.press("u")
        page.mouse.move(x, y)
        page.keyboard.press("z")
        assert (where, hands.spans()) == (where, set())
        assert (where, page.inner_text("#status .said")) == (where, "No word under the pointer")


def test_escape_takes_back_a_sweep_before_it_is_let_go(open_article):
    hands = open_article("seed")
    hands.point("vital")
    hands.page.keyboard.down("a")
    hands.point("neighborhood")
    assert hands.page.evaluate("CSS.highlights.size") == 1
    hands.page.keyboard.press("Escape")
    hands.page.keyboard.up("a")
    assert hands.page.evaluate("CSS.highlights.size") == 0
    assert hands.spans() == set()


def test_a_clicked_label_is_given_by_clicks_and_by_dragging(open_article):
    hands = open_article("seed")
    page = hands.page
    page.get_by_role("button", name="location").click()
    hands.point("Syria")
    page.mouse.down()
    page.mouse.up()
    hands.point("Central")
    page.mouse.down()
    hands.point("Command")
    page.mouse.up()
    assert hands.spans() == {("location", "Syria"), ("location", "Central Command")}
    page.keyboard.press("Escape")
    page.mouse.down()
    page.mouse.up()
    assert len(hands.spans()) == 2


def test_words_dragged_over_first_are_labelled_by_the_key(open_article):
    hands = open_article("seed")
    first, last = hands._boxes("second round of discussions", 0)
    # Chromium loses the start of a drag that begins on the very middle of a character.
    hands.page.mouse.move(first["x"] + 2, first["y"])
    hands.page.mouse.down()
    hands.page.mouse.move(last["x"], last["y"], steps=3)
    hands.page.mouse.up()
    hands.page.wait_for_selector(".aim.selection")
    hands.page.keyboard.press("x")
    assert hands.spans() == {("action", "second round of discussions")}


def test_the_whole_task_can_be_done_by_keys_alone(open_article):
    hands = open_article("seed")
    keyboard = hands.page.keyboard
    for keys in (
        "ArrowRight ArrowRight a",
        "Control+ArrowRight Shift+ArrowRight c",
        "Control+Home x e",
        "Period q Enter v",
    ):
        for key in keys.split():
            keyboard.press(key)
    strip = hands.page.get_by_role("dialog", name="Values of")
    strip.wait_for()
    assert strip.evaluate("(element) => element.contains(document.activeElement)")
    labels = [label for label, _ in hands.spans()]
    assert sorted(labels) == ["action", "actor", "casualty"]
    assert hands.page.locator("#cards > li", has_text="by").count() == 1


def test_an_event_is_worked_on_its_card_without_the_text(open_article):
    hands = open_article("seed")
    page = hands.page
    hands.label("airstrikes", "x")
    hands.label("U.S.", "a", 6)
    page.get_by_label("Link “U.S.” as").or_(page.get_by_role("button", name="Pick up")).first.wait_for()
    hands.press("e", "airstrikes")
    hands.press("q", "U.S.", 6)
    card = page.locator("#cards > li.held")
    card.get_by_label("Class of event").select_option("air_drone_strike")
    card.get_by_role("button", name="U.S.", exact=True).focus()
    page.keyboard.press("w")
    card.get_by_text("against").wait_for()
    card.get_by_role("button", name="Remove Target “U.S.”").press("Enter")
    card.get_by_text("against").wait_for(state="detached")
    card.get_by_role("button", name="Put down").press("Enter")
    page.locator("#cards > li.held").wait_for(state="detached")
    hands.wait_until_saved()


def test_labels_are_said_and_the_place_of_more_is_named(open_article):
    hands = open_article("seed")
    hands.label("airstrikes", "x")
    hands.page.wait_for_selector("mark[aria-details]")
    said = words_said(hands.page)
    at = said.index("action ")
    assert said[at : at + 3] == ["action ", "airstrikes", " end action"]
    card = hands.page.locator("mark").first.get_attribute("aria-details")
    assert hands.page.locator(f"li#{card}").count() == 1
    hands.page.wait_for_function("() => document.querySelector('#announcer').textContent.includes('airstrikes')")


def test_single_keys_work_only_while_the_text_has_the_focus(open_article):
    hands = open_article("seed")
    hands.page.get_by_role("link", name="My tasks").focus()
    hands.page.keyboard.press("a")
    assert hands.spans() == set()
    hands.page.focus("#text")
    hands.page.keyboard.press("Tab")
    assert not hands.page.evaluate("document.querySelector('#text').contains(document.activeElement)")


def test_all_keys_are_listed_on_demand(open_article):
    hands = open_article("seed")
    hands.page.keyboard.press("?")
    dialog = hands.page.get_by_role("dialog", name="Keys")
    dialog.wait_for()
    assert "Undo" in dialog.inner_text()
    hands.page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    assert hands.page.evaluate("document.activeElement.id") == "text"


@pytest.mark.parametrize("width", [320, 640])
def test_enlarged_fourfold_all_is_in_one_column_and_nothing_runs_out_sideways(open_article, width):
    hands = open_article("seed")
    hands.page.set_viewport_size({"width": width, "height": 256})
    hands.label("airstrikes", "x")
    assert hands.spans() == {("action", "airstrikes")}
    assert hands.page.evaluate("document.documentElement.scrollWidth") <= width
    text, cards = (hands.page.locator(part).bounding_box() for part in ("#text", "#cards"))
    assert cards["y"] >= text["y"] + text["height"]


def choose_colours(page, theme):
    """As a person does; the page goes on in that theme."""
    page.get_by_role("button", name="Settings").click()
    with page.expect_response(lambda answer: "/preferences" in answer.url and answer.request.method == "PUT"):
        page.get_by_label("Colours").select_option(theme)
    page.keyboard.press("Escape")


@pytest.mark.parametrize("theme", ["light", "dark", "sepia"])
def test_no_rule_of_accessibility_that_a_machine_can_check_is_broken(open_article, server, theme):
    hands = open_article("seed")
    page = hands.page
    choose_colours(page, theme)
    for words, key in (("airstrikes", "x"), ("Pentagon", "a"), ("Syria", "z"), ("over 40 Iranian-backed", "c")):
        hands.label(words, key)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    hands.press("e", "airstrikes")
    hands.press("t", "Pentagon")
    page.locator("#cards > li.held").get_by_text("says").wait_for()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    for view in every_view(hands, server):
        found = Axe().run(page)
        assert (view, found.violations_count) == (view, 0), found.generate_report()


@pytest.mark.parametrize("theme", ["light", "dark", "sepia"])
@pytest.mark.parametrize("path", ["/", "/account", "/projects/seed/guideline"])
def test_no_such_rule_is_broken_on_the_other_pages(open_article, server, path, theme):
    page = open_article("seed").page
    choose_colours(page, theme)
    page.goto(server.url + path)
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
