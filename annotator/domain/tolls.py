"""Tolls: the same people once, however often a document tells of them, with the number that stands.

Read off spans and links by what the schema says they mean. Numbers of the same people (`same_value`, over any number
of links) are met: each narrows the others, and where they contradict each other both stand, as a conflict. A named
person who was harmed and is a target is a toll of one (`domain/victims.py`). Which tolls are added to nothing, and
why, each says itself.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from annotator.domain.annotations import AnnotationSet, Comment, Span
from annotator.domain.events import DENIED, Event, attribute_of, known, said
from annotator.domain.intervals import Interval, hull, interval_of, met
from annotator.domain.json import Json
from annotator.domain.meanings import KNOWN, About, Part
from annotator.domain.schema import Meaning, Schema

#: The claims, the best vouched for first; what nobody doubts is asserted.
CLAIMS = KNOWN[About.CLAIM]
ASSERTED = CLAIMS[0]
UNKNOWN = "unknown"
#: A harm that says less than others do: a number of these is none of those killed.
VAGUE_HARM = "killed_or_injured"


class Apart(StrEnum):
    """Why a toll is added to nothing, besides what an event says of itself (its status, or that it is denied)."""

    #: It is among others that are counted.
    PART = "part"
    NO_EVENT = "no_event"
    #: Somebody wants it looked at again.
    FLAGGED = "flagged"
    #: A running total, or one over several events.
    CUMULATIVE = "cumulative"


@dataclass(frozen=True, slots=True)
class Telling:
    """One span that tells of people: its words, and what is said of them there."""

    span: Span
    harm: str
    victim: str
    claim: str | None
    interval: Interval
    is_cumulative: bool
    is_flagged: bool
    is_additional: bool

    def as_json(self) -> dict[str, Json]:
        span = self.span
        where: dict[str, Json] = {"id": span.id, "start": span.start, "end": span.end, "quote": span.quote}
        more: dict[str, Json] = {"harm": self.harm, "victim": self.victim, "claim": self.claim}
        return where | more | self.interval.as_json()


@dataclass(frozen=True, slots=True)
class Toll:
    """Some people to whom something happened, with all that tells of them.

    `standing` are the tellings whose numbers are met, the most informative first; `besides` tell of the same people
    and change nothing. `events` are the main triggers of the events that it counts for, in text order.
    """

    standing: tuple[Telling, ...]
    besides: tuple[Telling, ...]
    harm: str
    victim: str
    claim: str
    interval: Interval
    events: tuple[str, ...]
    is_conflict: bool = False
    #: Nobody gives the number: it is one person with a name.
    is_derived: bool = False
    #: Why it is added to nothing; empty for one that is added.
    apart: str = ""

    @property
    def tellings(self) -> tuple[Telling, ...]:
        return tuple(sorted(self.standing + self.besides, key=lambda each: each.span.place))

    @property
    def id(self) -> str:
        """The id of the first span that tells of them."""
        return self.tellings[0].span.id

    @property
    def is_shared(self) -> bool:
        return len(self.events) > 1

    @property
    def is_additional(self) -> bool:
        return any(each.is_additional for each in self.standing)

    def as_json(self) -> dict[str, Json]:
        return {
            "harm": self.harm,
            "victim": self.victim,
            "claim": self.claim,
            **self.interval.as_json(),
            "conflict": self.is_conflict,
            "derived": self.is_derived,
            "additional": self.is_additional,
            "shared": self.is_shared,
            "apart": self.apart or None,
            "events": list(self.events),
            "told": [each.as_json() for each in self.tellings],
        }


def told_tolls(annotations: AnnotationSet, schema: Schema, happened: Sequence[Event]) -> list[Toll]:
    """The tolls that spans tell of, in text order; those of named persons are in `domain/victims.py`."""
    links_to_events: dict[str, list[Event]] = defaultdict(list)
    for event in happened:
        for span in event.part(Part.TOLL):
            links_to_events[span.id].append(event)
    spans = {
        span.id: span
        for span in annotations.spans
        if span.id in links_to_events or attribute_of(schema, span, About.COUNT)
    }
    flags = flagged(annotations.comments, spans.values())
    groups = grouped(spans, _pairs(annotations, schema, Meaning.SAME_VALUE))
    tolls: dict[str, Toll] = {}
    for root, members in groups.items():
        theirs = [event for span in members for event in links_to_events[span.id]]
        tolls[root] = weighed([_telling(schema, span, flags) for span in members], theirs)
    parts = _parts(tolls, _pairs(annotations, schema, Meaning.PART_OF))
    found = [replace(toll, apart=str(Apart.PART)) if root in parts else toll for root, toll in tolls.items()]
    return sorted(found, key=lambda toll: toll.tellings[0].span.place)


def _telling(schema: Schema, span: Span, flags: frozenset[str]) -> Telling:
    count = said(schema, span, About.COUNT)
    return Telling(
        span,
        harm=value_of(schema, span, About.HARM),
        victim=value_of(schema, span, About.VICTIM),
        claim=value_of(schema, span, About.CLAIM, otherwise="") or None,
        interval=interval_of(count),
        is_cumulative=known(schema, span, About.EXTENT) == "cumulative",
        is_flagged=span.id in flags,
        is_additional=isinstance(count, Mapping) and count.get("additional") is True,
    )


def value_of(schema: Schema, span: Span, about: About, otherwise: str = UNKNOWN) -> str:
    """What is said of a span: as code knows it, else in the schema's own word, else `otherwise`."""
    value = known(schema, span, about) or said(schema, span, about)
    return value if isinstance(value, str) else otherwise


