"""Dirt that files of others have: each fault is told with file, line, document and rule; what is sound is taken.

Each file here has one thing that is wrong, and beside it a document that is sound.
"""

import io
import json
import re

import pytest
from cassis import Cas, TypeSystem

from annotator.domain.errors import InvalidInput
from annotator.formats import reader
from annotator.formats.base import Loss, Weight, refuse
from annotator.formats.maps.intake import taken
from annotator.formats.records.foreign_ids import distinct_documents
from tests.formats.support import archived, members, read
from tests.formats.test_golden import GOLDEN
from tests.strategies import SCHEMA

TEXT = "Rebels killed 3 men in Karatepe. 👍 They left."
SOUND = "Fine."


def lines(*said):
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in said).encode()


def doccano(**said):
    sound = {"id": 99, "text": SOUND, "label": [[0, 4, "X"]]}
    return lines({"id": 1, "text": TEXT, **said}, sound)


def region(name, start, end, words, labels=("X",)):
    value = {"start": start, "end": end, "text": words, "labels": list(labels)}
    return {"id": name, "type": "labels", "from_name": "l", "to_name": "text", "value": value}


def label_studio(*result):
    tasks = [(1, TEXT, list(result)), (99, SOUND, [region("r", 0, 4, "Fine")])]
    said = [{"id": id_, "data": {"text": text}, "annotations": [{"result": each}]} for id_, text, each in tasks]
    return json.dumps(said, ensure_ascii=False).encode()


def brat(standoff, text=None):
    return archived(
        {
            "a.txt": TEXT.encode() if text is None else text,
            "a.ann": standoff,
            "b.txt": SOUND.encode(),
            "b.ann": b"T1\tX 0 4\tFine\n",
        }
    )


def gliner(**said):
    return json.dumps([{"tokenized_text": TEXT.split(), "ner": [], **said}, {"tokenized_text": ["Fine"]}]).encode()


def dygiepp(**said):
    return lines({"doc_key": "a", "sentences": [["A", "b"]], **said}, {"doc_key": "b", "sentences": [["Fine", "."]]})


def oneie(**said):
    lists = {"entity_mentions": [], "relation_mentions": [], "event_mentions": []}
    first = {"doc_id": "a", "wnd_id": "a-0", "text": "A b c", "tokens": ["A", "b", "c"], **lists, **said}
    return lines(first, {"doc_id": "b", "wnd_id": "b-0", "text": "Fine", "tokens": ["Fine"], **lists})


def rams(**said):
    first = {"doc_key": "a", "sentences": [["A", "b"], ["c"]], "evt_triggers": [[1, 1, [["T", 1.0]]]], **said}
    return lines(first, {"doc_key": "b", "sentences": [["Fine"]], "evt_triggers": [[0, 0, [["T", 1.0]]]]})


def wikievents(**said):
    first = {"doc_id": "a", "tokens": ["A", "b"], "text": "A b", "sentences": [[[["A", 0, 1], ["b", 2, 3]], "A b"]]}
    second = {"doc_id": "b", "tokens": ["Fine"], "text": "Fine", "sentences": [[[["Fine", 0, 4]], "Fine"]]}
    lists = {"entity_mentions": [], "event_mentions": []}
    return archived({"train.jsonl": lines({**first, **lists, **said}, {**second, **lists})})


def gtt(**said):
    return lines({"docid": "a", "doctext": "rebels attacked a town", **said}, {"docid": "b", "doctext": "fine"})


def webanno(rows):
    head = "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.X|value\n\n\n"
    good = f"{head}#Text=Fine\n1-1\t0-4\tFine\tQ\t\n"
    return archived({"a.tsv": f"{head}#Text=A b\n{rows}".encode(), "b.tsv": good.encode()})


def webannotation(target):
    def item(name, about):
        body = {"type": "TextualBody", "purpose": "tagging", "value": "X"}
        return json.dumps({"id": name, "type": "Annotation", "body": body, "target": about}).encode()

    good = {"source": "b.txt", "selector": {"type": "TextPositionSelector", "start": 0, "end": 4}}
    bad = item("urn:1", {"source": "a.txt", "selector": target})
    return archived({"a.txt": TEXT.encode(), "a.jsonld": bad, "b.txt": SOUND.encode(), "b.jsonld": item("urn:2", good)})


