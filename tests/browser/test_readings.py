"""What words were read to say: shown grey beside them, confirmed by one key or corrected in a word, never by itself."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.hands import furthest_move, places
from tests.server import add_project, server_with

STORY = (
    "Strikes on two towns\n\n"
    "U.S. airstrikes in Kirkuk killed over 40 militants, the Pentagon said on Tuesday. "
    "A raid in Tikrit wounded three.\n"
)
COUNTS = (
    "A bomb killed over 40 people. Shells killed at least 40 men. A mine killed three. A drone killed at least one. "
    "Raids killed dozens. Clashes killed between 40 and 50 fighters.\n"
)
COASTS = (
    "A blast in Beirut killed three. Rockets hit Algiers, Algeria. A ship was struck near Muscat, Oman. "
    "Drones hit Kirkuk and Aden.\n"
)
#: On each coast, what lies some thirty kilometres to each side: "w" for water, "l" for land.
AROUND = {
    ("blast", "Beirut"): {"west": "w", "east": "l"},
    ("hit", "Algiers, Algeria"): {"south": "l", "north": "w"},
    ("struck", "Muscat, Oman"): {"south": "l", "north": "w"},
}
#: What the map says of the points around its one dot, at most as far away as the coasts above.
LOOK_AROUND = """(map) => {
  const land = map.querySelector(".map-land"), dot = map.querySelector(".map-dot"), away = 13;
  const at = (x, y) => land.isPointInFill(Object.assign(map.createSVGPoint(), {x, y})) ? "l" : "w";
  const [x, y] = [Number(dot.getAttribute("cx")), Number(dot.getAttribute("cy"))];
  return {west: at(x - away, y), east: at(x + away, y), north: at(x, y - away), south: at(x, y + away)};
}"""
#: Where the dots of a map are seen, by the names beside them: from its left and its top edge, in shares of it.
DOTS = """(map) => {
  const whole = map.getBoundingClientRect(), names = [...map.querySelectorAll(".map-name")];
  return Object.fromEntries([...map.querySelectorAll(".map-dot")].map((dot, at) => {
    const box = dot.getBoundingClientRect();
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    return [names[at].textContent, [(x - whole.left) / whole.width, (y - whole.top) / whole.height]];
  }));
}"""
#: What the page shows of each toll until somebody says yes.
SHOWN = {
    "over 40": "≥41",
    "at least 40": "≥40",
    "three": "3",
    "at least one": "≥1",
    "dozens": "~≥24",
    "between 40 and 50": "40–50",
}
NOTES = "() => [...document.querySelectorAll('.note.toll')].map((note) => note.dataset.words)"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    def fill(database):
        add_project(database, "story", [STORY], overlap=40)
        add_project(database, "counts", [COUNTS], overlap=40)
        add_project(database, "coasts", [COASTS], overlap=40)

    with server_with(tmp_path_factory.mktemp("readings"), fill) as running:
        yield running


@pytest.fixture
def open_article(open_article):
    return lambda slug="story", *expected: open_article(slug, *expected)


def attributes(hands):
    """Attributes of each span by its words."""
    return {span["quote"]: span["attributes"] for span in hands.on_server()["spans"]}


def wait_for_notes(hands, wanted):
    hands.page.wait_for_function(
        f"(wanted) => JSON.stringify(({NOTES})()) === wanted",
        arg=json.dumps(wanted, ensure_ascii=False, separators=(",", ":")),
    )


def said(page):
    return page.inner_text("#status .said")


def test_what_a_toll_says_is_shown_grey_told_and_not_stored_and_moves_no_character(open_article):
    hands = open_article()
    page = hands.page
    hands.label("over 40 militants", "c")
    before, text = places(page), page.inner_text("#text")
    wait_for_notes(hands, ["≥41 killed · fighters?"])
    assert furthest_move(before, places(page)) == 0
    assert page.inner_text("#text") == text
    mark = page.locator("#text mark")
    assert mark.get_attribute("aria-description") == "read, not confirmed: ≥41 killed · fighters"
    # Not by colour alone.
    assert page.locator(".note.guessed").evaluate("(note) => getComputedStyle(note).outlineStyle") == "dashed"
    assert attributes(hands) == {"over 40 militants": {}}


def test_enter_confirms_what_is_shown_and_one_undo_takes_it_back(open_article):
    hands = open_article()
    page = hands.page
    hands.label("over 40 militants", "c")
    hands.wait_for_reading("over 40 militants")
    hands.press("Enter", "over 40 militants")
    wait_for_notes(hands, ["≥41 killed · fighters"])
    assert said(page) == "Confirmed: “over 40 militants” ≥41 killed · fighters"
    found = attributes(hands)["over 40 militants"]
    assert (found["harm"], found["victim"]) == ("killed", "combatant")
    assert (found["count"]["op"], found["count"]["lower"], found["count"]["by"]) == ("more_than", 41, "rule")
    hands.press("Enter", "over 40 militants")
    page.locator(".toll-line").wait_for()
    assert page.locator(".toll-line").input_value() == ">40 kf", "where nothing waits, Enter opens the line"
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    wait_for_notes(hands, ["≥41 killed · fighters?"])
    assert attributes(hands) == {"over 40 militants": {}}


def test_with_an_event_in_hand_enter_links_and_confirms_what_its_card_shows(open_article):
    hands = open_article()
    page = hands.page
    for words, key in (("killed", "x"), ("over 40 militants", "c"), ("Kirkuk", "z")):
        hands.label(words, key)
    hands.wait_for_reading("over 40 militants")
    hands.press("e", "killed")
    page.get_by_role("button", name="Link and confirm").wait_for()
    expect(page.locator(".card-proposals .read")).to_have_count(2)
    assert "≥41 killed · fighters?" in page.inner_text(".card-proposals")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('#status .said').textContent.includes('Confirmed')")
    assert said(page).startswith("Linked: ")
    found = attributes(hands)
    assert found["over 40 militants"]["count"]["by"] == "rule"
    assert found["Kirkuk"]["place"]["country"] == "IQ"
    assert len(hands.on_server()["links"]) == 2
    # Where it happened is drawn on the card.
    page.locator(".cards .held svg.map").wait_for()
    assert page.locator(".cards .held svg.map").get_attribute("aria-label") == "Map: Kirkuk, Iraq"
    page.keyboard.press("u")
    assert attributes(hands) == {"killed": {}, "over 40 militants": {}, "Kirkuk": {}}
    assert hands.on_server()["links"] == []


@pytest.mark.parametrize(("trigger", "place"), AROUND)
def test_on_the_card_s_map_a_place_stands_where_it_lies_in_the_world(open_article, trigger, place):
    hands = open_article("coasts")
    page = hands.page
    hands.label(trigger, "x")
    hands.label(place, "z")
    hands.wait_for_reading(place)
    hands.press("e", trigger)
    page.get_by_role("button", name="Link and confirm").wait_for()
    page.keyboard.press("Enter")
    drawn = page.locator(".cards .held svg.map")
    drawn.wait_for()
    assert drawn.locator(".map-name").all_text_contents() == [place.partition(",")[0]]
    found = drawn.evaluate(LOOK_AROUND)
    expected = AROUND[trigger, place]
    assert {side: found[side] for side in expected} == expected


def test_of_two_places_on_the_card_s_map_each_is_on_its_side_and_as_far_as_it_lies(open_article):
    hands = open_article("coasts")
    page = hands.page
    hands.label("hit", "x", nth=1)
    for place in ("Kirkuk", "Aden"):
        hands.label(place, "z")
        hands.wait_for_reading(place)
    hands.press("e", "hit", nth=1)
    page.get_by_role("button", name="Link and confirm").wait_for()
    page.keyboard.press("Enter")
    drawn = page.locator(".cards .held svg.map")
    drawn.wait_for()
    dots = drawn.evaluate(DOTS)
    (east, south), (east_of_aden, south_of_aden) = dots["Kirkuk"], dots["Aden"]
    # 44.4 and 45.0 degrees east; 35.5 and 12.8 north. The map is wider than it is high, by 8 to 5.
    assert all(0 < each < 1 for each in (east, south, east_of_aden, south_of_aden))
    assert 0 < east_of_aden - east < 0.05
    assert 0.5 < south_of_aden - south < 0.8
    network = page.evaluate("() => performance.getEntriesByType('resource').map((each) => new URL(each.name).host)")
    assert set(network) == {page.evaluate("() => location.host")}


def test_what_a_person_types_wins_and_a_name_is_completed(open_article):
    hands = open_article()
    page = hands.page
    hands.label("three", "c")
    hands.wait_for_reading("three")
    hands.press("4", "three")
    page.locator(".toll-line").wait_for()
    page.keyboard.press("Enter")
    page.locator(".strip").wait_for(state="detached")
    count = attributes(hands)["three"]["count"]
    assert (count["value"], count["by"]) == (4, "human")
    hands.label("Tikrit", "z")
    hands.wait_for_reading("Tikrit")
    hands.press("v", "Tikrit")
    page.locator(".strip-keys button.read", has_text="Place").click()
    page.locator(".strip-keys button.read").first.wait_for()
    page.keyboard.type("Mosu")
    page.locator(".strip-keys button", has_text="Mosul").first.wait_for()
    page.keyboard.press("Enter")
    page.locator(".strip").wait_for(state="detached")
    place = attributes(hands)["Tikrit"]["place"]
    assert (place["name"], place["country"], place["by"]) == ("Mosul", "IQ", "human")


def test_what_is_read_while_the_strip_is_open_is_shown_in_it_and_the_focus_stays(open_article):
    hands = open_article()
    page = hands.page
    held = []
    page.route("**/readings", lambda route: held.append(route))
    hands.label("over 40 militants", "c")
    page.wait_for_timeout(500)
    hands.press("v", "over 40 militants")
    harm = page.locator(".strip-keys button", has_text="Harm")
    harm.wait_for()
    page.keyboard.press("ArrowRight")
    focus = "() => document.activeElement.textContent"
    before = page.evaluate(focus)
    expect(page.locator(".strip-keys button.read")).to_have_count(0)
    [route] = held
    route.continue_()
    expect(harm).to_contain_text("Killed?")
    assert page.evaluate(focus).startswith(before[:5])
    page.locator(".strip-keys button", has_text="Confirm all that was read").click()
    wait_for_notes(hands, ["≥41 killed · fighters"])


def test_what_is_declined_is_offered_no_more(open_article):
    hands = open_article()
    page = hands.page
    hands.label("Tikrit", "z")
    hands.wait_for_reading("Tikrit")
    hands.press("v", "Tikrit")
    page.locator(".strip-keys button.read", has_text="Place").click()
    page.keyboard.press("0")
    page.wait_for_function("() => document.querySelector('#status .said').textContent.startsWith('Not so')")
    hands.press("v", "Tikrit")
    page.locator(".strip-keys button.unset", has_text="Place").wait_for()
    page.keyboard.press("Escape")
    assert attributes(hands) == {"Tikrit": {}}


def test_without_a_network_nothing_is_offered_and_nothing_breaks(open_article):
    hands = open_article("story", "failed to load resource")
    page = hands.page
    hands.label("over 40 militants", "c")
    hands.wait_for_reading("over 40 militants")
    page.route("**/readings", lambda route: route.abort())
    page.route("**/api/v1/places*", lambda route: route.abort())
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/readings")):
        hands.label("Tikrit", "z")
    hands.press("Enter", "Tikrit")
    hands.press("v", "Tikrit")
    page.locator(".strip-keys button.unset", has_text="Place").click()
    page.keyboard.type("Tikrit town")
    page.keyboard.press("Enter")
    page.locator(".strip").wait_for(state="detached")
    assert attributes(hands)["Tikrit"] == {"place": {"name": "Tikrit town", "by": "human"}}


def test_readings_can_be_switched_off_and_then_nothing_is_asked(open_article):
    hands = open_article()
    page = hands.page
    hands.label("over 40 militants", "c")
    hands.wait_for_reading("over 40 militants")
    page.keyboard.press("Control+,")
    page.get_by_label("What words say").select_option(label="Not shown")
    page.keyboard.press("Escape")
    wait_for_notes(hands, [])
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/readings") else None)
    hands.label("three", "c")
    page.wait_for_timeout(1000)
    assert asked == []
    hands.press("Enter", "over 40 militants")
    page.locator(".toll-line").wait_for()
    assert page.locator(".toll-line").input_value() == ""


def test_count_phrases_are_shown_as_the_intervals_they_mean(open_article):
    hands = open_article("counts")
    page = hands.page
    for words in SHOWN:
        hands.label(words, "c")
        hands.wait_for_reading(words)
    told = page.locator("mark[aria-description]").evaluate_all(
        "(marks) => marks.map((mark) => mark.getAttribute('aria-description'))"
    )
    read = [each.removeprefix("read, not confirmed: ").split(" ")[0] for each in told]
    assert dict(zip(SHOWN, read, strict=True)) == SHOWN


def test_the_list_confirms_by_keys(open_article):
    hands = open_article()
    page = hands.page
    hands.label("over 40 militants", "c")
    hands.wait_for_reading("over 40 militants")
    page.keyboard.press("F2")
    line = page.locator(".list-go", has_text="read, not confirmed: ≥41 killed · fighters")
    line.press("Enter")
    page.locator(".list-panel").get_by_role("button", name="Confirm", exact=True).press("Enter")
    page.locator(".list-go", has_text="≥41 killed · fighters").wait_for()
    expect(line).to_have_count(0)
    assert attributes(hands)["over 40 militants"]["count"]["by"] == "rule"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_grey_can_be_read_by_everybody(open_article, scheme):
    hands = open_article()
    page = hands.page
    page.emulate_media(color_scheme=scheme)
    for words, key in (("killed", "x"), ("over 40 militants", "c"), ("Kirkuk", "z")):
        hands.label(words, key)
    hands.wait_for_reading("over 40 militants")
    hands.press("e", "killed")
    page.get_by_role("button", name="Link and confirm").wait_for()
    page.locator(".cards .held svg.map").wait_for()
    hands.press("v", "Kirkuk")
    page.locator(".strip-keys button.read").first.wait_for()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
