"""Tasks of Label Studio that others made: of any version, of any field, of HyperText and of dialogues."""

import io
import json
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.base import Weight
from annotator.formats.label_studio.format import LabelStudio
from annotator.formats.options import configured
from annotator.formats.sources.archives import opened
from tests.formats.support import archived, read
from tests.strategies import SCHEMA, examples

FMT = LabelStudio()
TEXT = "Sony 👍🏽 hired 9 in Tokyo."


def region(start, end, quote, label="Org", **more):
    value = {"start": start, "end": end, "text": quote, "labels": [label]}
    return {"id": f"r{start}", "type": "labels", "from_name": "ner", "to_name": "text", "value": value, **more}


def hyper(quote, label="Org", key="hypertextlabels", **value):
    paths = {"start": "/p[1]/text()[1]", "end": "/p[1]/text()[1]", "startOffset": 0, "endOffset": len(quote)}
    value = {**paths, "text": quote, key: [label], **value}
    return {"id": f"h-{quote}", "type": "hypertextlabels", "from_name": "ner", "to_name": "text", "value": value}


def task(*items, data=None, key="annotations", **more):
    return {"data": data or {"text": TEXT}, key: [{"result": list(items), **more}]}


def the_document(made, losses=None, fmt=FMT, schema=None):
    (annotated,) = read(fmt, json.dumps([made]).encode(), schema, losses)
    return annotated


def said(annotated):
    return [(span.label, span.quote) for annotations in annotated.sets for span in annotations.spans]


def told(losses):
    return [(loss.kind, loss.reason, loss.weight) for loss in losses]


# Of any version.


def test_completions_are_what_annotations_were_called_before():
    made = task(region(0, 4, "Sony"), key="completions")
    made["completions"].append({"skipped": True, "completed_by": "ann", "result": []})
    made["completions"].append({"created_username": "bea", "result": []})
    annotated = the_document(made)
    assert said(annotated) == [("Org", "Sony")]
    assert [(each.annotator, each.status) for each in annotated.sets] == [
        ("import", "submitted"),
        ("ann", "skipped"),
        ("bea", "submitted"),
    ]


def test_what_is_nothing_but_data_is_a_document_without_sets():
    annotated = the_document({"id": "d7", "text": TEXT, "source": "wire"})
    assert (annotated.document.id, annotated.document.text, annotated.sets) == ("d7", TEXT, ())
    assert annotated.document.meta == {"source": "wire"}


def test_regions_that_have_no_id_get_one_each_and_what_stands_on_the_same_words_is_one():
    items = [region(0, 4, "Sony"), region(19, 24, "Tokyo", "Place")]
    choice = {"type": "choices", "from_name": "kind", "to_name": "text"}
    items.append({**choice, "value": {"start": 19, "end": 24, "choices": ["city"]}})
    for item in items:
        item.pop("id", None)
    spans = the_document(task(*items)).sets[0].spans
    assert [(span.quote, span.attributes) for span in spans] == [("Sony", {}), ("Tokyo", {"kind": "city"})]
    assert len({span.id for span in spans}) == 2


def test_a_relation_without_a_label_is_a_link_all_the_same_where_no_schema_forbids_it():
    items = [region(0, 4, "Sony", "party"), region(19, 24, "Tokyo", "party")]
    items.append({"type": "relation", "from_id": "r0", "to_id": "r19", "direction": "right"})
    losses = []
    (link,) = the_document(task(*items), losses).sets[0].links
    assert (link.role, link.from_id, link.to_id) == ("relation", "r0", "r19")
    assert told(losses) == [("relation", "no_role", Weight.CHANGED)]
    losses = []
    assert the_document(task(*items), losses, schema=SCHEMA).sets[0].links == ()
    assert told(losses) == [("link", "no_role", Weight.LOST)]


def test_ratings_dates_and_ways_through_a_taxonomy_are_values():
    def value(kind, **value):
        return {"type": kind, "from_name": kind, "to_name": "text", "value": value}

    items = [
        value("rating", rating=4),
        value("datetime", datetime="2024-05-01"),
        value("taxonomy", taxonomy=[["Attack", "Shelling"], ["Protest"]]),
    ]
    assert the_document(task(*items)).sets[0].attributes == {
        "rating": 4,
        "datetime": "2024-05-01",
        "taxonomy": ["Attack/Shelling", "Protest"],
    }


def test_the_values_of_a_taxonomy_are_declared_with_the_way_to_them():
    config = b"""<View><Text name="t" value="$text"/><Labels name="l" toName="t"><Label value="Org"/></Labels>
      <Taxonomy name="kind" toName="t"><Choice value="Attack"><Choice value="Shelling"/></Choice></Taxonomy></View>"""
    use = FMT.describe(io.BytesIO(archived({"config.xml": config}))).attributes["kind"]
    assert (list(use.values), use.is_several) == (["Attack", "Attack/Shelling"], True)


