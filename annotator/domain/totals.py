"""Totals: the tolls of an event, a document or a corpus added up, by what happened, to whom, and who vouches for it.

Sums are of intervals. What is only alleged is never in the sum of what is asserted; named persons stand apart from
numbers; and what is added to nothing is counted by the reason. A total holds sums only: documents may come and go
without end. Documents are not compared: two that tell of the same people are counted twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from annotator.domain.annotations import AnnotationSet
from annotator.domain.events import Event, events
from annotator.domain.intervals import NOBODY, Interval
from annotator.domain.json import Json
from annotator.domain.meanings import KNOWN, About
from annotator.domain.schema import Schema
from annotator.domain.tolls import CLAIMS, Toll, told_tolls
from annotator.domain.victims import derived_tolls

#: What happened, to whom, by what claim, and whether nobody gave a number.
Kind = tuple[str, str, str, bool]
_HARMS, _VICTIMS = KNOWN[About.HARM], KNOWN[About.VICTIM]


@dataclass(frozen=True, slots=True)
class Account:
    """All events and tolls of one annotation set, in text order; the tolls of an event are those that name it."""

    events: tuple[Event, ...]
    tolls: tuple[Toll, ...]

    def tolls_of(self, event: Event) -> list[Toll]:
        return [toll for toll in self.tolls if event.id in toll.events]


def account_of(annotations: AnnotationSet, schema: Schema) -> Account:
    """What a set tells of, read off its spans and links. The order in which they come means nothing."""
    ordered = annotations.in_order()
    happened = events(ordered, schema)
    told = told_tolls(ordered, schema, happened)
    derived = derived_tolls(ordered, schema, happened, told)
    return Account(
        tuple(happened), tuple(sorted((*told, *derived), key=lambda toll: (toll.tellings[0].span.place, toll.id)))
    )


@dataclass(slots=True)
class Sum:
    """What tolls of one kind come to, and how many they are."""

    interval: Interval = NOBODY
    tolls: int = 0
    conflicts: int = 0
    shared: int = 0

    def add(self, toll: Toll) -> None:
        self.interval += toll.interval
        self.tolls += 1
        self.conflicts += toll.is_conflict
        self.shared += toll.is_shared

    def as_json(self) -> dict[str, Json]:
        counted: dict[str, Json] = {"tolls": self.tolls, "conflicts": self.conflicts, "shared": self.shared}
        return dict(self.interval.as_json()) | counted


@dataclass(slots=True)
class Totals:
    """Sums by kind of toll, sums by harm over all victims, and what was added to nothing."""

    documents: int = 0
    events: int = 0
    by_kind: dict[Kind, Sum] = field(default_factory=dict)
    by_harm: dict[tuple[str, str], Sum] = field(default_factory=dict)
    #: By reason how many tolls.
    apart: dict[str, int] = field(default_factory=dict)
    #: By reason how many events whose tolls are added to nothing.
    events_apart: dict[str, int] = field(default_factory=dict)

    def add_account(self, account: Account) -> None:
        """A document's: each toll once, from however many events it is linked."""
        self.documents += 1
        self.events += len(account.events)
        for event in account.events:
            if event.left_out:
                self.events_apart[event.left_out] = self.events_apart.get(event.left_out, 0) + 1
        self.add_tolls(account.tolls)

    def add_tolls(self, tolls: Iterable[Toll]) -> None:
        for toll in tolls:
            if toll.apart:
                self.apart[toll.apart] = self.apart.get(toll.apart, 0) + 1
                continue
            kind = (toll.harm, toll.victim, toll.claim, toll.is_derived)
            self.by_kind.setdefault(kind, Sum()).add(toll)
            self.by_harm.setdefault((toll.harm, toll.claim), Sum()).add(toll)

    def as_json(self) -> dict[str, Json]:
        """Always in the same order, whatever the order in which things were added."""
        kinds: list[Json] = [
            {"harm": harm, "victim": victim, "claim": claim, "derived": derived, **self.by_kind[kind].as_json()}
            for kind in sorted(self.by_kind, key=_order)
            for harm, victim, claim, derived in [kind]
        ]
        harms: list[Json] = [
            {"harm": harm, "claim": claim, **self.by_harm[harm, claim].as_json()}
            for harm, claim in sorted(self.by_harm, key=by_harm_and_claim)
        ]
        return {
            "documents": self.documents,
            "events": self.events,
            "totals": kinds,
            "by_harm": harms,
            "apart": dict(sorted(self.apart.items())),
            "events_apart": dict(sorted(self.events_apart.items())),
        }


def by_harm_and_claim(each: tuple[str, str]) -> tuple[tuple[int, str], tuple[int, str]]:
    """Sorts sums over all victims: what happened first, and of it what is best vouched for."""
    harm, claim = each
    return (_at(_HARMS, harm), _at(CLAIMS, claim))


def _order(kind: Kind) -> tuple[tuple[int, str], tuple[int, str], tuple[int, str], bool]:
    harm, victim, claim, derived = kind
    return (_at(_HARMS, harm), _at(CLAIMS, claim), _at(_VICTIMS, victim), derived)


def _at(known: tuple[str, ...], word: str) -> tuple[int, str]:
    return (known.index(word) if word in known else len(known), word)


def totals_of(tolls: Iterable[Toll]) -> Totals:
    """What some tolls come to, as those of one event."""
    found = Totals()
    found.add_tolls(tolls)
    return found


def account_json(account: Account) -> dict[str, Json]:
    """A document's account in full: its sums, its events with theirs, and every toll with the words behind it."""
    whole = Totals()
    whole.add_account(account)
    said: dict[str, Json] = {name: value for name, value in whole.as_json().items() if name not in ("events",)}
    happened: list[Json] = [_event_json(event, account.tolls_of(event)) for event in account.events]
    tolls: list[Json] = [toll.as_json() for toll in account.tolls]
    return said | {"events": happened, "tolls": tolls}


def _event_json(event: Event, tolls: Iterable[Toll]) -> dict[str, Json]:
    main, choice = event.frame.main, event.choice(About.EVENT_CLASS)
    sums = totals_of(tolls).as_json()
    return {
        "id": event.id,
        "start": main.start,
        "end": main.end,
        "quote": main.quote,
        "class": choice.value if choice else None,
        "status": event.known(About.STATUS),
        "claim": event.known(About.CLAIM),
        "apart": event.left_out or None,
        "totals": sums["totals"],
    }
