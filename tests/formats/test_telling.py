"""What a reader does not read, it tells, or keeps: nothing that stands in a file is left in silence.

A key that no format knows is put into one object of a file: into its first record, its first span, its first relation,
and so on. Behind it stands a word that stands nowhere else. Either the word is in what was read, as metadata, an
attribute or a comment, or the key is in what was told. A new format is tested by having a golden file.
"""

import json
import re
from copy import deepcopy

import pytest

from annotator.formats import FORMATS, reader
from annotator.formats.base import RECORD, Reader
from annotator.formats.native import NATIVE
from tests.formats.support import archived, is_archive, members, read, written
from tests.formats.test_golden import GOLDEN

KEY, WORD = "wombat", "zyzzyva"
ENDINGS = (".json", ".jsonl", ".jsonld", ".jsonlines")
#: Our own name: what stands there is read as our own format is, which refuses what it does not know.
OURS = "annotator"
#: Read as another format.
READ_AS = {"label_studio_min": "label_studio"}
#: Places that say nothing of a text.
EXCEPT = {
    # The names of types, features and views: what is under one that nothing uses is nothing.
    "uima-json": ("%TYPES", "%VIEWS"),
    # Its keys are the names of relations.
    "maven": ("temporal_relations",),
}


def places(value, way=()):
    """The way to the first object of each kind, by what leads to all of the kind."""
    found = {"": way} if isinstance(value, dict) else {}
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        name = "[]" if isinstance(key, int) else f".{key}"
        for kind, there in places(each, (*way, key)).items() if key != OURS else ():
            found.setdefault(name + kind, there)
    return found


def with_a_strange_key(value, way):
    changed = deepcopy(value)
    there = changed
    for key in way:
        there = there[key]
    there[KEY] = WORD
    return changed


def without_ours(value):
    """The file as others would have written it."""
    if isinstance(value, dict):
        return {key: without_ours(each) for key, each in value.items() if key != OURS}
    return [without_ours(each) for each in value] if isinstance(value, list) else value


def damaged(data, change):
    """Each place in a file of JSON or JSON Lines, and the file with a strange key there."""
    try:
        whole, dumped = json.loads(data), json.dumps
    except json.JSONDecodeError:
        whole = [json.loads(line) for line in data.splitlines()]
        dumped = lambda lines: "\n".join(map(json.dumps, lines))  # noqa: E731
    whole = change(whole)
    for kind, way in places(whole).items():
        yield kind, dumped(with_a_strange_key(whole, way)).encode()


def is_except(format_id, kind):
    return kind.startswith(tuple(f".{each}" for each in EXCEPT.get(format_id, ())))


def golden_cases():
    readable = {fmt.id for fmt in FORMATS if isinstance(fmt, Reader)} | set(READ_AS)
    for fmt in FORMATS:
        if fmt.id == NATIVE.id or fmt.id not in readable:
            continue
        for whole in GOLDEN.glob(f"{fmt.id}/corpus*"):
            data = whole.read_bytes()
            files = members(data) if is_archive(data) else {"": data} if whole.name.endswith(ENDINGS) else {}
            names = [name for name in files if name.endswith(ENDINGS) or not name]
            # What is called so holds nothing but what is ours.
            for name in [name for name in names if not name.endswith(f"{OURS}.json")][:3]:
                for whose, change in (("ours", lambda value: value), ("others", without_ours)):
                    for kind, changed in damaged(files[name], change):
                        if not is_except(fmt.id, kind):
                            yield (
                                fmt.id,
                                f"{whose}-{name}{kind}",
                                archived(files | {name: changed}) if name else changed,
                            )


