"""W3C Web Annotations, held against the rules of the Web Annotation Data Model (Recommendation of 23 February 2017)."""

import json
import re
from urllib.parse import unquote

import pytest
from hypothesis import given

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Comment, Link, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.formats.options import configured
from annotator.formats.sources.finding import found
from annotator.formats.webannotation.format import WebAnnotation
from tests.formats.support import archived, members, read, written
from tests.strategies import SCHEMA, annotated_documents, examples

FORMAT = WebAnnotation()
TEXT = "Sony 👍🏽 hired 9 in Tokyo, in Tokyo."

MOTIVATIONS = frozenset(
    {"assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting"}
    | {"identifying", "linking", "moderating", "questioning", "replying", "tagging"}
)
IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", re.I)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


# The rules of the model: what must be, in the words of its sections.


def holds_the_rules_of_a_collection(collection):
    """5.1 and 5.2: context, one id, type, a total that is the number of annotations, the first page with its items."""
    assert collection["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert IRI.fullmatch(collection["id"])
    assert collection["type"] == "AnnotationCollection"
    assert isinstance(collection["label"], str)
    page = collection["first"]
    assert IRI.fullmatch(page["id"])
    assert collection["last"] == page["id"]
    assert page["type"] == "AnnotationPage"
    assert page["partOf"] == collection["id"]
    assert page["startIndex"] == 0
    assert collection["total"] == len(page["items"])
    ids = [item["id"] for item in page["items"]]
    assert len(set(ids)) == len(ids)
    for item in page["items"]:
        holds_the_rules_of_an_annotation(item)


def holds_the_rules_of_an_annotation(item):
    """3.1 to 3.3: one id, the type, one or more targets, bodies with one value, motivations of the vocabulary."""
    assert IRI.fullmatch(item["id"])
    assert item["type"] == "Annotation"
    assert item["motivation"] in MOTIVATIONS
    assert item["creator"]["type"] in ("Person", "Software", "Organization")
    assert MOMENT.fullmatch(item.get("created", "2024-02-08T10:00:00Z"))
    for body in item["body"]:
        assert body["type"] == "TextualBody"
        assert isinstance(body["value"], str)
        assert body["purpose"] in MOTIVATIONS
    targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
    assert targets
    for target in targets:
        holds_the_rules_of_a_target(target)


def holds_the_rules_of_a_target(target):
    """3.2 and 4: an IRI, a resource with an id, or a specific resource with one source; selectors by their types."""
    if isinstance(target, str):
        assert IRI.fullmatch(target)
        return
    if "selector" not in target:
        assert IRI.fullmatch(target["id"])
        return
    assert target["type"] == "SpecificResource"
    assert IRI.fullmatch(target["source"])
    for selector in target["selector"]:
        if selector["type"] == "TextPositionSelector":
            assert type(selector["start"]) is int
            assert 0 <= selector["start"] < selector["end"]
        else:
            assert selector["type"] == "TextQuoteSelector"
            assert isinstance(selector["exact"], str)
            assert all(isinstance(selector[key], str) for key in ("prefix", "suffix"))


@examples(40)
@given(annotated=annotated_documents())
def test_what_is_written_holds_the_rules_of_the_model(annotated):
    files = members(written(FORMAT, [annotated], SCHEMA))
    (name,) = (name for name in files if name.endswith(".jsonld"))
    collection = json.loads(files[name])
    holds_the_rules_of_a_collection(collection)
    text = annotated.document.text
    for item in collection["first"]["items"]:
        target = item["target"]
        if isinstance(target, dict) and "selector" in target:
            position, quote = target["selector"]
            start, end = position["start"], position["end"]
            assert text[start:end] == quote["exact"]
            assert text[:start].endswith(quote["prefix"])
            assert text[end:].startswith(quote["suffix"])
            assert files[unquote(target["source"].removeprefix("urn:x-annotator:"))].decode() == text


def sample():
    spans = (
        Span("d", "deed", 8, 13, "hired", {"its_choice": "one"}),
        Span("p", "party", 0, 4, "Sony"),
        Span("t", "place", 19, 24, "Tokyo"),
    )
    links = (Link("l1", "agent", "d", "p"), Link("l2", "where", "d", "t"))
    comments = (
        Comment("k", "Sure?", "A2", "2024-02-08T10:00:00Z", span="p"),
        Comment("m", "Whole.", "A1", "some day"),
    )
    done = AnnotationSet(
        "A1", SchemaRef("example", 3), "gold", "submitted", 2, {"relevant": "one"}, spans, links, comments
    )
    guess = AnnotationSet("m1", SchemaRef("example", 3), "suggestion", spans=spans[:1])
    return AnnotatedDocument(Document("a:b", TEXT), (done, guess))


def collection_of(*documents, fmt=FORMAT):
    files = members(written(fmt, documents, SCHEMA))
    return [json.loads(data) for name, data in files.items() if name.endswith(".jsonld")]


def test_spans_links_comments_and_what_is_said_of_the_whole_are_annotations():
    (collection,) = collection_of(sample())
    items = collection["first"]["items"]
    assert [item["motivation"] for item in items] == [
        *["classifying"] * 3,
        *["linking"] * 2,
        "describing",
        *["commenting"] * 2,
        "classifying",
    ]
    assert [body["value"] for body in items[0]["body"]] == ["deed", "its_choice: one"]
    assert items[3]["target"] == [{"id": items[0]["id"]}, {"id": items[1]["id"]}]
    assert items[5]["target"] == "urn:x-annotator:a%253Ab.txt"
    assert items[6]["target"] == {"id": items[1]["id"]}
    assert (items[6]["creator"]["name"], items[6]["created"]) == ("A2", "2024-02-08T10:00:00Z")
    assert "created" not in items[7]
    assert [item["creator"]["type"] for item in items][-2:] == ["Person", "Software"]


def test_the_address_of_the_files_may_be_given():
    fmt = configured(FORMAT, {"base": "https://example.org/corpus/"})
    (collection,) = collection_of(sample(), fmt=fmt)
    assert collection["id"] == "https://example.org/corpus/a%253Ab.jsonld"
    assert read(fmt, written(fmt, [sample()], SCHEMA), SCHEMA) == [sample()]


def test_what_was_changed_elsewhere_counts():
    files = members(written(FORMAT, [sample()], SCHEMA))
    collection = json.loads(files["a%3Ab.jsonld"])
    items = collection["first"]["items"]
    items[1]["body"][0]["value"] = "place"
    del items[3]
    files["a%3Ab.jsonld"] = json.dumps(collection).encode()
    (annotated,) = read(FORMAT, archived(files), SCHEMA, [])
    done = annotated.sets[0]
    assert [(span.label, span.quote) for span in done.spans] == [
        ("deed", "hired"),
        ("place", "Tokyo"),
        ("place", "Sony"),
    ]
    assert [link.id for link in done.links] == ["l2"]
    assert (done.layer, annotated.document.id, done.attributes) == ("gold", "a:b", {"relevant": "one"})


# What others write.


def about(*items, text=TEXT, losses=None, **more):
    data = archived({"story.txt": text.encode(), "story.jsonld": json.dumps(list(items)).encode(), **more})
    return read(FORMAT, data, None, losses)


def annotation(selector, *bodies, **more):
    target = {"source": "http://example.org/story.txt", "selector": selector}
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "body": list(bodies),
        "target": target,
        **more,
    }