def test_notes_on_regions_are_comments():
    (annotations,) = the_document(task(region(0, 4, "Sony", meta={"text": ["sure?", "yes"]}))).sets
    assert [(each.text, each.span) for each in annotations.comments] == [("sure?", "r0"), ("yes", "r0")]


def test_offsets_that_count_cr_and_lf_as_one_sign_are_known_by_the_quotes():
    text = "Sony left.\r\nSony stayed.\r\nSony left."
    losses = []
    annotated = the_document(
        task(region(0, 4, "Sony"), region(11, 15, "Sony"), region(24, 28, "Sony"), data={"text": text}), losses
    )
    assert [span.start for span in annotated.sets[0].spans] == [0, 12, 26]
    assert told(losses) == [("offsets", "line_breaks", Weight.CHANGED)]


def test_a_region_on_whole_words_stays_there_though_it_quotes_a_part_of_them():
    losses = []
    assert said(the_document(task(region(0, 4, "on"), region(11, 16, "iphone"), region(19, 24, "okyo.")), losses)) == [
        ("Org", "Sony"),
        ("Org", "ed 9 "),
        ("Org", "okyo."),
    ]
    assert told(losses) == [("span", "quote", Weight.CHANGED), ("span", "moved", Weight.CHANGED)]


# Of any field.


@pytest.mark.parametrize(
    "address", ["/data/upload/3/0a1b2c3d-a%20b.txt", "/data/local-files/?d=a%20b.txt", "s3://x/a b.txt"]
)
def test_a_text_that_is_the_address_of_a_file_is_that_of_the_file_where_it_lies_beside_the_tasks(address):
    address = address.replace(" ", "%20")
    made = json.dumps([task(region(0, 4, "Sony"), data={"text": address})]).encode()
    losses = []
    assert read(FMT, made, None, losses) == []
    assert [(loss.kind, loss.reason) for loss in losses] == [("record", "task")]
    assert address in losses[0].detail
    project = archived({"export.json": made, "texts/a b.txt": TEXT.encode()})
    with opened(io.BytesIO(project)) as files:
        assert FMT.holds(files)
    with opened(io.BytesIO(archived({"export.json": made, "texts/c.txt": TEXT.encode()}))) as files:
        assert not FMT.holds(files)
    (annotated,) = read(FMT, project)
    assert (annotated.document.text, said(annotated)) == (TEXT, [("Org", "Sony")])
    assert read(FMT, archived({"export.json": made, "a b.txt": b"\xff"}), None, []) == []


def test_a_text_that_is_an_address_without_regions_or_with_one_on_it_is_the_text():
    for items in ([], [region(0, 7, "s3://x/")]):
        assert the_document(task(*items, data={"text": "s3://x/y"})).document.text == "s3://x/y"


def test_the_field_is_told_by_the_words_of_regions_where_none_has_the_name_that_is_asked_for():
    data = {"headline": "Sony hires", "body": TEXT, "url": "https://example.org/a"}
    annotated = the_document(task(region(0, 4, "Sony"), region(19, 24, "Tokyo"), data=data))
    assert (annotated.document.text, said(annotated)) == (TEXT, [("Org", "Sony"), ("Org", "Tokyo")])
    assert annotated.document.meta == {"headline": "Sony hires", "url": "https://example.org/a"}


def test_without_regions_the_only_field_of_several_words_is_the_text():
    assert the_document(task(data={"body": TEXT, "image": "https://example.org/a.png"})).document.text == TEXT
    losses = []
    assert read(FMT, json.dumps([task(data={"one": "a b", "two": "c d"})]).encode(), None, losses) == []
    assert [loss.reason for loss in losses] == ["task"]
    assert "one, two" in losses[0].detail


def test_regions_on_another_text_of_the_task_are_told_and_may_be_read_by_naming_it():
    made = task(region(0, 4, "Tita", "Org"), region(19, 24, "Tokyo", "Place"), data={"title": "Titanic", "text": TEXT})
    losses = []
    assert said(the_document(made, losses)) == [("Place", "Tokyo")]
    assert [(loss.kind, loss.id, loss.reason) for loss in losses] == [("span", "r0", "other_text")]
    losses = []
    assert said(the_document(made, losses, configured(FMT, {"text": "title"}))) == [("Org", "Tita")]
    assert [(loss.kind, loss.id, loss.reason) for loss in losses] == [("span", "r19", "other_text")]


# HyperText and dialogues.


def test_regions_of_hypertext_without_tags_stand_where_their_offsets_say():
    at = {"start": "/text()[1]", "end": "/text()[1]", "startOffset": 19, "endOffset": 24}
    items = [hyper("Tokyo", **at), hyper("Sony", key="htmllabels", globalOffsets={"start": 0, "end": 4})]
    losses = []
    assert said(the_document(task(*items), losses)) == [("Org", "Tokyo"), ("Org", "Sony")]
    assert losses == []