def plover(**said):
    head = {"id": "1", "date": "2024-01-01", "actor": [], "event": "ASSAULT", "event_text": "attacked"}
    first = {**head, "text": "Rebels attacked a town.", **said}
    return lines(first, {**head, "text": "Fine day.", "event_text": "Fine"})


def maven_arg(**said):
    event = {"id": "E", "type": "Attack", "mention": [{"id": "m", "trigger_word": "attacked", "offset": [7, 15]}]}
    first = {"id": "a", "document": "Rebels attacked.", "events": [event], "entities": [], **said}
    return lines(first, {"id": "b", "document": "Fine.", "events": [], "entities": []})


def muc4(*slots):
    keys = "".join(f"{slot}\n" for slot in ("0.  MESSAGE: ID  DEV-MUC3-0001", *slots))
    texts = "DEV-MUC3-0001 (NOSC)\n\nREBELS CAME.\n\nDEV-MUC3-0002 (NOSC)\n\nFINE DAY.\n"
    return archived({"keys": keys.encode(), "texts": texts.encode()})


INDIVIDUAL, TYPE = '9.  PERP: INDIVIDUAL ID  "ZEBRA"', "4.  INCIDENT: TYPE  ATTACK"
ENTITY = {"id": "e", "text": "A", "entity_type": "X", "start": 0, "end": 9}

