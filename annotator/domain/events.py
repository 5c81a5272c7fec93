"""Frames: the events that action spans and their links say, read off, never stored.

The triggers of an event are a star: each further trigger has one link of the meaning
`same_event` to the main one. Fillers may hang on any trigger; the frame unites them. Which
labels head frames and which roles mean what, only the schema knows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotator.domain.annotations import AnnotationSet, Link, Span
from annotator.domain.json import Json, JsonObject
from annotator.domain.meanings import About, Part
from annotator.domain.schema import Attribute, Choice, Meaning, Schema

#: What did not happen, or not this once: its tolls are added to nothing.
NOT_COUNTED = frozenset({"recurring", "planned", "attempted", "threatened", "hypothetical"})
DENIED = "denied"


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


@dataclass(frozen=True, slots=True)
class Event:
    """A frame read by what its schema means: who is whom in it, and what is said of it."""

    frame: Frame
    schema: Schema

    @property
    def id(self) -> str:
        """The id of the main trigger: events have no other."""
        return self.frame.main.id

    def part(self, part: Part) -> list[Span]:
        """The spans that are this to the event, in text order, each once."""
        found = {each.span.id: each.span for each in self.frame.fillers if self.schema.part(each.role) is part}
        return sorted(found.values(), key=lambda span: span.place)

    def said(self, about: About) -> Json:
        return said(self.schema, self.frame.main, about)

    def known(self, about: About) -> str | None:
        return known(self.schema, self.frame.main, about)

    def choice(self, about: About) -> Choice | None:
        """The value that is said of the event, with its title and its codes."""
        attribute = attribute_of(self.schema, self.frame.main, about)
        return attribute.choice(self.said(about)) if attribute else None

    @property
    def left_out(self) -> str:
        """Why its tolls are added to nothing; empty for an event that counts."""
        status = self.known(About.STATUS) or ""
        if status in NOT_COUNTED:
            return status
        return DENIED if self.known(About.CLAIM) == DENIED else ""


def events(annotations: AnnotationSet, schema: Schema) -> list[Event]:
    """The events of a set, in text order of their main triggers."""
    return [Event(frame, schema) for frame in frames(annotations.spans, annotations.links, schema)]


def attribute_of(schema: Schema, span: Span, about: About) -> Attribute | None:
    """The attribute of this span's label that is about this."""
    label = schema.label(span.label)
    return label.attribute_about(about) if label else None


def said(schema: Schema, span: Span, about: About) -> Json:
    """What is said of a span about this; what nobody set says what its schema takes for granted."""
    attribute = attribute_of(schema, span, about)
    if attribute is None:
        return None
    value = span.attributes.get(attribute.name)
    return attribute.default if value is None else value


def known(schema: Schema, span: Span, about: About) -> str | None:
    """The same as one of the values that code knows; None where it is none of them."""
    attribute = attribute_of(schema, span, about)
    return attribute.meant(said(schema, span, about)) if attribute else None
