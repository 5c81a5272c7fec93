"""Entities, events and relations as lists of objects with ids, as OneIE, TextEE and WikiEvents have them; and back.

Tokens are counted from the first of a window on, and the last one of a span is not in it. Arguments and relations
name entities. What else is linked, an event to an event, stands in a list of our own, `event_links`, which their
readers do not look at.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.annotations import Link, Span
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Meaning
from annotator.formats.base import Weight
from annotator.formats.maps.description import Description
from annotator.formats.mentions.lines import heads_events, means
from annotator.formats.mentions.reading import EventReading
from annotator.formats.mentions.types import EventTypes
from annotator.formats.mentions.view import EventMention
from annotator.formats.places.sentenced import Sentenced, unspaced
from annotator.formats.places.tokens import Token
from annotator.formats.sources.json_lines import a_number, a_text, an_object, objects_in, objects_of
from annotator.formats.sources.unread import keys

#: First token, and the one behind the last.
Stretches = Mapping[str, tuple[int, int]]
#: What others say of an entity besides its type, and what says nothing.
_SAID = ("mention_type", "entity_subtype")
_UNSAID = ("", "UNK")
#: What a line says its words and lists under; `pieces` are the words again, as a model cuts them.
_AT = keys("start", "end", "text", "sent_idx")
_END = keys("id", "entity_id", "role", *_AT)
KEYS = keys(
    *("doc_id", "text", "tokens", "pieces", "token_lens"),
    entity_mentions=keys("id", "entity_type", *_SAID, *_AT),
    event_mentions=keys("id", "event_type", "sent_idx", trigger=_AT, arguments=_END),
    relation_mentions=keys("id", "sent_idx", "relation_type", "relation_subtype", arguments=_END),
    event_links=keys("id", "role", "from", "to"),
)
#: What relations call their ends.
ENDS = ("Arg-1", "Arg-2")


@dataclass(frozen=True, slots=True)
class Window:
    """Some sentences in a row, with what their mentions are called by."""

    prefix: str
    #: The number of the first token in the document.
    offset: int
    layout: Sentenced
    stretches: Stretches
    types: EventTypes

    def lists(
        self, entities: Iterable[Span], events: Sequence[EventMention], relations: Sequence[Link]
    ) -> dict[str, Json]:
        """The lists of these mentions; all of them are in the window."""
        triggers = {event.trigger.id for event in events}
        others = [link for link in relations if {link.from_id, link.to_id} & triggers]
        others += [link for event in events for link in event.arguments if link.to_id in triggers]
        return {
            "entity_mentions": [self._entity(span) for span in entities],
            "event_mentions": [self._event(event, triggers) for event in events],
            "relation_mentions": [self._relation(link) for link in relations if link not in others],
            "event_links": [
                {"id": self._id(link.id), "role": link.role, "from": self._id(link.from_id), "to": self._id(link.to_id)}
                for link in others
            ],
        }

    def _id(self, item_id: str) -> str:
        return f"{self.prefix}-{item_id}"

    def _at(self, span_id: str) -> dict[str, Json]:
        first, end = self.stretches[span_id]
        tokens = self.layout.tokens
        words = self.layout.text[tokens[first].start : tokens[end - 1].end]
        sentence = self.layout.sentence_of[first]
        return {"start": first - self.offset, "end": end - self.offset, "text": words, "sent_idx": sentence}

    def _entity(self, span: Span) -> Json:
        return {"id": self._id(span.id), "entity_type": span.label, "mention_type": "UNK", **self._at(span.id)}

    def _event(self, event: EventMention, triggers: set[str]) -> Json:
        trigger = event.trigger
        arguments: list[Json] = [
            {"id": self._id(link.id), "entity_id": self._id(link.to_id), "role": link.role, **self._at(link.to_id)}
            for link in event.arguments
            if link.to_id not in triggers
        ]
        type_ = self.types.type_of(trigger)
        return {
            "id": self._id(trigger.id),
            "event_type": type_,
            "trigger": self._at(trigger.id),
            "arguments": arguments,
        }

    def _relation(self, link: Link) -> Json:
        ends: list[Json] = [
            {"entity_id": self._id(end), "role": name, **self._at(end)}
            for name, end in zip(ENDS, (link.from_id, link.to_id), strict=True)
        ]
        return {"id": self._id(link.id), "relation_type": link.role, "arguments": ends}


def read_lists(
    record: JsonObject, gathered: EventReading, words: Sequence[str], places: Sequence[Token], prefix: str
) -> dict[str, Span]:
    """Gather what the lists of a window say; the spans by the ids that they have there."""
    return _Lists(gathered, words, places, prefix).read(record)


class _Lists:
    def __init__(self, gathered: EventReading, words: Sequence[str], places: Sequence[Token], prefix: str) -> None:
        self.gathered, self.words, self.places, self.prefix = gathered, words, places, f"{prefix}-"
        self.found: dict[str, Span] = {}
        #: What stands at a place, for arguments that name no mention.
        self.there: dict[tuple[int, int], Span] = {}

    def read(self, record: JsonObject) -> dict[str, Span]:
        for entity in objects_of(record, "entity_mentions"):
            label, place = a_text(entity.get("entity_type"), "entity_type"), self._place(entity)
            if place is not None:
                said = {name: value for name in _SAID if _says(value := entity.get(name))}
                self._keep(entity, self.gathered.entity(label, place, self._own_id(entity), said))
        events = objects_of(record, "event_mentions")
        heads = [self._trigger(event) for event in events]
        for trigger, event in zip(heads, events, strict=True):
            for argument in objects_of(event, "arguments"):
                role = a_text(argument.get("role"), "a role")
                self._link(argument, role, trigger, self._end(argument, role))
        for relation in objects_of(record, "relation_mentions"):
            role = a_text(_relation(relation), "relation_type")
            ends = {str(end.get("role")): end for end in objects_of(relation, "arguments")}
            head, filler = (self._end(ends[name], role) if name in ends else None for name in ENDS)
            self._link(relation, role, head, filler)
        for link in objects_of(record, "event_links"):
            head, filler = (self._named(link.get(name)) for name in ("from", "to"))
            self._link(link, a_text(link.get("role"), "a role"), head, filler)
        return self.found

    def _end(self, item: JsonObject, role: str) -> Span | None:
        """The mention that is named, or else what stands there; where no list has it, it is called as the role is."""
        named = self._named(item.get("entity_id"))
        if named is not None or "start" not in item:
            return named
        place = self._place(item)
        if place is not None and place not in self.there:
            self.there[place] = self.gathered.entity(self.gathered.label_of(role), place)
        return self.there[place] if place is not None else None

    def _named(self, said: Json) -> Span | None:
        return self.found.get(said) if isinstance(said, str) else None

    def _trigger(self, event: JsonObject) -> Span | None:
        type_ = a_text(event.get("event_type"), "event_type")
        place = self._place(an_object(event.get("trigger"), "a trigger"))
        if place is None:
            return None
        return self._keep(event, self.gathered.trigger(type_, place, self._own_id(event)))

    def _keep(self, item: JsonObject, span: Span) -> Span:
        if isinstance(said := item.get("id"), str):
            self.found.setdefault(said, span)
        self.there.setdefault((span.start, span.end), span)
        return span

    def _link(self, item: JsonObject, role: str, head: Span | None, filler: Span | None) -> None:
        self.gathered.link(role, head, filler, link_id=self._own_id(item))

    def _own_id(self, item: JsonObject) -> str:
        """The id without that of its window; whole where another window has the rest of it, too."""
        said = item.get("id")
        if not isinstance(said, str):
            return ""
        bare = said.removeprefix(self.prefix)
        return said if self.gathered.is_taken(bare) and said not in self.found else bare

    def _place(self, item: JsonObject) -> tuple[int, int] | None:
        first, end = a_number(item.get("start"), "start"), a_number(item.get("end"), "end")
        text = item.get("text")
        place = self.gathered.place(self.places, first, end, str(text))
        if place is not None and isinstance(text, str) and unspaced(text) != unspaced("".join(self.words[first:end])):
            said = f"{text!r} is said to be the tokens {first} to {end}, which are {self.words[first:end]}"
            self.gathered.tell("span", self._own_id(item) or None, "quote", said, Weight.CHANGED)
        return place


def declare_lists(record: JsonObject, description: Description) -> None:
    """Add what the form of the lists says of labels and roles."""
    events = objects_in(record, "event_mentions")
    heads_events(description, [event.get("event_type") for event in events])
    arguments = (objects_in(event, "arguments") for event in events)
    means(description, Meaning.FILLER, ((each.get("role") for each in group) for group in arguments))
    relations = objects_in(record, "relation_mentions")
    means(description, Meaning.RELATION, ([_relation(each)] for each in relations))


def _relation(relation: JsonObject) -> Json:
    """What a relation is called: as closely as it is told, its type and its subtype."""
    type_, subtype = relation.get("relation_type"), relation.get("relation_subtype")
    if not isinstance(type_, str) or not isinstance(subtype, str) or subtype in (*_UNSAID, type_):
        return type_
    return subtype if subtype.startswith(f"{type_}:") else f"{type_}:{subtype}"


def _says(value: Json) -> bool:
    return isinstance(value, str) and value not in _UNSAID