#: The format, the file, the kind, the rule, the document, the file in it and the line; None: nobody can know it.
FAULTS = [
    ("doccano", doccano(label=[[0, 400, "X"]]), "span", "range", "example-1", "", 1),
    ("doccano", doccano(label=[[3, 3, "X"]]), "span", "empty", "example-1", "", 1),
    ("doccano", doccano(label=[[6, 2, "X"]]), "span", "range", "example-1", "", 1),
    ("doccano", doccano(label=[["0", "6", "X"]]), "record", "type", "example-1", "", 1),
    ("doccano", doccano(label=[[0, 6, "X", 1]]), "record", "label", "example-1", "", 1),
    ("doccano", doccano(text=None), "record", "text", "example-1", "", 1),
    ("doccano", b'{"id": 1, "text":\n' + doccano(), "record", "json", "", "", 1),
    ("doccano", doccano(text="caf\u00e9").replace("\u00e9".encode(), b"\xe9"), "record", "encoding", "", "", 1),
    ("label_studio", label_studio(region("a", 0, 600, "Rebels")), "span", "range", "task-1", "", 1),
    ("label_studio", label_studio(region("a", 3, 3, "")), "span", "range", "task-1", "", 1),
    ("label_studio", label_studio(region("a", 0, 6, "Rebels", ())), "span", "no_label", "task-1", "", 1),
    ("label_studio", label_studio(5), "record", "result", "task-1", "", 1),
    (
        "label_studio",
        label_studio({"type": "relation", "from_id": "a", "to_id": "z", "labels": ["r"]}),
        *("link", "dangling", "task-1", "", 1),
    ),
    ("brat", brat(b"T1\tX 0 6\tNowhere\n"), "span", "quote", "a", "/a.ann", 1),
    ("brat", brat(b"T1\tX 3 3\t\n"), "span", "empty", "a", "/a.ann", 1),
    ("brat", brat(b"T1\t 0 6\tRebels\n"), "record", "line", "a", "/a.ann", 1),
    ("brat", brat(b"T1 X 0 6 Rebels\n"), "record", "line", "a", "/a.ann", 1),
    ("brat", brat(b"R1\tr Arg1:T1 Arg2:T9\t\n"), "link", "dangling", "a", "/a.ann", 1),
    ("brat", brat(b"E1\tX:T9 a:T1\n"), "event", "dangling", "a", "/a.ann", 1),
    ("brat", brat(b"A1\tneg T9\n"), "attribute", "dangling", "a", "/a.ann", 1),
    ("brat", brat(b"", b"caf\xe9"), "record", "encoding", "a", "/a.txt", None),
    ("gliner", gliner(ner=[[0, 99, "X"]]), "span", "range", None, "", 1),
    ("gliner", gliner(relations=[[0, 7, "r"]]), "link", "dangling", None, "", 1),
    ("gliner", gliner(tokenized_text="a b"), "record", "type", None, "", 1),
    ("dygiepp", dygiepp(ner=[[[0, 99, "X"]]]), "span", "range", "a", "", 1),
    ("dygiepp", dygiepp(relations=[[[0, 0, 50, 50, "r"]]]), "span", "range", "a", "", 1),
    ("dygiepp", dygiepp(sentences=[["a", ""]]), "record", "type", "a", "", 1),
    ("oneie", oneie(entity_mentions=[ENTITY]), "span", "range", "a", "", 1),
    ("oneie", oneie(tokens=None), "record", "type", "a", "", 1),
    ("rams", rams(ent_spans=[[0, 99, [["evt000arg00doer", 1.0]]]]), "span", "range", "a", "", 1),
    ("rams", rams(gold_evt_links=[[[1, 1], [5, 5], "doer"]]), "span", "range", "a", "", 1),
    ("wikievents", wikievents(entity_mentions=[{**ENTITY, "sent_idx": 0}]), "span", "range", "a", "/train.jsonl", 1),
    (
        "gtt",
        gtt(templates=[{"incident_type": "attack", "PerpOrg": [[["zebra", 0]]]}]),
        *("span", "quote", "a", "", 1),
    ),
    ("gtt", gtt(doctext=None), "record", "type", "a", "", 1),
    ("plover", plover(actor=[{"actor_text": "Zebra"}]), "span", "quote", None, "", 1),
    ("plover", plover(actor=["Zebra"]), "span", "quote", None, "", 1),
    ("plover", plover(actor=[{"sector": "GOV"}]), "span", "quote", None, "", 1),
    ("maven-arg", maven_arg(events=[{"id": "E", "type": "Attack"}]), "event", "dangling", "a", "", 1),
    ("muc4-keys", muc4(TYPE, INDIVIDUAL), "span", "quote", "DEV-MUC3-0001", "/keys", 1),
    ("muc4-keys", muc4(INDIVIDUAL), "event", "no_type", "DEV-MUC3-0001", "/keys", 1),
    ("muc4-keys", muc4(TYPE, "77. FOO  x"), "record", "slot", "", "/keys", 3),
    ("csv", b"id,text\na,One,x\nb,Fine\n", "record", "fields", "", "", 2),
    ("csv", b"id,text\na,x\x00y\nb,Fine\n", "record", "nul", "a", "", 2),
    ("csv", b"id,text\na b,One\nb,Fine\n", "record", "document_id", "", "", 2),
    ("csv", b'id,text\nb,Fine\na,"One\n', "record", "csv", "", "", 3),
    ("webanno-tsv", webanno("1-1\t0-1\tA\n"), "record", "columns", "a", "/a.tsv", 6),
    ("webanno-tsv", webanno("x\t0-1\tA\tQ\t\n"), "record", "row", "a", "/a.tsv", 6),
    (
        "webannotation",
        webannotation({"type": "XPathSelector", "value": "/p"}),
        "span",
        "selector",
        "a",
        "/a.jsonld",
        None,
    ),
    (
        "webannotation",
        webannotation({"type": "TextPositionSelector", "start": "0", "end": "4"}),
        *("span", "selector", "a", "/a.jsonld", None),
    ),
    (
        "webannotation",
        webannotation({"type": "TextQuoteSelector", "exact": "zebra"}),
        *("span", "quote", "a", "/a.jsonld", None),
    ),
]


@pytest.mark.parametrize(
    ("format_id", "data", "kind", "rule", "document", "file", "line"),
    FAULTS,
    ids=[f"{each[0]}-{each[2]}-{each[3]}-{number}" for number, each in enumerate(FAULTS)],
)
def test_a_fault_is_told_with_its_place_and_what_is_sound_is_taken(format_id, data, kind, rule, document, file, line):
    fmt, losses = reader(format_id), []
    with pytest.raises(InvalidInput) as error:
        read(fmt, data)
    assert (error.value.rule, error.value.file, error.value.line) == (rule, f"corpus{file}", line)
    assert document is None or (error.value.document or "") == document
    found = read(fmt, data, None, losses)
    fault = next(loss for loss in losses if loss.weight is Weight.LOST)
    assert (fault.kind, fault.reason, fault.file, fault.line) == (kind, rule, f"corpus{file}", line)
    assert document is None or fault.document == document
    assert found[-1].document.text.lower().startswith("fine")


