"""Results as Label Studio, its editor and other programs really write them."""

import pytest

from annotator.domain.annotations import Link
from annotator.domain.errors import InvalidInput
from annotator.labelstudio.offsets import place
from annotator.labelstudio.regions import read_result
from tests.strategies import SCHEMA

TEXT = "👨‍👩‍👧 Rebels shelled Oz,\r\nkilling 3."


def region(region_id, words, *labels, **more):
    start = TEXT.index(words)
    value = {"start": start, "end": start + len(words), "text": words, "labels": list(labels)}
    return {"id": region_id, "type": "labels", "from_name": "label", "to_name": "text", "value": value, **more}


def said(region_id, words, name, kind, value):
    item = region(region_id, words)
    del item["value"]["labels"]
    return {**item, "type": kind, "from_name": name, "value": {**item["value"], **value}}


def relation(start, end, *labels, **more):
    return {"type": "relation", "from_id": start, "to_id": end, "direction": "right", "labels": list(labels), **more}


def remarks(read):
    return [(remark.kind, remark.id, remark.reason) for remark in read.remarks]


def test_the_words_come_from_the_text_and_not_from_the_region():
    item = region("a", "Oz,\r\nkilling", "place")
    item["value"]["text"] = "Oz,\\n\\nkilling"
    read = read_result([item], TEXT)
    assert (read.spans[0].quote, read.spans[0].origin, read.remarks) == ("Oz,\r\nkilling", "import", [])


def test_attributes_are_the_items_of_the_same_id():
    read = read_result(
        [
            said("a", "Oz", "toll-kind", "choices", {"choices": ["one"]}),
            region("a", "Oz", "toll"),
            said("a", "Oz", "note", "textarea", {"text": ["one", "two"]}),
            said("a", "Oz", "number", "number", {"number": 3}),
            {"id": "x", "type": "choices", "from_name": "whole-document-relevant", "value": {"choices": ["two"]}},
        ],
        TEXT,
    )
    assert read.spans[0].attributes == {"kind": "one", "note": "one\ntwo", "number": 3}
    assert read.attributes == {"relevant": "two"}


def test_the_schema_tells_a_choice_from_choices():
    one = said("a", "Oz", "also", "choices", {"choices": ["one"]})
    items = [region("a", "Oz", "party"), one]
    assert read_result(items, TEXT, SCHEMA).spans[0].attributes == {"also": ["one"]}
    assert read_result(items, TEXT).spans[0].attributes == {"also": "one"}
    two = said("a", "Oz", "kind", "choices", {"choices": ["one", "two"]})
    read = read_result([region("a", "Oz", "party"), two], TEXT, SCHEMA)
    assert (read.spans[0].attributes, remarks(read)) == ({}, [("attribute", "a", "type")])


def test_what_is_said_twice_is_told():
    items = [region("a", "Oz", "x"), *(said("a", "Oz", "k", "number", {"number": each}) for each in (1, 1, 2))]
    read = read_result(items, TEXT)
    assert (read.spans[0].attributes, remarks(read)) == ({"k": 1}, [("attribute", "a", "several")])


def test_items_that_are_no_attribute_are_told():
    read = read_result([region("a", "Oz", "x"), said("a", "Oz", "stars", "rating", {"rating": 3})], TEXT)
    assert remarks(read) == [("attribute", "a", "type")]


def test_what_we_left_in_the_meta_is_taken_back():
    meta = {"text": ["a hand note"], "annotator": {"origin": "human", "attributes": {"count": {"op": "exact"}}}}
    read = read_result([region("a", "Oz", "toll", meta=meta)], TEXT)
    assert (read.spans[0].origin, read.spans[0].attributes) == ("human", {"count": {"op": "exact"}})
    broken = read_result([region("a", "Oz", "toll", meta={"annotator": {"attributes": []}})], TEXT)
    assert broken.spans[0].attributes == {}


def test_a_person_who_cut_a_character_there_is_an_import_here_and_that_is_told():
    item = region("a", "👨‍", "x", meta={"annotator": {"origin": "human"}})
    read = read_result([item], TEXT)
    assert (read.spans[0].origin, remarks(read)) == ("import", [("origin", "a", "grapheme")])


@pytest.mark.parametrize(
    ("start", "end"), [(0, 0), (5, 4), (-1, 3), (0, 999), ("0", 3), (None, 3), (0.5, 3), (True, 3)]
)
def test_a_region_that_is_nowhere_is_told(start, end):
    item = region("a", "Oz", "x")
    item["value"].update(start=start, end=end)
    read = read_result([item], TEXT)
    assert (read.spans, remarks(read)) == ([], [("span", "a", "range")])


