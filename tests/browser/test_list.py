"""The article as a list: the whole task without the text, one short message an act, and everything has its name."""

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.hands import PASSWORD, Hands, sign_in
from tests.server import add_project, server_with

SEED = json.loads(Path("seeds/iraq-us-talks.jsonl").read_text("utf-8").splitlines()[0])
SHORT = (
    "Two raids\n\nThe army struck Tarsa on Monday. It killed over 40 fighters, Ana Bol said. A second raid hit Tarsa."
)
ARABIC = "قال المتحدث باسم الجيش إن 12 مسلحا قتلوا في غارة جوية على بغداد."
SENTENCES = 1000
LONG = "\n".join(f"Rebels of group {number} struck the convoy near Tarsa." for number in range(SENTENCES))
TEXTS = {"seed": [SEED["text"]], "short": [SHORT, f"{SHORT} Again."], "arabic": [ARABIC], "long": [LONG]}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    def fill(database):
        for slug, texts in TEXTS.items():
            add_project(database, slug, texts, overlap=40)

    with server_with(tmp_path_factory.mktemp("list"), fill) as running:
        yield running


class ListHands(Hands):
    """Works the list as those do who hear the page: by names of things, with keys."""

    def sentence(self, words):
        return self.page.locator(".sentence", has=self.page.locator(".words", has_text=words))

    def span(self, words, nth=0):
        return self.page.locator(".list-go", has_text=words).nth(nth)

    def label_words(self, sentence, first, last, label):
        part = self.sentence(sentence)
        toggle = part.get_by_role("button", name="Label words")
        if toggle.get_attribute("aria-expanded") == "false":
            toggle.press("Enter")
        part.get_by_label("First word").select_option(label=first)
        part.get_by_label("Last word").select_option(label=last)
        part.get_by_role("group", name="Label them").get_by_role("button", name=label).press("Enter")

    def open(self, words, nth=0):
        line = self.span(words, nth)
        if line.get_attribute("aria-expanded") == "false":
            line.press("Enter")
        return line.locator("xpath=..")

    def press_in(self, words, name, nth=0):
        self.open(words, nth).get_by_role("button", name=name, exact=True).press("Enter")

    def lines(self):
        """What the list says of each span."""
        return self.page.locator(".list-go").all_inner_texts()


@pytest.fixture
def open_list(page, open_article):
    def opened_list(slug, *, is_text=False):
        open_article(slug)
        hands = ListHands(page)
        if not is_text:
            page.keyboard.press("F2")
            page.wait_for_selector("#list")
            page.wait_for_function("() => document.querySelector('#announcer').textContent.includes('a list now')")
        return hands

    return opened_list


def focused(page):
    return page.evaluate("document.activeElement.textContent")


def names_said(page):
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    return [node["name"]["value"] for node in tree if not node["ignored"] and node.get("name", {}).get("value")]


#: Keeps every message of the live region.
LISTEN = """() => { window.messages = [];
  new MutationObserver(() => window.messages.push(document.querySelector("#announcer").textContent.trim()))
    .observe(document.querySelector("#announcer"), { childList: true, characterData: true, subtree: true }); }"""


def heard(page, count):
    """The messages since the last time, when there are as many; one too many is found the next time."""
    page.wait_for_function("(count) => window.messages.length >= count", arg=count)
    return page.evaluate("window.messages.splice(0)")


