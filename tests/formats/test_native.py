"""The native format: its exact shape, its rules, and that it costs little more than JSON does."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Comment, Link, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.formats.native.format import NATIVE, Native, line
from annotator.formats.native.record import read_record, record
from annotator.formats.options import configured
from annotator.formats.sources.json_text import parsed
from tests.formats.support import read, written
from tests.strategies import SCHEMA, annotated_documents, examples

REF = {"name": "example", "version": 3}


def a_record(**changes):
    """A record in which everything is said, with some keys of the whole changed."""
    made = {
        "format": "annotator/1",
        "id": "d1",
        "text": "Ten killed in Oz.",
        "meta": {"title": "Ten"},
        "annotation_sets": [a_set()],
    }
    return {key: value for key, value in {**made, **changes}.items() if value is not ...}


def a_set(**changes):
    made = {
        "annotator": "A1",
        "layer": "gold",
        "status": "submitted",
        "schema": REF,
        "guideline": 2,
        "attributes": {"relevant": "one"},
        "spans": [a_span(), {"id": "s2", "label": "deed", "start": 4, "end": 10, "quote": "killed"}],
        "links": [{"id": "l1", "role": "loss", "from": "s2", "to": "s1"}],
        "comments": [{"id": "c1", "text": "sure?", "author": "A2", "created": "2024-02-08", "span": "s1"}],
        "skip_reason": "no time",
    }
    return {key: value for key, value in {**made, **changes}.items() if value is not ...}


def a_span(**changes):
    made = {
        "id": "s1",
        "label": "toll",
        "start": 0,
        "end": 3,
        "quote": "Ten",
        "attributes": {"kind": "two"},
        "origin": "import",
    }
    return {key: value for key, value in {**made, **changes}.items() if value is not ...}


def with_set(**changes):
    return a_record(annotation_sets=[a_set(**changes)])


def a_comment(**changes):
    return {"id": "c1", "text": "?", "author": "A2", "created": "in March", **changes}


def with_span(**changes):
    return with_set(spans=[a_span(**changes)], links=..., comments=...)


def corpus(*records):
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records).encode()


def test_a_line_has_the_published_shape_and_order():
    annotated = AnnotatedDocument(
        Document("d1", "Ten killed in Oz.", {"title": "Ten"}),
        (
            AnnotationSet(
                annotator="A1",
                schema=SchemaRef("example", 3),
                layer="gold",
                status="submitted",
                guideline=2,
                attributes={"relevant": "one"},
                spans=(
                    Span("s1", "toll", 0, 3, "Ten", {"kind": "two"}, "import"),
                    Span("s2", "deed", 4, 10, "killed"),
                ),
                links=(Link("l1", "loss", "s2", "s1"),),
                comments=(Comment("c1", "sure?", "A2", "2024-02-08", span="s1"),),
                skip_reason="no time",
            ),
        ),
    )
    assert json.dumps(record(annotated)) == json.dumps(a_record())
    assert read_record(a_record(), SCHEMA) == annotated


def test_what_is_as_by_default_is_not_written():
    annotated = AnnotatedDocument(Document("d1", ""), (AnnotationSet("A1", SchemaRef("example", 3)),))
    assert json.dumps(record(annotated)) == (
        '{"format": "annotator/1", "id": "d1", "text": "", "annotation_sets": [{"annotator": "A1", '
        '"layer": "annotator", "status": "open", "schema": {"name": "example", "version": 3}, "guideline": 1}]}'
    )
    assert record(AnnotatedDocument(Document("d1", "x"))) == {"format": "annotator/1", "id": "d1", "text": "x"}


def test_absent_keys_mean_their_default():
    annotated = read_record(a_record(meta=..., annotation_sets=[{"annotator": "A1", "schema": REF}]))
    assert annotated.sets == (AnnotationSet("A1", SchemaRef("example", 3)),)
    assert annotated.document.meta == {}
    assert read_record(with_span(attributes=..., origin=...)).sets[0].spans[0].origin == "human"


@examples(40)
@given(annotated_documents())
def test_a_file_that_we_wrote_is_written_again_byte_for_byte(annotated):
    data = line(annotated)
    assert written(NATIVE, read(NATIVE, data, SCHEMA)) == data


@examples(40)
@given(annotated_documents())
def test_a_document_is_one_line_whatever_its_text(annotated):
    assert line(annotated).count(b"\n") == 1
    assert read(NATIVE, line(annotated) * 2) == [annotated, annotated]


def test_text_stands_as_it_is_read():
    annotated = AnnotatedDocument(Document("d1", "قُتل 👨‍👩‍👧\u2028é"))
    assert "قُتل 👨‍👩‍👧\u2028é".encode() in line(annotated)


def test_lines_end_at_line_feeds_alone():
    texts = ["a\u2028b", "a\u2029b", "a\u0085b", "a\x0bb\x0cc", "a\x1cb\x1d\x1ec"]
    data = b"".join(line(AnnotatedDocument(Document(f"d{number}", text))) for number, text in enumerate(texts))
    assert [annotated.document.text for annotated in read(NATIVE, data)] == texts


def test_files_of_other_makers_are_read():
    one, two = corpus(a_record()), corpus(a_record(id="d2"))
    assert len(read(NATIVE, b"\xef\xbb\xbf" + one + b"\n \n" + two.rstrip(b"\n"))) == 2
    assert len(read(NATIVE, (one + two).replace(b"\n", b"\r\n"))) == 2


BROKEN = [
    ("type", []),
    ("format", a_record(format="annotator/2")),
    ("format", a_record(format=...)),
    ("key", a_record(spans=[])),
    ("missing", a_record(id=...)),
    ("type", a_record(id=7)),
    ("document_id", a_record(id="a b")),
    ("missing", a_record(text=...)),
    ("type", a_record(text=None)),
    ("nul", a_record(text="a\x00b")),
    ("type", a_record(meta=[])),
    ("depth", a_record(meta={"a": json.loads("[" * 40 + "]" * 40)})),
    ("type", a_record(annotation_sets={})),
    ("type", a_record(annotation_sets=["A1"])),
    ("set", a_record(annotation_sets=[a_set(), a_set()])),
    ("key", with_set(span=[])),
    ("missing", with_set(annotator=...)),
    ("type", with_set(annotator="")),
    ("type", with_set(layer="golden")),
    ("type", with_set(layer=None)),
    ("type", with_set(status="done")),
    ("type", with_set(schema="example")),
    ("key", with_set(schema={**REF, "url": "x"})),
    ("missing", with_set(schema={"name": "example"})),
    ("type", with_set(schema={"name": "example", "version": 0})),
    ("type", with_set(schema={"name": "example", "version": True})),
    ("type", with_set(guideline="1")),
    ("type", with_set(attributes=[])),
    ("type", with_set(spans={})),
    ("type", with_set(links=None)),
    ("type", with_set(skip_reason=1)),
    ("type", with_set(spans=["s1"])),
    ("key", with_span(text="Ten")),
    ("missing", with_span(id=...)),
    ("id", with_span(id="a b")),
    ("id", with_span(id="x" * 65)),
    ("type", with_span(label=1)),
    ("missing", with_span(start=...)),
    ("type", with_span(start="0")),
    ("type", with_span(start=0.5)),
    ("type", with_span(start=False)),
    ("range", with_span(end=-3)),
    ("range", with_span(end=99)),
    ("range", with_span(start=3, quote="")),
    ("quote", with_span(quote="ten")),
    ("quote", with_span(start=1)),
    ("missing", with_span(quote=...)),
    ("type", with_span(attributes=None)),
    ("depth", with_span(attributes={"kind": json.loads('{"a":' * 40 + "1" + "}" * 40)})),
    ("type", with_span(origin=None)),
    ("id", with_set(spans=[a_span(), a_span()], links=[])),
    ("key", with_set(links=[{"id": "l1", "role": "loss", "from": "s2", "to": "s1", "x": 1}])),
    ("missing", with_set(links=[{"id": "l1", "role": "loss", "from": "s2"}])),
    ("type", with_set(links=[{"id": "l1", "role": "loss", "from": "s2", "to": 1}])),
    ("unknown", with_set(links=[{"id": "l1", "role": "loss", "from": "s2", "to": "s9"}])),
    ("id", with_set(links=[{"id": "l1", "role": "loss", "from": "s2", "to": "s1"}] * 2)),
    ("id", with_set(links=[{"id": "l 1", "role": "loss", "from": "s2", "to": "s1"}])),
    ("missing", with_set(comments=[{"id": "c1", "text": "?", "author": "A2"}])),
    ("id", with_set(comments=[{"id": "", "text": "?", "author": "A2", "created": ""}])),
    ("type", with_set(comments=[{"id": "c", "text": "?", "author": "A2", "created": "", "start": "1"}])),
    ("unknown", with_set(comments=[a_comment(span="s9")])),
    ("anchor", with_set(comments=[a_comment(span="s1", start=0, end=3)])),
    ("anchor", with_set(comments=[a_comment(start=0)])),
    ("range", with_set(comments=[a_comment(start=3, end=3)])),
    ("range", with_set(comments=[a_comment(start=0, end=999)])),
    ("text", with_set(comments=[a_comment(text="?" * 10_001)])),
    ("id", with_set(comments=[a_comment(), a_comment()])),
]


@pytest.mark.parametrize(("rule", "data"), BROKEN)
def test_a_broken_rule_is_named_with_file_line_and_document(rule, data):
    with pytest.raises(InvalidInput) as error:
        read(NATIVE, corpus(a_record(), data))
    assert error.value.rule == rule
    assert (error.value.file, error.value.line) == ("corpus", 2)
    if isinstance(data, dict) and isinstance(data.get("id"), str) and rule not in ("format", "key"):
        assert error.value.document == data["id"]


UNDER_THE_SCHEMA = [
    ("label", with_span(label="actor")),
    ("attribute", with_span(attributes={"colour": "red"})),
    ("value", with_span(attributes={"kind": "four"})),
    ("role", with_set(links=[{"id": "l1", "role": "lost", "from": "s2", "to": "s1"}])),
    ("ends", with_set(links=[{"id": "l1", "role": "loss", "from": "s1", "to": "s2"}])),
    ("self_link", with_set(links=[{"id": "l1", "role": "loss", "from": "s2", "to": "s2"}])),
    ("equal_span", with_set(spans=[a_span(), a_span(id="s3")], links=[])),
    ("attribute", with_set(attributes={"colour": "red"})),
    ("value", with_set(attributes={"relevant": "four"})),
]


@pytest.mark.parametrize(("rule", "data"), UNDER_THE_SCHEMA)
def test_with_the_schema_its_hard_rules_hold_too(rule, data):
    assert len(read(NATIVE, corpus(data))) == 1
    with pytest.raises(InvalidInput) as error:
        read(NATIVE, corpus(data), SCHEMA)
    assert (error.value.rule, error.value.line, error.value.document) == (rule, 1, "d1")


def test_a_set_made_under_another_schema_is_not_held_against_this_one():
    other = with_set(schema={"name": "example", "version": 2}, spans=[a_span(label="actor")], links=...)
    assert read(NATIVE, corpus(other), SCHEMA)[0].sets[0].spans[0].label == "actor"


NO_JSON = [
    ("json", b"{"),
    ("json", b'{"format": "annotator/1"} {}'),
    ("json", b'{"format": NaN}'),
    ("json", b'{"format": -Infinity}'),
    ("json", b"1" * 5000),
    ("depth", b"[" * 100_000),
    ("encoding", '{"format": "ä"}'.encode("latin-1")),
    ("encoding", "{}".encode("utf-16")),
    ("surrogate", corpus(a_record(meta={})).replace(b'"meta": {}', b'"meta": {"a": "\\ud800"}')),
    ("surrogate", corpus(a_record(meta={})).replace(b'"meta": {}', b'"meta": {"\\uDFFF": 1}')),
    ("number", corpus(a_record(meta={})).replace(b'"meta": {}', b'"meta": {"a": [1e999]}')),
]


@pytest.mark.parametrize(("rule", "data"), NO_JSON)
def test_what_is_no_json_is_named_with_its_line(rule, data):
    with pytest.raises(InvalidInput) as error:
        read(NATIVE, corpus(a_record()) + data.rstrip(b"\n") + b"\n" + corpus(a_record()))
    assert (error.value.rule, error.value.line) == (rule, 2)


def test_escaped_pairs_of_surrogates_are_characters():
    assert parsed(b'{"a": "\\ud83d\\ude00"}') == {"a": "😀"}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800", {1, 2}])
def test_what_json_cannot_hold_is_refused_on_writing(value):
    with pytest.raises(InvalidInput) as error:
        written(NATIVE, [AnnotatedDocument(Document("d1", "x", {"a": value}))])
    assert (error.value.rule, error.value.document) == ("json", "d1")


def test_a_span_beside_its_quote_is_moved_when_that_is_asked_for():
    losses = []
    data = with_set(spans=[a_span(start=2, end=5), a_span(id="s2", label="deed", quote="nowhere")])
    mover = configured(Native(), {"misplaced": "move"})
    (annotated,) = read(mover, corpus(data), SCHEMA, losses)
    assert [(span.id, span.start, span.end) for span in annotated.sets[0].spans] == [("s1", 0, 3)]
    assert annotated.sets[0].links == ()
    assert [(loss.kind, loss.id, loss.reason) for loss in losses] == [
        ("span", "s1", "moved"),
        ("span", "s2", "quote"),
        ("link", "l1", "end"),
    ]


@examples(40)
@given(st.data())
def test_a_span_stands_on_its_quote_or_is_told_to_be_left_out(data):
    annotated = data.draw(annotated_documents())
    spans = [
        {**span.as_json(), "start": data.draw(st.integers(0, 40)), "end": data.draw(st.integers(0, 40))}
        for annotations in annotated.sets
        for span in annotations.spans
    ]
    whole = a_record(text=annotated.document.text, annotation_sets=[a_set(spans=spans, links=..., comments=...)])
    unique = {span["id"]: span for span in spans}
    whole["annotation_sets"][0]["spans"] = list(unique.values())
    told = []
    after = read_record(whole, None, told.append)
    left_out = {loss.id for loss in told if loss.reason == "quote"}
    kept = [span["quote"] for span in unique.values() if span["id"] not in left_out]
    assert [span.quote for span in after.sets[0].spans] == kept
