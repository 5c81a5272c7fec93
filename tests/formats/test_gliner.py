"""GLiNER: what its trainer would take, by a reader written from its guide; and what others write."""

import json

import pytest

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Link, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.formats.gliner.format import Gliner
from annotator.formats.options import configured
from tests.formats.support import read, written, written_with_losses
from tests.strategies import SCHEMA

TEXT = "US troops shelled Oz.  Two died"


def document(text=TEXT, links=(), places=None):
    places = places or [("party", 0, 9), ("party", 0, 2), ("deed", 10, 17), ("place", 18, 20), ("toll", 23, 26)]
    spans = tuple(Span(f"s{n}", label, start, end, text[start:end]) for n, (label, start, end) in enumerate(places, 1))
    links = tuple(Link(f"l{n}", *link) for n, link in enumerate(links, 1))
    annotations = AnnotationSet("A1", SchemaRef("example", 3), status="submitted", spans=spans, links=links)
    return AnnotatedDocument(Document("d1", text), (annotations,))


def trained_on(data, lines=False):
    """Words of entities and relations, as the guide of GLiNER has it: last tokens belong, relations count in ner."""
    records = [json.loads(line) for line in data.splitlines()] if lines else json.loads(data)
    for record in records:
        tokens, ner = record["tokenized_text"], record["ner"]
        assert tokens
        assert all(isinstance(token, str) and token for token in tokens)
        said = [(" ".join(tokens[first : last + 1]), label) for first, last, label in ner]
        assert all(0 <= first <= last < len(tokens) for first, last, _ in ner)
        relations = [(said[head][0], role, said[tail][0]) for head, tail, role in record["relations"]]
        yield " ".join(tokens), said, relations, record.get("ner_labels")


def test_a_record_is_a_sentence_with_spans_and_relations_by_their_numbers():
    links = [("agent", "s3", "s1"), ("where", "s3", "s4"), ("loss", "s3", "s5")]
    data, losses = written_with_losses(Gliner(), [document(links=links)], SCHEMA)
    assert list(trained_on(data)) == [
        (
            "US troops shelled Oz .",
            [("US", "party"), ("US troops", "party"), ("shelled", "deed"), ("Oz", "place")],
            [("shelled", "agent", "US troops"), ("shelled", "where", "Oz")],
            None,
        ),
        ("Two died", [("Two", "toll")], [], None),
    ]
    assert [(loss.id, loss.reason) for loss in losses if loss.kind == "link"] == [("l3", "sentence")]


def test_whole_documents_keep_what_crosses_sentences():
    fmt = configured(Gliner(), {"sentences": "whole"})
    data, losses = written_with_losses(fmt, [document(links=[("loss", "s3", "s5")])], SCHEMA)
    assert [relations for _, _, relations, _ in trained_on(data)] == [[("shelled", "loss", "Two")]]
    assert not [loss for loss in losses if loss.kind == "link"]


def test_a_record_a_line_and_the_labels_of_the_schema_by_option():
    fmt = configured(Gliner(), {"form": "lines", "labels": "yes"})
    data = written(fmt, [document(), document()], SCHEMA)
    assert len(data.splitlines()) == 4
    assert {tuple(labels) for *_, labels in trained_on(data, lines=True)} == {("deed", "party", "toll", "place")}
    assert read(fmt, data) == read(Gliner(), written(Gliner(), [document(), document()]))
    assert written(fmt, [], SCHEMA) == b""
    with pytest.raises(InvalidInput, match="name the schema"):
        written(fmt, [document()])


def test_sentences_of_a_document_come_back_as_one_document():
    (back,) = read(Gliner(), written(Gliner(), [document(links=[("agent", "s3", "s2")])]))
    assert (back.document.id, back.document.text) == ("d1", "US troops shelled Oz .\nTwo died")
    (agent,) = back.sets[0].links
    quotes = {span.id: span.quote for span in back.sets[0].spans}
    assert (quotes[agent.from_id], agent.role, quotes[agent.to_id]) == ("shelled", "agent", "US")


def test_two_spans_that_only_spaces_tell_apart_are_one():
    annotated = document("US left", places=[("party", 0, 3), ("party", 0, 2)], links=())
    data, losses = written_with_losses(Gliner(), [annotated])
    assert [said for _, said, _, _ in trained_on(data)] == [[("US", "party")]]
    assert [(loss.kind, loss.id, loss.reason) for loss in losses if loss.kind in ("span", "equal_span")] == [
        ("span", "s1", "trimmed"),
        ("equal_span", "s1", "same"),
    ]


def test_records_of_others_are_documents_by_themselves():
    first = b'{"tokenized_text": ["Oz", "fell"], "ner": [[0, 0, "place"]], "ner_labels": ["place"]}'
    data = b"[" + first + b', {"tokenized_text": ["So"]}]'
    losses = []
    found = read(Gliner(), data, SCHEMA, losses)
    assert [each.document.text for each in found] == ["Oz fell", "So"]
    assert [(span.label, span.quote) for span in found[0].sets[0].spans] == [("place", "Oz")]
    assert losses == []


