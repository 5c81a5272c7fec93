"""Label Studio's real editor: what it shows of ours, what it makes, and what it writes over."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Span
from annotator.domain.documents import Document
from annotator.services.sync import conflicts
from tests.browser.conftest import browser_executable, browser_type_launch_args
from tests.sync.conftest import REF, Both, annotated
from tests.sync.editor import Editor
from tests.sync.test_changes import quiet
from tests.sync.test_round_trip import TEXTS, hard

__all__ = ["browser_executable", "browser_type_launch_args"]

pytestmark = [pytest.mark.labelstudio, pytest.mark.browser]

#: Each with words that nobody has marked yet, behind or across what has broken offsets somewhere.
HARD = {
    "emoji": ("👨‍👩‍👧 𝔘 shot 🔥 Rebels fled to Idlib.", "Rebels", "Rebels", "Rebels"),
    "crlf": ("Police shot.\r\nRebels fled\r\nto Idlib.", "Rebels", "Rebels", "Rebels"),
    "across": ("Police shot.\nRebels fled.\nAll went.", "shot", "Rebels", "shot.\nRebels"),
    "accents": ("Cafe\u0301 shot\u2028 and Rebels\rfled.", "Rebels", "Rebels", "Rebels"),
    "leftwards": ("قالت shot الشرطة إن المتمردين فروا", "المتمردين", "المتمردين", "المتمردين"),
}


@pytest.fixture
def editor(both: Both, page: Page) -> Editor:
    """Somebody signed in, who opens tasks of the project that is connected."""
    found = Editor(page, both.server, 0)
    found.sign_in()
    return found


def opened(editor: Editor, both: Both, key: str) -> None:
    editor.project = both.remote
    spans = [item for item in both.annotation(key)["result"] if item["type"] == "labels"]
    editor.open(both.task(key)["id"], len(spans))


def one_span(key: str, text: str) -> AnnotatedDocument:
    start = text.index("shot")
    spans = (Span("act", "action", start, start + 4, "shot", {}, "import"),)
    sets = (AnnotationSet("ann", REF, "annotator", "submitted", spans=spans),)
    return AnnotatedDocument(Document(key, text), sets)


def letters(words: str) -> str:
    """Without line breaks and white space: a page shows them as it likes."""
    return re.sub(r"\s", "", words)


def test_our_spans_are_highlighted_on_the_right_letters_and_an_update_without_changes_is_nothing_to_do(
    both: Both, editor: Editor
) -> None:
    both.bring(*(hard(key, text) for key, text in TEXTS.items()))
    both.connect()
    both.apply()
    for key in TEXTS:
        opened(editor, both, key)
        shown = {name: letters(words) for name, words in editor.highlighted().items()}
        assert shown == {each.id: letters(each.quote) for each in both.set(key).spans}
        editor.touch("في" if key == "arabic" else "in")
        editor.update()
    before = both.corpus()
    assert both.plan().is_empty
    assert both.plan().conflicts == []
    assert both.apply().plan.is_empty
    assert quiet(both)
    assert both.corpus() == before


def test_what_is_drawn_there_comes_back_with_the_words_that_were_drawn_over(both: Both, editor: Editor) -> None:
    both.bring(*(one_span(key, text) for key, (text, *_) in HARD.items()))
    both.connect()
    both.apply()
    for key, (_, first, last, _) in HARD.items():
        opened(editor, both, key)
        editor.mark("actor", first, last)
        editor.update()
    outcome = both.apply()
    assert (outcome.plan.troubles, outcome.left) == ([], [])
    for key, (text, _, _, words) in HARD.items():
        (new,) = (each for each in both.set(key).spans if each.id != "act")
        assert (new.label, new.quote, text[new.start : new.end]) == ("actor", words, words)
    # Their own word for the same is another one, which is why nobody asks for it.
    (across,) = (
        item for item in both.annotation("across")["result"] if item["type"] == "labels" and item["id"] != "act"
    )
    assert across["value"]["text"] == "shot.\\nRebels"
    assert quiet(both)


def test_what_a_person_writes_over_who_had_the_task_open_is_shown_as_a_conflict(both: Both, editor: Editor) -> None:
    both.bring(annotated())
    both.connect()
    both.apply()
    opened(editor, both, "a")
    where = next(each for each in both.set("a").spans if each.id == "where")
    both.edit("a", where=replace(where, label="actor"), who=None)
    assert both.apply().plan.counts() == {"update": 1}
    assert "who" not in {each.get("id") for each in both.annotation("a")["result"]}
    # They have looked at it all the while, and now send what they see.
    editor.mark("location", "Friday")
    editor.update()
    there = {item["id"]: item["value"]["labels"] for item in both.annotation("a")["result"] if item["type"] == "labels"}
    assert there["who"] == ["actor"]
    assert there["where"] == ["location"]
    both.apply()
    found = conflicts.list_conflicts(both.database, "ours")
    assert {(each.about, each.field) for each in found} == {("who", ""), ("where", "label")}
    local = {each.id: each.label for each in both.set("a").spans}
    assert "who" not in local
    assert local["where"] == "actor"
    # What they did besides has come.
    assert "Friday" in {each.quote for each in both.set("a").spans}
    assert quiet(both)
    conflicts.resolve(both.database, "ours", [], "local")
    both.apply()
    there = {item["id"]: item["value"]["labels"] for item in both.annotation("a")["result"] if item["type"] == "labels"}
    assert "who" not in there
    assert there["where"] == ["actor"]
    assert quiet(both)


def test_the_editor_opens_what_was_pushed_after_a_span_with_relations_went(both: Both, editor: Editor) -> None:
    both.bring(annotated())
    both.connect()
    both.apply()
    annotation = both.annotation("a")
    again = {"type": "relation", "from_id": "act", "to_id": "who", "direction": "right", "labels": ["target"]}
    both.patch(annotation, [*annotation["result"], again])
    both.edit("a", who=None)
    both.apply()
    conflicts.resolve(both.database, "ours", [], "local")
    both.apply()
    opened(editor, both, "a")
    assert "who" not in editor.highlighted()
    editor.touch("Friday")
    editor.update()
    assert quiet(both)
