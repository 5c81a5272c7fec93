"""Comfort: a person's own settings and keys hold everywhere; every theme, zoom and mode of seeing can be worked in."""

import json
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.hands import next_article
from tests.browser.views import HIDDEN, every_view, settle
from tests.server import add_project, server_with

pytestmark = pytest.mark.browser
SEED = json.loads(Path("seeds/iraq-us-talks.jsonl").read_text("utf-8").splitlines()[0])
THEMES = ("light", "dark", "sepia")

#: What can be clicked or typed into and is on the page to be seen, each with its box and a name to tell it by.
TARGETS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter((each) => each.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
  .filter((each) => !each.closest("[inert]") && !each.matches(".skip-link:not(:focus), #text, [role=region]"))
  .map((each) => {
    // A box to tick is as large as the label around it.
    const { x, y, width, height } = (each.closest("label") ?? each).getBoundingClientRect();
    const isInText = each.matches("a") && getComputedStyle(each).display === "inline"
      && each.parentElement.textContent.trim() !== each.textContent.trim();
    const words = each.getAttribute("aria-label") || each.textContent.trim() || each.name || each.id || each.className;
    return { words: words.slice(0, 60), x, y, width, height, isInText };
  })
  .filter(({ width, height }) => width > 1 && height > 1)"""

#: Text that is cut off: it does not fit and is not to be had elsewhere.
CUT = """() => [...document.querySelectorAll("body *")]
  .filter((each) => each.checkVisibility() && !each.closest(".unseen, .overlay, [hidden]"))
  .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .filter((each) => {
    const style = getComputedStyle(each);
    const isCut = style.overflowX === "hidden" || style.overflowX === "clip";
    return isCut && (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 2);
  })
  .filter((each) => !each.closest("[title]"))
  .map((each) => `${each.className}: ${each.textContent}`)"""

SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
      word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    def fill(database):
        add_project(database, "seed", [SEED["text"]] * 2, overlap=90)

    with server_with(tmp_path_factory.mktemp("comfort"), fill) as running:
        yield running


@pytest.fixture
def enter(newcomer):
    """Signs somebody new in on a page, with these preferences."""

    def entered(page, **preferences):
        # Some of the tests take the network away.
        newcomer(page, "seed", "Failed to load resource", "ERR_")
        if preferences:
            prefer(page, preferences)
            page.reload()
        return page

    return entered


@pytest.fixture
def bench(enter, page):
    """Opens the article of somebody new, with these preferences."""

    def opened_bench(on=page, **preferences):
        enter(on, **preferences)
        return next_article(on)

    return opened_bench


def prefer(page, preferences):
    token = page.locator("meta[name=csrf-token]").get_attribute("content")
    answer = page.request.put(
        f"{page.url.split('/', 3)[0]}//{page.url.split('/', 3)[2]}/api/v1/preferences",
        data={"preferences": preferences},
        headers={"X-CSRFToken": token},
    )
    assert answer.ok, answer.text()


def kept(page):
    """What the server has of this person's preferences."""
    return page.evaluate("() => fetch('/api/v1/preferences').then((a) => a.json()).then((a) => a.preferences)")


def wait_until_kept(page, wanted):
    # Asked again here: a page that waits for a function takes the promise of an answer for a yes.
    deadline = time.monotonic() + 30
    while (found := kept(page)) != wanted:
        assert time.monotonic() < deadline, found
        page.wait_for_timeout(50)


def style(page, selector, name):
    return page.locator(selector).first.evaluate(f"(each) => getComputedStyle(each).getPropertyValue('{name}')")


def label_some(hands):
    for words, key in (("airstrikes", "x"), ("Pentagon", "a"), ("Syria", "z"), ("over 40 Iranian-backed", "c")):
        hands.label(words, key)


# ---------------------------------------------------------------- settings


def test_a_setting_holds_at_once_is_kept_and_holds_on_every_page(bench, server):
    hands = bench()
    page = hands.page
    page.get_by_role("button", name="Settings").click()
    for label, value in (
        ("Colours", "dark"),
        ("Type", "sans"),
        ("Size of the text", "large"),
        ("Width of the text", "narrow"),
    ):
        page.get_by_label(label, exact=True).select_option(value)
    assert style(page, "body", "color-scheme") == "dark"
    assert style(page, ".reading", "font-size") == "20px"
    assert "serif" in style(page, ".reading", "font-family")
    assert style(page, ".reading", "font-family").startswith("system-ui")
    wait_until_kept(page, {"theme": "dark", "font": "sans", "size": "large", "width": "narrow"})
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.goto(f"{server.url}/account")
    assert style(page, "html", "color-scheme") == "dark"
    assert page.get_by_label("Type").input_value() == "sans"


@pytest.mark.parametrize("font", ["serif", "sans", "dyslexia"])
@pytest.mark.parametrize(("width", "characters"), [("narrow", 60), ("normal", 70), ("wide", 80)])
def test_a_line_is_as_wide_as_was_chosen_in_every_type(bench, page, font, width, characters):
    page.set_viewport_size({"width": 1600, "height": 900})
    hands = bench(font=font, width=width)
    lines = hands.page.evaluate(
        """() => { const found = [];
          for (const p of document.querySelectorAll("#text p")) {
            const node = p.firstChild;
            if (!node) continue;
            let start = 0, top = null;
            for (let at = 0; at < node.length; at += 1) {
              const range = document.createRange();
              range.setStart(node, at); range.setEnd(node, at + 1);
              const y = range.getClientRects()[0]?.top ?? top;
              if (top !== null && y > top + 4) { found.push(at - start); start = at; }
              top = y;
            }
          }
          return found; }"""
    )
    assert len(lines) > 10
    # Lines end between words: the mean full one is some letters short of the room there is.
    assert sum(lines) / len(lines) == pytest.approx(characters, abs=5.5)


def test_a_setting_made_offline_holds_and_is_sent_later(bench):
    hands = bench()
    page = hands.page
    page.get_by_role("button", name="Settings").click()
    page.get_by_label("Colours").select_option("light")
    wait_until_kept(page, {"theme": "light"})
    page.context.set_offline(True)
    page.get_by_label("Colours").select_option("sepia")
    assert page.evaluate("document.documentElement.dataset.theme") == "sepia"
    page.context.set_offline(False)
    wait_until_kept(page, {"theme": "sepia"})


def test_spoken_labels_are_as_long_as_was_chosen(bench):
    hands = bench()
    hands.label("airstrikes", "x")
    page = hands.page

    def said():
        """The words in and around the span, as they come to those who hear the page."""
        nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
        by_id = {node["nodeId"]: node for node in nodes}
        waiting, words = [node["nodeId"] for node in nodes if node["role"]["value"] == "mark"], []
        while waiting:
            node = by_id[waiting.pop(0)]
            waiting += node.get("childIds", [])
            if node["role"]["value"] == "StaticText":
                words.append(node["name"]["value"].strip())
        return words

    assert said() == ["action", "airstrikes", "end action"]
    page.get_by_role("button", name="Settings").click()
    for value, wanted in (("terse", ["action", "airstrikes"]), ("off", ["airstrikes"])):
        page.get_by_label("Spoken labels").select_option(value)
        page.keyboard.press("Escape")
        assert said() == wanted
        page.get_by_role("button", name="Settings").click()


def test_with_the_mouse_in_the_left_hand_labels_lie_under_the_right_one(bench):
    hands = bench(hand="left")
    page = hands.page
    hands.label("Baghdad", "/")
    hands.label("Iraq", ";")
    assert hands.spans() == {("location", "Baghdad"), ("actor", "Iraq")}
    assert "; actor" in page.locator("#legend").inner_text().replace("\n", " ")
    page.get_by_role("button", name="Settings").click()
    page.get_by_label("Mouse in the").select_option("right")
    page.keyboard.press("Escape")
    hands.label("Syria", "z")
    assert ("location", "Syria") in hands.spans()
    assert "A actor" in page.locator("#legend").inner_text().replace("\n", " ")


def test_a_break_is_offered_softly_and_then_plainly_and_never_takes_a_key(bench, page):
    page.clock.install()
    hands = bench()
    for _ in range(40):
        # The offer is fetched when the page has come to rest.
        page.clock.run_for(5_000)
        if page.evaluate("sessionStorage.getItem('annotator work')"):
            break
    page.focus("#text")

    def work(minutes):
        for _ in range(minutes * 2):
            page.keyboard.press("Shift")
            page.clock.run_for(30_000)

    work(24)
    expect(page.locator(".notice.break")).to_have_count(0)
    work(2)
    soft = page.locator(".notice.break.soft")
    expect(soft).to_contain_text("25 minutes")
    assert page.evaluate("document.activeElement.id") == "text"
    hands.label("Pentagon", "a")
    assert ("actor", "Pentagon") in hands.spans()
    page.keyboard.press("Escape")
    expect(soft).to_have_count(0)
    work(65)
    hard = page.locator(".notice.break.hard")
    expect(hard).to_contain_text("90 minutes")
    boxes = [page.locator(part).bounding_box() for part in (".notice.break.hard", "#text")]
    assert boxes[0]["width"] * boxes[0]["height"] > 40_000
    hard.get_by_role("button", name="Never offer breaks").click()
    expect(hard).to_have_count(0)
    assert page.evaluate("document.activeElement.id") == "text"


# ---------------------------------------------------------------- keys of one's own (check 34)


def keys_dialog(page):
    page.get_by_role("button", name="Keys", exact=False).first.click()
    return page.get_by_role("dialog", name="Keys")


def test_single_keys_do_nothing_while_a_text_field_has_the_focus(bench):
    hands = bench()
    page = hands.page
    page.keyboard.press("/")
    field = page.locator("input:focus")
    field.wait_for()
    page.keyboard.type("axczuevq")
    assert field.input_value() == "axczuevq"
    assert hands.spans() == set()


def test_a_key_is_changed_by_pressing_the_new_one_and_kept(bench):
    hands = bench()
    page = hands.page
    dialog = keys_dialog(page)
    dialog.get_by_role("button", name="Actor: A. Change").click()
    page.keyboard.press(";")
    expect(dialog.get_by_role("button", name="Actor: ;. Change")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    hands.label("Iraq", "a")
    assert hands.spans() == set()
    hands.label("Iraq", ";")
    assert hands.spans() == {("actor", "Iraq")}
    assert page.locator("#legend kbd").first.inner_text() == ";"
    wait_until_kept(page, {"keys": {"KeyA": "-label:actor", "Semicolon": "label:actor"}})
    page.reload()
    hands.wait_until_ready()
    hands.label("Pentagon", ";")
    assert ("actor", "Pentagon") in hands.spans()


def test_a_conflict_is_named_and_no_stroke_ever_has_two_meanings(bench):
    hands = bench()
    page = hands.page
    dialog = keys_dialog(page)
    dialog.get_by_role("button", name="Actor: A. Change").click()
    page.keyboard.press("e")
    expect(dialog.get_by_text("E is “", exact=False)).to_contain_text("would have no key")
    assert kept(page) == {}
    dialog.get_by_role("button", name="Take E").click()
    expect(dialog.get_by_role("button", name="Actor: E. Change")).to_be_visible()
    expect(dialog.get_by_role("button", name="no key. Change")).to_have_count(1)
    page.keyboard.press("Escape")
    hands.label("Iraq", "e")
    assert hands.spans() == {("actor", "Iraq")}


def test_a_key_is_switched_off_and_taken_back(bench):
    hands = bench()
    page = hands.page
    dialog = keys_dialog(page)
    dialog.get_by_role("button", name="Actor: A. Change").click()
    dialog.get_by_role("button", name="Switch off").click()
    dialog.get_by_role("button", name="Actor: no key. Change").click()
    dialog.get_by_role("button", name="As it comes").click()
    expect(dialog.get_by_role("button", name="Actor: A. Change")).to_be_focused()
    wait_until_kept(page, {"keys": {}})


@pytest.mark.parametrize(
    ("stroke", "why"),
    [
        ("Control+t", "The browser keeps"),
        ("Control+w", "The browser keeps"),
        ("Insert", "Screen readers"),
        ("CapsLock", "Screen readers"),
        ("F5", "The browser and the system"),
        ("Alt+f", "menu"),
        ("Control+Alt+n", "Screen readers"),
        ("Meta+k", "The system"),
    ],
)
def test_strokes_of_browsers_and_screen_readers_are_refused_with_the_reason(bench, stroke, why):
    hands = bench()
    dialog = keys_dialog(hands.page)
    dialog.get_by_role("button", name="Actor: A. Change").click()
    # Some never reach a page that is driven: what is asked is what the page says when they do.
    *held, key = stroke.split("+")
    code = f"Key{key.upper()}" if len(key) == 1 else key
    dialog.get_by_label("New key for Actor").evaluate(
        """(field, [code, held]) => {
             const [ctrlKey, altKey, metaKey] = ["Control", "Alt", "Meta"].map((each) => held.includes(each));
             const press = { code, ctrlKey, altKey, metaKey, bubbles: true, cancelable: true };
             field.dispatchEvent(new KeyboardEvent("keydown", press)); }""",
        [code, held],
    )
    expect(dialog.locator(".key-edit [role=status]")).to_contain_text(why)
    assert kept(hands.page) == {}


def test_all_single_keys_are_switched_off_at_once_and_the_rest_still_works(bench):
    hands = bench()
    page = hands.page
    dialog = keys_dialog(page)
    dialog.get_by_role("checkbox", name="Single keys").uncheck()
    page.keyboard.press("Escape")
    for key in ("a", "x", "u", "?", "/", "["):
        hands.press(key, "Pentagon")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert hands.spans() == set()
    hands.press("Alt+a", "Pentagon")
    assert hands.spans() == {("actor", "Pentagon")}
    page.keyboard.press("Control+z")
    assert hands.spans() == set()
    wait_until_kept(page, {"single_keys": "off"})


# ---------------------------------------------------------------- focus (checks 35, 36)


def test_tab_enters_the_text_and_leaves_it_and_shift_tab_comes_back_to_the_same_word(bench):
    hands = bench()
    page = hands.page
    page.focus("#text")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    # The cursor is drawn with the next frame.
    page.evaluate("() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))")
    box = page.locator(".aim").first.bounding_box()
    page.keyboard.press("Tab")
    assert not page.evaluate("document.querySelector('#text').contains(document.activeElement)")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.id") == "text"
    assert page.locator(".aim").first.bounding_box() == box


def test_no_place_of_the_page_keeps_the_focus(bench):
    hands = bench()
    label_some(hands)
    page = hands.page
    page.evaluate("document.activeElement.blur()")
    for stroke in ("Tab", "Shift+Tab"):
        seen, left = [], False
        for _ in range(300):
            page.keyboard.press(stroke)
            here = page.evaluate(
                """() => { const here = document.activeElement; if (here === document.body) return 0;
                   window.focused ??= []; let at = window.focused.indexOf(here);
                   if (at < 0) at = window.focused.push(here) - 1; return at + 1; }"""
            )
            left = here == 0 or (len(seen) > 1 and here == seen[0])
            if left:
                break
            assert here not in seen[-1:], "Tab did not move"
            seen.append(here)
        assert left, "there is no way out"
        assert len(seen) > 15


def test_escape_closes_the_innermost_thing_and_comes_home_to_the_text(bench):
    hands = bench()
    page = hands.page
    hands.press("x", "airstrikes")
    hands.press("e", "airstrikes")
    dialog = keys_dialog(page)
    dialog.get_by_role("button", name="Actor: A. Change").click()
    page.keyboard.press("Escape")
    expect(dialog.locator(".key-edit")).to_have_count(0)
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.locator("#cards > li.held")).to_have_count(1)
    page.focus("#text")
    page.keyboard.press("Escape")
    expect(page.locator("#cards > li.held")).to_have_count(0)


#: A window of 1280 × 900 at 100, 200 and 400 %.
ZOOMS = [(1280, 900), (640, 450), (320, 225)]
#: Here the bar sticks to the foot of the window, over the text.
STICKY = (820, 700)


@pytest.mark.parametrize(("width", "height"), [*ZOOMS, STICKY])
def test_what_has_the_focus_is_never_hidden(bench, width, height):
    hands = bench()
    label_some(hands)
    hands.press("e", "airstrikes")
    page = hands.page
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("document.activeElement.blur()")
    hidden, steps = [], 0
    for stroke in ("Tab", "Shift+Tab"):
        for _ in range(60):
            page.keyboard.press(stroke)
            settle(page)
            steps += 1
            fault = page.evaluate(HIDDEN, "")
            if fault:
                hidden.append(fault)
    assert steps == 120
    assert hidden == []


@pytest.mark.parametrize(("width", "height"), [*ZOOMS, STICKY])
def test_the_cursor_in_the_text_is_never_hidden(bench, width, height):
    hands = bench()
    label_some(hands)
    page = hands.page
    page.set_viewport_size({"width": width, "height": height})
    page.focus("#text")
    page.keyboard.press("Control+Home")
    hidden = []
    if (width, height) == STICKY:
        assert style(page, ".bar", "position") == "sticky"
    for stroke in [*["ArrowDown"] * 45, "Control+End", *["ArrowUp"] * 20, "Control+Home", *["Control+ArrowDown"] * 8]:
        page.keyboard.press(stroke)
        settle(page)
        fault = page.evaluate(HIDDEN, ".aim")
        if fault:
            hidden.append((stroke, fault))
    assert hidden == []


# ---------------------------------------------------------------- zoom and spacing (check 37)


@pytest.mark.parametrize(("width", "height"), ZOOMS[1:])
def test_enlarged_all_acts_can_be_done_in_one_column_without_scrolling_sideways(bench, width, height):
    hands = bench()
    page = hands.page
    page.set_viewport_size({"width": width, "height": height})
    label_some(hands)
    hands.press("e", "airstrikes")
    hands.press("t", "Pentagon")
    card = page.locator("#cards > li.held")
    card.locator("dt", has_text="says").wait_for()
    hands.press("[", "Pentagon")
    page.keyboard.press("u")
    hands.press("Delete", "Syria")
    assert ("location", "Syria") not in hands.spans()
    for opened_by in ("Settings", "Keys"):
        page.get_by_role("button", name=opened_by).first.click()
        dialog = page.get_by_role("dialog")
        box = dialog.bounding_box()
        assert box["width"] <= width
        assert dialog.evaluate("(each) => each.scrollWidth <= each.clientWidth")
        page.keyboard.press("Escape")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    text, cards = (page.locator(part).bounding_box() for part in ("#text", "#cards"))
    assert cards["y"] >= text["y"] + text["height"]
    hands.wait_until_saved()


@pytest.mark.parametrize("path", ["/", "/account", "/projects/seed/guideline"])
def test_enlarged_no_page_scrolls_sideways(enter, page, server, path):
    enter(page)
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(server.url + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("width", [1280, 320])
def test_wider_spacing_of_text_loses_nothing(bench, server, width):
    hands = bench()
    label_some(hands)
    page = hands.page
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate(SPACING)
    assert page.evaluate(CUT) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    hands.label("Central Command", "a")
    assert ("actor", "Central Command") in hands.spans()
    for path in ("/", "/account"):
        page.goto(server.url + path)
        page.evaluate(SPACING)
        assert page.evaluate(CUT) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


# ---------------------------------------------------------------- targets and motion (checks 38, 40)


def too_small(targets, least):
    """Targets below the size, unless a circle of that size around each meets no other target and no other circle."""

    def far(one, other):
        middle = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in (one, other)]
        if other["width"] < least or other["height"] < least:
            return (middle[0][0] - middle[1][0]) ** 2 + (middle[0][1] - middle[1][1]) ** 2 >= least**2
        dx = max(other["x"] - middle[0][0], 0, middle[0][0] - other["x"] - other["width"])
        dy = max(other["y"] - middle[0][1], 0, middle[0][1] - other["y"] - other["height"])
        return dx**2 + dy**2 >= (least / 2) ** 2

    small = [each for each in targets if not each["isInText"] and min(each["width"], each["height"]) < least - 0.01]
    return [
        f"{each['words']}: {each['width']:.0f} × {each['height']:.0f}"
        for each in small
        if not all(far(each, other) for other in targets if other is not each)
    ]


def test_every_target_is_large_enough_or_has_room_around_it(bench, server):
    hands = bench()
    label_some(hands)
    hands.press("e", "airstrikes")
    hands.press("t", "Pentagon")
    hands.press("v", "over 40")
    small = {}
    for view in every_view(hands, server):
        targets = hands.page.evaluate(TARGETS)
        assert len(targets) > 3
        if found := too_small(targets, 24):
            small[view] = found
    assert small == {}


def test_for_fingers_every_target_is_larger(bench, browser, server):
    context = browser.new_context(viewport={"width": 820, "height": 1180}, has_touch=True, is_mobile=True)
    hands = bench(context.new_page())
    assert hands.page.evaluate("matchMedia('(pointer: coarse)').matches")
    label_some(hands)
    hands.press("e", "airstrikes")
    small = {}
    for view in every_view(hands, server):
        if found := too_small(hands.page.evaluate(TARGETS), 44):
            small[view] = found
    context.close()
    assert small == {}


@pytest.mark.parametrize("travel", ["on", "off"])
def test_the_days_keys_are_counted_on_the_device_and_only_for_whom_it_may(bench, travel):
    hands = bench(travel=travel)
    page = hands.page
    loaded = "performance.getEntriesByType('resource').find((each) => each.name.endsWith('hand-count.js'))"
    page.wait_for_function(f"() => {loaded}")
    # It counts once it has run, which is later than that it has come.
    page.evaluate(f"() => import({loaded}.name).then(() => new Promise((go) => setTimeout(go)))")
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    page.reload()
    hands.wait_until_ready()
    page.get_by_role("button", name="Settings").first.click()
    counted = page.get_by_text(re.compile(r"Your hands today: [7-9] keys, "))
    if travel == "on":
        expect(counted).to_be_visible()
    else:
        expect(page.get_by_label("Keys, clicks and way of the pointer")).to_have_value("off")
        assert counted.count() == 0
        assert page.evaluate("Object.keys(localStorage).every((name) => !name.startsWith('annotator hands'))")
    assert set(kept(page)) == {"travel"}


def test_whoever_wants_no_motion_sees_none(bench, server):
    hands = bench()
    page = hands.page
    page.emulate_media(reduced_motion="reduce")
    moving = """() => [...document.querySelectorAll("*")].filter((each) => {
      const style = getComputedStyle(each);
      return style.animationName !== "none" || parseFloat(style.transitionDuration) > 0
        || style.scrollBehavior === "smooth";
    }).map((each) => each.outerHTML.slice(0, 80)).concat(document.getAnimations().map((each) => each.animationName))"""
    label_some(hands)
    for _ in every_view(hands, server):
        assert page.evaluate(moving) == []


def test_in_forced_colours_line_and_letter_tell_all_labels_apart(bench):
    hands = bench()
    label_some(hands)
    page = hands.page
    page.emulate_media(forced_colors="active")
    looks = page.evaluate(
        """() => [...document.querySelectorAll("#text mark")].map((mark) => [mark.dataset.label,
             getComputedStyle(mark.querySelector("span")).textDecorationStyle,
             getComputedStyle(mark, "::before").content.split(" ")[0].replace(/"/g, "")])"""
    )
    lines = {label: line for label, line, _ in looks}
    letters = {label: letter for label, _, letter in looks}
    assert len(lines) == 4
    assert len(set(lines.values())) == 4
    assert sorted(letters.values()) == ["A", "C", "X", "Z"]
    legend = page.evaluate(
        """() => [...document.querySelectorAll("#legend .name")]
             .map((each) => getComputedStyle(each).textDecorationStyle)"""
    )
    assert len(set(legend)) == 4


def test_in_forced_colours_what_is_proposed_is_told_from_what_is_linked_and_from_labels(bench):
    hands = bench()
    page = hands.page
    page.emulate_media(forced_colors="active")
    hands.press("x", "airstrikes", 1)
    hands.press("z", "Syria")
    hands.press("a", "Pentagon", 1)
    hands.press("e", "airstrikes", 1)
    hands.press("t", "Pentagon", 1)
    page.locator("mark.proposed").wait_for()
    page.locator(".note.offer").wait_for()
    page.mouse.move(2, 2)
    outline = """(each) => { const { outlineStyle, outlineWidth } = getComputedStyle(each);
      return [outlineStyle, parseFloat(outlineWidth) > 0]; }"""
    proposed = page.locator("mark.proposed > span").evaluate(outline)
    linked = page.locator("mark.linked > span").first.evaluate(outline)
    assert (proposed, linked) == (["dashed", True], ["solid", True])
    notes = page.locator(".note").evaluate_all(f"(all) => all.map((each) => [each.dataset.words, ({outline})(each)])")
    assert ["at?", ["dashed", True]] in notes
    assert ["says", ["solid", True]] in notes
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    plain = page.locator("mark[data-label=location] > span")
    expect(plain).to_have_css("outline-style", "none")


# ---------------------------------------------------------------- colours that are on the page (check 33)


@pytest.mark.parametrize("theme", THEMES)
def test_words_on_every_label_have_the_contrast_that_is_promised_as_they_are_painted(bench, theme):
    hands = bench(theme=theme)
    label_some(hands)
    hands.label("Daesh/terrorist group", "a")
    painted = hands.page.evaluate(
        """() => { const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
          const rgb = (color) => { canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
            return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3); };
          const page = rgb(getComputedStyle(document.documentElement).backgroundColor);
          return [...document.querySelectorAll("#text mark > span")].map((each) => {
            const { color, backgroundColor } = getComputedStyle(each);
            return [rgb(color), rgb(backgroundColor), page]; }); }"""
    )
    assert len(painted) == 5

    def luminance(rgb):
        parts = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    def contrast(one, other):
        low, high = sorted((luminance(one), luminance(other)))
        return (high + 0.05) / (low + 0.05)

    assert [1 for ink, fill, _ in painted if contrast(ink, fill) < 7] == []
    assert len({tuple(fill) for _, fill, _ in painted}) == 4
    assert {tuple(page) for _, _, page in painted} == {
        {"light": (255, 255, 255), "dark": (22, 24, 28), "sepia": (248, 241, 226)}[theme]
    }