def test_a_region_without_a_label_is_told_with_what_hangs_on_it():
    items = [
        region("a", "Oz"),
        said("b", "Oz", "k", "number", {"number": 1}),
        region("c", "Oz", "x"),
        relation("c", "a", "r"),
    ]
    read = read_result(items, TEXT)
    assert [span.id for span in read.spans] == ["c"]
    assert remarks(read) == [("span", "a", "no_label"), ("span", "b", "no_label"), ("link", "c to a", "dangling")]


def test_a_region_with_two_labels_is_two_spans():
    read = read_result([region("a", "Oz", "x", "y", "x"), region("b", "3", "z"), relation("b", "a", "r")], TEXT)
    assert [(span.id, span.label) for span in read.spans] == [("a", "x"), ("a.2", "y"), ("b", "z")]
    assert [(link.from_id, link.to_id) for link in read.links] == [("b", "a")]
    assert remarks(read) == [("span", "a", "equal_span"), ("labels", "a", "several")]


def test_an_id_that_is_none_here_is_changed_and_its_relations_follow():
    read = read_result([region("a#b", "Oz", "x"), region("c", "3", "y"), relation("c", "a#b", "r")], TEXT)
    again = read_result([region("a#b", "Oz", "x")], TEXT)
    assert read.spans[0].id == again.spans[0].id
    assert read.links[0].to_id == read.spans[0].id
    assert remarks(read) == [("id", "a#b", "id")]


ENDS = [region("a", "shelled", "deed"), region("b", "Rebels", "party")]


def test_a_relation_goes_from_head_to_filler():
    assert read_result([*ENDS, relation("a", "b", "agent")], TEXT).links[0].role == "agent"
    left = read_result([*ENDS, relation("b", "a", "agent", direction="left")], TEXT)
    assert [(link.from_id, link.to_id) for link in left.links] == [("a", "b")]
    assert remarks(left) == [("direction", "b to a", "left")]


def test_a_relation_both_ways_is_taken_in_the_way_that_the_schema_allows():
    both = [*ENDS, relation("b", "a", "agent", direction="bi")]
    assert [(link.from_id, link.to_id) for link in read_result(both, TEXT, SCHEMA).links] == [("a", "b")]
    assert [(link.from_id, link.to_id) for link in read_result(both, TEXT).links] == [("b", "a")]
    assert remarks(read_result(both, TEXT)) == [("direction", "b to a", "bi")]


def test_two_labels_are_two_links_and_none_is_told():
    result = [*ENDS, relation("a", "b", "agent", "where"), relation("a", "b")]
    read = read_result(result, TEXT, SCHEMA)
    assert [link.role for link in read.links] == ["agent", "where"]
    assert remarks(read) == [("link", "a to b", "several"), ("link", "a to b", "no_role")]
    read = read_result(result, TEXT)
    assert [link.role for link in read.links] == ["agent", "where", "relation"]
    assert remarks(read) == [("link", "a to b", "several"), ("relation", "a to b", "no_role")]


def test_links_are_matched_by_ends_and_role_and_keep_an_id_that_follows_from_them():
    first, second = relation("a", "b", "agent"), relation("a", "b", "agent", meta={"annotator": {"id": "l7"}})
    assert read_result([*ENDS, first], TEXT).links == read_result([first, *reversed(ENDS)], TEXT).links
    assert read_result([*ENDS, second], TEXT).links == [Link("l7", "agent", "a", "b")]
    twice = read_result([*ENDS, second, first], TEXT)
    assert (len(twice.links), remarks(twice)) == (1, [("link", "a to b", "duplicate")])


@pytest.mark.parametrize("result", [{}, "x", [1], [{"type": "labels"}], [{"value": []}], [{"value": {"start": 1}}]])
def test_what_is_no_result_is_refused(result):
    with pytest.raises(InvalidInput) as error:
        read_result(result, TEXT)
    assert error.value.rule == "result"


def units(text, words):
    start = len(text[: text.index(words)].encode("utf-16-le")) // 2
    return start, start + len(words.encode("utf-16-le")) // 2


def test_offsets_in_utf16_units_are_known_by_the_quoted_words():
    start, end = units(TEXT, "Rebels")
    assert place(TEXT, {"start": start, "end": end, "text": "Rebels"}) == (6, 12, True)
    assert TEXT[6:12] == "Rebels"
    item = region("a", "Rebels", "x")
    item["value"].update(start=start, end=end)
    assert remarks(read_result([item], TEXT)) == [("offsets", "a", "utf16")]


def test_offsets_are_code_points_wherever_that_fits_or_nothing_does():
    start, end = units(TEXT, "Rebels")
    assert place(TEXT, {"start": 6, "end": 12, "text": "Rebels"}) == (6, 12, False)
    assert place(TEXT, {"start": start, "end": end, "text": "stale"}) == (start, end, False)
    assert place(TEXT, {"start": start, "end": end}) == (start, end, False)
    assert place("👨", {"start": 1, "end": 2, "text": "x"}) is None
    assert place("👨x", {"start": 2.0, "end": 3.0, "text": "x"}) == (1, 2, True)
