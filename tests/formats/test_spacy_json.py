"""JSON that people keep beside spaCy: pairs, lists of pairs with classes around them, documents of `Doc.to_json`."""

import io
import json

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Span

from annotator.domain.errors import InvalidInput
from annotator.formats import readers
from annotator.formats.sources.recognition import recognised
from annotator.formats.spacy_json import SpacyJson
from tests.formats.support import read
from tests.strategies import examples

FMT = SpacyJson()
TEXT = "Sony 👍🏽 hired 9 in Tokyo."
PAIR = [TEXT, {"entities": [[0, 4, "Org"], [19, 24, "Place"]]}]
SAID = [("Org", "Sony"), ("Place", "Tokyo")]


def documents(value, losses=None):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return read(FMT, data, None, losses)


def said(annotated):
    return [(span.label, span.quote) for annotations in annotated.sets for span in annotations.spans]


@pytest.mark.parametrize(
    "value",
    [
        PAIR,
        [PAIR],
        [PAIR, ["Nothing here.", {"entities": []}]],
        {"classes": ["Org"], "annotations": [PAIR, None, ["Nobody looked."]]},
        {"text": TEXT, "ents": [{"start": 0, "end": 4, "label": "Org"}, {"start": 19, "end": 24, "label": "Place"}]},
        [{"text": TEXT, "entities": PAIR[1]["entities"]}],
        "\n".join([json.dumps(PAIR), json.dumps(["Nothing here.", {"entities": []}])]).encode(),
        "\n".join([json.dumps({"text": TEXT, "ents": []} | PAIR[1]), json.dumps({"text": "b", "ents": []})]).encode(),
    ],
)
def test_entities_are_spans_in_each_of_the_shapes(value):
    first, *_ = documents(value)
    assert (first.document.text, said(first)) == (TEXT, SAID)


def tokens(*pairs):
    return {"tokens": [{"id": number, "orth": word, "ner": tag} for number, (word, tag) in enumerate(pairs)]}


def test_what_version_2_was_trained_on_is_a_text_for_each_paragraph():
    first = tokens(("Sony", "U-Org"), ("left", "O"), ("New", "B-Place"), ("York", "L-Place"), (".", "O"))
    second = tokens(("Oz", "U-Place"), ("fell", "-"))
    whole = {
        "id": 0,
        "paragraphs": [
            {
                "raw": "Sony  left New York. Oz fell",
                "sentences": [first, second],
                "cats": [{"label": "x", "value": 1.0}],
            },
            {"raw": "Other words", "sentences": [second]},
            {"sentences": [tokens(("Oz", "X?"))]},
            {"sentences": []},
        ],
    }
    losses = []
    found = documents([whole], losses)
    assert recognised(io.BytesIO(json.dumps([whole]).encode()), readers()).id == "spacy-json"
    assert [(each.document.text, said(each)) for each in found] == [
        ("Sony  left New York. Oz fell", [("Org", "Sony"), ("Place", "New York"), ("Place", "Oz")]),
        ("Oz fell", [("Place", "Oz")]),
    ]
    assert found[0].sets[0].attributes == {"cats": ["x"]}
    assert [(loss.kind, loss.reason) for loss in losses] == [
        ("span", "misaligned"),
        ("text", "rebuilt"),
        ("span", "misaligned"),
        ("record", "tag"),
        ("record", "type"),
    ]


def test_what_spacy_tells_of_a_document_is_read_with_its_groups_of_spans():
    doc = spacy.blank("en")(TEXT)
    doc.ents = [Span(doc, 0, 1, "Org")]
    doc.spans["sc"] = [Span(doc, 0, 1, "Org"), Span(doc, 0, 3, "Deal")]
    doc.spans["unnamed"] = [Span(doc, 0, 2)]
    doc.cats = {"war": 0.0, "trade": 1.0}
    losses = []
    (annotated,) = documents(doc.to_json(), losses)
    assert said(annotated) == [("Org", "Sony"), ("Deal", TEXT[: doc[2].idx + len(doc[2])]), ("unnamed", doc[:2].text)]
    assert annotated.sets[0].attributes == {"cats": ["trade"]}
    assert losses == []


def test_equal_entities_are_as_many_spans():
    (annotated,) = documents([TEXT, {"entities": [[0, 4, "Org"], [0, 4, "Org"]]}])
    assert said(annotated) == [("Org", "Sony"), ("Org", "Sony")]


@pytest.mark.parametrize("classes", [["Org", "Never"], [{"id": 1, "name": "Org"}, {"id": 2, "name": "Never"}]])
def test_classes_are_labels_used_or_not(classes):
    data = json.dumps({"classes": classes, "annotations": [PAIR]}).encode()
    assert list(FMT.describe(io.BytesIO(data)).labels) == ["Org", "Never"]


def test_what_is_wrong_is_told_with_its_line_and_the_others_are_read():
    lines = [PAIR, [TEXT, {"entities": [[0, 99, "Org"]]}], ["a"], [TEXT, {"entities": [[0, 4, ["x"]]]}], 7, PAIR]
    losses = []
    found = documents("\n".join(map(json.dumps, lines)).encode() + b"\n{broken\n", losses)
    assert [said(each) for each in found] == [SAID, [], [], SAID]
    assert [(loss.kind, loss.reason, loss.line) for loss in losses] == [
        ("span", "range", 2),
        ("record", "type", 4),
        ("record", "type", 5),
        ("record", "json", 7),
    ]


def test_other_keys_are_told():
    losses = []
    documents([TEXT, {"entities": [], "links": [1]}], losses)
    assert [(loss.kind, loss.id, loss.reason) for loss in losses] == [("column", "links", "not_read")]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(PAIR),
        json.dumps([PAIR], indent=2),
        json.dumps({"classes": [], "annotations": []}),
        json.dumps({"text": "a", "ents": [], "tokens": []}),
    ],
)
def test_each_shape_is_known_by_how_it_begins(text):
    assert recognised(io.BytesIO(text.encode()), readers()).id == "spacy-json"


@pytest.mark.parametrize(
    "data", [b"", b"7", b"{broken", b"[1]", b"[[]]", b"\xff", b'{"annotations": 1}', b'[["a", 1]]']
)
def test_what_is_none_of_it_is_an_error_in_words(data):
    with pytest.raises(InvalidInput) as error:
        documents(data)
    assert error.value.file == "corpus"


def test_what_is_no_json_is_a_loss_of_all_of_it_where_losses_are_taken():
    losses = []
    assert documents(b'[["Oz", {"entities": [NaN]}]]', losses) == []
    assert documents(b'{"classes": [], "annotations": {}}', losses) == []
    assert [(loss.kind, loss.reason, loss.file) for loss in losses] == [
        ("record", "json", "corpus"),
        ("record", "type", "corpus"),
    ]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 30) | st.floats() | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from(["start", "end", "label"]), inside),
    max_leaves=6,
)


@examples(60)
@given(st.lists(JUNK, max_size=4), st.sampled_from(["entities", "ents", "spans", "cats", "meta", "text"]), JUNK)
def test_whatever_stands_there_is_read_or_told(entities, key, value):
    losses = []
    found = documents(json.dumps([[TEXT, {"entities": entities, key: value}]]).encode(), losses)
    assert found or losses
