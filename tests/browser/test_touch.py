"""All of the task by fingers: real touches on a real page, no key and no mouse."""

import pytest

from tests.browser.fingers import PHONE, TABLET, Fingers
from tests.browser.hands import next_article
from tests.server import add_project, server_with

pytestmark = pytest.mark.browser

PLAIN = (
    "Drones of the Harbour Guard hit Tarsa on Monday. The raid killed 12 people in Tarsa, the Harbour Doctors said.\n\n"
    "Tarsa was hit again on Monday; the Harbour Guard denied it. A Tarsa-born clerk died of wounds that he had from "
    "the first raid, and the council of the town asked all its people to leave the port before the evening.\n\n"
    "The strike on Tarsa ended at noon."
)
LONG = "\n\n".join(f"{PLAIN} That was report {number}." for number in range(12))
#: A family of four code points and three joiners, a thumb with its colour, a letter and its mark, a flag.
WHOLE = "Units 👩\u200d👩\u200d👦\u200d👦 👍🏽 hit e\u0301te\u0301 🇺🇦 town."
ARABIC = "قصفت الطائرات بغداد يوم الأربعاء وقتل 12 شخصا."
TEXTS = {"plain": PLAIN, "long": LONG, "whole": WHOLE, "arabic": ARABIC}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    def fill(database):
        for slug, text in TEXTS.items():
            add_project(database, slug, [text], overlap=60)

    with server_with(tmp_path_factory.mktemp("touch"), fill) as running:
        yield running


@pytest.fixture
def open_article(browser, newcomer):
    """Opens an article nobody has worked on, on a screen for fingers: what they are, and what reads the page."""
    contexts = []

    def opened_article(slug, screen=TABLET):
        contexts.append(browser.new_context(**screen))
        page = contexts[-1].new_page()
        page.set_default_timeout(4000)
        newcomer(page, slug)
        hands = next_article(page)
        # What fingers do beyond taps has been fetched when the first of them can come.
        page.wait_for_load_state("networkidle")
        return Fingers(page), hands

    yield opened_article
    for context in contexts:
        context.close()


def quotes(hands):
    found = sorted(hands.on_server()["spans"], key=lambda span: (span["start"], -span["end"]))
    return [(span["label"], span["quote"]) for span in found]


def links(hands):
    annotations = hands.on_server()
    quote = {span["id"]: span["quote"] for span in annotations["spans"]}
    return sorted((link["role"], quote[link["from"]], quote[link["to"]]) for link in annotations["links"])


def said(page):
    return page.inner_text("#status .said")


def until_said(page, words):
    page.wait_for_function("(words) => document.querySelector('#status .said').textContent.includes(words)", arg=words)


# ---------------------------------------------------------------- labels


def test_a_label_armed_by_a_tap_labels_each_word_that_is_tapped(open_article):
    fingers, hands = open_article("plain")
    fingers.arm("location")
    fingers.tap("Tarsa")
    fingers.tap("Tarsa", 1)
    fingers.arm("actor")
    fingers.tap("Drones")
    assert quotes(hands) == [("actor", "Drones"), ("location", "Tarsa"), ("location", "Tarsa")]
    assert fingers.acts == 5


def test_a_finger_that_goes_sideways_over_words_labels_them_when_it_is_lifted(open_article):
    fingers, hands = open_article("plain")
    fingers.arm("actor")
    start, end = fingers.ends("Harbour Guard")
    fingers.drag(start, end, lift=False)
    until_said(fingers.page, "Harbour Guard")
    assert fingers.page.evaluate("CSS.highlights.size") == 1
    assert hands.spans() == set()
    fingers.up()
    assert quotes(hands) == [("actor", "Harbour Guard")]
    assert fingers.acts == 2


def test_a_finger_that_comes_down_just_beside_a_word_means_it_and_farther_off_nothing(open_article):
    fingers, hands = open_article("plain")
    fingers.arm("casualty")
    _, end = fingers.ends("killed 12")
    fingers.tap_at({**end, "x": end["x"] + 30})
    assert hands.spans() == set()
    fingers.tap_at({**end, "x": end["x"] + 11})
    assert quotes(hands) == [("casualty", "12")]


