"""WikiEvents by the form of its files, and by what the data module of BART-Gen looks up in them."""

import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.errors import InvalidInput
from annotator.domain.schema import Meaning
from annotator.formats import reader
from annotator.formats.records.selection import chosen
from tests.formats import event_support
from tests.formats.event_support import STORY, TEXT, accounted, described, links_of
from tests.formats.support import archived, members, read, written, written_with_losses
from tests.strategies import annotated_documents, examples, schemas

WIKIEVENTS = reader("wikievents")
SCHEMA = event_support.SCHEMA
#: A document in the form of the public data: sentences run together, offsets that drift.
FOREIGN = {
    "doc_id": "wiki_1",
    "tokens": ["The", "U", ".", "S", ".", "struck", ".", "It", "killed", "two", "."],
    "text": "The U.S. struck.It killed two.",
    "sentences": [
        [[["The", 0, 3], ["U", 4, 5], [".", 5, 6], ["S", 6, 7], [".", 7, 8], ["struck", 9, 15], [".", 15, 16]], ""],
        [[["It", 19, 21], ["killed", 22, 28], ["two", 29, 32], [".", 32, 33]], "It killed two."],
    ],
    "entity_mentions": [
        {
            "id": "wiki_1-T1",
            "sent_idx": 0,
            "start": 1,
            "end": 5,
            "entity_type": "GPE",
            "mention_type": "UNK",
            "text": "U.S.",
        },
        {
            "id": "wiki_1-T2",
            "sent_idx": 1,
            "start": 7,
            "end": 8,
            "entity_type": "GPE",
            "mention_type": "UNK",
            "text": "It",
        },
        {
            "id": "wiki_1-T3",
            "sent_idx": 1,
            "start": 9,
            "end": 10,
            "entity_type": "VAL",
            "mention_type": "UNK",
            "text": "two",
        },
    ],
    "event_mentions": [
        {
            "id": "wiki_1-E1",
            "event_type": "Life.Die.Unspecified",
            "sent_idx": 1,
            "trigger": {"start": 8, "end": 9, "text": "killed", "sent_idx": 1},
            "arguments": [
                {"entity_id": "wiki_1-T1", "role": "Killer", "text": "U.S."},
                {"entity_id": "wiki_1-T3", "role": "Victim", "text": "two"},
            ],
        }
    ],
}
CLUSTERS = {"doc_key": "wiki_1", "clusters": [["wiki_1-T1", "wiki_1-T2"]], "informative_mentions": ["U.S."]}


def folder(document, coreference=None):
    files = {"train.jsonl": json.dumps(document).encode()}
    return archived(files | ({"coref/train.jsonlines": json.dumps(coreference).encode()} if coreference else {}))


def loaded(data):
    """Document by document what the data module looks up; fails where it would fail."""
    files = {name: content.split(b"\n")[:-1] for name, content in members(data).items()}
    assert list(files) == ["corpus.jsonl", "coref/corpus.jsonlines"]
    pairs = [tuple(map(json.loads, pair)) for pair in zip(*files.values(), strict=True)]
    for ex, corefs in pairs:
        assert ex["doc_id"] == corefs["doc_key"]
        assert len(corefs["clusters"]) == len(corefs["informative_mentions"])
        entities = {each["id"] for each in ex["entity_mentions"]}
        assert {each for cluster in corefs["clusters"] for each in cluster} <= entities
        words = [(word, number) for number, sentence in enumerate(ex["sentences"]) for word, _, _ in sentence[0]]
        assert [word for word, _ in words] == ex["tokens"]
        for sentence, _ in ex["sentences"]:
            for word, start, end in sentence:
                assert re.sub(r"[\s\x00-\x1f\x7f-\x9f]", "", ex["text"][start:end]) == word
        for event in ex["event_mentions"]:
            trigger = event["trigger"]
            assert 0 <= trigger["start"] < trigger["end"] <= len(ex["tokens"])
            assert words[trigger["start"]][1] == words[trigger["end"] - 1][1] == trigger["sent_idx"]
            assert all(each["entity_id"] in entities and each["text"] and each["role"] for each in event["arguments"])
        for entity in ex["entity_mentions"]:
            assert words[entity["start"]][1] == words[entity["end"] - 1][1] == entity["sent_idx"]
    return pairs


def test_a_story_is_written_as_its_data_module_wants_it():
    ((ex, corefs),) = loaded(written(WIKIEVENTS, [STORY], SCHEMA))
    assert ex["text"] == TEXT
    assert [(each["event_type"], each["trigger"]["text"]) for each in ex["event_mentions"]] == [
        ("deed:raid", "shot dead"),
        ("word:calm", "said"),
        ("deed", "raid"),
    ]
    assert ex["event_mentions"][0]["arguments"][1] == {
        "id": "d1-l2",
        "entity_id": "d1-two",
        "role": "hit",
        "start": 3,
        "end": 5,
        "text": "two guards",
        "sent_idx": 0,
    }
    assert corefs == {"doc_key": "d1", "clusters": [["d1-two", "d1-both"]], "informative_mentions": ["two guards"]}


