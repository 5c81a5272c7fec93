"""Every gesture of the hands: words and their repeats, boundaries, jumps and finding, in all scripts."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.hands import next_article
from tests.server import add_project, server_with

SEED = json.loads(Path("seeds/iraq-us-talks.jsonl").read_text("utf-8").splitlines()[0])["text"]
PLAIN = (
    "Drones of the Harbour Guard hit Tarsa. The raid killed 12 people, the Harbour Doctors said.\n\n"
    "Tarsa was hit again on Monday; the Harbour Guard denied it. A Tarsa-born clerk died.\n\n"
    "The strike on Tarsa ended at noon."
)
#: A family of four code points and three joiners, a thumb with its colour, a letter and its mark, a flag.
WHOLE = "Units 👩\u200d👩\u200d👦\u200d👦👍🏽 hit e\u0301te\u0301 🇺🇦 town."
CHINESE = "以色列军队星期一袭击了加沙北部的难民营，造成至少十二人死亡。"
ARABIC = "قصفت الطائرات بغداد يوم الأربعاء وقتل 12 شخصا."
TEXTS = {"seed": SEED, "plain": PLAIN, "whole": WHOLE, "chinese": CHINESE, "arabic": ARABIC}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    def fill(database):
        for slug, text in TEXTS.items():
            add_project(database, slug, [text], overlap=60)

    with server_with(tmp_path_factory.mktemp("gestures"), fill) as running:
        yield running


@pytest.fixture
def open_article(page, newcomer):
    """Opens an article nobody has worked on, for somebody with these preferences."""

    def opened_article(slug, **preferences):
        newcomer(page, slug)
        if preferences:
            status = page.evaluate(
                """(preferences) => fetch("/api/v1/preferences", {
                     method: "PUT",
                     headers: {
                       "Content-Type": "application/json",
                       "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content,
                     },
                     body: JSON.stringify({ preferences }),
                   }).then((answer) => answer.status)""",
                preferences,
            )
            assert status == 200
        return next_article(page)

    return opened_article


def spans(hands):
    return sorted((span["label"], span["start"], span["end"]) for span in hands.on_server()["spans"])


def quotes(hands):
    found = sorted(hands.on_server()["spans"], key=lambda span: (span["start"], -span["end"]))
    return [(span["label"], span["quote"]) for span in found]


def places(text, words):
    """Where words stand, the offsets of each time."""
    return [(at, at + len(words)) for at in range(len(text)) if text.startswith(words, at)]


def said(page):
    return page.inner_text("#status .said")


def until_said(page, words):
    page.wait_for_function("(words) => document.querySelector('#status .said').textContent.includes(words)", arg=words)


def drag(page, start, end, *, alt=False):
    page.mouse.move(**start)
    page.mouse.down()
    if alt:
        page.keyboard.down("Alt")
    page.mouse.move((start["x"] + end["x"]) / 2, end["y"])
    page.mouse.move(**end)


def grip(page, nth):
    """The middle of the first or second grip, once it is there."""
    page.wait_for_function("() => [...document.querySelectorAll('.grip')].some((each) => each.checkVisibility())")
    box = page.locator(".grip").nth(nth).bounding_box()
    assert box["width"] >= 24
    assert box["height"] >= 24
    return {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}


# ---------------------------------------------------------------- words


#: The boxes of the characters of some words, once the first of them is in the middle.
LETTERS = """(words) => {
  const range = document.createRange();
  for (const p of document.querySelectorAll("#text p")) {
    const node = p.firstChild;
    const at = node ? node.data.indexOf(words) : -1;
    if (at < 0) continue;
    p.scrollIntoView({ block: "center", behavior: "instant" });
    return [...words].map((_, step) => {
      range.setStart(node, at + step);
      range.setEnd(node, at + step + 1);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      return { left, right, y: (top + bottom) / 2 };
    });
  }
}"""


@pytest.mark.parametrize("word", ["al-Saadi", "U.S.", "Daesh/terrorist", "Iran-backed", "Jan", "40"])
def test_a_key_over_any_part_of_any_character_of_a_word_labels_that_word(open_article, word):
    hands = open_article("seed")
    page = hands.page
    for letter in page.evaluate(LETTERS, word):
        for x in (letter["left"] + 1, (letter["left"] + letter["right"]) / 2, letter["right"] - 1):
            page.mouse.move(x, letter["y"])
            page.keyboard.press("a")
            assert hands.spans() == {("actor", word)}
            page.keyboard.press("u")
            assert hands.spans() == set()


@pytest.mark.parametrize(
    ("words", "offsets"), [('at least one" civilian', (1831, 1853)), ("Daesh/terrorist group", (944, 965))]
)
@pytest.mark.parametrize("backwards", [False, True], ids=["onward", "backward"])
def test_a_sweep_takes_whole_words_and_no_outer_mark(open_article, words, offsets, backwards):
    hands = open_article("seed")
    first, last = hands._boxes(words, 0)
    begin, end = (last, first) if backwards else (first, last)
    hands.page.mouse.move(**begin)
    hands.page.keyboard.down("c")
    hands.page.mouse.move(**end)
    hands.page.keyboard.up("c")
    assert spans(hands) == [("casualty", *offsets)]


def test_a_held_key_and_the_arrows_sweep_without_a_pointer(open_article):
    hands = open_article("plain")
    keyboard = hands.page.keyboard
    for key in ("ArrowRight", "ArrowRight", "ArrowRight"):
        keyboard.press(key)
    keyboard.down("a")
    keyboard.press("ArrowRight")
    assert hands.page.evaluate("CSS.highlights.size") == 1
    keyboard.up("a")
    assert quotes(hands) == [("actor", "Harbour Guard")]


def test_hands_that_cannot_hold_begin_and_end_a_sweep_by_a_press_each(open_article):
    hands = open_article("plain", sweep="tap")
    hands.press("a", "Harbour")
    hands.point("Guard")
    assert hands.spans() == set()
    hands.page.keyboard.press("a")
    assert hands.spans() == {("actor", "Harbour Guard")}
    hands.press("z", "Tarsa")
    hands.page.keyboard.press("Escape")
    hands.press("c", "12")
    hands.page.keyboard.press("c")
    assert quotes(hands) == [("actor", "Harbour Guard"), ("casualty", "12")]


def test_what_would_be_labelled_is_outlined_for_pointer_cursor_and_selection(open_article):
    hands = open_article("plain")
    page = hands.page
    page.wait_for_selector(".aim.cursor")
    hands.point("Tarsa")
    page.wait_for_selector(".aim.pointer")
    aimed, word = page.locator(".aim").bounding_box(), hands._boxes("Tarsa", 0)
    assert aimed["x"] < word[0]["x"] < word[1]["x"] < aimed["x"] + aimed["width"]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_selector(".aim.selection")
    page.keyboard.press("Escape")
    page.wait_for_selector(".aim.cursor")
    hands.press("Delete", "Tarsa")
    assert said(page) == "No span there to delete"


# ---------------------------------------------------------------- repeats


@pytest.mark.parametrize("is_taken", [False, True], ids=["free", "labelled"])
def test_one_key_labels_a_word_and_all_its_free_repeats_and_one_undo_takes_all_back(open_article, is_taken):
    hands = open_article("seed")
    if is_taken:
        hands.label("U.S.-led", "x")
    hands.press("Shift+A", "U.S.")
    labelled = [("actor", *place) for place in places(SEED, "U.S.") if SEED[place[1] : place[1] + 4] != "-led"]
    assert len(labelled) > 3
    assert [span for span in spans(hands) if span[0] == "actor"] == labelled
    until_said(hands.page, f"Actor “U.S.”: {len(labelled)} labelled")
    hands.page.keyboard.press("u")
    assert quotes(hands) == ([("action", "U.S.-led")] if is_taken else [])


def test_repeats_are_shown_before_they_are_made_and_escape_makes_none(open_article):
    hands = open_article("plain")
    page = hands.page
    hands.point("Harbour")
    page.keyboard.down("Shift")
    page.keyboard.down("a")
    assert said(page) == "Harbour ×3"
    hands.point("Guard")
    assert said(page) == "Harbour Guard ×2"
    assert page.evaluate("[...CSS.highlights.values()].map((each) => each.size)") == [2]
    page.keyboard.press("Escape")
    assert said(page) == "Nothing labelled"
    page.keyboard.up("a")
    page.keyboard.up("Shift")
    assert page.evaluate("CSS.highlights.size") == 0
    assert hands.spans() == set()


def test_repeats_leave_what_bears_another_label_and_say_how_many_differ(open_article):
    hands = open_article("plain")
    hands.label("Tarsa", "z", 1)
    hands.press("Shift+A", "Tarsa")
    until_said(hands.page, "2 labelled, 1 differs elsewhere")
    assert quotes(hands) == [("actor", "Tarsa"), ("location", "Tarsa"), ("actor", "Tarsa")]


def test_repeats_of_selected_words_and_of_a_focused_span_are_labelled_by_keys_alone(open_article):
    hands = open_article("plain")
    keyboard = hands.page.keyboard
    for key in (*["ArrowRight"] * 3, "Shift+ArrowRight", "Shift+A"):
        keyboard.press(key)
    assert quotes(hands) == [("actor", "Harbour Guard")] * 2
    for key in ("Control+Home", *["ArrowRight"] * 6, "z", "Shift+Z"):
        keyboard.press(key)
    assert [label for label, words in quotes(hands) if words == "Tarsa"] == ["location"] * 3


def test_a_copy_bears_a_dot_until_it_is_seen_and_n_walks_over_what_is_left(open_article):
    hands = open_article("plain")
    page = hands.page
    page.set_viewport_size({"width": 900, "height": 500})
    hands.press("Shift+Z", "Tarsa")
    copies = page.locator("mark.copy")
    assert copies.count() == 2
    hands.wait_until_saved()
    page.reload()
    hands.wait_until_ready()
    expect(copies).to_have_count(2)
    page.keyboard.press("n")
    until_said(page, "Copy: Location “Tarsa” (1 more)")
    assert copies.count() == 1
    assert page.locator("mark.focused").count() == 1
    page.keyboard.press("Shift+N")
    assert copies.count() == 0
    page.keyboard.press("Delete")
    page.keyboard.press("n")
    until_said(page, "Nothing waits for a decision")
    assert len(quotes(hands)) == 2


# ---------------------------------------------------------------- boundaries


def test_relabel_grow_shrink_and_delete_are_an_act_each_and_keep_id_and_links(open_article):
    hands = open_article("plain")
    keyboard = hands.page.keyboard
    hands.label("hit", "x")
    hands.press("e", "hit")
    hands.press("w", "Guard")
    before = hands.on_server()
    target = next(span for span in before["spans"] if span["quote"] == "Guard")
    links = before["links"]
    revision = before["revision"]
    hands.page.mouse.move(2, 2)
    steps = [("[", "Harbour Guard"), ("Shift+[", "Guard"), ("]", "Guard hit"), ("Shift+]", "Guard")]
    for key, quote in steps:
        keyboard.press({"Shift+[": "Shift+BracketLeft", "Shift+]": "Shift+BracketRight"}.get(key, key))
        after = hands.on_server()
        assert next(span for span in after["spans"] if span["id"] == target["id"])["quote"] == quote
        assert after["links"] == links
        assert after["revision"] == revision + 1, "one act"
        revision = after["revision"]
    keyboard.press("z")
    after = hands.on_server()
    assert [(span["id"], span["label"]) for span in after["spans"] if span["quote"] == "Guard"] == [
        (target["id"], "location")
    ]
    assert (after["links"], after["revision"]) == (links, revision + 1), "what the label may have stays"
    keyboard.press("a")
    keyboard.press("c")
    after = hands.on_server()
    assert next(span["label"] for span in after["spans"] if span["id"] == target["id"]) == "casualty"
    keyboard.press("u")
    before = hands.on_server()
    assert before["links"] == links
    keyboard.press("Delete")
    after = hands.on_server()
    assert [span["quote"] for span in after["spans"]] == ["hit"]
    assert after["revision"] == before["revision"] + 2, "one act: the span, and its link"
    keyboard.press("u")
    after = hands.on_server()
    assert (target["id"], links) == (next(s["id"] for s in after["spans"] if s["quote"] == "Guard"), after["links"])


def test_grips_move_a_boundary_word_by_word_and_keep_the_span(open_article):
    hands = open_article("plain")
    page = hands.page
    hands.label("Guard", "a")
    made = hands.on_server()["spans"][0]
    at = grip(page, 0)
    word, _ = hands._boxes("Harbour", 0)
    drag(page, at, {"x": word["x"], "y": at["y"]})
    assert page.evaluate("CSS.highlights.size") == 1
    page.mouse.up()
    after = hands.on_server()["spans"]
    assert [(span["id"], span["quote"]) for span in after] == [(made["id"], "Harbour Guard")]
    assert page.evaluate("CSS.highlights.size") == 0
    at = grip(page, 1)
    word, _ = hands._boxes("Harbour", 0)
    drag(page, at, {"x": word["x"], "y": at["y"]})
    page.mouse.up()
    assert quotes(hands) == [("actor", "Harbour")]


def test_escape_aborts_a_dragged_grip_and_a_click_on_one_is_a_click(open_article):
    hands = open_article("plain")
    page = hands.page
    hands.label("Guard", "a")
    at = grip(page, 1)
    word, _ = hands._boxes("Tarsa", 0)
    drag(page, at, {"x": word["x"], "y": at["y"]})
    page.keyboard.press("Escape")
    page.mouse.up()
    assert page.evaluate("CSS.highlights.size") == 0
    page.mouse.move(**grip(page, 1))
    page.mouse.down()
    page.mouse.up()
    assert quotes(hands) == [("actor", "Guard")]


def test_words_beside_a_span_with_grips_are_labelled_as_ever(open_article):
    hands = open_article("plain")
    hands.label("Guard", "a")
    grip(hands.page, 1)
    first, _ = hands._boxes("hit", 0)
    hands.page.mouse.move(first["x"] - 2, first["y"] + 3)
    hands.page.keyboard.press("x")
    assert hands.spans() == {("actor", "Guard"), ("action", "hit")}


# ---------------------------------------------------------------- events by role keys


def test_role_keys_link_across_paragraphs_label_bare_words_and_keep_further_fillers(open_article):
    hands = open_article("plain")
    page = hands.page
    hands.label("hit", "x")
    hands.press("e", "hit")
    hands.press("w", "clerk")
    assert [(span["label"], span["quote"]) for span in hands.on_server()["spans"]] == [
        ("action", "hit"),
        ("actor", "clerk"),
    ]
    page.keyboard.press("u")
    assert (quotes(hands), hands.on_server()["links"]) == ([("action", "hit")], [])
    hands.press("w", "clerk")
    hands.press("w", "people")
    hands.press("e", "strike")
    hands.press("Escape")
    hands.label("raid", "x")
    hands.press("e", "hit")
    hands.press("e", "raid")
    after = hands.on_server()
    quote = {span["id"]: span["quote"] for span in after["spans"]}
    assert sorted((link["role"], quote[link["from"]], quote[link["to"]]) for link in after["links"]) == [
        ("same_event", "raid", "hit"),
        ("same_event", "strike", "hit"),
        ("target", "hit", "clerk"),
        ("target", "hit", "people"),
    ]


def test_of_events_in_the_same_words_a_key_means_the_one_that_has_the_focus(open_article):
    hands = open_article("plain")
    targets = ["Drones", "people", "Doctors", "clerk"]
    for target in targets:
        # Where one is already, once more makes another.
        for _ in range(1 if target == targets[0] else 2):
            hands.press("x", "hit")
        hands.page.keyboard.press("e")
        hands.press("w", target)
        hands.page.keyboard.press("Escape")
    found = hands.on_server()
    quote = {span["id"]: span["quote"] for span in found["spans"]}
    targets_of = {link["from"]: quote[link["to"]] for link in found["links"]}
    assert len(found["links"]) == len(targets)
    assert sorted(targets_of.values()) == sorted(targets)


# ---------------------------------------------------------------- jumps and finding


def test_find_paints_what_it_finds_walks_over_it_and_leaves_it_to_the_next_key(open_article):
    hands = open_article("plain")
    page = hands.page
    page.keyboard.press("/")
    field = page.get_by_role("searchbox", name="Find")
    field.fill("harbour  guard")
    assert page.locator(".find output").inner_text() == "1 of 2"
    assert page.evaluate("CSS.highlights.get('find').size") == 2
    field.press("Enter")
    assert page.locator(".find output").inner_text() == "2 of 2"
    field.press("Enter")
    field.press("Shift+Enter")
    assert page.locator(".find output").inner_text() == "2 of 2"
    assert hands.spans() == set()
    field.press("Escape")
    field.wait_for(state="detached")
    page.keyboard.press("a")
    assert page.evaluate("[CSS.highlights.has('find'), CSS.highlights.has('find-here')]") == [False, False]
    assert spans(hands) == [("actor", *places(PLAIN, "Harbour Guard")[1])]


def test_find_says_when_there_is_nothing_and_takes_no_key_meant_for_the_field(open_article):
    hands = open_article("plain")
    page = hands.page
    page.keyboard.press("/")
    page.keyboard.type("axe[")
    assert page.locator(".find output").inner_text() == "Not in the text"
    assert hands.spans() == set()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "text"
    assert page.locator(".aim.selection").count() == 0


@pytest.mark.parametrize("slug", ["plain", "chinese"])
def test_two_letters_jump_to_any_word_in_sight_and_move_nothing(open_article, slug):
    hands = open_article(slug)
    page = hands.page
    words = page.evaluate("() => [...document.querySelectorAll('#text p')].map((p) => p.getBoundingClientRect().top)")
    page.keyboard.press("j")
    hints = page.locator(".hint")
    hints.first.wait_for()
    letters = hints.evaluate_all("(all) => all.map((each) => each.dataset.letters)")
    assert len(letters) == len(set(letters)) > 10
    assert {len(pair) for pair in letters} == {2}
    assert (
        page.evaluate("() => [...document.querySelectorAll('#text p')].map((p) => p.getBoundingClientRect().top)")
        == words
    )
    wanted = 5
    box = hints.nth(wanted).bounding_box()
    page.keyboard.press(letters[wanted][0].lower())
    page.keyboard.press(letters[wanted][1].lower())
    hints.first.wait_for(state="detached")
    page.keyboard.press("z")
    mark = page.locator("mark").bounding_box()
    assert abs(mark["x"] - box["x"]) < 1
    assert len(quotes(hands)) == 1


def test_escape_closes_the_hints_and_any_other_key_means_what_it_always_means(open_article):
    hands = open_article("plain")
    page = hands.page
    page.keyboard.press("j")
    page.locator(".hint").first.wait_for()
    page.keyboard.press("Escape")
    assert page.locator(".hint").count() == 0
    page.keyboard.press("x")
    assert hands.spans() == {("action", "Drones")}
    page.keyboard.press("j")
    page.locator(".hint").first.wait_for()
    page.keyboard.press("ArrowRight")
    assert page.locator(".hint").count() == 0
    page.keyboard.press("Tab")
    assert not page.evaluate("document.querySelector('#text').contains(document.activeElement)")


def test_keys_move_by_line_sentence_and_paragraph_and_to_every_end(open_article):
    hands = open_article("plain")
    page = hands.page

    def here(*keys):
        for key in keys:
            page.keyboard.press(key)
        return page.evaluate(
            """() => { const { anchorNode, anchorOffset } = getSelection();
                 return anchorNode.data.slice(anchorOffset).match(/^[\\w-]+|^./)[0]; }"""
        )

    assert here("Control+ArrowRight") == "The"
    assert here("Control+ArrowDown") == "Tarsa"
    assert here("ArrowRight", "ArrowRight", "Home") == "Tarsa"
    assert here("Control+End") == "."
    assert here("Control+ArrowLeft") == "The"
    assert here("Control+Home") == "Drones"
    assert here("Control+ArrowDown", "ArrowUp") != "Tarsa"


# ---------------------------------------------------------------- the mouse alone


def test_the_wheel_arms_the_next_label_and_a_click_with_shift_reaches_further(open_article):
    hands = open_article("plain")
    page = hands.page
    hands.point("Harbour")
    page.mouse.click(**hands._boxes("Harbour", 0)[0], button="middle")
    assert page.locator("#legend [aria-pressed=true]").inner_text().split()[1] == "actor"
    page.mouse.click(**hands._boxes("Harbour", 0)[0])
    made = hands.on_server()["spans"][0]["id"]
    page.keyboard.down("Shift")
    page.mouse.click(**hands._boxes("Guard", 0)[0])
    page.keyboard.up("Shift")
    assert [(span["id"], span["quote"]) for span in hands.on_server()["spans"]] == [(made, "Harbour Guard")]
    page.mouse.click(**hands._boxes("hit", 0)[0], button="middle")
    page.mouse.click(**hands._boxes("hit", 0)[0])
    assert quotes(hands) == [("actor", "Harbour Guard"), ("action", "hit")]


# ---------------------------------------------------------------- characters and scripts


def test_a_character_that_people_see_as_one_is_never_cut_by_key_pointer_or_grip(open_article):
    hands = open_article("whole")
    page = hands.page
    family = WHOLE[6:13]
    hands.press("a", family[2:])
    assert len(spans(hands)) == 1
    page.keyboard.press("Control+BracketLeft")
    page.keyboard.press("Control+BracketRight")
    page.keyboard.press("Control+Shift+BracketLeft")
    page.keyboard.press("Control+Shift+BracketRight")
    hands.label("te\u0301", "x")
    for _ in range(2):
        page.keyboard.press("Control+Shift+BracketRight")
    assert ("action", WHOLE.index("e\u0301te"), WHOLE.index("e\u0301te") + 2) in spans(hands)
    at = grip(page, 1)
    flag, _ = hands._boxes("🇺🇦", 0)
    drag(page, at, {"x": flag["x"] + 1, "y": at["y"]}, alt=True)
    page.mouse.up()
    page.keyboard.up("Alt")
    whole = [0, *(end for _, end in graphemes(page, WHOLE))]
    assert len(spans(hands)) == 2
    for _, start, end in spans(hands):
        assert start in whole
        assert end in whole


def graphemes(page, text):
    """Offsets, in code points, of the characters that people see, as the browser counts them."""
    pieces = page.evaluate("(text) => [...new Intl.Segmenter().segment(text)].map((each) => each.segment)", text)
    found, at = [], 0
    for piece in pieces:
        found.append((at, at + len(piece)))
        at += len(piece)
    return found


def test_chinese_is_labelled_by_words_and_stretched_by_characters(open_article):
    hands = open_article("chinese")
    hands.press("a", "以色列")
    words = hands.page.evaluate(
        "(text) => [...new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)].map((w) => w.segment)",
        CHINESE,
    )
    assert quotes(hands) == [("actor", words[0])]
    hands.page.keyboard.press("Control+BracketRight")
    assert quotes(hands) == [("actor", CHINESE[: len(words[0]) + 1])]
    hands.page.keyboard.press("Control+Shift+BracketRight")
    assert quotes(hands) == [("actor", words[0])]


def test_the_browser_finds_a_phrase_across_the_edge_of_a_label(open_article):
    hands = open_article("seed")
    hands.label("American drone", "a")
    hands.label("carried out", "x")
    assert hands.page.evaluate("window.find('strike carried out a day earlier by an American drone that')")
    assert (
        hands.page.evaluate("getSelection().toString()") == "strike carried out a day earlier by an American drone that"
    )


@pytest.mark.parametrize(("arrows", "words"), [("visual", "الطائرات"), ("logical", "قصفت")])
def test_arrows_go_as_the_eye_sees_or_as_the_text_runs_as_somebody_wants(open_article, arrows, words):
    hands = open_article("arabic", arrows=arrows)
    hands.page.keyboard.press("ArrowLeft")
    hands.page.keyboard.press("a")
    assert quotes(hands) == [("actor", words)]
