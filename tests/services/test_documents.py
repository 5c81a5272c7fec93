"""Imports: whole or not at all; the same again adds nothing, another text is an error."""

import pytest

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Link, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.domain.errors import Forbidden, InvalidInput, NotFound
from annotator.services import documents
from annotator.services.exports import Sets, export_documents
from tests import factories

TEXT = "US strike killed over 40 fighters."
SPANS = (Span("s1", "actor", 0, 2, "US"), Span("s2", "action", 3, 9, "strike"))
LINKS = (Link("l1", "agent", "s2", "s1"),)


@pytest.fixture
def project(database):
    with database.write() as session:
        return factories.add_project(session, "war")


def annotated(key="d1", text=TEXT, annotator="A1", layer="gold", spans=SPANS, links=LINKS, version=1, **rest):
    schema = SchemaRef("conflict-events", version)
    new = AnnotationSet(annotator, schema, layer, "submitted", spans=spans, links=links, **rest)
    return AnnotatedDocument(Document(key, text, {"source": "wire"}), (new,))


def bare(key, text):
    return AnnotatedDocument(Document(key, text))


def take(database, project, *records):
    with database.write() as session:
        *_, report = documents.import_documents(session, project, records)
        return report


def corpus(database, project, sets=Sets.ALL):
    with database.read() as session:
        return list(export_documents(session, project, sets))


def test_what_comes_in_comes_out_the_same(database, project):
    record = annotated(attributes={"relevance": "yes"})
    report = take(database, project, record, bare("d2", "Nothing happened."))
    assert (report.documents, report.sets, report.spans, report.links) == (2, 1, 2, 1)
    assert corpus(database, project) == [record, bare("d2", "Nothing happened.")]


def test_the_same_document_again_adds_its_new_sets_only(database, project):
    take(database, project, annotated())
    report = take(database, project, annotated(annotator="A2"))
    assert (report.documents, report.known, report.sets) == (0, 1, 1)
    (found,) = corpus(database, project)
    assert [each.annotator for each in found.sets] == ["A1", "A2"]


def test_a_known_id_with_another_text_is_an_error_that_names_it(database, project):
    take(database, project, bare("d1", TEXT))
    with pytest.raises(InvalidInput, match=r"document d1: .*another text") as error:
        take(database, project, bare("d9", "New."), bare("d1", TEXT + " "))
    assert error.value.rule == "other_text"
    assert [each.document.id for each in corpus(database, project)] == ["d1"], "nothing of the file is stored"


def test_two_records_of_one_id_in_one_file_must_agree(database, project):
    with pytest.raises(InvalidInput, match="another text"):
        take(database, project, bare("d1", "One."), bare("d1", "Two."))


def test_an_exact_copy_under_another_id_is_left_out_and_reported(database, project):
    take(database, project, bare("d1", TEXT))
    report = take(database, project, bare("d2", TEXT), bare("d3", "Else."), bare("d4", "Else."))
    assert report.duplicates == [("d2", "d1"), ("d4", "d3")]
    assert [each.document.id for each in corpus(database, project)] == ["d1", "d3"]


@pytest.mark.parametrize(
    ("spans", "links", "rule"),
    [
        ((Span("s1", "actor", 0, 2, "UK"),), (), "quote"),
        ((Span("s1", "person", 0, 2, "US"),), (), "label"),
        ((SPANS[0], SPANS[0]), (), "id"),
        ((SPANS[0], Span("s9", "actor", 0, 2, "US")), (), "equal_span"),
        (SPANS, (Link("l1", "agent", "s1", "s2"),), "ends"),
        (SPANS, (Link("l1", "agent", "s2", "gone"),), "unknown"),
    ],
)
def test_a_set_that_breaks_a_rule_is_refused_with_document_and_rule(database, project, spans, links, rule):
    with pytest.raises(InvalidInput) as error:
        take(database, project, annotated(spans=spans, links=links))
    assert (error.value.rule, error.value.document) == (rule, "d1")
    assert corpus(database, project) == []


def test_a_set_of_an_unknown_schema_version_is_refused(database, project):
    with pytest.raises(InvalidInput, match="conflict-events 7; this project has conflict-events 1"):
        take(database, project, annotated(version=7))


def test_importing_the_same_file_again_changes_nothing(database, project):
    take(database, project, annotated())
    report = take(database, project, annotated(spans=SPANS[::-1]))
    assert (report.known, report.known_sets, report.sets) == (1, 1, 0)
    assert corpus(database, project) == [annotated()]


def test_another_set_under_the_same_name_is_refused_and_overwrites_nothing(database, project):
    take(database, project, annotated())
    with pytest.raises(InvalidInput) as error:
        take(database, project, annotated(spans=SPANS[:1], links=()))
    assert error.value.rule == "known_set"
    assert corpus(database, project) == [annotated()]


def test_an_export_of_gold_holds_gold_only_and_never_a_suggestion(database, project):
    submitted = annotated("d2", TEXT + " Two.", layer="annotator")
    open_ = AnnotationSet("A1", SchemaRef("conflict-events", 1), "annotator", "open")
    take(
        database,
        project,
        annotated("d1"),
        submitted,
        annotated("d3", TEXT + " Three.", layer="suggestion"),
        AnnotatedDocument(Document("d4", "Four."), (open_,)),
    )

    def ids(sets):
        return [each.document.id for each in corpus(database, project, sets) if each.sets]

    assert ids(Sets.GOLD) == ["d1"]
    assert ids(Sets.SUBMITTED) == ["d2"]
    assert ids(Sets.ALL) == ["d1", "d2", "d4"]


def test_more_documents_than_a_batch_come_in_and_out_in_order(database, project):
    number = documents.BATCH * 2 + 7
    records = [bare(f"d{each}", f"Story {each}.") for each in range(number)]
    take(database, project, *records)
    assert [each.document.id for each in corpus(database, project)] == [each.document.id for each in records]


def test_lists_of_documents_are_for_those_who_may_read_them(database, project):
    take(database, project, *(bare(f"d{each}", f"Story {each}.") for each in range(5)))
    with database.write() as session:
        lead, annotator, stranger = (factories.add_person(session) for _ in range(3))
        factories.add_member(session, project, lead, "lead")
        factories.add_member(session, project, annotator)
    with database.read() as session:
        first = documents.list_documents(session, lead, "war", limit=3)
        rest = documents.list_documents(session, lead, "war", first.next, limit=3)
        with pytest.raises(Forbidden):
            documents.list_documents(session, annotator, "war")
        with pytest.raises(NotFound):
            documents.read_document(session, stranger, "war", "d1")
    assert [each.key for each in [*first.documents, *rest.documents]] == [f"d{each}" for each in range(5)]
    assert rest.next is None
