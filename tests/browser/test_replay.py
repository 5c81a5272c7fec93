"""Articles that experts have annotated are made again by hands on a real page, in so many acts and not more."""

import sys
from pathlib import Path

import pytest

from tests.browser.fingers import TABLET
from tests.browser.hands import furthest_move, next_article, places, task_on_server
from tests.replay import gold as golds
from tests.replay.replay import PARTS, acts, replay, table
from tests.server import add_project, server_with

SEEDS = Path("seeds")
ARTICLES = {
    "talks": "iraq-us-talks",
    "raids": "twin-port-raids",
    "arabic": "fuel-convoy-attack-ar",
    "chinese": "lake-village-raid-zh",
    "counts": "patrol-ambush-counts",
}
GOLD = {slug: next(golds.golds(SEEDS / f"{name}.jsonl")) for slug, name in ARTICLES.items()}
TALKS = GOLD["talks"]
#: What a link says of two events or of two tolls; all others are what an event is made of.
BESIDE = {"retaliation_for", "same_toll"}

#: Notes what comes from a pointer, and of which type that is, what menu opens, and what the browser itself selects.
WATCH = """() => {
  window.noted = [];
  for (const type of ["pointerdown", "pointermove", "pointerup", "wheel", "contextmenu"])
    document.addEventListener(type, (event) => window.noted.push(event.pointerType ?? type), true);
  document.addEventListener("selectionchange", () => {
    const words = getSelection().toString();
    // In a field that opens filled in, the page selects what typing is to replace.
    if (words && !document.activeElement.matches("input")) window.noted.push(words);
  });
}"""
#: How many dialogs open.
WATCH_DIALOGS = """() => {
  window.dialogs = 0;
  const observer = new MutationObserver(() => (window.dialogs += document.querySelectorAll("dialog[open]").length));
  observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ["open"] });
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    def fill(database):
        for slug, gold in GOLD.items():
            add_project(database, slug, [gold.text], overlap=20, schema=gold.schema)

    with server_with(tmp_path_factory.mktemp("replay"), fill) as running:
        yield running


def tell(player, gold):
    """The counts, for who runs this with -s."""
    sys.stdout.write(f"\n{table(player, gold)}\n")


def expect(hands, gold):
    """The server has exactly the spans of the gold, and its links with the further triggers."""
    found = hands.on_server()
    assert golds.placed(found) == golds.placed(gold)
    assert golds.linked(found) == golds.linked(gold)


def expect_tolls(hands, gold):
    schema = task_on_server(hands.page)["schema"]
    assert golds.tolls(hands.on_server(), schema) == golds.tolls(gold, schema)


@pytest.mark.parametrize(("with_repeats", "most"), [(False, 80), (True, 60)], ids=["word by word", "with repeats"])
def test_one_gesture_a_span_makes_exactly_the_gold_and_moves_no_character(open_article, with_repeats, most):
    hands = open_article("talks")
    page = hands.page
    page.evaluate(
        """() => { window.shifts = [];
           const observer = new PerformanceObserver((list) => {
             const text = document.querySelector("#text");
             // Cards make room for each other: they stand in the order of the text.
             for (const { value, sources } of list.getEntries())
               if (sources.some(({ node }) => text.contains(node))) window.shifts.push(value);
           });
           observer.observe({ type: "layout-shift" }); }"""
    )
    before = places(page)
    player = replay(page, TALKS, parts=("spans",), with_repeats=with_repeats)
    tell(player, TALKS)
    expect(hands, {**TALKS.annotations, "links": []})
    assert acts(player) <= most
    assert furthest_move(before, places(page)) <= 0.5
    assert sum(page.evaluate("window.shifts")) < 0.001


def test_the_task_that_is_counted_has_76_spans_46_links_of_events_and_6_tolls():
    links = [link for link in TALKS.links if link["role"] not in BESIDE]
    tolls = [span for span in TALKS.spans if "count" in span.get("attributes", {})]
    assert (len(TALKS.spans), len(links), len(tolls)) == (76, 46, 6)


def test_the_whole_task_by_pointer_and_keys_takes_no_more_than_120_acts_and_opens_no_dialog(open_article):
    hands = open_article("talks")
    hands.page.evaluate(WATCH_DIALOGS)
    player = replay(hands.page, TALKS)
    tell(player, TALKS)
    expect(hands, TALKS.annotations)
    expect_tolls(hands, TALKS.annotations)
    assert acts(player) <= 120
    assert hands.page.evaluate("window.dialogs") == 0


@pytest.mark.slow
def test_the_whole_task_by_keys_alone_takes_no_more_than_520_and_no_pointer(open_article):
    hands = open_article("talks")
    hands.page.evaluate(WATCH)
    player = replay(hands.page, TALKS, "keys")
    tell(player, TALKS)
    expect(hands, TALKS.annotations)
    expect_tolls(hands, TALKS.annotations)
    # The words that Shift and the arrows select are the page's own doing.
    assert {"mouse", "pen", "touch", "wheel"}.isdisjoint(hands.page.evaluate("window.noted"))
    assert acts(player) <= 520


@pytest.mark.slow
def test_the_whole_task_by_fingers_takes_no_more_than_230_taps_and_selects_nothing(browser, newcomer):
    context = browser.new_context(**TABLET)
    page = context.new_page()
    newcomer(page, "talks")
    hands = next_article(page)
    # What fingers do beyond taps has been fetched when the first of them can come.
    page.wait_for_load_state("networkidle")
    page.evaluate(WATCH)
    player = replay(page, TALKS, "touch")
    tell(player, TALKS)
    expect(hands, TALKS.annotations)
    expect_tolls(hands, TALKS.annotations)
    assert set(page.evaluate("window.noted")) == {"touch"}
    assert acts(player) <= 230
    context.close()


@pytest.mark.slow
@pytest.mark.parametrize(("slug", "most"), [("raids", 95), ("counts", 120), ("arabic", 110), ("chinese", 110)])
def test_any_article_is_made_again_by_pointer_and_keys_in_so_many_acts(open_article, slug, most):
    hands = open_article(slug)
    player = replay(hands.page, GOLD[slug])
    tell(player, GOLD[slug])
    assert acts(player) <= most
    expect(hands, GOLD[slug].annotations)
    expect_tolls(hands, GOLD[slug].annotations)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "window"), [("pointer", (640, 450)), ("keys", (320, 225)), ("keys", (640, 450))])
def test_enlarged_the_whole_task_is_done_all_the_same(open_article, kind, window):
    hands = open_article("raids")
    hands.page.set_viewport_size(dict(zip(("width", "height"), window, strict=True)))
    player = replay(hands.page, GOLD["raids"], kind)
    tell(player, GOLD["raids"])
    expect(hands, GOLD["raids"].annotations)
    expect_tolls(hands, GOLD["raids"].annotations)
    assert hands.page.evaluate("document.documentElement.scrollWidth") <= window[0]


@pytest.mark.slow
def test_with_200_ms_more_on_every_call_the_same_acts_make_the_same_gold(open_article, browser, newcomer):
    quick = acts(replay(open_article("talks").page, TALKS))
    context = browser.new_context()
    newcomer(context.new_page(), "talks")
    hands = next_article(context.pages[0])
    network = hands.page.context.new_cdp_session(hands.page)
    network.send("Network.enable")
    slow = {"offline": False, "latency": 200, "downloadThroughput": -1, "uploadThroughput": -1}
    network.send("Network.emulateNetworkConditions", slow)
    before = places(hands.page)
    player = replay(hands.page, TALKS)
    assert acts(player) == quick
    assert furthest_move(before, places(hands.page)) <= 0.5
    expect(hands, TALKS.annotations)
    expect_tolls(hands, TALKS.annotations)
    context.close()


@pytest.mark.slow
@pytest.mark.parametrize("slug", ["raids", "arabic"])
def test_nested_crossing_and_arabic_words_are_reached_by_keys_alone(open_article, slug):
    hands = open_article(slug)
    player = replay(hands.page, GOLD[slug], "keys")
    tell(player, GOLD[slug])
    expect(hands, GOLD[slug].annotations)
    expect_tolls(hands, GOLD[slug].annotations)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["pointer", "keys"])
def test_all_that_is_said_of_spans_is_set_in_the_strip(open_article, kind):
    hands = open_article("chinese")
    gold = GOLD["chinese"]
    player = replay(hands.page, gold, kind, parts=(*PARTS, "values"))
    tell(player, gold)
    expect(hands, gold.annotations)
    expect_tolls(hands, gold.annotations)
    schema = task_on_server(hands.page)["schema"]
    assert golds.values(hands.on_server(), schema) == golds.values(gold.annotations, schema)