def test_the_text_of_hypertext_is_what_is_seen_of_it_and_that_is_told():
    html = "<h1>Sony</h1><p>It &amp; <b>Tokyo</b><br/>hired.</p><style>p {color: red}</style>"
    items = [hyper("Tokyo", globalOffsets={"start": 9, "end": 14}), hyper("hired"), hyper("nowhere")]
    losses = []
    annotated = the_document(task(*items, data={"html": html}), losses)
    assert annotated.document.text == "SonyIt & Tokyo\nhired."
    assert said(annotated) == [("Org", "Tokyo"), ("Org", "hired")]
    assert told(losses) == [("text", "html", Weight.CHANGED), ("span", "range", Weight.LOST)]


def test_html_without_regions_of_hypertext_is_a_text_like_any_other():
    assert the_document(task(data={"text": "<p>a</p>"})).document.text == "<p>a</p>"


@pytest.mark.parametrize(("who", "what"), [("author", "text"), ("role", "content"), ("speaker", "transcript")])
def test_a_region_of_a_dialogue_without_offsets_is_on_whole_paragraphs_whatever_its_fields_are_called(who, what):
    value = {"start": "1", "end": "2", "paragraphlabels": ["Act"]}
    item = {"id": "p", "type": "paragraphlabels", "from_name": "l", "to_name": "t", "value": value}
    turns = [{who: "ann", what: "Hi."}, {who: "bob", what: "Sony hired."}, {what: "Whom?"}]
    annotated = the_document(task(item, data={"messages": turns}))
    assert annotated.document.text == "ann: Hi.\nbob: Sony hired.\nWhom?"
    assert said(annotated) == [("Act", "Sony hired.\nWhom?")]


def test_a_dialogue_is_one_text_with_its_speakers_and_regions_stand_in_their_paragraphs():
    turns = [{"author": "Ann", "text": "Sony hired."}, {"text": "Who did?"}, {"author": 3, "text": 4}]
    value = {"start": "0", "end": 1, "startOffset": 5, "endOffset": 3, "paragraphlabels": ["Act"]}
    item = {"id": "p", "type": "paragraphlabels", "from_name": "l", "to_name": "t", "value": value}
    lost = {**item, "id": "q", "value": {**value, "end": "9"}}
    losses = []
    annotated = the_document(task(item, lost, data={"dialogue": turns, "audio": "a.mp3"}), losses)
    assert annotated.document.text == "Ann: Sony hired.\nWho did?\n"
    assert said(annotated) == [("Act", "hired.\nWho")]
    assert told(losses) == [("span", "range", Weight.LOST)]


@pytest.mark.parametrize("value", [1, None, [], "x"])
def test_items_without_a_value_are_refused_and_nothing_else_is_raised(value):
    losses = []
    assert read(FMT, json.dumps([task({"type": "labels", "value": value})]).encode(), None, losses) == []
    assert [(loss.kind, loss.reason) for loss in losses] == [("record", "result")]


JUNK = [None, 1, -1, 1.5, "x", "", [], {}, [1], {"a": 1}, True, "/text()[1]", [[["a"]]], 10**12, "0"]
WHOLE = [
    task(
        region(0, 4, "Sony", meta={"text": ["sure?"]}),
        hyper("Tokyo", globalOffsets={"start": 19, "end": 24}),
        {"type": "taxonomy", "from_name": "t", "to_name": "text", "value": {"taxonomy": [["a", "b"]]}},
        {"type": "rating", "from_name": "r", "to_name": "text", "value": {"rating": 3}},
        {"type": "relation", "from_id": "r0", "to_id": "h-Tokyo", "labels": ["of"]},
    ),
    task(hyper("Tokyo"), data={"html": "<p>in <b>Tokyo</b></p>"}, key="completions"),
    task(
        {"type": "paragraphlabels", "id": "p", "value": {"start": "0", "end": "0", "startOffset": 0, "endOffset": 2}},
        data={"dialogue": [{"author": "Ann", "text": "Sony hired."}], "title": "a b"},
    ),
]


def places(value, way=()):
    """Each way into a value of JSON."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield (*way, key)
        yield from places(each, (*way, key))


@examples(60)
@given(st.sampled_from(WHOLE), st.data())
def test_whatever_stands_in_a_task_it_is_read_or_told(made, data):
    broken = json.loads(json.dumps(made))
    for _ in range(data.draw(st.integers(1, 3))):
        *way, last = data.draw(st.sampled_from(list(places(broken)) or [("data",)]))
        inside = broken
        for key in way:
            inside = inside[key]
        inside[last] = deepcopy(data.draw(st.sampled_from(JUNK)))
    losses = []
    assert read(FMT, json.dumps([broken]).encode(), None, losses) or losses
