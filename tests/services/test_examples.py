"""Examples out of gold: the nearest words of the label, in their sentences, and never a hint at one's own work."""

import pytest

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.domain.errors import NotFound
from annotator.services import documents, examples
from tests import factories


def labelled(text, label, quote, number, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return Span(f"s{number}", label, start, start + len(quote), quote)


def gold(key, text, *marked, status="submitted", layer="gold", **meta):
    spans = tuple(labelled(text, label, quote, number) for number, (label, quote) in enumerate(marked))
    new = AnnotationSet("G", SchemaRef("conflict-events", 1), layer, status, spans=spans)
    return AnnotatedDocument(Document(key, text, {"title": f"About {key}", **meta}), (new,))


class Desk:
    """A project with gold, and somebody who asks for examples."""

    def __init__(self, database):
        self.database = database
        with database.write() as session:
            self.project = factories.add_project(session, "war")
            self.person = factories.add_person(session)
            factories.add_member(session, self.project, self.person)

    def take(self, *records):
        with self.database.write() as session:
            for _ in documents.import_documents(session, self.project, records):
                pass

    def find(self, label="actor", words="", besides=""):
        with self.database.read() as session:
            return examples.find_examples(session, self.person, "war", label=label, words=words, besides=besides)

    def quotes(self, **asked):
        return [each.sentence[each.start : each.end] for each in self.find(**asked)]


@pytest.fixture
def desk(database):
    return Desk(database)


def test_the_same_words_come_first_then_those_that_share_some(desk):
    desk.take(
        gold("d1", "The coast guard spoke.", ("actor", "coast guard")),
        gold("d2", "The Lake Guard fired.", ("actor", "Lake Guard")),
        gold("d3", "A militia fled.", ("actor", "militia")),
        gold("d4", "Guards of the coast fled.", ("actor", "Guards")),
    )
    assert desk.quotes(words="Lake Guard") == ["Lake Guard", "coast guard", "Guards"]


def test_only_spans_of_the_label_are_shown_and_of_any_where_none_is_named(desk):
    desk.take(gold("d1", "Baghdad struck Baghdad.", ("actor", "Baghdad"), ("action", "struck")))
    assert desk.quotes(label="action", words="Baghdad") == ["struck"]
    assert desk.quotes(label="", words="Baghdad") == ["Baghdad", "struck"]


def test_an_example_is_its_sentence_with_the_place_of_the_words_in_it(desk):
    text = "Raid on Col. Idris Mabruk\r\n👍 Nobody was hurt. The 𝒰.S. struck again, Gen. Amsel said. It rained."
    desk.take(gold("d1", text, ("action", "struck")))
    (found,) = desk.find(label="action", words="struck")
    assert found.sentence == "The 𝒰.S. struck again, Gen. Amsel said."
    assert found.sentence[found.start : found.end] == "struck"
    assert (found.document, found.title, found.label) == ("d1", "About d1", "action")


def test_other_documents_come_before_a_second_one_of_the_same_and_no_words_come_twice(desk):
    desk.take(
        gold("d1", "Rebels ran. Rebels fell. Rebel troops hid.", ("actor", "Rebels"), ("actor", "Rebel troops")),
        gold("d2", "Some rebels hid.", ("actor", "rebels")),
    )
    found = desk.find(words="rebels")
    assert [(each.document, each.sentence[each.start : each.end]) for each in found] == [
        ("d2", "rebels"),
        ("d1", "Rebels"),
        ("d1", "Rebel troops"),
    ]


def test_there_are_three_and_they_come_without_words_too(desk):
    desk.take(*(gold(f"d{n}", f"Group {n} fired.", ("actor", f"Group {n}")) for n in range(5)))
    assert len(desk.find()) == 3


def test_only_settled_gold_is_shown(desk):
    desk.take(
        gold("d1", "Rebels fired.", ("actor", "Rebels"), status="open"),
        gold("d2", "More rebels fired.", ("actor", "rebels"), layer="annotator"),
        gold("d3", "Other rebels fired.", ("actor", "rebels"), layer="suggestion"),
    )
    assert desk.find(words="rebels") == []


@pytest.mark.parametrize(("state", "is_shown"), [("open", False), ("reopened", False), ("submitted", True)])
def test_gold_of_an_article_that_somebody_is_at_work_on_is_kept_from_them(desk, state, is_shown):
    with desk.database.write() as session:
        row = factories.add_document(session, desk.project, "Rebels fired.", key="d1")
        factories.add_task(session, row, desk.person, state=state)
    desk.take(gold("d1", "Rebels fired.", ("actor", "Rebels")))
    assert desk.quotes(words="Rebels") == (["Rebels"] if is_shown else [])


def test_the_article_that_is_looked_at_is_no_example_for_itself(desk):
    desk.take(gold("d1", "Rebels fired.", ("actor", "Rebels")))
    assert desk.quotes(words="Rebels", besides="d1") == []
    assert desk.quotes(words="Rebels", besides="d2") == ["Rebels"]


def test_whoever_is_nothing_in_the_project_gets_none(desk):
    with desk.database.write() as session:
        stranger = factories.add_person(session)
    with desk.database.read() as session, pytest.raises(NotFound):
        examples.find_examples(session, stranger, "war", label="", words="")


def test_of_equals_those_in_the_language_of_the_article_come_first(desk):
    desk.take(
        gold("d1", "Des rebelles.", ("actor", "rebelles"), language="fr"),
        gold("d2", "Soldiers ran.", ("actor", "Soldiers"), language="en"),
        gold("d3", "Des soldats.", ("actor", "soldats"), language="fr"),
        AnnotatedDocument(Document("d4", "Kuk.", {"language": "en"}), ()),
    )
    assert desk.quotes(words="xyz", besides="d4")[0] == "Soldiers"
    assert desk.quotes(words="xyz", besides="d9")[0] == "soldats"
