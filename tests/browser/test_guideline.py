"""The guideline at the side: the rule for the label at hand and the nearest gold, while work goes on in the text."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.services import documents, projects
from tests.browser.hands import wait_until_fetched
from tests.server import server_with

TEXT = "The Lake Guard struck Tarsa on Monday. Villagers fled the town. Nobody else was seen there."
GOLD = {
    "g1": ("Police spoke. The Lake Guard fled on Friday.", [("actor", "Lake Guard"), ("action", "fled")]),
    "g2": ("The coast guard held Port Amal.", [("actor", "coast guard"), ("location", "Port Amal")]),
    "g3": ("The militia left. It struck again.", [("actor", "militia"), ("action", "struck")]),
    "g4": ("The ministry said nothing.", [("actor", "ministry")]),
    # The article that is worked on has gold too, which nobody at work on it may see.
    "d1": (TEXT, [("actor", "Lake Guard"), ("actor", "Villagers")]),
}


def gold(key, text, marked):
    spans = tuple(
        Span(f"s{number}", label, text.index(quote), text.index(quote) + len(quote), quote)
        for number, (label, quote) in enumerate(marked)
    )
    settled = AnnotationSet("G", SchemaRef("conflict-events", 1), "gold", "submitted", spans=spans)
    return AnnotatedDocument(Document(key, text, {"title": f"About {key}"}), (settled,))


def fill(database):
    schema, guideline = projects.load_schema("conflict-events")
    with database.write() as session:
        project = projects.create_project(session, "war", "War", schema, guideline, overlap=40)
        # The first in the project is the first that is handed out; those behind it are fetched ahead, and being at
        # somebody's desk they are no examples for them either.
        ahead = [
            AnnotatedDocument(Document(f"a{number}", f"Nothing happened on day {number}."), ()) for number in range(9)
        ]
        records = [gold("d1", *GOLD["d1"]), *ahead, *(gold(key, *GOLD[key]) for key in ("g1", "g2", "g3", "g4"))]
        for _ in documents.import_documents(session, project, records):
            pass
        bare = projects.create_project(session, "bare", "Bare", schema, "", overlap=40)
        for _ in documents.import_documents(session, bare, [AnnotatedDocument(Document("b1", TEXT, {}), ())]):
            pass


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with server_with(tmp_path_factory.mktemp("guideline"), fill) as running:
        yield running


@pytest.fixture
def open_article(open_article):
    # What cannot be fetched, as some of the tests want it, the browser complains of.
    return lambda slug="war": open_article(slug, "Failed to load resource", "ERR_")


def sheet(page):
    return page.get_by_role("region", name="Guideline")


def examples(page):
    page.wait_for_selector(".examples li")
    return page.locator(".examples mark").all_inner_texts()


def test_the_rule_for_the_label_at_hand_and_the_three_nearest_gold_sentences_are_shown(open_article):
    hands = open_article()
    page = hands.page
    hands.label("Lake Guard", "a")
    hands.press("g", "Lake Guard")
    sheet(page).get_by_role("heading", name="Guideline: Actor").wait_for()
    sheet(page).get_by_text("A party that could fill a role").wait_for()
    assert examples(page)[:2] == ["Lake Guard", "coast guard"]
    assert len(examples(page)) == 3
    words = page.inner_text(".examples")
    assert "The Lake Guard fled on Friday." in words
    assert "About g1" in words
    assert "About d1" not in words


def test_a_bare_word_is_compared_with_gold_of_any_label(open_article):
    hands = open_article()
    hands.press("g", "struck")
    assert examples(hands.page)[0] == "struck"
    hands.page.get_by_label("Section").select_option(label="Action")
    sheet(hands.page).get_by_text("The single head word of an event").wait_for()


def test_keys_go_on_working_on_the_text_and_nothing_in_it_moves(open_article):
    hands = open_article()
    page = hands.page
    hands.label("Lake Guard", "a")
    before = page.locator("#text p").bounding_box()
    hands.press("g", "Lake Guard")
    sheet(page).wait_for()
    assert page.evaluate("document.activeElement.id") == "text"
    assert page.locator("#text p").bounding_box() == before
    hands.label("Tarsa", "z")
    assert ("location", "Tarsa") in hands.spans()
    hands.press("g", "Tarsa")
    sheet(page).get_by_role("heading", name="Guideline: Location").wait_for()
    assert page.locator("#rule").count() == 1
    page.keyboard.press("Escape")
    sheet(page).wait_for(state="detached")
    assert len(hands.spans()) == 2


def test_the_same_key_again_goes_into_the_sheet_and_escape_comes_back(open_article):
    hands = open_article()
    page = hands.page
    hands.label("Lake Guard", "a")
    hands.press("g", "Lake Guard")
    sheet(page).wait_for()
    page.keyboard.press("g")
    page.wait_for_function("() => document.activeElement.id === 'rule-title'")
    sheet(page).get_by_label("Section").select_option(label="Casualty")
    sheet(page).get_by_text("How counts are read").wait_for()
    page.keyboard.press("Escape")
    sheet(page).wait_for(state="detached")
    assert page.evaluate("document.activeElement.id") == "text"


def test_rule_and_examples_are_there_without_a_network_once_the_page_has_come_to_rest(open_article):
    hands = open_article()
    page = hands.page
    hands.label("Lake Guard", "a")
    with page.expect_response(lambda answer: "examples?label=location" in answer.url, timeout=60_000):
        pass
    wait_until_fetched(page)
    page.context.set_offline(True)
    hands.press("g", "Lake Guard")
    sheet(page).get_by_text("A party that could fill a role").wait_for()
    assert len(examples(page)) == 3


def test_a_project_without_guideline_and_gold_says_so(open_article):
    hands = open_article("bare")
    hands.label("Lake Guard", "a")
    hands.press("g", "Lake Guard")
    sheet(hands.page).get_by_text("None yet.").wait_for()
    # What the schema itself says of the label stands in for a guideline.
    assert len(hands.page.inner_text(".rule")) > 10


def test_from_the_list_the_sheet_takes_the_focus_and_gives_it_back(open_article):
    hands = open_article()
    page = hands.page
    hands.label("Lake Guard", "a")
    page.keyboard.press("F2")
    page.locator(".list-go").press("g")
    page.wait_for_function("() => document.activeElement.id === 'rule-title'")
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.activeElement.matches('.list-go')")
    assert page.locator("#list").is_visible()


@pytest.mark.parametrize("width", [320, 900])
def test_on_a_small_screen_the_sheet_runs_out_on_no_side(open_article, width):
    hands = open_article()
    page = hands.page
    page.set_viewport_size({"width": width, "height": 480})
    hands.label("Lake Guard", "a")
    hands.press("g", "Lake Guard")
    examples(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_accessibility_that_a_machine_can_check_is_broken_by_the_sheet(open_article, scheme):
    hands = open_article()
    page = hands.page
    page.emulate_media(color_scheme=scheme)
    hands.label("Lake Guard", "a")
    hands.press("g", "Lake Guard")
    examples(page)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
