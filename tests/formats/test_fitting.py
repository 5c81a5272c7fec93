"""Sets of other programs: what fits the schema stays, what does not is told, and the rest is right."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Comment, Link, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.domain.rules import first_violation
from annotator.formats.records.fitting import fitted
from tests.strategies import SCHEMA, annotated_documents, examples

REF = SchemaRef("example", 3)


def fit(annotations):
    losses = []
    after = fitted(AnnotatedDocument(Document("d", "Rebels shelled Oz"), (annotations,)), SCHEMA, losses.append)
    return after.sets[0], [(loss.kind, loss.id, loss.reason) for loss in losses]


def test_each_thing_that_breaks_a_rule_is_left_out_by_itself():
    spans = (
        Span("a", "party", 0, 6, "Rebels", {"kind": "one", "age": 3, "also": "x"}),
        Span("b", "army", 0, 6, "Rebels"),
        Span("c", "party", 0, 6, "Rebels"),
        Span("d", "deed", 7, 14, "shelled"),
    )
    links = (Link("1", "agent", "d", "a"), Link("2", "agent", "d", "b"), Link("3", "agent", "a", "d"))
    after, losses = fit(AnnotationSet("A", REF, spans=spans, links=links, attributes={"relevant": "one", "x": 1}))
    assert [(span.id, span.attributes) for span in after.spans] == [("a", {"kind": "one"}), ("d", {})]
    assert [link.id for link in after.links] == ["1"]
    assert after.attributes == {"relevant": "one"}
    assert losses == [
        ("document_attribute", "x", "attribute"),
        ("attribute", "a", "attribute"),
        ("attribute", "a", "value"),
        ("span", "b", "label"),
        ("span", "c", "equal_span"),
        ("link", "2", "unknown"),
        ("link", "3", "ends"),
    ]


def test_a_set_under_a_schema_of_another_name_is_read_under_ours_and_told():
    spans = (Span("a", "party", 0, 6, "Rebels", {"kind": "One"}),)
    after, losses = fit(AnnotationSet("A", SchemaRef("theirs", 7), spans=spans))
    assert after.schema == REF
    assert after.spans[0].attributes == {"kind": "one"}
    assert losses == [("annotation_set", "A", "schema")]


def test_a_set_under_another_version_of_our_schema_is_left_as_it_is():
    spans = (Span("a", "army", 0, 6, "Rebels"),)
    before = AnnotationSet("A", SchemaRef("example", 2), spans=spans)
    assert fit(before) == (before, [])


def test_spans_that_say_the_same_are_one_with_all_that_hangs_on_them():
    spans = (
        Span("a", "party", 0, 6, "Rebels", {"kind": "one"}),
        Span("b", "party", 0, 6, "Rebels", {"kind": "two", "also": ["x"]}),
        Span("d", "deed", 7, 14, "shelled"),
    )
    links = (Link("1", "agent", "d", "a"), Link("2", "agent", "d", "b"), Link("3", "where", "d", "b"))
    comments = (Comment("k1", "?", "A", "now", "unsure", span="b"),)
    losses = []
    before = AnnotatedDocument(
        Document("d", "Rebels shelled Oz"), (AnnotationSet("A", REF, spans=spans, links=links, comments=comments),)
    )
    (after,) = fitted(before, SCHEMA, losses.append).sets
    assert [(span.id, span.attributes["kind"]) for span in after.spans if span.label == "party"] == [("a", "one")]
    assert [(link.id, link.to_id) for link in after.links] == [("1", "a"), ("3", "a")]
    assert [comment.span for comment in after.comments] == ["a"]
    assert [(loss.kind, loss.id, loss.reason, str(loss.weight)) for loss in losses if loss.reason != "value"] == [
        ("span", "b", "equal_span", "changed"),
        ("attribute", "b", "several", "lost"),
        ("link", "2", "duplicate_link", "changed"),
    ]


def test_a_comment_on_a_span_that_does_not_fit_is_on_its_words_and_that_is_told():
    spans = (Span("b", "army", 0, 6, "Rebels"), Span("d", "deed", 7, 14, "shelled"))
    comments = (Comment("k1", "?", "A", "now", "unsure", span="b"), Comment("k2", "!", "A", "now", span="d"))
    after, losses = fit(AnnotationSet("A", REF, spans=spans, comments=comments))
    assert after.comments == (Comment("k1", "?", "A", "now", "unsure", start=0, end=6), comments[1])
    assert losses == [("span", "b", "label"), ("comment", "k1", "end")]


def test_a_set_made_under_another_schema_is_left_alone():
    other = AnnotationSet("A", SchemaRef("example", 2), spans=(Span("b", "army", 0, 6, "Rebels"),))
    assert fit(other) == (other, [])


@examples(40)
@given(annotated_documents())
def test_what_fits_is_left_as_it_is(annotated):
    losses = []
    assert fitted(annotated, SCHEMA, losses.append) == annotated
    assert losses == []


@examples(40)
@given(annotated_documents(), st.randoms())
def test_what_is_left_breaks_no_rule_and_what_is_gone_was_told(annotated, random):
    def disturbed(span):
        label = random.choice(["deed", "party", "toll", "place", "army"])
        return replace(span, label=label, start=max(0, span.start - random.randrange(2)))

    sets = tuple(replace(each, spans=tuple(map(disturbed, each.spans))) for each in annotated.sets)
    losses = []
    after = fitted(replace(annotated, sets=sets), SCHEMA, losses.append)
    for before, now in zip(sets, after.sets, strict=True):
        assert first_violation(annotated.document.text, SCHEMA, now) is None
        gone = {span.id for span in before.spans} - {span.id for span in now.spans}
        assert gone <= {loss.id for loss in losses if loss.kind == "span"}
