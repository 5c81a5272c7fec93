"""One annotation set out of several: what more than half of the annotators have said.

- A span stands when more than half marked the same words with the same label; what is said of it, when more than half
  of those who marked it say the same. A tie is no majority.
- Two triggers are one event, and two tolls one, when more than half say so, by however many links.
- A filler stands when more than half link it to any trigger of the event; a relation of events likewise. So people who
  took another trigger for the main one still agree. The main trigger is the first in the text.
- Any other link stands when more than half drew it.

Of sets under several versions of the schema those count under which most were made, the newest of such. Where votes
and the rules of the schema disagree, what has fewer votes goes. Comments are people's own, and stay with them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from annotator.domain.annotations import AnnotationSet, Link, SchemaRef, Span
from annotator.domain.json import Json
from annotator.domain.rules import link_violation, span_violation
from annotator.domain.schema import Meaning, Schema
from annotator.domain.workspace import Workspace
from annotator.formats.sources.json_text import written

MAJORITY = "majority"
_SAME = (Meaning.SAME_EVENT, Meaning.SAME_VALUE)


class Place(NamedTuple):
    """What a span is to several people: its words, its label, and which of equal ones it is."""

    start: int
    end: int
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Ballot:
    """One person's set, in terms that others share."""

    spans: Mapping[Place, Span]
    #: By place, the first place of what is the same to them.
    same: Mapping[Place, Place]
    links: Sequence[tuple[str, Place, Place]]


def merged(text: str, sets: Sequence[AnnotationSet], schemas: Mapping[SchemaRef, Schema]) -> AnnotationSet | None:
    """What the majority says of a document; None where nobody says anything."""
    if not sets:
        return None
    ref = _schema_of(sets)
    sets = [each for each in sets if each.schema == ref]
    schema = schemas[ref]
    ballots = [_ballot(each, schema) for each in sets]
    workspace = Workspace(text, schema)
    names = _put_spans(workspace, ballots)
    _put_links(workspace, schema, ballots, names)
    merged_set = AnnotationSet(
        annotator=MAJORITY,
        schema=ref,
        status="submitted",
        guideline=max(each.guideline for each in sets),
        attributes=_agreed([each.attributes for each in sets], len(sets)),
        spans=tuple(workspace.spans.values()),
        links=tuple(workspace.links.values()),
    )
    return _renamed(merged_set)


def _schema_of(sets: Iterable[AnnotationSet]) -> SchemaRef:
    numbers = Counter(each.schema for each in sets)
    return max(numbers, key=lambda ref: (numbers[ref], ref.version, ref.name))


def _ballot(annotations: AnnotationSet, schema: Schema) -> Ballot:
    places: dict[str, Place] = {}
    numbers: Counter[tuple[int, int, str]] = Counter()
    for span in sorted(annotations.spans, key=lambda span: span.place):
        words = (span.start, span.end, span.label)
        places[span.id] = Place(*words, numbers[words])
        numbers[words] += 1
    links = [
        (link.role, places[link.from_id], places[link.to_id])
        for link in annotations.links
        if link.from_id in places and link.to_id in places
    ]
    joining = [(one, other) for role, one, other in links if schema.meaning(role) in _SAME]
    spans = {places[span.id]: span for span in annotations.spans}
    return Ballot(spans, _first_of_each(spans, joining), links)


def _first_of_each(places: Iterable[Place], pairs: Iterable[tuple[Place, Place]]) -> dict[Place, Place]:
    """By place the first in the text of all that pairs join it with."""
    first = {place: place for place in places}

    def root(place: Place) -> Place:
        while first[place] != place:
            place = first[place]
        return place

    for one, other in pairs:
        early, late = sorted((root(one), root(other)))
        first[late] = early
    return {place: root(place) for place in first}


def _is_majority(votes: int, voters: int) -> bool:
    return 2 * votes > voters


# ---------------------------------------------------------------- spans and what is said of them


def _put_spans(workspace: Workspace, ballots: Sequence[Ballot]) -> dict[Place, str]:
    """Put the spans that stand; their ids by their places."""
    votes = Counter(place for ballot in ballots for place in ballot.spans)
    names: dict[Place, str] = {}
    for place in sorted(votes, key=lambda place: (-votes[place], place)):
        if not _is_majority(votes[place], len(ballots)):
            continue
        marked = [ballot.spans[place] for ballot in ballots if place in ballot.spans]
        said = _agreed([span.attributes for span in marked], len(marked))
        origin = "human" if any(span.origin == "human" for span in marked) else marked[0].origin
        span = replace(marked[0], id=f"p{len(names)}", attributes=said, origin=origin)
        if span_violation(workspace, span) is None:
            workspace.put_span(span)
            names[place] = span.id
    return names