def tag(value, purpose="tagging"):
    return {"type": "TextualBody", "value": value, "purpose": purpose}


def position(start, end):
    return {"type": "TextPositionSelector", "start": start, "end": end}


def quoted(exact, **around):
    return {"type": "TextQuoteSelector", "exact": exact, **around}


@pytest.mark.parametrize(
    "selector",
    [
        position(19, 24),
        [quoted("Tokyo"), position(19, 24)],
        quoted("Tokyo", prefix="9 in ", suffix=", in"),
        {"type": "FragmentSelector", "conformsTo": "http://tools.ietf.org/rfc/rfc5147", "value": "char=19,24"},
    ],
)
def test_words_are_found_by_each_kind_of_selector(selector):
    (annotated,) = about(annotation(selector, tag("PLACE")))
    (span,) = annotated.sets[0].spans
    assert (span.label, span.start, span.end, span.quote) == ("PLACE", 19, 24, "Tokyo")


def test_a_target_may_be_the_address_of_a_stretch_of_text():
    (annotated,) = about(
        {"type": "Annotation", "bodyValue": "x", "target": "story.txt#char=0,4", "motivation": "tagging"}
    )
    assert [(span.label, span.quote) for span in annotated.sets[0].spans] == [("x", "Sony")]


def test_a_quote_that_stands_twice_is_left_out_and_told():
    losses = []
    about(annotation(quoted("Tokyo"), tag("PLACE"), id="urn:a"), losses=losses)
    assert [(loss.kind, loss.id, loss.reason, loss.file) for loss in losses] == [
        ("span", "urn:a", "quote", "corpus/story.jsonld")
    ]