# Put right, and told.


@pytest.mark.parametrize(
    ("result", "words", "reason"),
    [
        ([region("a", 1, 7, "Rebels")], ["Rebels"], "moved"),
        ([region("a", 0, 6, "Nowhere")], ["Rebels"], "quote"),
        ([region("a", 0, 6, "Rebels"), region("a", 7, 13, "killed")], ["Rebels", "killed"], "id"),
        ([region("a", 36, 40, "They")], ["They"], "utf16"),
    ],
)
def test_regions_of_label_studio_that_are_not_what_they_say_are_told(result, words, reason):
    losses = []
    first, _ = read(reader("label_studio"), label_studio(*result), None, losses)
    assert [span.quote for span in first.sets[0].spans] == words
    told = [(loss.reason, loss.weight, loss.document, loss.line) for loss in losses]
    assert told == [(reason, Weight.CHANGED, "task-1", 1)]
    assert all(first.document.text[span.start : span.end] == span.quote for span in first.sets[0].spans)


def test_line_breaks_and_spaces_in_a_quote_of_label_studio_are_no_difference():
    task = {
        "data": {"text": "One\r\ntwo  three."},
        "annotations": [{"result": [region("a", 0, 15, "One\\ntwo three")]}],
    }
    losses = []
    (found,) = read(reader("label_studio"), json.dumps([task]).encode(), None, losses)
    assert (found.sets[0].spans[0].quote, losses) == ("One\r\ntwo  three", [])


def test_an_event_of_plover_whose_words_are_nowhere_is_told():
    losses = []
    first, _ = read(reader("plover"), plover(event_text="zzz"), None, losses)
    assert [span.quote for span in first.sets[0].spans] == ["Rebels attacked a town."]
    assert [(loss.kind, loss.id, loss.reason, loss.weight) for loss in losses] == [
        ("event", None, "quote", Weight.CHANGED),
        ("column", "date", "not_read", Weight.CHANGED),
    ]


def test_a_note_on_what_is_no_span_is_on_the_document_and_told():
    losses = []
    first, _ = read(reader("brat"), brat(b"T1\tX 0 6\tRebels\n#1\tAnnotatorNotes R7\tIs it?\n"), None, losses)
    assert [(each.text, each.span) for each in first.sets[0].comments] == [("Is it?", None)]
    assert [(loss.kind, loss.reason, loss.weight, loss.line) for loss in losses] == [
        ("comment", "end", Weight.CHANGED, 2)
    ]


def test_a_list_that_is_cut_short_is_read_as_far_as_it_goes():
    tasks = label_studio(region("a", 0, 6, "Rebels"))
    records = gliner(ner=[[0, 0, "X"]])
    for format_id, data in (("label_studio", tasks), ("gliner", records)):
        losses = []
        (found,) = read(reader(format_id), data[:-9], None, losses)
        assert [span.quote for span in found.sets[0].spans] == ["Rebels"]
        assert [(loss.kind, loss.reason, loss.file, loss.line) for loss in losses] == [("record", "json", "corpus", 1)]
        with pytest.raises(InvalidInput, match=r"corpus, line 1: .*not JSON"):
            read(reader(format_id), data[:-9])


def test_examples_of_doccano_in_one_list_are_read_as_those_in_lines():
    by_line = doccano(label=[[0, 6, "X"]])
    listed = b"\xef\xbb\xbf [" + by_line.replace(b"\n", b",\n").removesuffix(b",\n") + b"]"
    assert read(reader("doccano"), listed) == read(reader("doccano"), by_line)


# Two texts of one id.


