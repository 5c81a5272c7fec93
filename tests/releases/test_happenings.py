from dataclasses import replace

import pytest

from annotator.domain.annotations import Span
from annotator.releases.happenings import Happenings, happenings
from annotator.releases.joined import Joined
from tests.releases.stories import REF, SCHEMA, attack

SCHEMAS = {REF: SCHEMA}


def are_one(*told):
    joined, found = Joined(len(told)), Happenings()
    for number, annotated in enumerate(told):
        found.join(joined, number, happenings(annotated, SCHEMAS))
    return len(joined.groups()) == 1


def test_class_day_place_and_an_actor_in_common_are_one_event():
    assert are_one(attack("a"), attack("b", actor="the Coast Lions", killed=30))


@pytest.mark.parametrize("other", [{"day": "2024-05-07"}, {"place": "Kamlu"}, {"kind": "armed_clash"}])
def test_another_day_place_or_class_is_another_event(other):
    assert not are_one(attack("a"), attack("b", **other))


def test_the_same_toll_will_do_where_the_actors_bear_other_names():
    assert are_one(attack("a"), attack("b", actor="Gunmen", killed=12))
    assert not are_one(attack("a"), attack("b", actor="Gunmen", killed=13))
    # One dead is anybody's.
    assert not are_one(attack("a", killed=1), attack("b", actor="Gunmen", killed=1))


def test_who_tells_neither_of_actors_nor_of_tolls_tells_of_any_event_there():
    [bare] = attack("b", killed=None).sets
    bare = replace(bare, spans=tuple(span for span in bare.spans if span.id != "a"), links=bare.links[1:])
    other = replace(
        attack("b", killed=None), sets=(replace(bare, links=tuple(e for e in bare.links if e.to_id == "z")),)
    )
    assert are_one(attack("a"), other)


def test_without_a_day_of_its_own_an_event_is_one_of_the_day_of_publication():
    assert are_one(attack("a"), attack("b", day="", published="2024-05-06T10:00:00Z"))
    assert not are_one(attack("a"), attack("b", day="", published="2024-05-07"))
    assert not are_one(attack("a"), attack("b", day=""))


def placed(annotated, **entry):
    [annotations] = annotated.sets

    def with_entry(span: Span) -> Span:
        return replace(span, attributes={"place": {"by": "human", **entry}}) if span.id == "z" else span

    return replace(annotated, sets=(replace(annotations, spans=tuple(map(with_entry, annotations.spans))),))


def test_a_place_is_known_by_its_entry_in_the_gazetteer_too():
    spot = {"name": "Tarsa", "lat": 12.001, "lon": 3.2}
    one = placed(attack("a", place="the town"), **spot)
    assert are_one(one, placed(attack("b", place="Tarsa market"), **{**spot, "name": "Tarsa Town", "lat": 12.0}))
    assert are_one(one, attack("b", place="Tarsa"))


def test_what_did_not_happen_ties_nothing():
    def planned(key):
        annotated = attack(key)
        [annotations] = annotated.sets
        spans = tuple(
            replace(span, attributes={**span.attributes, "status": "planned"}) if span.id == "x" else span
            for span in annotations.spans
        )
        return replace(annotated, sets=(replace(annotations, spans=spans),))

    assert not are_one(planned("a"), planned("b"))


def test_a_set_under_a_schema_that_is_not_there_tells_of_nothing():
    assert list(happenings(attack("a"), {})) == []
