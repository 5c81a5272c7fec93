"""A conflict is told in words that people know: titles of the schema, and the words of the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.schema import AttributeType
from annotator.labelstudio.canonical import Mark
from annotator.labelstudio.merging import Conflict
from annotator.labelstudio.telling import AROUND, LONGEST, NOTHING, Quote, Said, in_words, tell
from tests import factories

SCHEMA = factories.shipped_schema()
TEXT = "👩‍👩‍👧 Police shot 3 protesters in Hama."
LABEL = SCHEMA.labels[0]
ROLE = SCHEMA.roles[0]
MARKS = {"a": Mark(6, 12, LABEL.name, {}), "b": Mark(18, 30, SCHEMA.labels[1].name, {})}


def told(kind, about, field, base, local, remote, marks=MARKS):
    found = tell(Conflict(kind, about, field, base, local, remote), TEXT, SCHEMA, marks)
    return found, [" | ".join(side.lines) for side in (found.base, found.local, found.remote)]


def of_type(kind):
    return next(each for label in SCHEMA.labels for each in label.attributes if each.type is kind)


def test_a_label_is_told_by_its_title_and_the_words_that_bear_it():
    found, said = told("span", "a", "label", LABEL.name, SCHEMA.labels[1].name, "unheard of")
    assert (found.title, said) == ("Label", [LABEL.title, SCHEMA.labels[1].title, "unheard of"])
    assert found.quote == Quote("👩‍👩‍👧 ", "Police", " shot 3 protesters in Hama.")


def test_a_place_is_told_by_the_words_on_each_side():
    found, _ = told("span", "a", "place", [6, 12], [6, 17], [0, 12])
    assert found.quote is None
    assert [side.quote.words for side in (found.base, found.local, found.remote)] == [
        "Police",
        "Police shot",
        "👩‍👩‍👧 Police",
    ]


def test_a_long_text_is_cut_around_the_words():
    text = "x" * 200 + "Hama" + "y" * 200
    found = tell(Conflict("span", "a", "label", "l", "m", "n"), text, SCHEMA, {"a": Mark(200, 204, "l")})
    assert found.quote == Quote("…" + "x" * AROUND, "Hama", "y" * AROUND + "…")


def test_a_whole_span_is_told_with_all_that_is_said_of_it_and_one_that_is_gone_as_that():
    attribute = LABEL.attributes[0]
    mark = Mark(6, 12, LABEL.name, {attribute.name: attribute.values[0].value, "unheard_of": 3}).as_json()
    found, said = told("span", "a", "", None, mark, {**mark, "label": "unheard of"})
    lines = f"{LABEL.title} | {attribute.title}: {attribute.values[0].title} | unheard_of: 3"
    assert said[:2] == ["Not marked", lines]
    assert found.local.quote.words == "Police"
    assert said[2].startswith("unheard of | ")


def test_a_value_is_told_by_the_titles_of_the_schema_and_one_of_a_span_that_is_gone_as_it_came():
    attribute = LABEL.attributes[0]
    first, second = attribute.values[:2]
    found, said = told("span", "a", attribute.name, None, first.value, second.value)
    assert (found.title, said) == (attribute.title, [NOTHING, first.title, second.title])
    found, said = told("span", "gone", attribute.name, None, first.value, "x", marks={})
    assert (found.title, found.quote, said) == (attribute.name, None, [NOTHING, first.value, "x"])


def test_what_is_said_of_the_document_is_told_by_its_title():
    attribute = SCHEMA.attributes[0]
    found, said = told("document", attribute.name, "", None, attribute.values[0].value, None)
    assert found.title == f"{attribute.title}, of the whole text"
    assert said == [NOTHING, attribute.values[0].title, NOTHING]
    assert told("document", "unheard_of", "", 1, 2, 3)[0].title == "unheard_of, of the whole text"


def test_skips_deletions_links_and_what_is_carried_are_told():
    assert told("set", "is_skipped", "", False, True, False)[1] == ["Not skipped", "Skipped", "Not skipped"]
    assert told("set", "unheard_of", "", False, True, False)[1] == ["No", "Yes", "No"]
    assert told("annotation", "", "", "there", "changed 1f2e3d4c", "deleted")[1] == ["As it was", "Changed", "Deleted"]
    found, said = told("link", f"b {ROLE.name} a", "", 0, 1, 0)
    assert found.title == f"Link: “3 protesters” {ROLE.title} “Police”"
    assert said == ["Not there", "There", "Not there"]
    assert told("link", "b unheard-of gone", "", 0, 1, 0)[0].title == "Link: “3 protesters” unheard-of “…”"
    found, said = told("carried", "rating", "", None, {"rating": 3}, "x" * 1000)
    assert found.title == "What only Label Studio knows"
    assert said == [NOTHING, '{"rating": 3}', "x" * LONGEST + "…"]


COUNT, DATE, PLACE, ACTOR = (
    of_type(kind) for kind in (AttributeType.COUNT, AttributeType.DATE, AttributeType.PLACE, AttributeType.ACTOR)
)


@pytest.mark.parametrize(
    ("attribute", "value", "words"),
    [
        (
            COUNT,
            {"text": "over 40", "op": "more_than", "value": 40, "best": 41, "by": "human"},
            "“over 40”: more than 40",
        ),
        (COUNT, {"op": "exact", "value": 0, "by": "rule"}, "0"),
        (COUNT, {"op": "range", "lower": 3, "upper": 5, "by": "rule"}, "3 to 5"),
        (COUNT, {"text": "many", "op": "vague", "value": None, "by": "rule"}, "“many”: vague"),
        (DATE, {"text": "Friday", "from": "2024-02-09", "to": "2024-02-09", "by": "rule"}, "“Friday”: 2024-02-09"),
        (DATE, {"from": "2024-02-09", "to": "2024-02-11", "by": "rule"}, "2024-02-09 to 2024-02-11"),
        (DATE, {"by": "human"}, '{"by": "human"}'),
        (PLACE, {"name": "Hama", "country": "SYR", "lat": 35.1, "by": "human"}, "Hama, SYR"),
        (ACTOR, {"name": "Police", "id": "police", "by": "human"}, "Police, police"),
        (COUNT, 7, "7"),
        (None, ["a"], '["a"]'),
        (None, [], NOTHING),
    ],
)
def test_readings_are_told_with_the_words_that_they_were_read_from(attribute, value, words):
    assert in_words(attribute, value) == words


def test_several_choices_are_listed():
    attribute = LABEL.attributes[0]
    first, second = attribute.values[:2]
    assert in_words(attribute, [first.value, second.value]) == f"{first.title}, {second.title}"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(JSON, st.sampled_from([None, LABEL.attributes[0], COUNT, DATE, PLACE, ACTOR]))
def test_whatever_a_side_says_it_is_told(value, attribute):
    assert in_words(attribute, value)


@given(JSON, st.sampled_from(["carried", "document", "set", "annotation", "link", "of another kind"]))
def test_whatever_kind_of_conflict_it_is_it_is_told(value, kind):
    found, _ = told(kind, "a b c", "", value, value, value)
    assert isinstance(found.local, Said)
