"""Frames: the events that action spans and their links say, read off, never stored.

The triggers of an event are a star: each further trigger has one link of the meaning
`same_event` to the main one. Fillers may hang on any trigger; the frame unites them. Which
labels head frames and which roles mean what, only the schema knows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotator.domain.annotations import Link, Span
from annotator.domain.json import JsonObject
from annotator.domain.schema import Meaning, Schema


@dataclass(frozen=True, slots=True)
class Filler:
    """One span in one role of a frame, with the link that says so."""

    role: str
    span: Span
    link: Link


@dataclass(frozen=True, slots=True)
class Frame:
    """An event: its triggers (the main one first, the rest in text order) and its fillers."""

    main: Span
    triggers: tuple[Span, ...]
    fillers: tuple[Filler, ...]

    @property
    def attributes(self) -> JsonObject:
        """The main trigger's: they are what is said of the event."""
        return self.main.attributes

    def by_role(self) -> Mapping[str, list[Span]]:
        roles: dict[str, list[Span]] = defaultdict(list)
        for filler in self.fillers:
            roles[filler.role].append(filler.span)
        return roles


def frames(spans: Iterable[Span], links: Iterable[Link], schema: Schema) -> list[Frame]:
    """All frames, in text order of their main triggers.

    A filler that hangs on two triggers of one event in the same role is one filler.
    Links whose ends are missing say nothing here; `domain/rules.py` reports them.
    """
    by_id = {span.id: span for span in spans}
    outgoing: dict[str, list[Link]] = defaultdict(list)
    main_of: dict[str, str] = {}
    for link in links:
        if link.from_id not in by_id or link.to_id not in by_id:
            continue
        if schema.meaning(link.role) is Meaning.SAME_EVENT:
            main_of[link.from_id] = link.to_id
        else:
            outgoing[link.from_id].append(link)

    triggers: dict[str, list[Span]] = defaultdict(list)
    for span in by_id.values():
        if schema.is_trigger(span.label):
            triggers[main_of.get(span.id, span.id)].append(span)

    found = [_frame(by_id[main_id], group, outgoing, by_id) for main_id, group in triggers.items() if main_id in by_id]
    return sorted(found, key=lambda frame: frame.main.place)


def _frame(main: Span, group: list[Span], outgoing: Mapping[str, list[Link]], by_id: Mapping[str, Span]) -> Frame:
    further = sorted((span for span in group if span.id != main.id), key=lambda span: span.place)
    ordered = (main, *further)
    fillers: dict[tuple[str, str], Filler] = {}
    for trigger in ordered:
        for link in outgoing.get(trigger.id, ()):
            filler = Filler(link.role, by_id[link.to_id], link)
            fillers.setdefault((link.role, link.to_id), filler)
    return Frame(main, ordered, tuple(fillers.values()))