def test_offsets_in_utf16_are_known_by_the_quotes():
    losses = []
    (annotated,) = about(annotation([position(21, 26), quoted("Tokyo")], tag("PLACE")), losses=losses)
    assert annotated.sets[0].spans[0].start == 19
    assert [(loss.kind, loss.reason) for loss in losses] == [("offsets", "utf16")]


def test_creators_have_a_set_each():
    by = [{"type": "Person", "name": "Ann"}, "http://example.org/bea", {"id": "urn:x", "nickname": "cyd"}, None]
    items = [annotation(position(0, 4), tag("ORG"), **({"creator": each} if each else {})) for each in by]
    (annotated,) = about(*items)
    assert [each.annotator for each in annotated.sets] == ["Ann", "http://example.org/bea", "cyd", "import"]


@pytest.mark.parametrize(
    "link",
    [
        {"target": [{"id": "urn:a"}, {"id": "urn:b"}], "body": [tag("near")]},
        {"target": "urn:a", "body": [tag("near"), "urn:b"]},
        {"target": {"source": "urn:a"}, "body": [{"source": "urn:b"}, tag("near")]},
    ],
)
def test_links_join_two_annotations(link):
    (annotated,) = about(
        annotation(position(0, 4), tag("ORG"), id="urn:a"),
        annotation(position(19, 24), tag("PLACE"), id="urn:b"),
        {"id": "urn:c", "type": "Annotation", "motivation": "linking", **link},
    )
    one, other = annotated.sets[0].spans
    assert annotated.sets[0].links == (Link("urn:c", "near", one.id, other.id),)


def test_comments_stand_on_words_on_spans_and_on_the_whole():
    (annotated,) = about(
        annotation(position(0, 4), tag("ORG"), tag("Sure?", "commenting"), id="urn:a"),
        annotation(position(8, 13), tag("Who?", "commenting")),
        {"type": "Annotation", "motivation": "commenting", "bodyValue": "Reply.", "target": "urn:a"},
        {"type": "Annotation", "motivation": "commenting", "bodyValue": "All.", "target": "http://x.org/story.txt"},
    )
    (annotations,) = annotated.sets
    assert [(each.text, each.span, each.start) for each in annotations.comments] == [
        ("Sure?", "urn:a", None),
        ("Who?", None, 8),
        ("Reply.", "urn:a", None),
        ("All.", None, None),
    ]


def test_several_names_are_as_many_spans_and_none_is_a_highlight():
    (annotated,) = about(annotation(position(0, 4), tag("ORG"), tag("FIRM")), annotation(position(8, 13)))
    assert [span.label for span in annotated.sets[0].spans] == ["ORG", "FIRM", "highlighting"]


def test_names_of_the_whole_are_said_of_the_document():
    (annotated,) = about({"type": "Annotation", "motivation": "tagging", "body": tag("news"), "target": "story.txt"})
    assert annotated.sets[0].attributes == {"tagging": "news"}


def test_pages_collections_and_lists_are_read():
    page = {"type": "AnnotationPage", "items": [annotation(position(0, 4), tag("ORG"))]}
    collection = {"type": "AnnotationCollection", "first": page}
    for whole in (page, collection, page["items"], page["items"][0]):
        data = archived({"story.txt": TEXT.encode(), "story.jsonld": json.dumps(whole).encode()})
        (annotated,) = read(FORMAT, data)
        assert [span.quote for span in annotated.sets[0].spans] == ["Sony"]


def test_the_model_of_before_is_read_in_its_own_words_and_so_is_a_graph():
    selector = {"@type": "oa:TextPositionSelector", "start": 0, "end": 4}
    old = {
        "@id": "urn:old",
        "@type": "oa:Annotation",
        "annotatedBy": {"@id": "urn:ann", "name": "ann"},
        "motivatedBy": "oa:tagging",
        "hasBody": [{"@type": ["cnt:ContentAsText", "oa:Tag"], "chars": "ORG"}],
        "hasTarget": {"@type": "oa:SpecificResource", "hasSource": "story.txt", "hasSelector": selector},
    }
    for whole in (old, [old], {"@graph": [old, {"@id": "urn:ann", "name": "ann"}]}):
        data = archived({"story.txt": TEXT.encode(), "story.jsonld": json.dumps(whole).encode(), "b.txt": b"x"})
        (annotated,) = read(FORMAT, data)
        (annotations,) = annotated.sets
        assert annotations.annotator == "ann"
        assert [(span.id, span.label, span.quote) for span in annotations.spans] == [("urn:old", "ORG", "Sony")]