def test_a_sweep_that_has_begun_goes_on_over_lines(open_article):
    fingers, hands = open_article("plain")
    fingers.arm("actor")
    words = "Tarsa was hit again on Monday; the Harbour Guard denied it. A Tarsa-born clerk"
    start, end = fingers.ends(words)
    assert end["y"] > start["y"] + 10, "it takes two lines"
    fingers.sweep(words)
    assert quotes(hands) == [("actor", words)]
    fingers.arm("action")
    fingers.sweep("killed 12 people", nth=0)
    start, end = fingers.ends("strike on Tarsa")
    fingers.drag(end, start)
    assert quotes(hands)[-1] == ("action", "strike on Tarsa"), "backwards too"


def test_a_tap_right_after_a_sweep_is_a_tap(open_article):
    fingers, hands = open_article("plain")
    fingers.arm("actor")
    made = {("actor", "Harbour Guard"), ("actor", "Tarsa")}
    fingers.sweep("Harbour Guard")
    fingers.tap("Tarsa")
    fingers.page.wait_for_function("() => document.querySelectorAll('#text mark').length === 2")
    assert hands.spans() == made


def test_a_finger_that_goes_up_scrolls_and_labels_nothing(open_article):
    fingers, hands = open_article("long")
    page = fingers.page
    fingers.arm("actor")
    start = fingers.place("Harbour Guard", 4)
    fingers.down([start])
    for step in range(1, 12):
        fingers.move([{"x": start["x"] + step, "y": start["y"] - 25 * step}])
    fingers.up()
    page.wait_for_function("() => scrollY > 100")
    assert hands.spans() == set()
    assert page.evaluate("CSS.highlights.size") == 0
    fingers.tap("Harbour", 4)
    assert hands.spans() == {("actor", "Harbour")}, "the label is still armed"


@pytest.mark.parametrize("how", ["second finger", "browser"])
def test_a_second_finger_or_the_browser_calls_a_sweep_off(open_article, how):
    fingers, hands = open_article("plain")
    page = fingers.page
    fingers.arm("actor")
    start, end = fingers.ends("Harbour Guard")
    fingers.drag(start, end, lift=False)
    page.wait_for_function("() => CSS.highlights.size === 1")
    if how == "second finger":
        fingers.down([end, {"x": end["x"] + 60, "y": end["y"]}])
        fingers.up([end])
        fingers.up()
    else:
        fingers._touch("touchCancel", [])
    page.wait_for_function("() => CSS.highlights.size === 0")
    assert hands.spans() == set()
    fingers.tap("Drones")
    assert quotes(hands) == [("actor", "Drones")]


def test_a_long_press_and_a_tap_label_what_lies_between_them(open_article):
    fingers, hands = open_article("plain")
    fingers.arm("actor")
    fingers.hold("Harbour")
    until_said(fingers.page, "Tap the last word")
    assert fingers.page.evaluate("CSS.highlights.size") == 1
    fingers.tap("Guard")
    assert quotes(hands) == [("actor", "Harbour Guard")]
    fingers.hold("Harbour", 2)
    fingers.tap("the", 1)
    assert len(quotes(hands)) == 2, "backwards too"
    fingers.tap("Drones")
    assert ("actor", "Drones") in quotes(hands), "the next tap is a tap"


@pytest.mark.parametrize("how", ["beside", "again", "Escape"])
def test_a_range_that_was_begun_is_called_off(open_article, how):
    fingers, hands = open_article("plain")
    page = fingers.page
    fingers.arm("actor")
    fingers.hold("Harbour")
    until_said(page, "Tap the last word")
    if how == "beside":
        fingers.tap_at({"x": 500, "y": 20})
    elif how == "again":
        fingers.hold("Tarsa")
    else:
        page.keyboard.press("Escape")
    until_said(page, "Nothing labelled")
    assert page.evaluate("CSS.highlights.size") == 0
    fingers.tap("Guard")
    assert hands.spans() == {("actor", "Guard")}


def test_a_range_outlives_the_scroll_to_its_last_word(open_article):
    fingers, hands = open_article("long")
    page = fingers.page
    fingers.arm("actor")
    fingers.hold("report 3")
    fingers.down([{"x": 400, "y": 600}])
    for step in range(1, 12):
        fingers.move([{"x": 400, "y": 600 - 20 * step}])
    fingers.up()
    page.wait_for_function("() => scrollY > 50")
    fingers.tap("report 4")
    quote = quotes(hands)[0][1]
    assert quote.startswith("report 3")
    assert quote.endswith("report")


# ---------------------------------------------------------------- spans


