"""Templates of MUC-4 and the text that they are of, as spans and links."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from annotator.domain.annotations import AnnotatedDocument, Span
from annotator.domain.documents import Document
from annotator.domain.json import Json
from annotator.domain.schema import Meaning, Schema
from annotator.formats.base import Report, Weight, placing
from annotator.formats.mentions.reading import EventReading
from annotator.formats.mentions.types import Types
from annotator.formats.muc.templates import Template, Value
from annotator.formats.options import UnsaidOptions
from annotator.formats.places.placing import first_place
from annotator.formats.places.sentenced import sentence_at
from annotator.formats.records.checking import schema_ref
from annotator.formats.records.fitting import fitted

#: The slots whose values are strings of the text, in the order of the templates.
STRINGS = (
    *("INCIDENT: INSTRUMENT ID", "PERP: INDIVIDUAL ID", "PERP: ORGANIZATION ID", "PHYS TGT: ID"),
    *("HUM TGT: NAME", "HUM TGT: DESCRIPTION"),
)
#: The slots that say something of such a string.
_OF_STRINGS = (
    *("INCIDENT: INSTRUMENT TYPE", "PERP: ORGANIZATION CONFIDENCE"),
    *("PHYS TGT: TYPE", "PHYS TGT: NUMBER", "PHYS TGT: FOREIGN NATION", "PHYS TGT: EFFECT OF INCIDENT"),
    *("HUM TGT: TYPE", "HUM TGT: NUMBER", "HUM TGT: FOREIGN NATION", "HUM TGT: EFFECT OF INCIDENT"),
)
#: And those that say something of the incident.
_OF_INCIDENT = (
    *("INCIDENT: DATE", "INCIDENT: LOCATION", "INCIDENT: STAGE OF EXECUTION", "PERP: INCIDENT CATEGORY"),
    *("PHYS TGT: TOTAL NUMBER", "HUM TGT: TOTAL NUMBER"),
)
_TYPE, _OPTIONAL = "INCIDENT: TYPE", "optional"
#: A label, and where the span of it stands.
Place: TypeAlias = tuple[str, int, int]
#: A template, and what errors call the file that it stands in.
Placed: TypeAlias = tuple[str, Template]


@dataclass(frozen=True, slots=True)
class _Choices:
    annotator: str
    layer: str
    types: Types = "own"


def read_templates(
    document: Document, found: Sequence[Placed], schema: Schema | None, options: UnsaidOptions, report: Report
) -> AnnotatedDocument:
    """The document with the incidents of its templates; strings that do not stand in it are reported."""
    at: tuple[str | None, int | None] = (None, None)
    gathered = EventReading(
        document, None, _Choices(options.annotator, options.layer), lambda loss: placing(report, *at)(loss)
    )
    reading = _Reading(document.text, gathered)
    for place, template in found:
        at = (place, template.line)
        if not template.is_empty:
            reading.add(template)
        elif any(template.of(slot) for slot in STRINGS):
            gathered.tell("event", None, "no_type", "an incident without a type, though there are fillers of it")
    annotated = gathered.annotated()
    spans = tuple(replace(span, attributes=reading.said_of(span)) for span in annotated.sets[0].spans)
    whole = replace(annotated.sets[0], spans=spans, schema=schema_ref(schema))
    return fitted(AnnotatedDocument(document, (whole,)), schema, report)


def type_of(template: Template) -> str:
    """What the incident is, with all that it may be; empty where nothing says it."""
    said = template.of(_TYPE)
    return " / ".join(said[0].alternatives) if said else ""


class _Reading:
    def __init__(self, text: str, gathered: EventReading) -> None:
        self.text, self.gathered = text, gathered
        self.spans: dict[Place, Span] = {}
        #: What is said of fillers; and of incidents, several of which may stand on the same words.
        self.notes: dict[Place, dict[str, Json]] = {}
        self.incidents: dict[Place, list[dict[str, Json]]] = {}
        self._joined: set[tuple[int, int]] = set()

    def said_of(self, span: Span) -> dict[str, Json]:
        """What is said of a span; incidents are asked for in the order in which they were added."""
        place = (span.label, span.start, span.end)
        return self.incidents[place].pop(0) if self.incidents.get(place) else self.notes.get(place, {})

    def add(self, template: Template) -> None:
        fillers = [(slot, value, self._entity(slot, value)) for slot in STRINGS for value in template.of(slot)]
        there = [(slot, spans) for slot, _, spans in fillers if spans]
        type_ = type_of(template)
        place = sentence_at(self.text, min((spans[0].start for _, spans in there), default=0))
        if place is None or not type_:
            self.gathered.tell("event", None, "dangling", "there are no words that the incident could stand on")
            return
        head = self.gathered.trigger(type_, place)
        said: dict[str, Json] = {slot: _told(template.of(slot)) for slot in _OF_INCIDENT if template.of(slot)}
        self.incidents.setdefault((head.label, *place), []).append(said)
        for slot, spans in there:
            self.gathered.link(slot, head, spans[0])
        for slot, value, spans in fillers:
            if spans and slot == "HUM TGT: DESCRIPTION" and value.of:
                self._describe(spans[0], value)
        for slot in _OF_STRINGS:
            for value in template.of(slot):
                self._say(slot, value)

    def _entity(self, slot: str, value: Value) -> list[Span]:
        """The mentions of a filler that stand in the text; the first is the main one."""
        found = [span for each in value.alternatives if (span := self._mention(slot, each)) is not None]
        for other in found[1:]:
            if other is not found[0] and (id(other), id(found[0])) not in self._joined:
                self._joined.add((id(other), id(found[0])))
                self.gathered.cluster([found[0], other], Meaning.SAME_VALUE)
        if value.is_optional:
            for span in found:
                self._note(span, _OPTIONAL, "yes")
        return found

    def _mention(self, slot: str, words: str) -> Span | None:
        """The words where they stand first; line breaks and case are no difference."""
        place = first_place(self.text, words)
        if place is None:
            self.gathered.tell("span", None, "quote", f"{slot} {words!r} does not stand in the text")
            return None
        key = (slot, *place)
        if key not in self.spans:
            self.spans[key] = self.gathered.entity(slot, place)
        return self.spans[key]

    def _describe(self, span: Span, value: Value) -> None:
        for name in value.of:
            of = next((each for each in self._named(name) if each is not span), None)
            if of is not None and (id(span), id(of)) not in self._joined:
                self._joined.add((id(span), id(of)))
                self.gathered.cluster([of, span], Meaning.SAME_VALUE)

    def _say(self, slot: str, value: Value) -> None:
        for name in value.of:
            for span in self._named(name):
                if span.label.split(":")[0] == slot.split(":")[0]:
                    self._note(span, slot, " / ".join(value.alternatives))

    def _named(self, name: str) -> list[Span]:
        words = name.casefold().split()
        return [span for span in self.spans.values() if span.quote.casefold().split() == words]

    def _note(self, span: Span, name: str, value: Json) -> None:
        """Say something of a span; what is said otherwise elsewhere, as of another incident, stands beside it."""
        said = self.notes.setdefault((span.label, span.start, span.end), {})
        known = said.get(name, value)
        values: list[Json] = known if isinstance(known, list) else [known]
        if value not in values:
            detail = f"{name} of “{span.quote}” is {' and '.join(map(str, values))}, and {value} elsewhere: it has each"
            self.gathered.tell("attribute", None, "several", detail, Weight.CHANGED)
            values = [*values, value]
        said[name] = values if len(values) > 1 else values[0]


def _told(values: Sequence[Value]) -> Json:
    said = [("? " if each.is_optional else "") + " / ".join(each.alternatives) for each in values]
    return said[0] if len(said) == 1 else list(said)