def test_one_file_may_be_about_several_texts():
    other = annotation(position(0, 3), tag("X"))
    other["target"]["source"] = "other.txt"
    found = about(annotation(position(0, 4), tag("ORG")), other, **{"other.txt": b"One."})
    assert [(each.document.id, each.sets[0].spans[0].quote) for each in found] == [("story", "Sony"), ("other", "One")]


# Dirt.


def test_several_files_about_one_text_are_one_document():
    files = {f"{name}.jsonld": annotation(position(0, 4), tag(name), id=f"urn:{name}") for name in ("a", "b")}
    data = archived({name: json.dumps(each).encode() for name, each in files.items()} | {"story.txt": TEXT.encode()})
    (annotated,) = read(FORMAT, data)
    assert [(span.label, span.quote) for span in annotated.sets[0].spans] == [("a", "Sony"), ("b", "Sony")]


def test_files_may_be_called_json_where_annotations_stand_in_them(tmp_path):
    (tmp_path / "story.txt").write_text(TEXT)
    (tmp_path / "story.json").write_text(json.dumps([annotation(position(0, 4), tag("Org"))]))
    (tmp_path / "package.json").write_text('{"name": "x"}')
    (part,) = found(tmp_path)
    assert part.reader.id == "webannotation"
    (annotated,) = part.reader.read(part.open())
    assert [span.quote for span in annotated.sets[0].spans] == ["Sony"]


def test_what_hypothesis_tells_is_read_tags_as_labels_and_words_as_remarks():
    target = [{"source": "https://example.org/a", "selector": [position(9001, 9006), quoted("hired")]}]
    row = {"id": "x1", "user": "acct:ann@example.org", "tags": ["Act"], "text": "sure?", "target": target}
    told = json.dumps({"total": 1, "rows": [row]}).encode()
    data = archived({"page.txt": TEXT.encode(), "page.json": told})
    losses = []
    (annotated,) = read(FORMAT, data, None, losses)
    (annotations,) = annotated.sets
    assert (annotations.annotator, [(span.label, span.quote) for span in annotations.spans]) == (
        "acct:ann@example.org",
        [("Act", "hired")],
    )
    assert [(each.text, each.span) for each in annotations.comments] == [("sure?", "x1")]
    assert [(loss.kind, loss.reason) for loss in losses] == [("span", "moved")]


def test_a_selector_that_refines_another_tells_the_words():
    selector = {"type": "FragmentSelector", "value": "p1", "refinedBy": quoted("hired")}
    (annotated,) = about(annotation(selector, tag("Act")))
    assert [(span.label, span.quote) for span in annotated.sets[0].spans] == [("Act", "hired")]


def test_annotations_without_a_text_are_told():
    losses = []
    data = archived({"a.jsonld": json.dumps([annotation(position(0, 4), tag("ORG"))]).encode(), "b.txt": b"\xff"})
    assert read(FORMAT, data, None, losses) == []
    assert [(loss.kind, loss.reason, loss.file) for loss in losses] == [("record", "no_text", "corpus/a.jsonld")]


@pytest.mark.parametrize(
    ("selector", "reason"),
    [(position(0, 99), "range"), (position(4, 4), "empty"), ([position(0, 4), quoted("Nobody")], "quote")],
)
def test_a_span_without_a_place_is_told(selector, reason):
    losses = []
    about(annotation(selector, tag("X")), losses=losses)
    assert [(loss.kind, loss.reason) for loss in losses] == [("span", reason)]


def test_what_says_nothing_and_what_is_no_annotation_is_told():
    losses = []
    about({"type": "Annotation", "target": "story.txt"}, {"@id": "urn:ann", "name": "ann"}, losses=losses)
    assert [(loss.kind, loss.reason) for loss in losses] == [("file", "not_read"), ("span", "selector")]
    losses = []
    about({"type": "AnnotationPage", "items": []}, losses=losses)
    assert losses == []


def test_links_that_join_nothing_are_told():
    losses = []
    link = {"id": "urn:l", "type": "Annotation", "motivation": "linking", "target": "urn:a"}
    about(link, {**link, "id": "urn:m", "target": ["urn:a", "urn:b"]}, losses=losses)
    assert [(loss.kind, loss.id, loss.reason) for loss in losses] == [
        ("link", "urn:l", "ends"),
        ("link", "urn:m", "dangling"),
    ]


def test_what_is_no_archive_of_annotations_is_refused():
    with pytest.raises(InvalidInput, match="a folder or an archive"):
        read(FORMAT, b"[]")
    with pytest.raises(InvalidInput) as error:
        read(FORMAT, archived({"a.txt": b"x", "a.jsonld": b"[1"}))
    assert error.value.file == "corpus/a.jsonld"
