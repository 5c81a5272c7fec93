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
from annotator.formats.native.format import NATIVE
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
    # Their offsets are mostly wrong, and not read: tokens are looked for in the text.
    "wikievents": ("sentences",),
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


def entries(value, way=()):
    """The same for lists that are entries: numbers and words in one."""
    is_entry = isinstance(value, list) and {type(each) for each in value} >= {int, str}
    found = {"": way} if is_entry else {}
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        name = "[]" if isinstance(key, int) else f".{key}"
        for kind, there in entries(each, (*way, key)).items() if key != OURS else ():
            found.setdefault(name + kind, there)
    return found


def with_a_strange_key(value, way):
    changed = deepcopy(value)
    there = changed
    for key in way:
        there = there[key]
    if isinstance(there, list):
        there.append(WORD)
    else:
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
    for kind, way in entries(whole).items():
        yield f"{kind}<entry>", dumped(with_a_strange_key(whole, way)).encode()


def is_except(format_id, kind):
    return kind.removeprefix("[]").startswith(tuple(f".{each}" for each in EXCEPT.get(format_id, ())))


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
        key in f"{loss.id} {loss.detail}"
        or word in loss.detail
        or loss.kind == RECORD
        or (loss.reason == "not_read" and loss.id in above)
        for loss in losses
    )


#: Of formats that are no JSON: where it stands, the file, and what of it has something put behind it.
STANDOFF = {"a.txt": b"Rebels fled.", "a.ann": b"T1\tparty 0 6\tRebels\n"}
TSV = (
    "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Party|value{feature}\n\n\n{comment}#Text=Rebels fled\n"
    "1-1\t0-6\tRebels\tparty{cell}\t\n1-2\t7-11\tfled\t_{empty}\t\n"
)
XMI = (
    '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///custom.ecore"'
    ' xmi:version="2.0"><custom:Party xmi:id="2" sofa="1" begin="0" end="6"{attribute}/>'
    '<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text/plain" sofaString="Rebels fled."/>'
    '<cas:View sofa="1" members="2"/></xmi:XMI>'
)
NOWHERE = XMI.format(attribute="").replace(
    '<cas:View sofa="1" members="2"/>',
    f'<custom:Note xmi:id="3" sofa="1" said="{WORD}"/><cas:View sofa="1" members="2 3"/>',
)
TYPES = (
    b'<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types>'
    b"<typeDescription><name>custom.Party</name><supertypeName>uima.tcas.Annotation</supertypeName></typeDescription>"
    b"<typeDescription><name>custom.Note</name><supertypeName>uima.cas.AnnotationBase</supertypeName><features>"
    b"<featureDescription><name>said</name><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>"
    b"</features></typeDescription></types></typeSystemDescription>"
)
FOLIA = (
    '<FoLiA xmlns="http://ilk.uvt.nl/folia" xml:id="d" version="2.5"><metadata/><text xml:id="t"{text}>'
    '<s xml:id="s"{s}>'
    '<w xml:id="w1"{w}><t>Rebels</t></w><w xml:id="w2"><t>fled</t>{inline}</w><entities><entity class="party"{entity}>'
    '<wref id="w1"/>{inside}</entity></entities></s></text></FoLiA>'
)
ATTRIBUTE, ELEMENT = f' {KEY}="{WORD}"', f"<{KEY}>{WORD}</{KEY}>"


def tsv(**said):
    parts = dict.fromkeys(("feature", "comment", "cell", "empty"), "")
    return archived({"a.tsv": TSV.format(**parts | said).encode()})


def folia(**said):
    parts = dict.fromkeys(("text", "s", "w", "inline", "entity", "inside"), "")
    return FOLIA.format(**parts | said).encode()