def _agreed(said: Sequence[Mapping[str, Json]], voters: int) -> dict[str, Json]:
    """Of each attribute the value that more than half say."""
    found: dict[str, Json] = {}
    for name in sorted({name for each in said for name in each}):
        votes = Counter(written(each[name], "") for each in said if name in each)
        value, number = votes.most_common(1)[0]
        if _is_majority(number, voters):
            found[name] = next(each[name] for each in said if name in each and written(each[name], "") == value)
    return found


# ---------------------------------------------------------------- links


def _put_links(workspace: Workspace, schema: Schema, ballots: Sequence[Ballot], names: Mapping[Place, str]) -> None:
    first = _put_same(workspace, schema, ballots, names)
    votes = Counter(vote for ballot in ballots for vote in set(_votes(ballot, schema, first)))
    for (role, one, other), number in sorted(votes.items(), key=lambda each: (-each[1], each[0])):
        if _is_majority(number, len(ballots)):
            # Of a frame whose main trigger may not have this role, the first that may.
            heads = [place for place in sorted(first) if first[place] == one]
            for head in heads:
                if _put_link(workspace, role, names[head], names[other]):
                    break


def _votes(ballot: Ballot, schema: Schema, first: Mapping[Place, Place]) -> Iterator[tuple[str, Place, Place]]:
    """One person's links, from and to the first of what the majority holds for the same."""
    for role, one, other in ballot.links:
        if schema.meaning(role) in _SAME:
            continue
        # What this person holds for the same as an end of the link may be what others have marked.
        heads = {first[place] for place in _alike(ballot, one) if place in first and schema.is_trigger(place.label)}
        tails = {first[place] for place in _alike(ballot, other) if place in first and schema.is_trigger(place.label)}
        heads = heads or ({first[one]} if one in first else set())
        tails = tails or ({other} if other in first else set())
        yield from ((role, head, tail) for head in heads for tail in tails if head != tail)


def _alike(ballot: Ballot, place: Place) -> list[Place]:
    return [each for each, root in ballot.same.items() if root == ballot.same[place]]


def _put_same(
    workspace: Workspace, schema: Schema, ballots: Sequence[Ballot], names: Mapping[Place, str]
) -> dict[Place, Place]:
    """Join what more than half hold for the same; by each place that stands, the first of what it is the same as."""
    votes: Counter[tuple[Place, Place]] = Counter()
    for ballot in ballots:
        held: dict[Place, list[Place]] = defaultdict(list)
        for place, root in ballot.same.items():
            if place in names:
                held[root].append(place)
        for members in held.values():
            ordered = sorted(members)
            votes.update((one, other) for at, other in enumerate(ordered) for one in ordered[:at])
    joined = [pair for pair, number in sorted(votes.items()) if _is_majority(number, len(ballots))]
    first = _first_of_each(names, joined)
    roles = Counter(role for ballot in ballots for role, _, _ in ballot.links if schema.meaning(role) in _SAME)
    result = {place: place for place in names}
    for place in sorted(names):
        for role in sorted(roles, key=lambda role: (-roles[role], role)):
            if place != first[place] and _put_link(workspace, role, names[place], names[first[place]]):
                result[place] = first[place]
                break
    return result


def _put_link(workspace: Workspace, role: str, one: str, other: str) -> bool:
    link = Link(f"q{len(workspace.links)}", role, one, other)
    if link_violation(workspace, link) is not None:
        return False
    workspace.put_link(link)
    return True


def _renamed(annotations: AnnotationSet) -> AnnotationSet:
    """Ids in the order of the text, whatever the order of votes."""
    spans = sorted(annotations.spans, key=lambda span: (span.start, span.end, span.label, span.id))
    names = {span.id: f"s{number}" for number, span in enumerate(spans, start=1)}
    links = sorted((link.role, names[link.from_id], names[link.to_id]) for link in annotations.links)
    return replace(
        annotations,
        spans=tuple(replace(span, id=names[span.id]) for span in spans),
        links=tuple(Link(f"l{number}", *link) for number, link in enumerate(links, start=1)),
    ).in_order()