def test_a_long_press_on_a_span_offers_all_that_a_key_does(open_article):
    fingers, hands = open_article("plain")
    page = fingers.page
    fingers.arm("actor")
    fingers.tap("Guard")
    fingers.arm("actor")
    span = hands.on_server()["spans"][0]["id"]
    details = page.get_by_role("dialog")

    fingers.hold("Guard")
    details.wait_for()
    sizes = details.locator("button").evaluate_all(
        "(all) => all.map((each) => each.getBoundingClientRect()).map(({ width, height }) => Math.min(width, height))"
    )
    assert min(sizes) >= 44
    foot = page.locator(".bar").bounding_box()["y"]
    box = details.bounding_box()
    assert foot - 30 < box["y"] + box["height"] <= foot, "it is at the thumb"
    for name, quote in [
        ("Begin earlier", "Harbour Guard"),
        ("End later", "Harbour Guard hit"),
        ("End earlier", "Harbour Guard"),
        ("Begin later", "Guard"),
    ]:
        fingers.press(name)
        assert quotes(hands) == [("actor", quote)]
    fingers.press("Casualty", within=".details")
    details.wait_for(state="detached")
    assert quotes(hands) == [("casualty", "Guard")]
    assert hands.on_server()["spans"][0]["id"] == span

    for name, opened in [("Toll…", "Toll of"), ("Values…", "Values of"), ("Flag…", "Flag or comment on")]:
        fingers.hold("Guard")
        fingers.press(name, within=".details")
        page.locator(f"[aria-label^='{opened}']").first.wait_for()
        page.keyboard.press("Escape")
        page.locator(".strip").wait_for(state="detached")
    fingers.hold("Guard")
    fingers.press("Label all repeats")
    assert [words for _, words in quotes(hands)] == ["Guard", "Guard"]
    fingers.hold("Guard")
    fingers.press("Delete", within=".details")
    assert [words for _, words in quotes(hands)] == ["Guard"]
    fingers.hold("Guard", 1)
    fingers.press("Guideline")
    page.locator(".guideline-sheet, [aria-label*=uideline]").first.wait_for()


def test_a_long_press_on_a_bare_word_labels_or_links_it(open_article):
    fingers, hands = open_article("plain")
    fingers.hold("hit")
    fingers.press("Action", within=".details")
    fingers.double_tap("hit")
    fingers.hold("Drones")
    fingers.press("by", within=".details")
    assert links(hands) == [("agent", "hit", "Drones")]
    fingers.hold("Monday")
    fingers.press("Flag…")
    fingers.page.get_by_text("Flag or comment on “Monday”").wait_for()


def test_what_the_details_are_about_stays_in_sight(open_article):
    fingers, hands = open_article("long")
    page = fingers.page
    low = page.evaluate(
        """() => [...document.querySelectorAll("#text p")].map((each) => each.getBoundingClientRect())
           .map(({ left, bottom }) => ({ x: left + 12, y: bottom - 18 }))
           .filter(({ y }) => y < document.querySelector(".bar").getBoundingClientRect().top - 10).at(-1)"""
    )
    fingers.acts += 1
    fingers.down([low])
    page.get_by_role("dialog").wait_for()
    fingers.up()
    page.wait_for_selector(".aim")
    aim = page.locator(".aim").bounding_box()
    assert aim["y"] + aim["height"] <= page.get_by_role("dialog").bounding_box()["y"]
    assert hands.spans() == set()


# ---------------------------------------------------------------- events


def test_a_whole_event_is_made_by_taps(open_article):
    fingers, hands = open_article("plain")
    page = fingers.page
    for label, words in [("action", ["hit", "raid"]), ("location", ["Tarsa"]), ("casualty", ["12"])]:
        fingers.arm(label)
        for each in words:
            fingers.tap(each)
    fingers.arm("casualty")
    fingers.double_tap("hit")
    until_said(page, "In hand: Action “hit”")
    fingers.arm("by")
    fingers.sweep("Harbour Guard")
    fingers.press("Link 1 proposed")
    fingers.double_tap("raid")
    fingers.press("Done", within="#legend")
    until_said(page, "Event put down")
    assert links(hands) == [
        ("agent", "hit", "Harbour Guard"),
        ("location", "hit", "Tarsa"),
        ("same_event", "raid", "hit"),
    ]
    assert page.locator("#legend").get_by_role("button", name="Done").count() == 0


def test_a_tap_is_not_kept_waiting_for_a_second(open_article):
    fingers, hands = open_article("plain")
    fingers.arm("action")
    # Nothing that waits for its time comes to pass from here on.
    fingers.page.evaluate("() => { window.setTimeout = () => 0; }")
    fingers.tap("hit")
    fingers.page.wait_for_selector("mark")
    assert hands.spans() == {("action", "hit")}


