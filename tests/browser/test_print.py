"""On paper: black on white, labels and events told apart without colour, and by which rules they were made."""

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from annotator.formats.native.format import Native
from annotator.services import documents, projects
from tests.server import server_with

SEED = json.loads(Path("seeds/iraq-us-talks.jsonl").read_text("utf-8").splitlines()[0])
PATTERNS = {"actor": "solid", "action": "wavy", "casualty": "dashed", "location": "dotted"}
LETTERS = {"actor": "A", "action": "X", "casualty": "C", "location": "Z"}


def fill(database):
    schema, guideline = projects.load_schema("conflict-events")
    with database.write() as session:
        project = projects.create_project(session, "war", "War & peace", schema, guideline, overlap=40)
        for _ in documents.import_documents(session, project, Native().read(Path("seeds/iraq-us-talks.jsonl"))):
            pass


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with server_with(tmp_path_factory.mktemp("print"), fill) as running:
        yield running


#: Sends spans and links as the page itself would, each an act of its own.
SAVE = """(changes) => fetch(location.pathname.replace("/tasks/", "/api/v1/tasks/") + "/changes", {
  method: "POST", body: JSON.stringify({ changes }), headers: { "Content-Type": "application/json",
  "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content } }).then((answer) => answer.json())"""


@pytest.fixture
def on_paper(page, open_article):
    """Opens the article with all its gold, and prints it."""
    hands = open_article("war")
    gold = SEED["annotation_sets"][0]
    items = [("add_span", {"attributes": {}, "origin": "human", **span}) for span in gold["spans"]]
    items += [("add_link", link) for link in gold["links"]]
    changes = [
        {"id": f"c{number}", "act": f"a{number}", "kind": kind, "before": None, "after": after}
        for number, (kind, after) in enumerate(items)
    ]
    saved = page.evaluate(SAVE, changes)
    assert {outcome["status"] for outcome in saved["outcomes"]} == {"applied"}
    page.reload()
    hands.wait_until_ready()

    def printed(**media):
        page.emulate_media(media="print", **media)
        # What is made for paper is fetched once the page has come to rest.
        page.wait_for_selector("#paper", timeout=60_000)
        return page

    return printed


def test_the_paper_names_the_document_and_the_versions_of_schema_and_guideline(on_paper):
    page = on_paper()
    assert page.inner_text("body").startswith(SEED["meta"]["title"])
    facts = dict(
        zip(
            page.locator(".paper-facts dt").all_inner_texts(),
            page.locator(".paper-facts dd").all_inner_texts(),
            strict=True,
        )
    )
    assert facts["Document"] == "iraq-us-talks"
    assert facts["Published"] == SEED["meta"]["published"]
    assert facts["Project"] == "War & peace"
    assert facts["Schema"] == "conflict-events, version 1"
    assert facts["Guideline"] == "version 1"


def test_only_what_is_to_be_read_is_printed(on_paper):
    words = on_paper().inner_text("body")
    for chrome in ("Submit", "My tasks", "Skip", "Saved", "Pick up", "Delete", "Keys"):
        assert chrome not in words


def test_every_sentence_has_its_number_and_every_event_its_place_in_a_list(on_paper):
    page = on_paper()
    numbers = page.locator(".paper .verse").all_inner_texts()
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert len(numbers) > 10
    links = SEED["annotation_sets"][0]["links"]
    actions = [span for span in SEED["annotation_sets"][0]["spans"] if span["label"] == "action"]
    further = [link for link in links if link["role"] == "same_event"]
    events = page.locator(".paper-events > li")
    assert events.count() == len(actions) - len(further)
    strike = events.filter(has_text="Popular Mobilization").or_(events.first).first.inner_text()
    assert "strike (sentence 2): air or drone strike" in strike
    assert "Agent: American drone (sentence 2): state military" in strike
    assert "Told again: killed (sentence 2)" in strike
    # Who reads the words finds the event: its number stands behind each of its triggers.
    assert page.locator(".paper .event-number").count() == len(actions)


def test_a_toll_is_printed_as_it_is_told_and_as_it_is_counted(on_paper):
    events = on_paper().inner_text(".paper-events")
    assert "Casualty: at least 40 Iran-backed militants (sentence 4): ≥40 killed · fighters" in events
    assert "over 40 (sentence 11): ≥41 killed · fighters" in events


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_is_black_and_labels_are_told_apart_by_pattern_and_letter(on_paper, scheme):
    page = on_paper(color_scheme=scheme)
    colours = page.evaluate(
        """() => [...new Set([...document.querySelectorAll("#paper *")].flatMap((each) => {
             const { color, textDecorationColor, backgroundColor } = getComputedStyle(each);
             return [color, textDecorationColor, backgroundColor];
           }))]"""
    )
    assert set(colours) <= {"rgb(0, 0, 0)", "rgba(0, 0, 0, 0)"}
    found = page.evaluate(
        """() => [...document.querySelectorAll(".paper-text mark")].map((mark) => [mark.dataset.label,
             getComputedStyle(mark.querySelector(".paper-line")).textDecorationStyle,
             mark.querySelector(".paper-letter")?.textContent ?? ""])"""
    )
    spans = SEED["annotation_sets"][0]["spans"]
    assert len(found) >= len(spans)
    assert {(label, pattern) for label, pattern, _ in found} == set(PATTERNS.items())
    assert {(label, letter) for label, _, letter in found if len(letter) == 1} == set(LETTERS.items())
    weights = page.evaluate(
        """() => [...document.querySelectorAll(".paper-key .paper-line")].map((line) =>
             parseFloat(getComputedStyle(line).textDecorationThickness))"""
    )
    assert weights[list(PATTERNS).index("casualty")] == max(weights)


def test_the_words_on_paper_are_those_of_the_article(on_paper):
    page = on_paper()
    words = page.evaluate(
        """() => [...document.querySelectorAll(".paper-text p")].map((each) => {
             const copy = each.cloneNode(true);
             for (const added of copy.querySelectorAll(".verse, .paper-letter, .event-number")) added.remove();
             return copy.textContent.replaceAll("\\u2060", "");
           })"""
    )
    assert words == [line for line in SEED["text"].splitlines() if line]


def test_the_paper_is_the_same_from_the_list_and_is_gone_from_the_screen_afterwards(on_paper):
    page = on_paper()
    before = page.inner_text("#paper")
    page.emulate_media(media="screen")
    page.locator("#paper").wait_for(state="detached")
    page.keyboard.press("F2")
    page.wait_for_selector("#list")
    assert on_paper().inner_text("#paper") == before
    assert not page.locator("#list").is_visible()


def test_it_makes_a_document_of_pages(on_paper):
    page = on_paper()
    file = page.pdf(format="A4")
    assert file.startswith(b"%PDF")
    assert 1 <= file.count(b"/Type /Page\n") <= 4


def test_no_rule_of_accessibility_that_a_machine_can_check_is_broken_on_paper(on_paper):
    found = Axe().run(on_paper(), context={"include": [["#paper"]]})
    assert found.violations_count == 0, found.generate_report()
