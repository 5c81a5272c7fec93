"""What is said of spans, tolls and events: in a few keys, beside the words, and never by itself."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.server import add_project, server_with

STORY = (
    "Strikes on two towns\n\n"
    "U.S. airstrikes in Anbar killed over 40 militants, the Pentagon said on Tuesday. "
    "A raid in Tikrit wounded three.\n\n"
    "Iraq said about 40 people were killed, among them two children. The strikes answered an earlier attack.\n"
)
ARABIC = "قال المتحدث إن 12 مسلحا قتلوا في غارة على بغداد.\n"
HELD = "Officers of the Northern Guard took three teachers from Tarsa school and brought them to Fort Nine.\n"

#: Where each visible character stands, from the corner of the text.
PLACES = """() => {
  const corner = document.querySelector("#text").getBoundingClientRect();
  const places = [];
  const walker = document.createTreeWalker(document.querySelector("#text"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    for (let at = 0; at < node.length; at += 1) {
      if (/\\s/.test(node.data[at])) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      places.push([Math.round(10 * (box.x - corner.x)), Math.round(10 * (box.y - corner.y))]);
    }
  }
  return JSON.stringify(places);
}"""

#: The least contrast of any word of the text with what it stands on, through however many elements.
LEAST_CONTRAST = """() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = color;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const color = rgba(getComputedStyle(each).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255, 255];
  };
  let least = Infinity;
  const walker = document.createTreeWalker(document.querySelector("#text"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim()) continue;
    const [a, b] = [luminance(rgba(getComputedStyle(element).color)), luminance(behind(element))];
    least = Math.min(least, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
  }
  return least;
}"""

NOTES = "() => [...document.querySelectorAll('.note')].map((note) => note.dataset.words)"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    def fill(database):
        add_project(database, "story", [STORY], overlap=40)
        add_project(database, "arabic", [ARABIC], overlap=40)
        add_project(database, "held", [HELD], overlap=40, schema="detention-reports")

    with server_with(tmp_path_factory.mktemp("values"), fill) as running:
        yield running


@pytest.fixture
def open_article(open_article):
    return lambda slug="story": open_article(slug)


def attributes(hands):
    """Attributes of each span by its words."""
    return {span["quote"]: span["attributes"] for span in hands.on_server()["spans"]}


def links(hands):
    found = hands.on_server()
    words = {span["id"]: span["quote"] for span in found["spans"]}
    return {(link["role"], words[link["from"]], words[link["to"]]) for link in found["links"]}


def label_all(hands, *labelled):
    for words, key in labelled:
        hands.label(words, key)


def wait_for_notes(hands, wanted):
    hands.page.wait_for_function(
        f"(wanted) => JSON.stringify(({NOTES})()) === wanted",
        arg=json.dumps(wanted, ensure_ascii=False, separators=(",", ":")),
    )


# ---------------------------------------------------------------- values


def test_three_keys_set_a_value_and_no_character_moves(open_article):
    hands = open_article()
    page = hands.page
    hands.label("airstrikes", "x")
    before = page.evaluate(PLACES)
    scroll = page.evaluate("document.querySelector('.reading').scrollTop")
    hands.press("v", "airstrikes")
    page.keyboard.press("c")
    page.get_by_role("dialog", name="Values of Action “airstrikes”").wait_for()
    assert page.evaluate(PLACES) == before
    page.keyboard.press("3")
    page.locator(".strip").wait_for(state="detached")
    assert attributes(hands) == {"airstrikes": {"event_class": "air_drone_strike"}}
    assert page.evaluate("document.querySelector('.reading').scrollTop") == scroll
    assert page.evaluate("document.activeElement.id") == "text"


def test_the_strip_shows_defaults_grey_and_sets_nothing_by_itself(open_article):
    hands = open_article()
    page = hands.page
    # Where something is read in the words, Enter confirms that first: tests/browser/test_readings.py.
    page.route("**/readings", lambda route: route.fulfill(json={"readings": []}))
    label_all(hands, ("airstrikes", "x"), ("over 40 militants", "c"))
    assert page.locator(".strip").count() == 0
    for words in ("airstrikes", "over 40 militants"):
        hands.press("v", words)
        page.locator(".strip-keys .unset .value").first.wait_for()
        page.keyboard.press("Escape")
        page.locator(".strip").wait_for(state="detached")
    hands.press("Enter", "over 40 militants")
    page.locator(".toll-line").wait_for()
    page.keyboard.press("Enter")
    page.locator(".strip").wait_for(state="detached")
    hands.press("e", "airstrikes")
    page.locator(".card-proposals").wait_for()
    page.keyboard.press("Escape")
    assert attributes(hands) == {"airstrikes": {}, "over 40 militants": {}}
    assert links(hands) == set()


def test_escape_closes_the_innermost_level_of_the_strip(open_article):
    hands = open_article()
    page = hands.page
    hands.label("airstrikes", "x")
    hands.press("v", "airstrikes")
    page.keyboard.press("s")
    page.get_by_role("button", name="Recurring").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Status Occurred").wait_for()
    page.keyboard.press("Escape")
    page.locator(".strip").wait_for(state="detached")
    assert page.evaluate("document.activeElement.id") == "text"
    assert page.locator("mark.focused").count() == 1, "the span keeps the focus"


def test_values_of_every_type_are_set_from_the_strip_by_keys_and_by_clicks(open_article):
    hands = open_article()
    page = hands.page
    label_all(hands, ("airstrikes", "x"), ("Anbar", "z"), ("three", "c"))
    hands.press("v", "airstrikes")
    page.keyboard.press("t")
    page.get_by_role("textbox", name="Time").wait_for()
    page.keyboard.type("yesterday")
    page.keyboard.press("Enter")
    page.get_by_text("“yesterday” is no date").wait_for()
    page.get_by_role("textbox", name="Time").fill("2024-02-02 to 2024-02-04")
    page.keyboard.press("Enter")
    hands.press("v", "airstrikes")
    page.get_by_role("button", name="Weapon").click()
    page.keyboard.type("drone")
    page.get_by_role("button", name="Set ⏎").click()
    hands.press("v", "Anbar")
    page.get_by_role("button", name="Place", exact=False).last.wait_for()
    page.locator(".strip-keys button", has_text="Place").first.click()
    page.keyboard.type("Al Anbar")
    page.keyboard.press("Enter")
    hands.press("v", "three")
    page.locator(".strip-keys button", has_text="Also").click()
    page.get_by_role("button", name="Women").click()
    page.keyboard.press("1")
    page.get_by_role("button", name="Children", pressed=True).wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert attributes(hands) == {
        "airstrikes": {
            "time": {"from": "2024-02-02", "to": "2024-02-04", "precision": 2, "by": "human"},
            "weapon": "drone",
        },
        "Anbar": {"place": {"name": "Al Anbar", "by": "human"}},
        "three": {"also": ["child", "woman"]},
    }
    hands.press("v", "three")
    page.locator(".strip-keys button", has_text="Also").click()
    page.keyboard.press("0")
    hands.press("v", "airstrikes")
    page.keyboard.press("w")
    page.locator(".strip").get_by_role("textbox", name="Weapon").fill("")
    page.keyboard.press("Enter")
    found = attributes(hands)
    assert found["three"] == {}
    assert "weapon" not in found["airstrikes"]


def test_on_a_further_trigger_the_values_are_those_of_its_event(open_article):
    hands = open_article()
    page = hands.page
    hands.label("airstrikes", "x")
    hands.press("e", "airstrikes")
    hands.press("e", "strikes", 1)
    page.keyboard.press("Escape")
    hands.press("v", "strikes", 1)
    page.get_by_role("dialog", name="Values of Action “airstrikes”").wait_for()
    page.keyboard.press("l")
    page.keyboard.press("2")
    assert attributes(hands)["airstrikes"] == {"claim": "alleged"}


def test_what_is_said_of_the_document_is_set_without_leaving_the_text(open_article):
    hands = open_article()
    page = hands.page
    hands.point("killed")
    page.keyboard.press("Shift+V")
    page.get_by_role("dialog", name="Values of The document").wait_for()
    page.keyboard.press("1")
    page.locator(".strip").wait_for(state="detached")
    assert hands.on_server()["attributes"] == {"relevance": "yes"}
    assert page.evaluate("document.activeElement.id") == "text"


@pytest.mark.parametrize("width", [320, 640])
def test_enlarged_fourfold_the_strip_and_the_line_of_a_toll_fit(open_article, width):
    hands = open_article()
    page = hands.page
    label_all(hands, ("airstrikes", "x"), ("over 40 militants", "c"))
    page.set_viewport_size({"width": width, "height": 256})
    for keys, words in (("vc", "airstrikes"), ("4", "over 40 militants")):
        hands.press(keys[0], words)
        for key in keys[1:]:
            page.keyboard.press(key)
        page.locator(".strip").wait_for()
        box = page.locator(".strip").bounding_box()
        assert 0 <= box["x"] <= width - box["width"]
        assert 0 <= box["y"] <= 256 - box["height"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for _ in keys:
            page.keyboard.press("Escape")
        page.locator(".strip").wait_for(state="detached")


def test_what_is_typed_while_the_line_is_still_on_its_way_is_not_lost(open_article):
    hands = open_article()
    page = hands.page
    hands.label("over 40 militants", "c")
    asked = []
    page.route("**/view/toll.js", lambda route: asked.append(route))
    hands.point("over 40 militants")
    page.keyboard.press("Shift+.")
    page.keyboard.type("40 kf")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('#text')")
    (route,) = asked
    route.continue_()
    wait_for_notes(hands, ["≥41 killed · fighters"])


# ---------------------------------------------------------------- tolls


def test_more_than_40_killed_is_typed_at_the_toll_and_means_41_or_more(open_article):
    hands = open_article()
    page = hands.page
    label_all(hands, ("over 40 militants", "c"), ("airstrikes", "x"))
    undo = "() => document.querySelector('.undo').textContent"
    wait_for_notes(hands, ["≥41 killed · fighters?"])
    hands.press("Shift+.", "over 40 militants")
    page.locator(".toll-line").wait_for()
    page.keyboard.type("40 k")
    assert page.inner_text(".toll-meaning") == "≥41 killed · fighters"
    assert page.inner_text(".toll-meaning .read") == "fighters", "what was read holds where nothing else is typed"
    page.keyboard.press("Enter")
    page.locator(".strip").wait_for(state="detached")
    assert attributes(hands)["over 40 militants"] == {
        "harm": "killed",
        "victim": "combatant",
        "count": {
            "text": "over 40",
            "value": 40,
            "op": "more_than",
            "lower": 41,
            "upper": None,
            "best": 41,
            "vague": False,
            "by": "human",
        },
    }
    page.wait_for_function(f"() => ({undo})().includes('≥41')")
    page.keyboard.press("u")
    assert attributes(hands)["over 40 militants"] == {}, "one act sets all, and one undo takes it back"


def test_an_unknown_sign_in_a_toll_is_named_and_nothing_is_set(open_article):
    hands = open_article()
    page = hands.page
    hands.label("over 40 militants", "c")
    hands.press("4", "over 40 militants")
    page.locator(".toll-line").wait_for()
    page.keyboard.type("0 kz")
    assert page.inner_text(".toll-meaning.wrong") == "“z” means nothing here"
    page.keyboard.press("Enter")
    assert page.locator(".toll-line").count() == 1, "the line stays open"
    page.keyboard.press("Escape")
    page.locator(".strip").wait_for(state="detached")
    assert attributes(hands) == {"over 40 militants": {}}


def test_the_line_of_a_toll_opens_with_what_is_set_and_takes_off_what_is_deleted_in_it(open_article):
    hands = open_article()
    page = hands.page
    hands.label("over 40 militants", "c")
    hands.press("Shift+`", "over 40 militants")
    page.keyboard.type("40 kf")
    page.keyboard.press("Enter")
    page.locator(".strip").wait_for(state="detached")
    hands.press("Enter", "over 40 militants")
    assert page.locator(".toll-line").input_value() == "~40 kf"
    page.keyboard.press("End")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    page.locator(".strip").wait_for(state="detached")
    found = attributes(hands)["over 40 militants"]
    assert (found["harm"], found["count"]["op"], "victim" in found) == ("killed", "about", False)


def test_a_digit_where_nothing_is_counted_says_so_and_does_nothing(open_article):
    hands = open_article()
    hands.label("Anbar", "z")
    hands.press("4", "Anbar")
    hands.page.wait_for_function(
        "() => document.querySelector('#status .said').textContent === 'Only Casualty has a number'"
    )
    assert hands.page.locator(".strip").count() == 0
    assert attributes(hands) == {"Anbar": {}}


def test_another_schema_s_numbers_are_typed_in_the_same_line(open_article):
    hands = open_article("held")
    hands.label("three teachers", "d")
    hands.press("3", "three teachers")
    hands.page.locator(".toll-line").wait_for()
    hands.page.keyboard.press("Enter")
    wait_for_notes(hands, ["3"])
    assert attributes(hands)["three teachers"]["number"]["op"] == "exact"


@pytest.mark.parametrize(("slug", "words"), [("story", "over 40 militants"), ("arabic", "12 مسلحا")])
def test_the_chip_of_a_toll_moves_no_character_and_is_no_part_of_the_text(open_article, slug, words):
    hands = open_article(slug)
    page = hands.page
    hands.label(words, "c")
    before = page.evaluate(PLACES)
    text = page.inner_text("#text")
    hands.press("1", words)
    page.keyboard.type("2+ kf")
    page.keyboard.press("Enter")
    wait_for_notes(hands, ["≥12 killed · fighters"])
    assert page.evaluate(PLACES) == before
    assert page.inner_text("#text") == text
    mark = page.locator("mark[aria-description]")
    assert mark.get_attribute("aria-description") == "≥12 killed · fighters"
    chip, span = page.locator(".note").bounding_box(), mark.bounding_box()
    assert chip["y"] + chip["height"] <= span["y"] + span["height"]
    # It begins behind the label's letter, at the side where the reading begins.
    if slug == "arabic":
        assert span["x"] < chip["x"] + chip["width"] < span["x"] + span["width"]
    else:
        assert span["x"] < chip["x"] < span["x"] + span["width"]
    page.reload()
    hands.wait_until_ready()
    wait_for_notes(hands, ["≥12 killed · fighters"])


def test_where_letters_stand_close_the_chip_says_less_and_covers_none(open_article):
    hands = open_article()
    page = hands.page
    hands.label("two", "c", 1)
    hands.label("children", "a")
    hands.press("2", "two", 1)
    page.keyboard.type(" kv")
    page.keyboard.press("Enter")
    wait_for_notes(hands, ["2"])
    hands.press("Delete", "children")
    wait_for_notes(hands, ["2 killed · civilians"])


def test_on_paper_and_in_forced_colours_a_toll_can_be_read(open_article):
    hands = open_article()
    page = hands.page
    hands.label("over 40 militants", "c")
    hands.press("4", "over 40 militants")
    page.keyboard.type("0+ kf")
    page.keyboard.press("Enter")
    wait_for_notes(hands, ["≥40 killed · fighters"])
    page.emulate_media(media="print")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('mark[data-toll]'), '::after').content")
        == '"≥40 killed · fighters"'
    )
    page.emulate_media(media="screen", forced_colors="active")
    assert page.locator(".note.toll").is_visible()
    style = "getComputedStyle(document.querySelector('.note.toll'))"
    color, ground = page.evaluate(f"[{style}.color, {style}.backgroundColor]")
    assert color != ground


# ---------------------------------------------------------------- events


def story_event(hands):
    # Enter says yes to what was read as well, whenever that comes, and cards tell it: here nothing is read.
    hands.page.route("**/readings", lambda route: route.fulfill(json={"readings": []}))
    label_all(
        hands,
        ("U.S.", "a"),
        ("airstrikes", "x"),
        ("Anbar", "z"),
        ("over 40 militants", "c"),
        ("Pentagon", "a"),
        ("raid", "x"),
        ("Tikrit", "z"),
        ("three", "c"),
    )
    hands.press("e", "airstrikes")


def test_with_an_event_in_hand_its_places_and_tolls_are_proposed_and_enter_links_them_at_once(open_article):
    hands = open_article()
    page = hands.page
    story_event(hands)
    page.wait_for_selector(".card-proposals .proposal")
    assert page.locator("mark.proposed").all_text_contents() == ["Anbar", "over 40 militants"]
    wait_for_notes(hands, ["at?", "toll?"])
    assert links(hands) == set(), "nothing is stored before somebody says so"
    hands.press("q", "U.S.")
    page.keyboard.press("Enter")
    assert links(hands) == {
        ("agent", "airstrikes", "U.S."),
        ("location", "airstrikes", "Anbar"),
        ("casualty", "airstrikes", "over 40 militants"),
    }
    assert page.locator("#cards > li.held").count() == 1
    page.keyboard.press("Enter")
    page.locator("#cards > li.held").wait_for(state="detached")
    page.keyboard.press("u")
    assert links(hands) == {("agent", "airstrikes", "U.S.")}, "all of it was one act"


def test_delete_or_escape_says_no_to_a_proposal_and_leaves_the_span(open_article):
    hands = open_article()
    page = hands.page
    story_event(hands)
    hands.press("Delete", "Anbar")
    page.get_by_role("button", name="Link at Anbar?").wait_for(state="detached")
    page.get_by_role("button", name="Link toll over 40 militants?").focus()
    page.keyboard.press("Escape")
    page.locator(".card-proposals").wait_for(state="detached")
    page.locator("#cards > li.held").wait_for()
    page.focus("#text")
    page.keyboard.press("Enter")
    page.locator("#cards > li.held").wait_for(state="detached")
    assert links(hands) == set()
    assert ("location", "Anbar") in hands.spans()


def test_an_event_that_nobody_works_on_reads_as_a_sentence(open_article):
    hands = open_article()
    page = hands.page
    story_event(hands)
    hands.press("q", "U.S.")
    hands.press("t", "Pentagon")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    hands.press("4", "over 40 militants")
    page.keyboard.type("0+ k")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Home")
    card = page.locator("#cards > li.shut", has_text="airstrikes")
    page.wait_for_function(
        "() => document.querySelector('#cards > li.shut .in-line')?.innerText.includes('≥40 killed')"
    )
    said = " ".join(card.locator(".in-line").inner_text().replace("×", "").split())
    assert said == "by U.S. says Pentagon toll over 40 militants ≥40 killed at Anbar"


def test_tolls_are_tied_to_tolls_and_events_to_events_by_keys(open_article):
    hands = open_article()
    page = hands.page
    label_all(
        hands,
        ("over 40 militants", "c"),
        ("about 40 people", "c"),
        ("two children", "c"),
        ("Iraq", "a"),
        ("strikes answered", "x"),
        ("attack", "x"),
    )
    hands.press("e", "about 40 people")
    hands.press("e", "over 40 militants")
    hands.press("t", "Iraq")
    page.keyboard.press("Escape")
    hands.press("e", "two children")
    hands.press("p", "about 40 people")
    page.keyboard.press("Escape")
    hands.press("e", "strikes answered")
    hands.press("b", "attack")
    assert links(hands) == {
        ("same_toll", "about 40 people", "over 40 militants"),
        ("source", "about 40 people", "Iraq"),
        ("part_of_toll", "two children", "about 40 people"),
        ("retaliation_for", "strikes answered", "attack"),
    }


def test_lines_are_drawn_only_for_the_event_in_hand_or_with_the_focus(open_article):
    hands = open_article()
    page = hands.page
    story_event(hands)
    page.keyboard.press("Enter")
    drawn = "() => document.querySelector('.notes path')?.getAttribute('d') ?? ''"
    page.wait_for_function(f"() => (({drawn})().match(/M/g) ?? []).length === 2")
    hands.press("e", "raid")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_function(f"() => ({drawn})() === ''")
    hands.press("a", "Iraq")
    page.wait_for_function(f"() => ({drawn})() === ''")


@pytest.mark.parametrize("theme", ["light", "dark", "sepia"])
def test_what_steps_back_for_the_event_in_hand_can_still_be_read(open_article, theme):
    hands = open_article()
    page = hands.page
    page.evaluate("(theme) => document.documentElement.setAttribute('data-theme', theme)", theme)
    story_event(hands)
    page.wait_for_selector("#text.holding")
    assert page.evaluate(LEAST_CONTRAST) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_strip_the_line_and_the_proposals_break_no_rule_of_accessibility(open_article, scheme):
    hands = open_article()
    page = hands.page
    page.emulate_media(color_scheme=scheme)
    story_event(hands)
    page.wait_for_selector(".card-proposals")
    for keys, words in (("vc", "airstrikes"), ("4", "over 40 militants")):
        hands.press(keys[0], words)
        for key in keys[1:]:
            page.keyboard.press(key)
        page.locator(".strip").wait_for()
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        for _ in keys:
            page.keyboard.press("Escape")