@pytest.mark.parametrize(
    ("format_id", "data"),
    [
        ("doccano", lines({"id": 1, "text": "One.", "label": []}, {"id": 1, "text": "Two.", "label": []})),
        (
            "dygiepp",
            lines({"doc_key": "example-1", "sentences": [["One."]]}, {"doc_key": "example-1", "sentences": [["Two."]]}),
        ),
    ],
)
def test_a_second_text_of_an_id_gets_one_of_its_own_and_it_is_told(format_id, data):
    losses = []
    found = list(taken(reader(format_id), io.BytesIO(data), SCHEMA, losses.append, "corpus"))
    assert [(each.document.id, each.document.text) for each in found] == [
        ("example-1", "One."),
        ("example-1-2", "Two."),
    ]
    assert [(loss.kind, loss.id, loss.reason, loss.document, loss.weight) for loss in losses] == [
        ("ids", "example-1", "duplicate", "example-1-2", Weight.CHANGED)
    ]


def test_ids_that_were_given_away_are_taken_and_the_same_text_twice_is_one_document():
    texts = [("a", "One."), ("a", "Two."), ("a-2", "Three."), ("a", "One."), ("a", "Two.")]
    data = lines(*({"doc_key": key, "sentences": [[text]]} for key, text in texts))
    for apart, ids in ((False, ["a", "a-2", "a-2-2"]), (True, ["a", "a-2", "a-2-2", "a-3", "a-4"])):
        losses = []
        read_ = reader("dygiepp").read(io.BytesIO(data), None, refuse, "corpus")
        found = distinct_documents(read_, losses.append, apart=apart)
        assert [each.document.id for each in found] == ids
        assert len(losses) == (4 if apart else 5)
        assert {loss.weight for loss in losses} == {Weight.CHANGED}


def test_a_text_that_comes_again_with_other_annotations_gains_them():
    label = [[0, 3, "x"]], [[0, 3, "x"]], [[4, 7, "y"]], []
    data = lines(*({"text": "One two.", "label": each} for each in label))
    losses = []
    found = list(distinct_documents(reader("doccano").read(io.BytesIO(data), None, refuse, "corpus"), losses.append))
    assert len({each.document.id for each in found}) == 1
    sets = [annotations for each in found for annotations in each.sets]
    assert [(each.annotator, [span.label for span in each.spans]) for each in sets] == [
        ("import", ["x"]),
        ("import (2)", ["y"]),
        ("import (3)", []),
    ]
    assert [(loss.kind, loss.id, loss.reason) for loss in losses] == [
        ("annotation_set", "import", "duplicate"),
        ("annotation_set", "import", "same_annotator"),
        ("annotation_set", "import", "same_annotator"),
    ]


def test_annotations_of_the_web_on_a_text_that_is_not_there_are_not_put_on_another():
    good = webannotation({"type": "TextPositionSelector", "start": 0, "end": 6})
    losses = []
    (first, _) = read(reader("webannotation"), good)
    assert [span.quote for span in first.sets[0].spans] == ["Rebels"]
    bad = archived({name: data.replace(b'"a.txt"', b'"z.txt"') for name, data in members(good).items()})
    (second,) = read(reader("webannotation"), bad, None, losses)
    assert second.document.text == SOUND
    assert [(loss.kind, loss.reason, loss.file) for loss in losses] == [("record", "no_text", "corpus/a.jsonld")]


# What is ours in files of others.


def changed(format_id, change):
    """The golden corpus of a format of JSON with something changed in its first file, or line, of documents."""
    (path,) = (GOLDEN / format_id).glob("corpus.*")
    files = members(path.read_bytes())
    name = min(each for each in files if each.endswith((".json", ".jsonl")) and "label" not in each)
    first, *rest = files[name].splitlines() if name.endswith(".jsonl") else [files[name]]
    said = json.loads(first)
    change(said)
    return archived(files | {name: b"\n".join([json.dumps(said).encode(), *rest])}), f"corpus/{name}"


def structure(said, type_):
    return next(each for each in said["%FEATURE_STRUCTURES"] if each["%TYPE"].endswith(type_))