def test_a_second_tap_does_not_pick_up_what_the_first_has_just_labelled(open_article):
    fingers, hands = open_article("plain")
    fingers.arm("action")
    fingers.double_tap("hit")
    assert quotes(hands) == [("action", "hit")]
    assert fingers.page.locator("mark.held").count() == 0
    fingers.arm("action")
    fingers.double_tap("hit")
    assert fingers.page.locator("mark.held").count() == 1
    assert quotes(hands) == [("action", "hit")]


# ---------------------------------------------------------------- undo


def test_two_fingers_undo_and_three_redo(open_article):
    fingers, hands = open_article("plain")
    page = fingers.page
    fingers.arm("actor")
    fingers.tap("Drones")
    assert hands.spans() == {("actor", "Drones")}
    fingers.two_finger_tap()
    until_said(page, "Undone: Actor “Drones”")
    assert hands.spans() == set()
    fingers.three_finger_tap()
    until_said(page, "Actor “Drones”")
    assert quotes(hands) == [("actor", "Drones")]


def test_a_pinch_undoes_nothing(open_article):
    fingers, hands = open_article("plain")
    fingers.arm("actor")
    fingers.tap("Drones")
    left, right = fingers.side_by_side(2)
    fingers.down([left])
    fingers.down([left, right])
    for step in range(1, 8):
        fingers.move([{**left, "x": left["x"] - 12 * step}, {**right, "x": right["x"] + 12 * step}])
    fingers.up([left])
    fingers.up()
    fingers.page.wait_for_function("() => visualViewport.scale > 1.2")
    assert hands.spans() == {("actor", "Drones")}


# ---------------------------------------------------------------- boundaries


def grip(page, nth):
    page.wait_for_function("() => [...document.querySelectorAll('.grip')].some((each) => each.checkVisibility())")
    box = page.locator(".grip").nth(nth).bounding_box()
    return {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}, box


def test_grips_for_fingers_are_large_hang_below_the_line_and_move_by_words(open_article):
    fingers, hands = open_article("plain")
    page = fingers.page
    fingers.arm("actor")
    fingers.tap("Guard")
    fingers.arm("actor")
    word = page.locator("mark > span").bounding_box()
    for nth, name in enumerate(("Harbour", "hit")):
        at, box = grip(page, nth)
        assert min(box["width"], box["height"]) >= 44
        assert box["y"] >= word["y"] + word["height"] / 2
        there = fingers.place(name)
        aside = there["x"] - at["x"]
        before = page.evaluate("scrollY")
        fingers.drag(at, {"x": at["x"] + aside + (-8 if nth == 0 else 30), "y": at["y"]})
        assert page.evaluate("scrollY") == before
    assert quotes(hands) == [("actor", "Harbour Guard hit")]


def test_a_tap_below_a_grip_is_a_tap_on_the_word_there(open_article):
    fingers, hands = open_article("long")
    page = fingers.page
    fingers.arm("actor")
    fingers.tap("Guard", 1)
    fingers.arm("actor")
    at, box = grip(page, 1)
    hit = {"x": at["x"], "y": box["y"] + box["height"] - 10}
    fingers.tap_at(hit)
    page.wait_for_function("() => !document.querySelector('mark.focused')")
    fingers.arm("action")
    fingers.tap_at(hit)
    assert len(quotes(hands)) == 2


# ---------------------------------------------------------------- what the browser must not do


#: Would the browser show its menu on the words, or begin to select them? Telephones ask so on a long press; the browser
#: that runs the tests does not by itself.
REFUSED = """() => ["contextmenu", "selectstart"].map((name) => !document.querySelector("#text p")
  .dispatchEvent(new Event(name, { bubbles: true, cancelable: true })))"""
SELECTABLE = "() => getComputedStyle(document.querySelector('#text p')).userSelect"


