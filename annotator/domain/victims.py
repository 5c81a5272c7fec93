"""Named persons who were harmed: each a toll of one, told by a name and not by a number.

A named person counts where a schema says that they are one person (`individual`), what happened to them (`harm`), and
that they are the target of an event. Several mentions are one person when they have the same entry of the list of
actors, when a `same_value` link says so, or when they came to the same harm and their names are alike
(`domain/persons.py`).

An event may also tell how many were harmed, and the named person may be one of them. Then nobody says whether to add
one: such a person counts as none to one, as far as the number is large enough to hold them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from annotator.domain.annotations import AnnotationSet, Span
from annotator.domain.events import Event, known, said
from annotator.domain.intervals import ONE, Interval
from annotator.domain.json import Json
from annotator.domain.meanings import About, Part
from annotator.domain.persons import same_person, words_of
from annotator.domain.schema import Meaning, Schema
from annotator.domain.tolls import UNKNOWN, Telling, Toll, flagged, value_of, weighed

#: Whom a person of this kind is counted among.
VICTIMS: Mapping[str, str] = {
    "state_military": "military",
    "state_security": "security",
    "government": "official",
    "pro_state_militia": "combatant",
    "non_state_armed": "combatant",
    "civilian": "civilian",
}
#: Victims of whom it is not told who they were.
OPEN = frozenset({UNKNOWN, "mixed"})
PERHAPS = Interval(0, 1)


def derived_tolls(
    annotations: AnnotationSet, schema: Schema, happened: Sequence[Event], told: Sequence[Toll]
) -> list[Toll]:
    """A toll of one for each named person that an event harmed, in text order."""
    hit: dict[str, list[Event]] = defaultdict(list)
    spans: dict[str, Span] = {}
    for event in happened:
        for span in event.part(Part.TARGET):
            if _is_harmed(schema, span):
                spans[span.id] = span
                hit[span.id].append(event)
    flags = flagged(annotations.comments, spans.values())
    found = []
    for mentions in _persons(annotations, schema, spans):
        tellings = [_telling(schema, span, flags) for span in mentions]
        theirs = [event for span in mentions for event in hit[span.id]]
        found.append(replace(weighed(tellings, theirs), is_derived=True))
    return _perhaps_told(sorted(found, key=lambda toll: toll.tellings[0].span.place), told)


def _is_harmed(schema: Schema, span: Span) -> bool:
    return known(schema, span, About.INDIVIDUAL) == "yes" and value_of(schema, span, About.HARM) != UNKNOWN


def _telling(schema: Schema, span: Span, flags: frozenset[str]) -> Telling:
    return Telling(
        span,
        harm=value_of(schema, span, About.HARM),
        victim=VICTIMS.get(known(schema, span, About.ACTOR_TYPE) or "", UNKNOWN),
        claim=None,
        interval=ONE,
        is_cumulative=False,
        is_flagged=span.id in flags,
        is_additional=False,
    )


def _persons(annotations: AnnotationSet, schema: Schema, spans: Mapping[str, Span]) -> Iterable[Sequence[Span]]:
    """The mentions of each person. The longest names come first: a bare last name joins one, and joins no two."""
    linked = _linked(annotations, schema)
    persons: list[list[Span]] = []
    for span in sorted(spans.values(), key=lambda span: (-len(words_of(span.quote)), span.place)):
        same = next((each for each in persons if any(_is_same(schema, one, span, linked) for one in each)), None)
        if same is None:
            persons.append([span])
        else:
            same.append(span)
    return persons


def _is_same(schema: Schema, one: Span, other: Span, linked: frozenset[tuple[str, str]]) -> bool:
    if (one.id, other.id) in linked or (other.id, one.id) in linked:
        return True
    first, second = _identity(schema, one), _identity(schema, other)
    if first is not None and second is not None:
        return first == second
    if value_of(schema, one, About.HARM) != value_of(schema, other, About.HARM):
        return False
    return same_person(words_of(one.quote), words_of(other.quote))


def _identity(schema: Schema, span: Span) -> Json:
    """The entry of the list of actors: its id, or its name where it has none."""
    actor = said(schema, span, About.IDENTITY)
    return (actor.get("id") or actor.get("name")) if isinstance(actor, Mapping) else None


def _linked(annotations: AnnotationSet, schema: Schema) -> frozenset[tuple[str, str]]:
    return frozenset(
        (link.from_id, link.to_id) for link in annotations.links if schema.meaning(link.role) is Meaning.SAME_VALUE
    )


def _perhaps_told(persons: Sequence[Toll], told: Sequence[Toll]) -> list[Toll]:
    """The persons, each of whom may be one of a number that their event tells of, as none to one."""
    room = {toll.id: toll.interval.lower for toll in told if not toll.apart and not toll.is_additional}
    found = []
    for person in persons:
        among = next((toll for toll in told if room.get(toll.id) and _may_hold(toll, person)), None)
        if among is None or person.apart:
            found.append(person)
            continue
        room[among.id] -= 1
        found.append(replace(person, interval=PERHAPS))
    return found


def _may_hold(toll: Toll, person: Toll) -> bool:
    victims = {toll.victim, person.victim}
    is_alike = len(victims) == 1 or bool(victims & OPEN)
    return toll.harm == person.harm and is_alike and not set(toll.events).isdisjoint(person.events)
