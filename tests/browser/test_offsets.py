"""Offsets: what is labelled, in whichever script, is the same words on the page, in the API and in the stored text."""

import json
from itertools import accumulate
from pathlib import Path
from random import Random

import pytest

from tests.browser.hands import task_on_server
from tests.server import add_project, server_with
from tests.strategies import FRAGMENTS

#: Spans on each text: so many made in one go, so many dragged over with the mouse. A thousand in all.
AT_ONCE, BY_HAND = 150, 17


def seed(name):
    return json.loads(Path(f"seeds/{name}.jsonl").read_text("utf-8").splitlines()[0])["text"]


def pieces(count, *some):
    """A text of such pieces in any order, the same in every run."""
    return "".join(Random(count).choices(some, k=count))


FAMILY, THUMB, FLAG = "👩\u200d👩\u200d👦\u200d👦", "👍🏽 ", "🇺🇦"
MARKED = ("e\u0301te\u0301 ", "q\u0323\u0307 ")
EMOJI = pieces(260, "Units ", FAMILY, THUMB, "hit ", FLAG, "town ", "𝔘", *MARKED, ". ", "\n")
CRLF = pieces(220, "The raid ", "killed 12 ", THUMB, "Wave\r", "he said.\r\n", "U.S. ", "\r\n\r\n", "A\u00a0V. ")
TEXTS = {
    "emoji": EMOJI,
    "crlf": CRLF,
    "arabic": seed("fuel-convoy-attack-ar"),
    "chinese": seed("lake-village-raid-zh"),
    "thai": seed("hill-checkpoint-th"),
    "everything": pieces(400, *FRAGMENTS),
}

#: Where each code point of the article stands in the page, in the order of the text. In the page's own scripts nothing
#: of this is used.
PLACES = """
  const placesIn = (root) => {
    const places = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest("p") ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP);
    while (walker.nextNode()) {
      let offset = 0;
      for (const character of walker.currentNode.data) {
        places.push({ node: walker.currentNode, offset, character });
        offset += character.length;
      }
    }
    return places;
  };
"""

#: Selects words and labels them, again and again, as hands would; answers how many spans there are.
LABEL = f"""async ([wanted, count]) => {{
  {PLACES}
  const root = document.getElementById("text");
  const idle = () => new Promise((done) => setTimeout(done));
  const made = () => new Set([...root.querySelectorAll("mark")].flatMap((mark) => mark.dataset.ids.split(" "))).size;
  for (const {{ where, length, key }} of wanted) {{
    if (made() >= count) break;
    const places = placesIn(root);
    const first = Math.floor(where * places.length);
    const from = places[first];
    const to = places[Math.min(first + length, places.length - 1)];
    from.node.parentElement.dispatchEvent(new PointerEvent("pointerdown", {{ bubbles: true, button: 0 }}));
    getSelection().setBaseAndExtent(from.node, from.offset, to.node, to.offset);
    document.dispatchEvent(new PointerEvent("pointerup", {{ bubbles: true, button: 0 }}));
    await idle();
    const init = {{ key, code: `Key${{key.toUpperCase()}}`, bubbles: true, cancelable: true }};
    for (const type of ["keydown", "keyup"]) root.dispatchEvent(new KeyboardEvent(type, init));
    getSelection().removeAllRanges();
  }}
  return made();
}}"""

#: The middle of two letters of the text, the second so many letters after the first, once both are in sight.
LETTERS = f"""([where, length]) => {{
  {PLACES}
  const letters = placesIn(document.getElementById("text")).filter(({{ character }}) => /\\p{{L}}/u.test(character));
  const first = Math.floor(where * (letters.length - length));
  const range = document.createRange();
  const box = ({{ node, offset, character }}) => {{
    range.setStart(node, offset);
    range.setEnd(node, offset + character.length);
    return range.getBoundingClientRect();
  }};
  letters[first].node.parentElement.scrollIntoView({{ block: "center", behavior: "instant" }});
  const boxes = [letters[first], letters[first + length]].map(box);
  return boxes.map(({{ x, y, width, height }}) => [x + width / 3, y + height / 2]);
}}"""

#: The words in the marks of each span.
PAINTED = """() => {
  const words = {};
  for (const mark of document.querySelectorAll("#text mark"))
    for (const id of mark.dataset.ids.split(" ")) words[id] = (words[id] ?? "") + mark.textContent;
  return words;
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    def fill(database):
        for slug, text in TEXTS.items():
            add_project(database, slug, [text], overlap=40)

    with server_with(tmp_path_factory.mktemp("offsets"), fill) as running:
        yield running


def whole(page, text):
    """Offsets, in code points, between characters that people see, as the browser counts them."""
    found = page.evaluate("(text) => [...new Intl.Segmenter().segment(text)].map((each) => each.segment)", text)
    return {0, *accumulate(len(each) for each in found)}


def without_breaks(words):
    return words.replace("\r", "").replace("\n", "")


@pytest.mark.parametrize("slug", TEXTS)
def test_spans_at_random_places_are_slices_of_the_stored_text_and_cut_no_character(open_article, slug):
    hands, text, chance = open_article(slug), TEXTS[slug], Random(slug)
    page = hands.page
    wanted = [
        {"where": chance.random(), "length": chance.randint(1, 30), "key": chance.choice("axcz")}
        for _ in range(6 * AT_ONCE)
    ]
    assert page.evaluate(LABEL, [wanted, AT_ONCE]) == AT_ONCE
    for _ in range(BY_HAND):
        drag_over(page, chance)
        # Beside what is there: the label of another span would only be changed.
        page.keyboard.press(f"Alt+{chance.choice('axcz')}")
    assert task_on_server(page)["document"]["text"] == text, "the text as it came, line ends too"
    spans = hands.on_server()["spans"]
    assert len(spans) > AT_ONCE + BY_HAND / 2
    painted, boundaries = page.evaluate(PAINTED), whole(page, text)
    assert len(painted) == len(spans)
    for span in spans:
        words = text[span["start"] : span["end"]]
        assert span["quote"] == words
        assert painted[span["id"]] == without_breaks(words)
        assert {span["start"], span["end"]} <= boundaries


def drag_over(page, chance):
    """Words are selected with the mouse; where the browser loses the start of a drag, others."""
    # Words that are still selected would be dragged away.
    page.keyboard.press("Escape")
    for _ in range(4):
        (x, y), (to_x, to_y) = page.evaluate(LETTERS, [chance.random(), chance.randint(3, 12)])
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(to_x, to_y, steps=3)
        page.mouse.up()
        if not page.evaluate("() => getSelection().isCollapsed"):
            return page.wait_for_selector(".aim.selection")
    raise AssertionError("no drag selects anything")


def test_what_is_put_on_the_clipboard_is_the_text_itself_across_labels(open_article):
    hands = open_article("everything")
    page = hands.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    drag_over(page, Random(1))
    page.keyboard.press("a")
    page.evaluate("() => getSelection().selectAllChildren(document.getElementById('text'))")
    page.keyboard.press("Control+c")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == TEXTS["everything"]