def weighed(tellings: Sequence[Telling], happened: Sequence[Event]) -> Toll:
    """One toll of all that tells of the same people.

    What is flagged, cumulative or less well vouched for stands back behind what is not; then a number counts only
    with the harm that it is told of.
    """
    claims = {each.span.id: each.claim or _claim_of(happened) for each in tellings}
    told = _preferred(tellings, lambda each: not each.is_flagged)
    told = _preferred(told, lambda each: not each.is_cumulative)
    claim = min((claims[each.span.id] for each in told), key=_rank)
    told = sorted(
        (each for each in told if claims[each.span.id] == claim),
        key=lambda each: (each.interval.vagueness, each.span.place),
    )
    harm = next(iter(sorted((each.harm for each in told), key=_emptiness)))
    standing = [each for each in told if each.harm in (harm, UNKNOWN)]
    intervals = [each.interval for each in standing]
    agreed = met(intervals)
    counting = [event for event in happened if not event.left_out]
    return Toll(
        standing=tuple(standing),
        besides=tuple(each for each in tellings if each not in standing),
        harm=harm,
        victim=next((each.victim for each in standing if each.victim != UNKNOWN), UNKNOWN),
        claim=claim,
        interval=agreed or hull(intervals),
        events=_ids(counting or happened),
        is_conflict=agreed is None,
        apart=_apart(standing, happened, counting, claim),
    )


def _preferred(tellings: Sequence[Telling], wanted: Callable[[Telling], bool]) -> list[Telling]:
    return [each for each in tellings if wanted(each)] or list(tellings)


def _apart(standing: Sequence[Telling], happened: Sequence[Event], counting: Sequence[Event], claim: str) -> str:
    first = next(iter(sorted(happened, key=lambda event: event.frame.main.place)), None)
    reasons = (
        (not happened, Apart.NO_EVENT),
        (not counting, first.left_out if first else ""),
        (claim == DENIED, DENIED),
        (standing[0].is_flagged, Apart.FLAGGED),
        (standing[0].is_cumulative, Apart.CUMULATIVE),
    )
    return str(next((reason for holds, reason in reasons if holds), ""))


def _claim_of(happened: Iterable[Event]) -> str:
    """A toll that says nothing of itself is vouched for as its event is; of several as the best."""
    claims = [value_of(each.schema, each.frame.main, About.CLAIM, otherwise=ASSERTED) for each in happened]
    return min(claims, key=_rank, default=ASSERTED)


def _rank(claim: str) -> tuple[int, str]:
    return (CLAIMS.index(claim) if claim in CLAIMS else len(CLAIMS), claim)


def _emptiness(harm: str) -> int:
    """Sorts what says most of a harm first; sorting is stable, so of equals the most informative number leads."""
    return 2 if harm == UNKNOWN else int(harm == VAGUE_HARM)


def _ids(happened: Iterable[Event]) -> tuple[str, ...]:
    found = {event.id: event for event in happened}
    return tuple(each.id for each in sorted(found.values(), key=lambda event: event.frame.main.place))


# ---------------------------------------------------------------- which spans tell of the same people, or of some


def flagged(comments: Iterable[Comment], spans: Iterable[Span]) -> frozenset[str]:
    """The spans with a flag on them, or on words inside of theirs. A comment without a reason is no flag."""
    flags = [comment for comment in comments if comment.reason is not None]
    return frozenset(span.id for span in spans if any(_is_on(flag, span) for flag in flags))


def _is_on(flag: Comment, span: Span) -> bool:
    if flag.start is None or flag.end is None:
        return flag.span == span.id
    return span.start <= flag.start and flag.end <= span.end


def grouped(spans: Mapping[str, Span], pairs: Iterable[tuple[str, str]]) -> dict[str, list[Span]]:
    """The spans that pairs join, over any number of steps, under the id of one of them."""
    root_of = {each: each for each in spans}

    def root(each: str) -> str:
        while root_of[each] != each:
            each = root_of[each]
        return each

    for one, other in pairs:
        if one in spans and other in spans:
            root_of[root(one)] = root(other)
    groups: dict[str, list[Span]] = defaultdict(list)
    for span in sorted(spans.values(), key=lambda span: span.place):
        groups[root(span.id)].append(span)
    return dict(groups)


def _parts(tolls: Mapping[str, Toll], pairs: Iterable[tuple[str, str]]) -> set[str]:
    """The tolls that are among others which are in the same sum; of those among each other the first is no part.

    What is among a toll that is added to nothing, or to another sum, counts by itself: the dead of a running total,
    12 dead of 40 dead or hurt, the dead who are sure of more that are alleged.
    """
    root_of = {each.span.id: root for root, toll in tolls.items() for each in toll.tellings}
    wholes: dict[str, set[str]] = {root: set() for root in tolls}
    for one, other in pairs:
        part, whole = root_of.get(one), root_of.get(other)
        if part is not None and whole is not None and part != whole:
            wholes[part].add(whole)
    reached = {root: _reached(root, wholes) for root in tolls}
    place = {root: toll.tellings[0].span.place for root, toll in tolls.items()}
    return {
        root
        for root, others in reached.items()
        if any(
            _share_sum(tolls[root], tolls[other]) and (root not in reached[other] or place[other] < place[root])
            for other in others
        )
    }


def _share_sum(part: Toll, whole: Toll) -> bool:
    """Whether adding both would count people twice; a part that says nothing of itself is what its whole is."""
    if whole.apart or part.apart:
        return False
    is_vaguer = _emptiness(whole.harm) > _emptiness(part.harm)
    return part.claim == whole.claim and not is_vaguer


def _reached(root: str, wholes: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(wholes[root])
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting.extend(wholes[each])
    return found - {root}


def _pairs(annotations: AnnotationSet, schema: Schema, meaning: Meaning) -> list[tuple[str, str]]:
    return [(link.from_id, link.to_id) for link in annotations.links if schema.meaning(link.role) is meaning]
