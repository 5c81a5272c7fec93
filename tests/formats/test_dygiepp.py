"""DyGIE++ by its documented form (doc/data.md there), and by what its dataset reader refuses or drops."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.errors import InvalidInput
from annotator.domain.schema import Meaning
from annotator.formats import reader, readers
from annotator.formats.options import configured
from annotator.formats.records.selection import chosen
from annotator.formats.sources.recognition import recognised
from tests.formats import event_support
from tests.formats.event_support import STORY, TEXT, accounted, at, described, document, links_of
from tests.formats.support import read, written, written_with_losses
from tests.strategies import annotated_documents, examples, schemas

DYGIEPP = reader("dygiepp")
SCHEMA = event_support.SCHEMA
LISTS, CLUSTERS = ("ner", "relations", "events"), ("clusters", "event_clusters")
#: The sentences and lists of the format's own documentation, with the event moved to where its tokens are.
DOCUMENTED = {
    "doc_key": "doc1",
    "sentences": [
        ["Seattle", "is", "a", "rainy", "city", "."],
        ["Jenny", "Durkan", "is", "the", "city's", "mayor", "."],
        ["She", "was", "elected", "in", "2017", "."],
    ],
    "ner": [[[0, 0, "City"]], [[6, 7, "Person"], [9, 10, "City"]], [[13, 13, "Person"], [17, 17, "Year"]]],
    "relations": [[], [[6, 7, 9, 10, "Mayor-Of"]], [[13, 13, 17, 17, "Elected-In"]]],
    "clusters": [[[0, 0], [9, 10]], [[6, 7], [13, 13]]],
    "events": [[], [], [[[15, "Personnel.Election"], [13, 13, "Person"], [17, 17, "Date"]]]],
}


def loaded(line):
    """A document as the dataset reader takes it; fails on whatever would break it, or be dropped in silence."""
    record = json.loads(line)
    assert set(record) == {"doc_key", "dataset", "sentences", *LISTS, *CLUSTERS}
    lengths = [len(sentence) for sentence in record["sentences"]]
    ranges = [range(sum(lengths[:number]), sum(lengths[: number + 1])) for number in range(len(lengths))]
    assert min(lengths) > 0
    assert all(word and not word.isspace() for sentence in record["sentences"] for word in sentence)
    assert all(len(record[key]) == len(lengths) for key in LISTS)
    for tokens, *lists in zip(ranges, *(record[key] for key in LISTS), strict=True):
        for keys in keyed(*lists):
            assert all(first in tokens and last in tokens and first <= last for key in keys for first, last in key)
            assert len(set(keys)) == len(keys)
    for key in CLUSTERS:
        members = [tuple(member) for cluster in record[key] for member in cluster]
        assert len(set(members)) == len(members)
        assert all(any(first in each and last in each for each in ranges) for first, last in members)
    return record


def keyed(ner, relations, events):
    """What its reader keys by stretches: of two with the same it would keep the last."""
    yield [(tuple(item[:2]),) for item in ner]
    yield [(tuple(item[:2]), tuple(item[2:4])) for item in relations]
    yield [((event[0][0], event[0][0]),) for event in events]
    for event in events:
        yield [(tuple(argument[:2]),) for argument in event[1:]]


def test_a_story_is_written_as_its_reader_wants_it():
    line, losses = written_with_losses(DYGIEPP, [STORY], SCHEMA)
    record = loaded(line)
    assert record["sentences"][0] == ["Rebels", "shot", "dead", "two", "guards", "in", "Oz", "."]
    assert record["ner"] == [[[0, 0, "party"], [3, 4, "toll"]], [[8, 9, "party"], [14, 14, "toll"]]]
    assert record["events"] == [
        [[[1, "deed:raid"], [0, 0, "doer"], [3, 4, "hit"]]],
        [[[10, "word:calm"], [8, 9, "doer"], [12, 12, "about"]], [[12, "deed"], [14, 14, "hit"]]],
    ]
    assert record["event_clusters"] == [[[1, 1], [12, 12]]]
    assert record["clusters"] == [[[3, 4], [14, 14]]]
    assert [(loss.id, loss.reason) for loss in losses if loss.kind in ("span", "link")] == [("shot", "first_token")]


def test_a_story_comes_back_with_its_words_classes_and_links():
    (back,) = read(DYGIEPP, written(DYGIEPP, [STORY], SCHEMA), SCHEMA)
    assert back.document.text == "Rebels shot dead two guards in Oz .\nMinister Li said the raid killed both ."
    assert {span.quote: span.attributes for span in chosen(back).spans if span.attributes} == {
        "shot": {"sort": "raid"},
        "said": {"tone": "calm"},
    }
    before = [tuple("shot" if word == "shot dead" else word for word in link) for link in links_of(STORY)]
    assert links_of(back) == sorted(before)


def test_the_documented_example_is_read_under_its_own_names():
    (back,) = read(DYGIEPP, json.dumps(DOCUMENTED).encode())
    assert [(span.label, span.quote) for span in chosen(back).spans] == [
        ("City", "Seattle"),
        ("Person", "Jenny Durkan"),
        ("City", "the city's"),
        ("Person", "She"),
        ("Personnel.Election", "elected"),
        ("Year", "2017"),
    ]
    assert links_of(back) == [
        ("Date", "Personnel.Election", "elected", "Year", "2017"),
        ("Elected-In", "Person", "She", "Year", "2017"),
        ("Mayor-Of", "Person", "Jenny Durkan", "City", "the city's"),
        ("Person", "Personnel.Election", "elected", "Person", "She"),
        ("same_value", "City", "the city's", "City", "Seattle"),
        ("same_value", "Person", "She", "Person", "Jenny Durkan"),
    ]


def test_its_form_says_what_heads_events_and_what_roles_are():
    heads, roles = described(DYGIEPP, json.dumps(DOCUMENTED).encode())
    assert heads == {"Personnel.Election"}
    assert roles == {
        "Person": Meaning.FILLER,
        "Date": Meaning.FILLER,
        "Mayor-Of": Meaning.RELATION,
        "Elected-In": Meaning.RELATION,
        "same_value": Meaning.SAME_VALUE,
    }


def test_a_trigger_of_several_tokens_is_read_from_versions_that_write_it():
    record = {
        "doc_key": "d",
        "sentences": [["He", "shot", "dead", "two"]],
        "events": [[[[1, 2, "Die"], [3, 3, "Who"]]]],
    }
    record["ner"] = [[[3, 3, "Person"]]]
    (back,) = read(DYGIEPP, json.dumps(record).encode())
    assert links_of(back) == [("Who", "Die", "shot dead", "Person", "two")]


def test_what_two_sentences_part_is_lost_unless_the_document_is_one():
    spans = (at(TEXT, "t", "deed", "shot"), at(TEXT, "w", "deed", "raid"), at(TEXT, "p", "party", "Minister Li"))
    story = document(spans, (("doer", "t", "p"), ("answers", "w", "t")))
    data, losses = written_with_losses(DYGIEPP, [story], SCHEMA)
    assert {(loss.id, loss.reason) for loss in losses if loss.kind == "link"} == {
        ("l1", "sentence"),
        ("l2", "sentence"),
    }
    assert chosen(read(DYGIEPP, data, SCHEMA)[0]).links == ()
    whole = configured(DYGIEPP, {"sentences": "whole"})
    assert links_of(read(whole, written(whole, [story], SCHEMA), SCHEMA)[0]) == links_of(story)


def test_one_stretch_has_one_label_and_two_stretches_one_role():
    spans = (at(TEXT, "t", "deed", "shot"), at(TEXT, "a", "party", "Rebels"), at(TEXT, "b", "toll", "Rebels"))
    story = document(spans, (("doer", "t", "a"), ("hit", "t", "a"), ("hit", "t", "b")))
    line, losses = written_with_losses(DYGIEPP, [story], SCHEMA)
    loaded(line)
    told = {(loss.id, loss.reason) for loss in losses if loss.kind in ("link", "equal_span")}
    assert told == {("b", "one_label"), ("l2", "one_role"), ("l3", "end")}


def test_a_chain_of_the_same_is_one_cluster_and_comes_back_as_a_star():
    text = "two guards, both men, the pair and the couple died."
    words = ("two guards", "both men", "the pair", "the couple")
    spans = tuple(at(text, f"t{number}", "toll", quote) for number, quote in enumerate(words))
    story = document(spans, (("again", "t1", "t0"), ("again", "t2", "t1"), ("again", "t3", "t2")), text)
    line, losses = written_with_losses(DYGIEPP, [story], SCHEMA)
    assert loaded(line)["clusters"] == [[[0, 1], [3, 4], [6, 7], [9, 10]]]
    assert [(loss.reason, loss.weight) for loss in losses if loss.kind == "link"] == [("cluster", "changed")] * 2
    assert {link[2:] for link in links_of(read(DYGIEPP, line, SCHEMA)[0])} == {
        (quote, "toll", "two guards") for quote in words[1:]
    }


@pytest.mark.parametrize(
    ("types", "written_as", "back"),
    [("own", "deed:raid", {"sort": "raid"}), ("plover", "ASSAULT", {"sort": "raid"}), ("ace", "Conflict.Attack", {})],
)
def test_types_are_ours_or_the_codes_of_the_schema(types, written_as, back):
    fmt = configured(DYGIEPP, {"types": types})
    story = document((at(TEXT, "t", "deed", "shot", sort="raid"), at(TEXT, "u", "deed", "raid", sort="talks")))
    line, losses = written_with_losses(fmt, [story], SCHEMA)
    assert [event[0][1] for sentence in json.loads(line)["events"] for event in sentence] == [written_as, "deed:talks"]
    assert [loss.reason for loss in losses if loss.kind == "event_class"] == ([] if back else ["ambiguous"])
    told = []
    (again,) = read(fmt, line, SCHEMA, told)
    assert [span.attributes for span in chosen(again).spans] == [back, {"sort": "talks"}]
    assert [(loss.kind, loss.weight) for loss in told] == ([] if back else [("event_class", "changed")])


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"ner": [[]]}, "sentences"),
        ({"ner": [[[0, 0]], [], []]}, "type"),
        ({"ner": [[["0", 0, "City"]], [], []]}, "type"),
        ({"sentences": [["a", ""]], "ner": None, "relations": None, "events": None}, "type"),
        ({"doc_key": ["a"]}, "type"),
        ({"events": [[[[]]], [], []]}, "type"),
        ({"clusters": [[["x"]]]}, "type"),
    ],
)
def test_a_record_of_another_shape_is_told_with_its_line_and_passed_over(change, rule):
    data = b"\n".join(json.dumps(record).encode() for record in (DOCUMENTED, DOCUMENTED | change, DOCUMENTED))
    with pytest.raises(InvalidInput) as error:
        read(DYGIEPP, data)
    assert (error.value.rule, error.value.line) == (rule, 2)
    losses = []
    assert len(read(DYGIEPP, data, None, losses)) == 2
    assert [(loss.kind, loss.reason, loss.line) for loss in losses] == [("record", rule, 2)]


def test_numbers_that_name_no_token_and_ends_without_a_span_are_told():
    change = {
        "ner": [[[0, 99, "City"]], [[6, 7, "Person"]], []],
        "events": [[], [], [[[15, "Election"], [99, 99, "Person"], [6, 7, "Who"]]]],
        "relations": [[], [[6, 7, 99, 99, "Mayor-Of"]], []],
        "predicted_ner": [[], [], []],
    }
    losses = []
    (back,) = read(DYGIEPP, json.dumps(DOCUMENTED | change).encode(), None, losses)
    assert links_of(back) == [("Who", "Election", "elected", "Person", "Jenny Durkan")]
    kinds = [(loss.kind, loss.reason) for loss in losses]
    assert kinds.count(("span", "range")) == 3
    assert kinds.count(("prediction", "not_read")) == 1
    assert kinds.count(("link", "dangling")) == 5


def test_an_end_of_a_relation_that_no_list_names_is_called_as_the_relation_is():
    change = {"ner": [[], [[6, 7, "Person"]], []], "clusters": [], "events": []}
    (back,) = read(DYGIEPP, json.dumps(DOCUMENTED | change).encode(), None, [])
    assert links_of(back) == [
        ("Elected-In", "Elected-In", "She", "Elected-In", "2017"),
        ("Mayor-Of", "Person", "Jenny Durkan", "Mayor-Of", "the city's"),
    ]


def test_an_argument_that_no_list_names_is_called_as_its_role_is():
    events = [[], [], [[[15, "Election"], [17, 17, "Date"], [13, 13, "Who"]], [[14, "Past"], [17, 17, "Time"]]]]
    losses = []
    (back,) = read(
        DYGIEPP,
        json.dumps(DOCUMENTED | {"ner": [], "relations": [], "clusters": [], "events": events}).encode(),
        None,
        losses,
    )
    assert links_of(back) == [
        ("Date", "Election", "elected", "Date", "2017"),
        ("Time", "Past", "was", "Date", "2017"),
        ("Who", "Election", "elected", "Who", "She"),
    ]
    assert losses == []


def test_without_a_schema_nothing_is_written():
    with pytest.raises(InvalidInput, match="--schema"):
        written(DYGIEPP, [STORY])


@examples(25)
@given(st.data())
def test_its_reader_takes_whatever_is_written_and_no_link_is_lost_in_silence(data):
    schema = data.draw(st.one_of(st.just(SCHEMA), schemas()))
    annotated = data.draw(annotated_documents(schema))
    line, losses = written_with_losses(DYGIEPP, [annotated], schema)
    after = DYGIEPP.keep(annotated, schema)
    if after is not None:
        loaded(line)
        assert schema is not SCHEMA or accounted(annotated, after, losses)


def test_a_chain_whose_role_is_allowed_once_is_a_cluster_of_those_that_point_at_one():
    text = "Ali, he, him, the man."
    spans = tuple(
        at(text, f"p{number}", "party", quote) for number, quote in enumerate(("Ali", "he", "him", "the man"))
    )
    story = document(spans, (("alias", "p1", "p0"), ("alias", "p2", "p0"), ("alias", "p3", "p2")), text)
    line, losses = written_with_losses(DYGIEPP, [story], SCHEMA)
    assert loaded(line)["clusters"] == [[[0, 0], [2, 2], [4, 4]]]
    assert loaded(line)["relations"] == [[[6, 7, 4, 4, "alias"]]]
    assert not [loss for loss in losses if loss.kind == "link"]
    assert links_of(read(DYGIEPP, line, SCHEMA)[0]) == links_of(story)


def test_a_link_to_a_trigger_on_the_words_of_an_entity_is_lost_and_told():
    spans = (at(TEXT, "t", "word", "said"), at(TEXT, "u", "deed", "raid"), at(TEXT, "e", "toll", "raid"))
    line, losses = written_with_losses(DYGIEPP, [document(spans, (("about", "t", "u"),))], SCHEMA)
    assert [(loss.id, loss.reason) for loss in losses if loss.kind == "link"] == [("l1", "one_label")]
    assert len(chosen(read(DYGIEPP, line, SCHEMA)[0]).spans) == 3


def test_an_id_that_is_none_of_ours_is_made_one_and_told():
    losses = []
    (back,) = read(DYGIEPP, json.dumps(DOCUMENTED | {"doc_key": "a b/c"}).encode(), None, losses)
    assert back.document.id == "a-b-c"
    assert [(loss.kind, loss.reason, loss.weight) for loss in losses] == [("ids", "document_id", "changed")]


def test_documents_without_any_name_are_known_by_their_lists():
    known = recognised(io.BytesIO(b'{"sentences": [["Oz"]], "ner": [[[0, 0, "City"]]], "relations": [[]]}'), readers())
    assert known is not None
    assert known.id == "dygiepp"


@pytest.mark.parametrize("key", ["", None, 12])
def test_a_document_may_be_called_by_a_number_or_by_nothing(key):
    losses = []
    (back,) = read(DYGIEPP, json.dumps(DOCUMENTED | {"doc_key": key}).encode(), None, losses)
    assert chosen(back).spans
    assert back.document.id == ("12" if key else f"text-{back.document.checksum[:16]}")
    assert [loss.reason for loss in losses] == ([] if key else ["document_id"])