def test_a_story_comes_back_whole_but_for_what_is_said_of_spans():
    data, losses = written_with_losses(WIKIEVENTS, [STORY], SCHEMA)
    (back,) = read(WIKIEVENTS, data, SCHEMA)
    assert back.document.text == TEXT
    assert set(chosen(back).links) == set(chosen(STORY).links)
    assert {(loss.kind, loss.id) for loss in losses} == {("attribute", "shot"), ("provenance", None), ("origin", None)}


def test_tokens_are_found_in_the_text_whatever_its_offsets_say():
    (back,) = read(WIKIEVENTS, folder(FOREIGN, CLUSTERS))
    assert back.document.text == FOREIGN["text"]
    assert [(span.id, span.label, span.quote) for span in chosen(back).spans] == [
        ("T1", "GPE", "U.S."),
        ("T2", "GPE", "It"),
        ("E1", "Life.Die.Unspecified", "killed"),
        ("T3", "VAL", "two"),
    ]
    assert links_of(back) == [
        ("Killer", "Life.Die.Unspecified", "killed", "GPE", "U.S."),
        ("Victim", "Life.Die.Unspecified", "killed", "VAL", "two"),
        ("same_value", "GPE", "It", "GPE", "U.S."),
    ]
    heads, roles = described(WIKIEVENTS, folder(FOREIGN, CLUSTERS))
    assert heads == {"Life.Die.Unspecified"}
    assert roles == {"Killer": Meaning.FILLER, "Victim": Meaning.FILLER, "same_value": Meaning.SAME_VALUE}


def test_a_file_alone_is_read_without_coreference():
    (back,) = WIKIEVENTS.read(io.BytesIO(json.dumps(FOREIGN).encode()))
    assert len(chosen(back).links) == 2


@pytest.mark.parametrize(
    ("change", "told", "text"),
    [
        ({"text": "The U.S. has struck. It killed two."}, "moved", "The U.S. has struck. It killed two."),
        ({"text": "Nothing of the kind."}, "rebuilt", "The U . S . struck . It killed two ."),
    ],
)
def test_a_text_that_differs_from_its_tokens_is_told(change, told, text):
    losses = []
    (back,) = read(WIKIEVENTS, folder(FOREIGN | change), None, losses)
    assert [(loss.kind, loss.reason, loss.weight) for loss in losses] == [("text", told, "changed")]
    assert back.document.text == text
    assert len(chosen(back).spans) == 4


def test_coreference_of_another_document_and_of_no_mention_is_told():
    losses = []
    read(WIKIEVENTS, folder(FOREIGN, CLUSTERS | {"doc_key": "wiki_2"}), None, losses)
    assert [(loss.kind, loss.reason) for loss in losses] == [("annotation_set", "not_read")]
    losses = []
    (back,) = read(WIKIEVENTS, folder(FOREIGN, CLUSTERS | {"clusters": [["wiki_1-T9", "wiki_1-T1"]]}), None, losses)
    assert [(loss.kind, loss.reason) for loss in losses] == [("link", "dangling")]
    assert len(chosen(back).links) == 2


def test_coreference_is_that_of_the_document_it_names_whatever_line_it_stands_on():
    other = FOREIGN | {"doc_id": "wiki_2", "text": None, "entity_mentions": [], "event_mentions": []}
    lines = "\n".join(map(json.dumps, (other, FOREIGN)))
    (_, back) = read(
        WIKIEVENTS, archived({"a.jsonl": lines.encode(), "coref/a.jsonlines": json.dumps(CLUSTERS).encode()})
    )
    assert [link.role for link in chosen(back).links].count("same_value") == 1


def test_a_document_of_another_shape_is_told_with_file_and_line():
    data = archived({"dev.jsonl": b"{}\n" + json.dumps(FOREIGN).encode()})
    with pytest.raises(InvalidInput) as error:
        read(WIKIEVENTS, data)
    assert (error.value.rule, error.value.file, error.value.line) == ("type", "corpus/dev.jsonl", 1)
    losses = []
    assert len(read(WIKIEVENTS, data, None, losses)) == 1


@examples(25)
@given(st.data())
def test_the_data_module_takes_whatever_is_written_and_no_link_is_lost_in_silence(data):
    schema = data.draw(st.one_of(st.just(SCHEMA), schemas()))
    annotated = data.draw(annotated_documents(schema))
    archive, losses = written_with_losses(WIKIEVENTS, [annotated], schema)
    after = WIKIEVENTS.keep(annotated, schema)
    if after is not None:
        loaded(archive)
        assert schema is not SCHEMA or accounted(annotated, after, losses)