def test_the_whole_task_is_done_in_the_list_without_the_text(open_list):
    hands = open_list("short")
    page = hands.page
    assert not page.locator("#text").is_visible()
    hands.label_words("The army", "army", "army", "Actor")
    hands.label_words("The army", "struck", "struck", "Action")
    hands.label_words("The army", "Tarsa", "Tarsa", "Actor")
    hands.label_words("It killed", "killed", "killed", "Action")
    hands.label_words("It killed", "40", "40", "Casualty")
    hands.label_words("It killed", "said", "said", "Action")

    hands.press_in("Actor: Tarsa", "Location")
    hands.press_in("Casualty: 40", "Begin earlier")
    hands.press_in("Casualty: over 40", "End later")
    hands.press_in("Action: said", "Delete")
    hands.open("Action: struck").get_by_label("Class of event").select_option("air_drone_strike")

    hands.press_in("Action: struck", "Pick up")
    hands.press_in("Actor: army", "Agent of “struck”")
    hands.press_in("Action: killed", "Same event of “struck”")
    page.locator(".list-head").get_by_role("button", name="Put down").press("Enter")
    trigger = hands.open("Action: struck")
    trigger.get_by_label("Role").select_option(label="Casualty")
    trigger.get_by_label("Of the span").select_option(label="over 40 fighters")
    trigger.get_by_role("button", name="Link", exact=True).press("Enter")
    trigger.get_by_role("button", name="Remove: by “army”").press("Enter")
    page.locator(".list-head").get_by_role("button", name="Undo").press("Enter")
    page.get_by_label("Relevance").select_option(index=1)

    found = hands.on_server()
    spans = {span["id"]: span for span in found["spans"]}
    assert sorted((span["label"], span["quote"]) for span in spans.values()) == [
        ("action", "killed"),
        ("action", "struck"),
        ("actor", "army"),
        ("casualty", "over 40 fighters"),
        ("location", "Tarsa"),
    ]
    assert sorted(
        (link["role"], spans[link["from"]]["quote"], spans[link["to"]]["quote"]) for link in found["links"]
    ) == [
        ("agent", "struck", "army"),
        ("casualty", "struck", "over 40 fighters"),
        ("same_event", "killed", "struck"),
    ]
    [struck] = [span for span in spans.values() if span["quote"] == "struck"]
    assert struck["attributes"]["event_class"] == "air_drone_strike"
    assert found["attributes"]["relevance"]


def test_each_act_is_one_short_message_that_says_how_it_is_taken_back(open_list):
    hands = open_list("short")
    page = hands.page
    page.evaluate(LISTEN)
    hands.label_words("The army", "army", "army", "Actor")
    assert heard(page, 1) == ["Actor “army”, undo with U"]
    hands.label_words("The army", "struck", "struck", "Action")
    assert heard(page, 1) == ["Action “struck”, undo with U"]
    hands.press_in("Action: struck", "Pick up")
    [said] = heard(page, 1)
    assert said.startswith("In hand: Action “struck”")
    hands.press_in("Actor: army", "Agent of “struck”")
    assert heard(page, 1) == ["Agent: Actor “army” of “struck”, undo with U"]
    hands.open("Actor: army").get_by_label("Kind of actor").select_option("state_military")
    [said] = heard(page, 1)
    assert said.startswith("“army” Kind of actor: ")
    page.keyboard.press("Control+z")
    [said] = heard(page, 1)
    assert said.startswith("Undone: ")
    assert "undo with" not in said