def test_numbers_written_as_words_and_relations_with_their_ends_in_full_are_read():
    record = {"tokenized_text": ["Rebels", "hold", "New", "Oz"], "ner": [["0", "0", "party"], [2, 3, "place"]]}
    record["relations"] = [["0", "0", "party", 2, 3, "place", "holds"], ["0", "0", "toll", 2, 3, "place", "holds"]]
    losses = []
    (found,) = read(Gliner(), json.dumps([record]).encode(), None, losses)
    assert [(span.label, span.quote) for span in found.sets[0].spans] == [("party", "Rebels"), ("place", "New Oz")]
    assert [(link.role, link.from_id, link.to_id) for link in found.sets[0].links] == [("holds", "s1", "s2")]
    assert [(loss.kind, loss.reason) for loss in losses] == [("link", "dangling")]
    assert '"toll"' in losses[0].detail or "'toll'" in losses[0].detail


def test_words_behind_a_label_say_which_token_is_the_last():
    """GLiREL's data: the last number is that of the token behind, and ends of relations are told with their tokens."""
    ner = [[0, 1, "party", "Rebels"], [2, 4, "place", "New Oz"], [1, 1, "deed", "hold"], [0, 0, "party", "Nobody"]]
    ends = {"head": {"mention": "Rebels", "position": [0, 1]}, "tail": {"mention": "New Oz", "position": [2, 4]}}
    record = {
        "tokenized_text": ["Rebels", "hold", "New", "Oz"],
        "ner": ner,
        "relations": [ends | {"relation_text": "holds"}, ends | {"tail": {"position": [3, 4]}, "relation_text": "has"}],
    }
    losses = []
    (found,) = read(Gliner(), json.dumps(record).encode(), None, losses)
    spans = {span.id: (span.label, span.quote) for span in found.sets[0].spans}
    assert sorted(spans.values()) == [("deed", "hold"), ("party", "Rebels"), ("party", "Rebels"), ("place", "New Oz")]
    (link,) = found.sets[0].links
    assert (link.role, spans[link.from_id], spans[link.to_id]) == ("holds", ("party", "Rebels"), ("place", "New Oz"))
    assert [(loss.kind, loss.reason, loss.weight) for loss in losses] == [
        ("span", "quote", "changed"),
        ("link", "dangling", "lost"),
    ]


@pytest.mark.parametrize(
    "relation",
    [{}, {"head": [0, 1], "tail": {}, "relation_text": "x"}, {"head": {}, "tail": {}}, [0, 0], [0, 0, 5], "x"],
)
def test_a_relation_of_another_shape_is_told(relation):
    record = {"tokenized_text": ["Oz"], "ner": [[0, 0, "place", "Oz"], [0, 5, "place", "Oz"]], "relations": [relation]}
    losses = []
    assert read(Gliner(), json.dumps(record).encode(), None, losses) == []
    assert [(loss.kind, loss.reason) for loss in losses] == [("span", "range"), ("record", "type")]


def test_what_is_wrong_is_told_item_by_item():
    record = {
        "tokenized_text": ["Oz", "fell"],
        "ner": [[0, 0, "place"], [1, 2, "deed"], [1, 1, "deed"], [-1, 0, "deed"]],
        "relations": [[2, 0, "where"], [1, 0, "where"], [0, 9, "where"]],
        "score": 1,
    }
    bad = [
        {"tokenized_text": "Oz"},
        {"ner": []},
        {"tokenized_text": ["a"], "ner": [[0, "o", "x"]]},
        {"tokenized_text": [""]},
    ]
    losses = []
    data = "\n".join(json.dumps(each) for each in [record, *bad]).encode()
    (found,) = read(Gliner(), data, None, losses)
    assert [span.label for span in found.sets[0].spans] == ["place", "deed"]
    assert [(link.from_id, link.to_id) for link in found.sets[0].links] == [("s2", "s1")]
    assert [(loss.kind, loss.reason, loss.line) for loss in losses if loss.kind != "column"] == [
        ("span", "range", 1),
        ("span", "range", 1),
        ("link", "dangling", 1),
        ("link", "dangling", 1),
        ("record", "type", 2),
        ("record", "key", 3),
        ("record", "type", 4),
        ("record", "type", 5),
    ]
    assert ("column", "score", 1) in [(loss.kind, loss.id, loss.line) for loss in losses]
    with pytest.raises(InvalidInput) as error:
        read(Gliner(), data)
    assert error.value.file == "corpus"


def test_what_a_model_found_is_no_record_without_its_text():
    found = [{"text": "Rebels", "label": "party", "start": 0, "end": 6, "score": 0.9}]
    with pytest.raises(InvalidInput, match="without the text that it is in") as error:
        read(Gliner(), json.dumps(found).encode())
    assert error.value.rule == "no_text"
    losses = []
    assert read(Gliner(), json.dumps(found * 2).encode(), None, losses) == []
    assert [(loss.kind, loss.reason) for loss in losses] == [("record", "no_text")] * 2


def test_what_stands_under_a_key_of_another_name_than_ner_is_told_with_how_often():
    record = {"tokenized_text": ["Rebels", "fled"], "extraction": [[0, 0, "party"]]}
    losses = []
    read(Gliner(), json.dumps([record, record]).encode(), None, losses)
    (loss,) = [loss for loss in losses if loss.kind == "column"]
    assert (loss.id, loss.reason) == ("extraction", "not_read")
    assert loss.detail.endswith("2 times")