def test_the_browser_selects_nothing_and_shows_no_menu_while_fingers_work_and_a_mouse_selects_still(open_article):
    fingers, _ = open_article("plain")
    page = fingers.page
    assert page.evaluate(REFUSED) == [False, False]
    fingers.hold("Harbour")
    page.get_by_role("dialog").wait_for()
    assert page.evaluate(SELECTABLE) == "none"
    assert page.evaluate(REFUSED) == [True, True]
    fingers.tap("Drones")
    fingers.double_tap("killed")
    fingers.arm("actor")
    fingers.sweep("Harbour Guard")
    assert page.evaluate("getSelection().toString()") == ""
    assert page.evaluate("visualViewport.scale") == 1
    fingers.arm("actor")
    start, end = fingers.ends("Harbour Doctors")
    page.mouse.move(**start)
    page.mouse.down()
    page.mouse.move(**end)
    page.mouse.up()
    assert "arbour Doctor" in page.evaluate("getSelection().toString()")
    assert page.evaluate(SELECTABLE) != "none"
    assert page.evaluate(REFUSED) == [False, False]


def test_nothing_moves_when_a_label_is_armed_a_word_labelled_or_an_event_taken_in_hand(open_article):
    fingers, hands = open_article("long")
    page = fingers.page
    page.evaluate(
        """() => {
          window.shifts = [];
          new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value, sources }) =>
            [value, sources.map(({ node }) => node?.id || node?.className)])))
            .observe({ type: "layout-shift", buffered: false });
        }"""
    )
    places = """() => [...document.querySelectorAll("#text p")].map((each) => each.getBoundingClientRect().top)"""
    fingers.place("hit")
    before = page.evaluate(places)
    fingers.arm("action")
    fingers.tap("hit")
    fingers.arm("action")
    fingers.double_tap("hit")
    fingers.arm("by")
    fingers.sweep("Harbour Guard")
    assert page.evaluate(places) == before
    assert [found for found in page.evaluate("window.shifts") if "text" in str(found) or "leaf" in str(found)] == []
    assert len(hands.on_server()["links"]) == 1


def test_a_screen_that_is_touched_for_the_first_time_learns_what_fingers_do(open_article):
    fingers, hands = open_article("plain", {"viewport": TABLET["viewport"]})
    page = fingers.page
    screen = page.context.new_cdp_session(page)
    screen.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 5})
    loaded = "() => performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/touch.js'))"
    assert not page.evaluate(loaded), "nobody without a touch screen fetches it"
    point = fingers.place("Drones")
    with page.expect_response("**/view/touch.js"):
        fingers.down([point])
        fingers.up()
    page.wait_for_load_state("networkidle")
    fingers.hold("Drones")
    fingers.press("Actor", within=".details")
    assert quotes(hands) == [("actor", "Drones")]


# ---------------------------------------------------------------- scripts and pens


def test_no_character_is_cut_by_a_finger(open_article):
    fingers, hands = open_article("whole")
    fingers.arm("actor")
    family = "👩\u200d👩\u200d👦\u200d👦"
    fingers.tap(family)
    fingers.tap("e\u0301te\u0301")
    fingers.sweep("🇺🇦 town")
    assert quotes(hands) == [("actor", family), ("actor", "e\u0301te\u0301"), ("actor", "🇺🇦 town")]


def test_a_sweep_over_arabic_follows_the_order_of_the_words(open_article):
    fingers, hands = open_article("arabic")
    fingers.arm("action")
    fingers.sweep("الطائرات بغداد يوم")
    assert quotes(hands) == [("action", "الطائرات بغداد يوم")]


def test_a_pen_sweeps_as_a_mouse_does(open_article):
    fingers, hands = open_article("plain")
    page = fingers.page
    fingers.arm("actor")
    start, end = fingers.ends("Harbour Guard")
    screen = page.context.new_cdp_session(page)
    for kind, point in [("mousePressed", start), ("mouseMoved", end), ("mouseReleased", end)]:
        held = {"button": "left", "buttons": 0 if kind == "mouseReleased" else 1, "clickCount": 1}
        screen.send("Input.dispatchMouseEvent", {"type": kind, **point, **held, "pointerType": "pen"})
    assert quotes(hands) == [("actor", "Harbour Guard")]


# ---------------------------------------------------------------- the legend at the thumb


@pytest.mark.parametrize("screen", [TABLET, PHONE], ids=["tablet", "telephone"])
def test_the_labels_are_at_the_thumb_and_the_last_line_can_be_scrolled_free(open_article, screen):
    fingers, _ = open_article("long", screen)
    page = fingers.page
    height = screen["viewport"]["height"]
    bar = page.locator(".bar").bounding_box()
    assert abs(bar["y"] + bar["height"] - height) < 1
    assert bar["height"] < height / 4
    assert page.locator("#legend").get_by_role("button", name="actor").is_visible()
    last = fingers.place("report 11")
    assert last["y"] < page.locator(".bar").bounding_box()["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= screen["viewport"]["width"]
