from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain.annotations import Link, SchemaRef
from annotator.domain.events import events
from annotator.domain.rules import first_violation
from annotator.releases.majority import merged
from tests.releases.stories import REF, SCHEMA, marked
from tests.strategies import SCHEMA as EXAMPLE
from tests.strategies import annotation_sets, texts

TEXT = "Rebels attacked Loikaw; the assault killed three people and hurt two, a second raid came later."
SCHEMAS = {REF: SCHEMA}


def by(name, *marks, links=(), **more):
    found = marked(TEXT, *marks, annotator=name, layer="annotator", **more)
    ids = {span.quote: span.id for span in found.spans}
    drawn = (Link(f"l{number}", role, ids[one], ids[other]) for number, (role, one, other) in enumerate(links))
    return replace(found, links=tuple(drawn))


def labels(annotations):
    return [(span.label, span.quote) for span in annotations.spans]


def drawn(annotations):
    quotes = {span.id: span.quote for span in annotations.spans}
    return sorted((link.role, quotes[link.from_id], quotes[link.to_id]) for link in annotations.links)


ACTOR, ATTACK, PLACE = ("actor", "Rebels"), ("action", "attacked"), ("location", "Loikaw")
ASSAULT, TOLL = ("action", "assault"), ("casualty", "three people")


def test_a_span_stands_when_more_than_half_marked_it_and_a_tie_is_no_majority():
    three = [by("ana", ACTOR, ATTACK), by("bo", ACTOR, PLACE), by("cleo", ACTOR, ATTACK)]
    assert labels(merged(TEXT, three, SCHEMAS)) == [ACTOR, ATTACK]
    assert labels(merged(TEXT, three[:2], SCHEMAS)) == [ACTOR]
    assert labels(merged(TEXT, three[:1], SCHEMAS)) == [ACTOR, ATTACK]
    assert merged(TEXT, [], SCHEMAS) is None


def test_the_same_words_with_another_label_are_another_span():
    found = merged(TEXT, [by("ana", ACTOR), by("bo", ("location", "Rebels")), by("cleo", ACTOR)], SCHEMAS)
    assert labels(found) == [ACTOR]


def test_what_is_said_of_a_span_stands_when_more_than_half_of_those_who_marked_it_say_it():
    def saying(name, **said):
        found = by(name, ACTOR)
        return replace(found, spans=tuple(replace(span, attributes=said) for span in found.spans))

    sets = [
        saying("ana", actor_type="government", individual="no"),
        saying("bo", actor_type="government", individual="yes"),
        saying("cleo", actor_type="civilian"),
        by("dan", ATTACK),
    ]
    [span] = merged(TEXT, sets, SCHEMAS).spans
    assert span.attributes == {"actor_type": "government"}


def test_document_attributes_stand_by_majority_of_all():
    sets = [by("ana", attributes={"relevance": "yes"}), by("bo", attributes={"relevance": "yes"}), by("cleo")]
    assert merged(TEXT, sets, SCHEMAS).attributes == {"relevance": "yes"}
    assert merged(TEXT, sets[1:], SCHEMAS).attributes == {}


def test_fillers_stand_by_the_event_whichever_trigger_they_hang_on_and_whichever_is_the_main_one():
    same = ("same_event", "assault", "attacked")
    people = {
        "ana": [same, ("agent", "attacked", "Rebels"), ("casualty", "attacked", "three people")],
        "bo": [("same_event", "attacked", "assault"), ("agent", "assault", "Rebels")],
        "cleo": [same, ("casualty", "assault", "three people")],
    }
    sets = [by(name, ACTOR, ATTACK, ASSAULT, TOLL, links=links) for name, links in people.items()]
    found = merged(TEXT, sets, SCHEMAS)
    assert drawn(found) == [("agent", "attacked", "Rebels"), ("casualty", "attacked", "three people"), same]
    [event] = events(found, SCHEMA)
    assert [trigger.quote for trigger in event.frame.triggers] == ["attacked", "assault"]


def test_one_who_marked_only_the_other_trigger_votes_for_its_fillers_all_the_same():
    same = ("same_event", "assault", "attacked")
    sets = [
        by("ana", ACTOR, ATTACK, ASSAULT, links=[same, ("agent", "attacked", "Rebels")]),
        by("bo", ACTOR, ATTACK, ASSAULT, links=[same]),
        by("cleo", ACTOR, ASSAULT, links=[("agent", "assault", "Rebels")]),
    ]
    assert drawn(merged(TEXT, sets, SCHEMAS)) == [("agent", "attacked", "Rebels"), same]


def test_tolls_that_more_than_half_hold_for_the_same_are_joined_in_either_direction():
    two = ("casualty", "two")
    sets = [
        by("ana", TOLL, two, links=[("same_toll", "three people", "two")]),
        by("bo", TOLL, two, links=[("same_toll", "two", "three people")]),
        by("cleo", TOLL, two),
    ]
    assert [role for role, _, _ in drawn(merged(TEXT, sets, SCHEMAS))] == ["same_toll"]
    assert drawn(merged(TEXT, sets[1:], SCHEMAS)) == []


def test_other_links_stand_by_their_ends():
    link = ("belongs_to", "three people", "Rebels")
    sets = [by("ana", ACTOR, TOLL, links=[link]), by("bo", ACTOR, TOLL, links=[link]), by("cleo", ACTOR, TOLL)]
    assert drawn(merged(TEXT, sets, SCHEMAS)) == [link]


def test_sets_under_the_version_with_most_sets_count():
    newer = replace(by("cleo", PLACE), schema=SchemaRef(REF.name, 2))
    both = {**SCHEMAS, newer.schema: replace(SCHEMA, version=2)}
    assert labels(merged(TEXT, [by("ana", ACTOR), by("bo", ACTOR), newer], both)) == [ACTOR]
    assert labels(merged(TEXT, [by("ana", ACTOR), newer], both)) == [PLACE], "of as many the newest"


def test_nobody_is_named_in_it_and_comments_stay_with_their_people():
    found = merged(TEXT, [by("ana", ACTOR)], SCHEMAS)
    assert (found.annotator, found.layer, found.status, found.comments) == ("majority", "annotator", "submitted", ())


REF_EXAMPLE = SchemaRef(EXAMPLE.name, EXAMPLE.version)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_whatever_people_say_the_majority_breaks_no_rule_and_order_means_nothing(data):
    text = data.draw(texts())
    drawn_sets = data.draw(st.lists(annotation_sets(text, EXAMPLE), min_size=1, max_size=3))
    sets = [replace(each, annotator=f"a{number}") for number, each in enumerate(drawn_sets)]
    # The same set twice more makes a majority of its own.
    sets += [replace(sets[0], annotator="b"), replace(sets[0], annotator="c")]
    schemas = {REF_EXAMPLE: EXAMPLE}
    found = merged(text, sets, schemas)
    assert first_violation(text, EXAMPLE, found) is None
    assert merged(text, sets[::-1], schemas) == found


@given(st.data())
def test_who_is_alone_is_the_majority(data):
    text = data.draw(texts())
    alone = data.draw(annotation_sets(text, EXAMPLE))
    found = merged(text, [alone], {REF_EXAMPLE: EXAMPLE})
    places = sorted((span.start, span.end, span.label) for span in alone.spans)
    assert sorted((span.start, span.end, span.label) for span in found.spans) == places
    assert dict(found.attributes) == dict(alone.attributes)