def test_what_the_protocol_for_screen_readers_says_is_what_is_said(open_list):
    protocol = Path("docs/screen-readers.md").read_text("utf-8")
    hands = open_list("seed", is_text=True)
    page = hands.page
    page.evaluate(LISTEN)
    said = []
    page.keyboard.press("F2")
    page.wait_for_selector("#list")
    said += heard(page, 1)
    assert focused(page) == "Sentence 1"
    here = "Iraq and the U.S. agreed"
    assert hands.sentence(here).locator("h3").text_content() == "Sentence 4"
    for first, last, label in (("U.S.", "U.S.", "Actor"), ("hit", "hit", "Action"), ("at", "militants", "Casualty")):
        hands.label_words(here, first, last, label)
        said += heard(page, 1)
        assert page.evaluate("document.activeElement.labels?.[0]?.textContent.trim()").startswith("First word")
    hands.open("Action: hit").get_by_label("Class of event").focus()
    page.evaluate("() => { window.chosen = document.activeElement; }")
    hands.open("Action: hit").get_by_label("Class of event").select_option(label="Air or drone strike")
    said += heard(page, 1)
    assert page.evaluate("document.activeElement === window.chosen"), "it is not read out a second time"
    hands.span("read, not confirmed: ≥40 killed · fighters").wait_for()
    # Nothing is confirmed that has only just come.
    page.wait_for_timeout(400)
    hands.press_in("Action: hit", "Pick up")
    said += heard(page, 1)
    head = page.locator(".list-head")
    head.get_by_role("button", name="Link what is proposed").press("Enter")
    said += heard(page, 1)
    hands.press_in("Actor: U.S.", "Agent of “hit”")
    said += heard(page, 1)
    head.get_by_role("button", name="Put down").press("Enter")
    said += heard(page, 1)
    assert len(said) == 9
    assert [message for message in said if f"*{message}*" not in protocol] == []
    hands.span("by “U.S.”; toll “at least 40 Iran-backed militants”").wait_for()
    hands.open("Casualty: at least").get_by_role("button", name="Count").press("Enter")
    page.get_by_label("Toll of").fill(">40 k")
    page.keyboard.press("Enter")
    [message] = heard(page, 1)
    assert "at least 40 Iran-backed militants" in message
    assert "41" in message
    page.keyboard.press("Control+z")
    [message] = heard(page, 1)
    assert message.startswith("Undone:")
    assert page.get_by_role("heading", name="Events 1", exact=True).is_visible()
    card = page.get_by_role("complementary", name="Events").get_by_role("listitem")
    assert card.count() == 1
    for words in ("hit", "by", "U.S.", "toll", "at least 40 Iran-backed militants"):
        assert words in card.inner_text()
    page.keyboard.press("F2")
    page.locator("#list").wait_for(state="detached")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Text of the article"
    page.evaluate("window.messages.splice(0)")
    for _ in range(40):
        page.keyboard.press("ArrowLeft")
        [message] = heard(page, 1)
        if message == "U.S., Actor":
            break
    else:
        raise AssertionError("the arrows never came to it")
    page.keyboard.press("g")
    assert f"*{heard(page, 1)[0]}*" in protocol
    page.keyboard.press("g")
    page.wait_for_function("() => document.activeElement.textContent === 'Guideline: Actor'")
    page.keyboard.press("Escape")
    page.evaluate("window.messages.splice(0)")
    page.keyboard.press("ArrowRight")
    assert heard(page, 1) == ["agreed"]
    page.keyboard.press("x")
    assert f"*{heard(page, 1)[0]}*" in protocol
    page.keyboard.press("Control+Enter")
    asked = page.get_by_role("alert", name="One thing is open")
    assert asked.get_by_role("listitem").inner_text() == "Action “agreed”: Class of event is not set"
    assert "*One thing is open*" in protocol


def test_each_act_in_the_text_is_one_message_too(open_list):
    hands = open_list("short", is_text=True)
    page = hands.page
    page.evaluate(LISTEN)
    hands.label("army", "a")
    assert heard(page, 1) == ["Actor “army”, undo with U"]
    hands.label("struck", "x")
    assert heard(page, 1) == ["Action “struck”, undo with U"]
    hands.press("e", "struck")
    assert len(heard(page, 1)) == 1
    hands.press("q", "army")
    assert heard(page, 1) == ["Agent: Actor “army” of “struck”, undo with U"]


def test_labels_events_and_their_parts_are_in_the_tree_that_screen_readers_read(open_list):
    hands = open_list("short")
    hands.label_words("The army", "army", "army", "Actor")
    hands.label_words("The army", "struck", "struck", "Action")
    hands.press_in("Action: struck", "Pick up")
    hands.press_in("Actor: army", "Agent of “struck”")
    expect(hands.page.get_by_role("button", name="Actor: army, agent of “struck”")).to_be_visible()
    said = names_said(hands.page)
    for name in ("The article as a list", "Sentence 2", "Label words"):
        assert name in said
    # Behind it stands what was read in the words, once it is there.
    for begin in ("Actor: army, agent of “struck”", "Action: struck, in hand; by “army”"):
        assert any(name.startswith(begin) for name in said)
    # In the words of the sentence a label is spoken where it begins and where it ends.
    at = said.index("actor ")
    assert said[at : at + 3] == ["actor ", "army", " end actor"]


@pytest.mark.parametrize(
    ("spoken", "said"), [("full", ["actor ", "army", " end actor"]), ("terse", ["actor ", "army"]), ("off", ["army"])]
)
def test_labels_in_the_text_are_spoken_as_much_as_somebody_wants(open_list, spoken, said):
    hands = open_list("short", is_text=True)
    hands.label("army", "a")
    hands.page.evaluate("(spoken) => { document.documentElement.dataset.spoken = spoken; }", spoken)
    tree = hands.page.context.new_cdp_session(hands.page).send("Accessibility.getFullAXTree")["nodes"]
    parents = {node["nodeId"]: node for node in tree}
    [mark] = [node for node in tree if node.get("role", {}).get("value") == "mark"]

    def leaves(node):
        children = [parents[each] for each in node.get("childIds", ())]
        if node.get("role", {}).get("value") == "StaticText":
            return [node["name"]["value"]]
        return [name for child in children for name in leaves(child)]

    assert leaves(mark) == said