def test_a_span_of_a_cas_that_is_lost_takes_its_links_along_and_leaves_its_comments_on_the_document():
    data, file = changed("uima-json", lambda said: structure(said, "AnnotatorSpan").update(end=99999))
    losses = []
    first, second = read(reader("uima-json"), data, None, losses)
    (whole, _) = read(reader("uima-json"), (GOLDEN / "uima-json" / "corpus.cas.zip").read_bytes())
    assert len(first.sets[0].spans) == len(whole.sets[0].spans) - 1
    assert len(first.sets[0].comments) == len(whole.sets[0].comments)
    assert {(loss.kind, loss.reason) for loss in losses} == {
        ("span", "range"),
        ("link", "dangling"),
        ("comment", "end"),
    }
    assert {(loss.file, loss.document) for loss in losses} == {(file, first.document.id)}
    assert second.sets[0].spans


def test_what_refers_to_nothing_in_a_cas_of_json_is_told_and_the_rest_is_read():
    data, file = changed("uima-json", lambda said: structure(said, "AnnotatorLink").update({"@Dependent": 99999}))
    losses = []
    first, _ = read(reader("uima-json"), data, None, losses)
    (whole, _) = read(reader("uima-json"), (GOLDEN / "uima-json" / "corpus.cas.zip").read_bytes())
    assert first.sets[0].spans == whole.sets[0].spans
    assert len(first.sets[0].links) == len(whole.sets[0].links) - 1
    assert [(loss.kind, loss.reason, loss.file) for loss in losses] == [
        ("reference", "dangling", file),
        ("link", "dangling", file),
    ]


def test_a_row_with_a_fault_is_told_by_its_document_and_line_and_the_others_are_read():
    data, file = changed("huggingface", lambda row: row["spans"][0].update(start=1))
    losses = []
    assert len(read(reader("huggingface"), data, None, losses)) == 2
    assert {(loss.reason, loss.weight, loss.file, loss.line) for loss in losses} == {("moved", Weight.CHANGED, file, 1)}
    data, file = changed("huggingface", lambda row: row["spans"][0].update(attributes="{"))
    losses = []
    assert len(read(reader("huggingface"), data, None, losses)) == 1
    (fault,) = losses
    assert (fault.kind, fault.reason, fault.file, fault.line, bool(fault.document)) == ("record", "json", file, 1, True)


def test_what_refers_to_nothing_in_a_cas_of_xml_is_told_and_the_rest_is_read():
    files = members((GOLDEN / "uima-xmi" / "corpus.xmi.zip").read_bytes())
    name = min(each for each in files if each.endswith(".xmi"))
    loose = re.sub(rb'Dependent="\d+"', b'Dependent="99999"', files[name], count=1)
    losses = []
    first, _ = read(reader("uima-xmi"), archived(files | {name: loose}), None, losses)
    (whole, _) = read(reader("uima-xmi"), archived(files))
    assert first.sets[0].spans == whole.sets[0].spans
    assert len(first.sets[0].links) == len(whole.sets[0].links) - 1
    assert [(loss.kind, loss.reason, loss.file) for loss in losses] == [
        ("reference", "dangling", f"corpus/{name}"),
        ("link", "dangling", f"corpus/{name}"),
    ]


def test_a_number_in_a_list_of_a_cas_is_no_reference():
    types = TypeSystem()
    marked = types.create_type("x.Marked", "uima.tcas.Annotation")
    types.create_feature(marked, "numbers", "uima.cas.IntegerArray")
    cas = Cas(types)
    cas.sofa_string = "Rebels left."
    cas.sofa_mime = "text/plain"
    numbers = types.get_type("uima.cas.IntegerArray")(elements=[4711])
    cas.add(marked(begin=0, end=6, numbers=numbers))
    files = {"a.xmi": cas.to_xmi().encode(), "TypeSystem.xml": types.to_xml().encode()}
    assert b'numbers="4711"' in files["a.xmi"]
    (found,) = read(reader("uima-xmi"), archived(files))
    assert found.sets[0].spans[0].attributes["numbers"] == [4711]


def test_files_beside_those_of_a_corpus_of_cases_are_told() -> None:
    files = members((GOLDEN / "uima-xmi" / "corpus.xmi.zip").read_bytes())
    losses: list[Loss] = []
    found = read(reader("uima-xmi"), archived(files | {"other.json": b"{}"}), None, losses)
    assert found == read(reader("uima-xmi"), archived(files))
    assert [(each.kind, each.id, each.reason) for each in losses if each.kind == "file"] == [
        ("file", "other.json", "not_read")
    ]
