"""Events, arguments and entities of a document of MAVEN-Arg, as its makers or we wrote them."""

from annotator.domain.annotations import AnnotatedDocument, Span
from annotator.domain.errors import InvalidInput
from annotator.domain.json import JsonObject
from annotator.domain.schema import Meaning
from annotator.formats.base import Weight
from annotator.formats.mentions.reading import EventReading
from annotator.formats.places.placing import start_of
from annotator.formats.sources.json_lines import a_list, a_number, a_text, an_object, objects_of
from annotator.formats.sources.unread import ANY, keys

_MENTION = keys("id", "type", "type_id", "trigger_word", "mention", "offset")
_ARGUMENT = keys("entity_id", "content", "offset", "link", "from", "to")
#: OmniEvent's: each trigger has arguments, and each of these its mentions.
_AT = keys("id", "mention_id", "mention", "position")
_TRIGGER = keys("id", "trigger_word", "position", arguments=keys("role", mentions=_AT))
#: What is read of a line of either.
KEYS = keys(
    *("id", "title", "document", "text", "negative_triggers"),
    events=keys("id", "type", "type_id", mention=_MENTION, triggers=_TRIGGER, argument={ANY: _ARGUMENT}),
    entities=keys("id", "type", mention=_MENTION, mentions=_AT),
    event_mentions=_MENTION,
    links=keys("id", "role", "from", "to"),
)


def read_events(line: JsonObject, gathered: EventReading) -> AnnotatedDocument:
    """The document with what the line says; raises InvalidInput where it is of another shape."""
    return _Reading(line, gathered).read()


class _Reading:
    def __init__(self, line: JsonObject, gathered: EventReading) -> None:
        self.line, self.gathered = line, gathered
        self.prefix = f"{line.get('id')}-"
        #: Mentions by their ids, entities by theirs, and what stands at a place.
        self.mentions: dict[str, Span] = {}
        self.entities: dict[str, list[Span]] = {}
        self.places: dict[tuple[int, int], Span] = {}

    def read(self) -> AnnotatedDocument:
        for entity in objects_of(self.line, "entities"):
            label = a_text(entity.get("type"), "the type of an entity")
            spans = [span for each in objects_of(entity, "mention") if (span := self._mention(each, "mention", label))]
            self.entities[str(entity.get("id"))] = spans
            for span in spans:
                self.places.setdefault((span.start, span.end), span)
        # Of a test set only the mentions are published, each by itself.
        alone = objects_of(self.line, "event_mentions")
        events = [*objects_of(self.line, "events"), *(_event_of(mention) for mention in alone)]
        triggers = [self._triggers(event) for event in events]
        for event, spans in zip(events, triggers, strict=True):
            for role, arguments in an_object(event.get("argument") or {}, "argument").items():
                for argument in a_list(arguments, role):
                    self._argument(role, an_object(argument, "an argument"), spans)
        for link in objects_of(self.line, "links"):
            head, filler = (self.mentions.get(str(link.get(key))) for key in ("from", "to"))
            self.gathered.link(a_text(link.get("role"), "a role"), head, filler, link_id=str(link.get("id") or ""))
        # Lines of ours name all links themselves.
        for spans, meaning in () if "links" in self.line else self._clusters(triggers):
            self.gathered.cluster(spans, meaning)
        return self.gathered.annotated()

    def _clusters(self, triggers: list[list[Span]]) -> list[tuple[list[Span], Meaning]]:
        events = [(spans, Meaning.SAME_EVENT) for spans in triggers]
        return events + [(spans, Meaning.SAME_VALUE) for spans in self.entities.values()]

    def _triggers(self, event: JsonObject) -> list[Span]:
        type_ = a_text(event.get("type"), "the type of an event")
        mentions = objects_of(event, "mention")
        if not mentions:
            self.gathered.tell("event", None, "dangling", f"{type_}: it is mentioned nowhere, so it stands on no words")
        found = (self._mention(each, "trigger_word", type_, is_trigger=True) for each in mentions)
        return [span for span in found if span is not None]

    def _mention(self, item: JsonObject, key: str, name: str, *, is_trigger: bool = False) -> Span | None:
        place = self._place(item, key)
        if place is None:
            return None
        said = item.get("id")
        own_id = said.removeprefix(self.prefix) if isinstance(said, str) else ""
        own_type = item.get("type")
        if is_trigger:
            span = self.gathered.trigger(own_type if isinstance(own_type, str) else name, place, own_id)
        else:
            span = self.gathered.entity(name, place, own_id)
        self.mentions.setdefault(str(said), span)
        return span

    def _argument(self, role: str, item: JsonObject, triggers: list[Span]) -> None:
        head = self.mentions.get(str(item.get("from"))) if "from" in item else next(iter(triggers), None)
        if "to" in item:
            filler = self.mentions.get(str(item.get("to")))
        elif "entity_id" in item:
            filler = next(iter(self.entities.get(str(item.get("entity_id")), [])), None)
        else:
            filler = self._words(role, item)
        self.gathered.link(a_text(role, "a role"), head, filler, link_id=str(item.get("link") or ""))

    def _words(self, role: str, item: JsonObject) -> Span | None:
        """The span on words that are no entity: what stands there already, or one of the label that fills the role."""
        place = self._place(item, "content")
        if place is None:
            return None
        if place not in self.places:
            self.places[place] = self.gathered.entity(self.gathered.label_of(role), place)
        return self.places[place]

    def _place(self, item: JsonObject, key: str) -> tuple[int, int] | None:
        text, said = self.gathered.document.text, item.get(key)
        offset = [a_number(each, "an offset") for each in a_list(item.get("offset"), "offset")]
        if len(offset) != 2:
            raise InvalidInput("offset is a start and an end", rule="type")
        start, end = offset
        if 0 <= start < end <= len(text) and said in (None, text[start:end]):
            return start, end
        found = start_of(text, said, start) if isinstance(said, str) else None
        if found is None:
            self.gathered.tell("span", None, "quote", f"{said!r} does not stand at {start}, nor surely anywhere else")
            return None
        detail = f"{said!r} was said to stand at {start}, and stands at {found}"
        self.gathered.tell("span", None, "moved", detail, Weight.CHANGED)
        return found, found + len(str(said))


def _event_of(mention: JsonObject) -> JsonObject:
    return {"type": mention.get("type"), "mention": [dict(mention)]}