def test_a_span_in_the_list_takes_the_same_keys_as_in_the_text(open_list):
    hands = open_list("short")
    page = hands.page
    hands.label_words("The army", "army", "army", "Actor")
    hands.label_words("The army", "struck", "struck", "Action")
    hands.span("Action: struck").press("e")
    hands.span("Actor: army").press("q")
    hands.span("Actor: army, agent of “struck”").press("]")
    hands.span("Actor: army struck").press("Shift+]")
    hands.span("Actor: army").press("v")
    assert page.evaluate("document.activeElement.closest('.list-panel') !== null")
    # What is typed into a list of choices belongs to it.
    page.keyboard.press("Delete")
    page.keyboard.press("Escape")
    assert focused(page).startswith("Actor: army")
    page.keyboard.press("Escape")
    page.get_by_text("No event in hand").wait_for()
    hands.span("Actor: army").press("z")
    hands.span("Location: army").press("Delete")
    hands.span("Location: army").wait_for(state="detached")
    hands.span("Action: struck").press("u")
    hands.span("Location: army").wait_for()
    quotes = [(span["label"], span["quote"]) for span in hands.on_server()["spans"]]
    assert sorted(quotes) == [("action", "struck"), ("location", "army")]


def test_tolls_and_flags_are_set_in_the_list_and_the_focus_comes_back(open_list):
    hands = open_list("short")
    page = hands.page
    hands.label_words("It killed", "over", "fighters", "Casualty")
    hands.open("Casualty: over 40 fighters").get_by_role("button", name="Count").press("Enter")
    page.get_by_label("Toll of").fill(">40 k")
    page.keyboard.press("Enter")
    hands.span("Casualty: over 40 fighters, ≥41 killed").wait_for()
    page.wait_for_function("() => document.activeElement.closest('.list-panel') !== null", timeout=3000)
    hands.span("Casualty: over 40 fighters").press("5")
    assert page.get_by_label("Toll of").input_value() == "5"
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.activeElement.matches('.list-go')")
    hands.press_in("Casualty: over 40 fighters", "Flag…")
    page.get_by_role("dialog", name="Flag or comment").wait_for()
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    page.locator(".list-go", has_text="flagged: ").wait_for()


def test_the_list_follows_the_cards_and_the_focus_stays_where_it_was(open_list):
    hands = open_list("short")
    page = hands.page
    hands.label_words("The army", "army", "army", "Actor")
    hands.label_words("The army", "struck", "struck", "Action")
    hands.press_in("Action: struck", "Pick up")
    hands.press_in("Actor: army", "Agent of “struck”")
    page.wait_for_function("() => document.activeElement.closest('.list-panel') !== null")
    card = page.locator("#cards > li", has_text="struck")
    card.get_by_role("button", name="Remove Agent “army”").press("Enter")
    page.wait_for_function("() => !document.querySelector('.sentences').textContent.includes('agent of')")
    card.get_by_role("button", name="struck", exact=True).first.press("Enter")
    page.wait_for_function("() => document.activeElement.textContent.startsWith('Action: struck')")


def test_when_a_span_is_deleted_its_neighbour_has_the_focus(open_list):
    hands = open_list("short")
    page = hands.page
    for word, label in (("army", "Actor"), ("struck", "Action"), ("Tarsa", "Location")):
        hands.label_words("The army", word, word, label)
    hands.span("Action: struck").press("Delete")
    page.wait_for_function("() => document.activeElement.textContent.startsWith('Location: Tarsa')")
    hands.span("Location: Tarsa").press("Delete")
    page.wait_for_function("() => document.activeElement.textContent.startsWith('Actor: army')")
    hands.span("Actor: army").press("Delete")
    page.wait_for_function("() => document.activeElement.textContent === 'Label words'")