#: What formats read besides what they write.
SHAPES = [
    ("spacy-json", "pair", [["Rebels fled.", {"entities": [[0, 6, "party"]], "meta": {"of": "us"}}]]),
    ("spacy-json", "doc", {"text": "Rebels fled.", "ents": [{"start": 0, "end": 6, "label": "party"}]}),
    (
        "spacy-json",
        "spans",
        {"text": "Rebels fled.", "spans": {"sc": [{"start": 0, "end": 6, "label": "party", "kb_id": ""}]}},
    ),
    (
        "spacy-json",
        "paragraphs",
        [
            {
                "id": 0,
                "paragraphs": [
                    {
                        "raw": "Rebels fled.",
                        "sentences": [
                            {"tokens": [{"orth": "Rebels", "ner": "U-party"}, {"orth": "fled", "ner": "O"}]},
                        ],
                        "cats": [{"label": "war", "value": 1.0}],
                    }
                ],
            }
        ],
    ),
    (
        "spacy-json",
        "classes",
        {"classes": ["party"], "annotations": [["Rebels fled.", {"entities": [[0, 6, "party"]]}]]},
    ),
    (
        "gliner",
        "glirel",
        {
            "tokenized_text": ["Rebels", "hold", "Oz"],
            "ner": [[0, 0, "party"], [2, 2, "place"]],
            "relations": [
                {
                    "head": {"mention": "Rebels", "position": [0, 0]},
                    "tail": {"mention": "Oz", "position": [2, 2]},
                    "relation_text": "holds",
                }
            ],
        },
    ),
    (
        "doccano",
        "people",
        {
            "text": "Rebels fled.",
            "annotations": [{"label": 1, "start_offset": 0, "end_offset": 6, "user": 1}],
            "meta": {},
        },
    ),
    (
        "label_studio",
        "completions",
        [
            {
                "id": 1,
                "data": {"text": "Rebels fled."},
                "completions": [
                    {
                        "id": 1,
                        "completed_by": {"id": 1, "email": "a@b.c"},
                        "result": [
                            {
                                "id": "r",
                                "type": "labels",
                                "from_name": "l",
                                "to_name": "text",
                                "value": {"start": 0, "end": 6, "text": "Rebels", "labels": ["party"]},
                            },
                            {"type": "relation", "from_id": "r", "to_id": "r", "labels": ["is"], "direction": "right"},
                        ],
                    }
                ],
            }
        ],
    ),
    (
        "maven",
        "ere",
        {
            "id": "d",
            "title": "t",
            "tokens": [["Rebels", "fled", "Monday"]],
            "sentences": ["Rebels fled Monday"],
            "events": [
                {
                    "id": "e",
                    "type": "Go",
                    "mention": [{"id": "m", "trigger_word": "fled", "sent_id": 0, "offset": [1, 2]}],
                }
            ],
            "TIMEX": [{"id": "t", "type": "DATE", "mention": "Monday", "sent_id": 0, "offset": [2, 3]}],
            "temporal_relations": {"BEFORE": [["e", "t"]]},
        },
    ),
    (
        "maven-arg",
        "omnievent",
        {
            "id": "d",
            "text": "Rebels fled.",
            "events": [
                {
                    "type": "Go",
                    "triggers": [
                        {
                            "id": "t",
                            "trigger_word": "fled",
                            "position": [7, 11],
                            "arguments": [{"role": "who", "mentions": [{"mention": "Rebels", "position": [0, 6]}]}],
                        }
                    ],
                }
            ],
            "entities": [{"type": "party", "mentions": [{"id": "m", "mention": "Rebels", "position": [0, 6]}]}],
            "negative_triggers": [],
        },
    ),
    (
        "plover",
        "ngec",
        {
            "id": "e",
            "event_type": "RETREAT",
            "event_text": "Rebels fled.",
            "attributes": {"ACTOR": [{"text": "Rebels", "qa_start_char": 0, "qa_end_char": 6}]},
        },
    ),
    (
        "huggingface",
        "rows",
        {"id": "1", "tokens": ["Rebels", "fled"], "ner_tags": ["B-party", "O"], "links": [{"of": "us"}]},
    ),
    (
        "oneie",
        "graph",
        {
            "doc_id": "d",
            "sent_id": "d-0",
            "tokens": ["Rebels", "fled"],
            "token_ids": ["d:0-5", "d:7-10"],
            "graph": {
                "entities": [[0, 1, "party", "NAM", 1.0]],
                "triggers": [[1, 2, "Go", 1.0]],
                "relations": [],
                "roles": [],
            },
        },
    ),
]


def shape_cases():
    for format_id, name, whole in SHAPES:
        for kind, changed in damaged(json.dumps(whole).encode(), lambda value: value):
            if not is_except(format_id, kind):
                yield format_id, f"{name}{kind}", changed


def told_or_kept(format_id, data, key=KEY, word=WORD, above=()):
    """Whether a word that stands behind a key is in what is read, or the key is told, or what it is in."""
    losses = []
    documents = read(reader(READ_AS.get(format_id, format_id)), data, None, losses)
    if word in written(NATIVE, documents).decode():
        return True
    return any(
        key in f"{loss.id} {loss.detail}" or loss.kind == RECORD or (loss.reason == "not_read" and loss.id in above)
        for loss in losses
    )


CASES = [*golden_cases(), *shape_cases()]


@pytest.mark.parametrize(("format_id", "place", "data"), CASES, ids=[f"{each}:{place}" for each, place, _ in CASES])
def test_a_key_that_no_format_knows_is_told_or_kept(format_id, place, data):
    assert told_or_kept(format_id, data, above=re.findall(r"\w+", place))