OTHERS = {
    "brat:a line": ("brat", archived(STANDOFF | {"a.ann": f"X1\t{KEY} T1\t{WORD}\n".encode()})),
    "brat:a note": ("brat", archived(STANDOFF | {"a.ann": STANDOFF["a.ann"] + f"#1\t{KEY} T1\t{WORD}\n".encode()})),
    "webanno-tsv:a comment": ("webanno-tsv", tsv(comment=f"#{KEY}={WORD}\n")),
    "webanno-tsv:a column of no layer": ("webanno-tsv", tsv(cell=f"\t{WORD}")),
    "webanno-tsv:a feature": ("webanno-tsv", tsv(feature=f"|{KEY}", cell=f"\t{WORD}", empty="\t_")),
    "uima-xmi:a feature": ("uima-xmi", archived({"a.xmi": XMI.format(attribute=ATTRIBUTE).encode()})),
    "uima-xmi:what is on no words": ("uima-xmi", archived({"a.xmi": NOWHERE.encode(), "TypeSystem.xml": TYPES})),
    "iob2:a comment": ("iob2", f"# {KEY} = {WORD}\nRebels B-party\nfled O\n".encode()),
    "csv:a column": ("csv", f"text,{KEY}\nRebels fled.,{WORD}\n".encode()),
    "muc4-keys:a slot": (
        "muc4-keys",
        archived(
            {
                "keys.txt": f"0.  MESSAGE: ID  TST1-MUC3-0001\n1.  MESSAGE: TEMPLATE  1\n4.  INCIDENT: TYPE  RAID\n"
                f'99. {KEY.upper()}: {KEY.upper()}  "{WORD.upper()}"\n'.encode(),
                "texts.txt": b"TST1-MUC3-0001\n\nREBELS FLED.\n",
            }
        ),
    ),
    **{f"folia:{place}": ("folia", folia(**{place: ATTRIBUTE})) for place in ("text", "s", "w", "entity")},
    **{f"folia:{place}": ("folia", folia(**{place: ELEMENT})) for place in ("inline", "inside")},
    "folia:a class of a sentence": ("folia", folia(s=f' class="{KEY}"')),
    "folia:a number": ("folia", folia(entity=f' n="{KEY}"')),
    "folia:a comment": ("folia", folia(inside=f"<comment>{KEY}</comment>")),
}
#: Of what is told by the name of what it is, and not of what it says.
NAMES = {
    "uima-xmi:what is on no words": "custom.Note",
    "webanno-tsv:a column of no layer": "column 5",
    "folia:a class of a sentence": "s.class",
    "folia:a number": "entity.n",
    "folia:a comment": "comment",
}

CASES = [*golden_cases(), *shape_cases()]


@pytest.mark.parametrize(("format_id", "place", "data"), CASES, ids=[f"{each}:{place}" for each, place, _ in CASES])
def test_a_key_that_no_format_knows_is_told_or_kept(format_id, place, data):
    is_entry = place.endswith("<entry>")
    assert told_or_kept(format_id, data, "[" if is_entry else KEY, above=re.findall(r"\w+", place))


@pytest.mark.parametrize("case", OTHERS)
def test_what_no_format_knows_is_told_or_kept_where_files_are_no_json(case):
    assert told_or_kept(*OTHERS[case], key=NAMES.get(case, KEY))


def test_a_column_that_no_format_knows_is_told():
    losses = []
    data = "".join(f"{word} X{word} {tag}\n" for word, tag in [("Rebels", "B-party"), ("fled", "O")]).encode()
    read(reader("iob2"), data, None, losses)
    assert [(loss.kind, loss.id, loss.reason) for loss in losses] == [("column", "2", "not_read")]


def test_what_spacy_keeps_for_users_is_metadata_or_told_and_entries_of_entities_are_attributes():
    spacy = pytest.importorskip("spacy")
    nlp = spacy.blank("en")
    doc = nlp("Rebels fled.")
    doc.ents = [spacy.tokens.Span(doc, 0, 1, label="party", kb_id="Q1")]
    doc.user_data |= {"source": "Wire", KEY: [1, 2]}
    losses = []
    (back,) = read(reader("spacy"), spacy.tokens.DocBin(store_user_data=True, docs=[doc]).to_bytes(), None, losses)
    assert back.document.meta == {"source": "Wire"}
    assert back.sets[0].spans[0].attributes == {"kb_id": "Q1"}
    assert [(loss.kind, loss.id, loss.reason) for loss in losses] == [("column", KEY, "not_read")]


@pytest.mark.parametrize("opening", ["[", '{"a": '])
@pytest.mark.parametrize("depth", [100, 600, 900])
def test_what_is_not_read_may_be_as_deep_as_json_can_be(opening, depth):
    deep = opening * depth + "1" + {"[": "]"}.get(opening, "}") * depth
    losses = []
    record = f'{{"id": "d", "title": "t", "content": [{{"sentence": "a", "tokens": ["a"], "{KEY}": {deep}}}]}}'
    read(reader("maven"), record.encode(), None, losses)
    assert [loss.id for loss in losses if loss.kind == "column"] == [f"content.{KEY}"] or losses[0].kind == RECORD