def test_two_labels_may_stand_on_the_same_words_and_an_equal_one_is_refused_once(open_list):
    hands = open_list("short")
    hands.label_words("The army", "Tarsa", "Tarsa", "Actor")
    hands.label_words("The army", "Tarsa", "Tarsa", "Location")
    hands.label_words("The army", "Tarsa", "Tarsa", "Location")
    hands.page.wait_for_function("() => document.querySelector('#status').textContent.includes('is Location already')")
    assert sorted(hands.lines()) == ["Actor: Tarsa", "Location: Tarsa"]


def test_the_list_is_a_list_again_after_a_reload_and_in_the_next_article(open_list):
    hands = open_list("short")
    page = hands.page
    hands.label_words("The army", "army", "army", "Actor")
    hands.wait_until_saved()
    page.reload()
    page.wait_for_selector("#list")
    assert hands.span("Actor: army").count() == 1
    # The next article has been fetched.
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Control+Enter")
    hands.sentence("Again.").wait_for()
    assert page.locator("#list").is_visible()
    assert hands.lines() == []
    assert page.get_by_role("button", name="List").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="Back to the text").press("Enter")
    page.wait_for_selector("#text p")
    assert page.evaluate("document.activeElement.id") == "text"
    assert page.locator("#list").count() == 0
    page.reload()
    hands.wait_until_ready()
    assert page.locator("#text").is_visible()


def test_whoever_leaves_the_list_comes_back_to_the_same_place_in_the_text(open_list):
    hands = open_list("short", is_text=True)
    page = hands.page
    hands.label("raid", "x")
    hands.wait_until_saved()
    page.keyboard.press("F2")
    page.wait_for_selector("#list")
    assert "Sentence" in focused(page)
    hands.span("Action: raid").focus()
    page.keyboard.press("F2")
    page.locator("#list").wait_for(state="detached")
    assert page.evaluate("document.activeElement.id") == "text"
    page.keyboard.press("Delete")
    assert hands.spans() == set()


def test_all_sentences_of_a_long_article_are_there_to_be_found_and_worked_on(open_list):
    hands = open_list("long")
    page = hands.page
    assert page.locator(".sentence").count() == SENTENCES
    assert page.evaluate("window.find('group 987 struck')")
    hands.label_words("group 987 struck", "struck", "struck", "Action")
    hands.span("Action: struck").wait_for()
    assert hands.on_server()["spans"][0]["start"] == LONG.index("group 987 struck") + len("group 987 ")


def test_arabic_is_worked_on_from_right_to_left(open_list):
    hands = open_list("arabic")
    page = hands.page
    assert page.evaluate("getComputedStyle(document.querySelector('.words')).direction") == "rtl"
    hands.label_words("قال", "12", "مسلحا", "Casualty")
    hands.press_in("12 مسلحا", "End later")
    hands.span("12 مسلحا قتلوا").wait_for()


def test_who_may_only_read_finds_nothing_to_change(open_list, server, browser):
    hands = open_list("short")
    hands.label_words("The army", "army", "army", "Actor")
    hands.wait_until_saved()
    address = hands.page.url
    server.add_user("overseer", PASSWORD, "short", "lead")
    page = browser.new_page()
    sign_in(page, server.url, "overseer", PASSWORD)
    page.goto(address)
    Hands(page).wait_until_ready()
    page.keyboard.press("F2")
    page.locator(".list-go").press("Enter")
    assert page.get_by_role("button", name="Label words").count() == 0
    assert page.locator(".list-panel button").count() == 0
    assert page.locator(".list-panel select").first.is_disabled()
    page.close()


@pytest.mark.parametrize("width", [320, 640])
def test_enlarged_fourfold_the_list_is_one_column_that_nothing_lies_over(open_list, width):
    hands = open_list("seed")
    hands.page.set_viewport_size({"width": width, "height": 256})
    hands.label_words("Meanwhile", "Pentagon", "Pentagon", "Actor")
    hands.open("Actor: Pentagon")
    assert hands.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_accessibility_that_a_machine_can_check_is_broken_in_the_list(open_list, scheme):
    hands = open_list("seed")
    page = hands.page
    page.emulate_media(color_scheme=scheme)
    hands.label_words("Meanwhile", "Pentagon", "Pentagon", "Actor")
    hands.label_words("Meanwhile", "airstrikes", "airstrikes", "Action")
    hands.press_in("Action: airstrikes", "Pick up")
    hands.press_in("Actor: Pentagon", "Source of “airstrikes”")
    hands.span("source of “airstrikes”").wait_for()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
