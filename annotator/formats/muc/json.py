"""What GTT and GRIT share: a document a line, its text in lower case on one line, entities as lists of mentions.

A mention is its words and the place of the first of them, as “Template Filling with Generative Transformers” (Du,
Rush, Cardie 2021) and its data have it; the text is as long as ours, so places are the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from annotator.domain.annotations import AnnotatedDocument, Span
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Meaning, Schema
from annotator.formats.base import Report, Weight
from annotator.formats.maps.description import Description
from annotator.formats.mentions.lines import heads_events, means
from annotator.formats.mentions.reading import EventReading, document_of
from annotator.formats.mentions.types import Types
from annotator.formats.muc.slots import SLOTS, Entity
from annotator.formats.options import UnsaidOptions
from annotator.formats.places.placing import first_place, start_of
from annotator.formats.places.sentenced import sentence_at
from annotator.formats.sources.json_lines import a_list, a_text, an_id, lists_in

#: What a template is of: the one of its keys that is no slot.
TYPE = "incident_type"


@dataclass(frozen=True, slots=True)
class _Choices:
    annotator: str
    layer: str
    types: Types = "own"


def lowered(text: str) -> str:
    """The text as such data has it, character for character."""
    small = "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)
    return "".join(" " if sign.isspace() else sign for sign in small)


def written_entities(found: Mapping[str, Sequence[Entity]], text: str) -> dict[str, Json]:
    """The entities of each slot, each mention with its words."""
    return {
        slot: [[[text[start:end], start] for start, end in entity] for entity in entities]
        for slot, entities in found.items()
    }


class MucReading:
    """Reads a line: mentions are spans, those of an entity linked, slots labels and roles."""

    def __init__(self, line: JsonObject, schema: Schema | None, options: UnsaidOptions, report: Report) -> None:
        text = line.get("doctext")
        if not isinstance(text, str):
            raise InvalidInput("doctext is a text", rule="type")
        document = document_of(an_id(line.get("docid"), "docid"), text, report)
        self.text = text
        self.gathered = EventReading(document, schema, _Choices(options.annotator, options.layer), report)
        self.spans: dict[tuple[str, int, int], Span] = {}
        self._joined: set[tuple[int, int, int, int]] = set()

    def slots(self, told: JsonObject) -> list[tuple[str, Span]]:
        """The spans of the slots of a template, the main mention of each entity."""
        found = []
        for slot, entities in told.items():
            if slot == TYPE:
                continue
            for entity in a_list(entities, slot):
                mentions = [self._mention(slot, each) for each in a_list(entity, "an entity")]
                there = [each for each in mentions if each is not None]
                self._join(there)
                found += [(slot, each) for each in there[:1]]
        return found

    def template(self, told: JsonObject) -> None:
        """A template: an event on the first sentence that a filler stands in, as it has no words of its own."""
        type_ = a_text(told.get(TYPE), TYPE)
        fillers = self.slots(told)
        first = min((span.start for _, span in fillers), default=0)
        place = sentence_at(self.text, first)
        if place is None:
            self.gathered.tell("event", None, "dangling", f"{type_}: there are no words that it could stand on")
            return
        head = self.gathered.trigger(type_, place)
        for slot, span in fillers:
            self.gathered.link(slot, head, span)

    def annotated(self) -> AnnotatedDocument:
        return self.gathered.annotated()

    def _mention(self, slot: str, mention: Json) -> Span | None:
        words, said = (mention, None) if isinstance(mention, str) else _pair(mention)
        place = self._place(slot, words, said)
        if place is None:
            return None
        key = (slot, *place)
        if key not in self.spans:
            self.spans[key] = self.gathered.entity(self.gathered.label_of(slot), place)
        return self.spans[key]

    def _place(self, slot: str, words: str, said: int | None) -> tuple[int, int] | None:
        if said is None and (first := first_place(self.text, words)) is not None:
            return first
        if said is not None and said >= 0 and words and self.text[said : said + len(words)] == words:
            return said, said + len(words)
        found = start_of(self.text, words, said or 0)
        if found is None:
            detail = f"{slot} {words!r} does not stand at {said}, nor surely anywhere else"
            self.gathered.tell("span", None, "quote", detail)
            return None
        detail = f"{slot} {words!r} was said to stand at {said}, and stands at {found}"
        self.gathered.tell("span", None, "moved", detail, Weight.CHANGED)
        return found, found + len(words)

    def _join(self, spans: Sequence[Span]) -> None:
        """Mentions of one entity tell of the same; said once, however many templates say it."""
        for span in spans[1:]:
            key = (span.start, span.end, spans[0].start, spans[0].end)
            if span is not spans[0] and key not in self._joined:
                self._joined.add(key)
                self.gathered.cluster([spans[0], span], Meaning.SAME_VALUE)


def declare(description: Description, templates: Json) -> None:
    """What the form of templates says: types head events, slots fill them."""
    told = [each for each in templates if isinstance(each, dict)] if isinstance(templates, list) else []
    heads_events(description, [each.get(TYPE) for each in told])
    means(description, Meaning.FILLER, [chain.from_iterable(each for each in told), SLOTS] if told else [SLOTS])
    for each in told:
        declare_entities(description, {slot: entities for slot, entities in each.items() if slot != TYPE})


def declare_entities(description: Description, slots: Json) -> None:
    """What the form of slots says: mentions of one entity tell of the same."""
    entities = (lists_in(each) for each in slots.values()) if isinstance(slots, dict) else ()
    if any(len(entity) > 1 for entity in chain.from_iterable(entities)):
        means(description, Meaning.SAME_VALUE, [[str(Meaning.SAME_VALUE)]])


def _pair(mention: Json) -> tuple[str, int]:
    words, start = (*a_list(mention, "a mention"), None, None)[:2]
    if not isinstance(words, str) or type(start) is not int:
        raise InvalidInput("a mention is its words and where they begin", rule="type")
    return words, start
