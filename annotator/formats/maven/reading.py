"""Documents of MAVEN and of what was made of it: sentences of tokens, events and their triggers, times, relations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from annotator.domain.annotations import AnnotatedDocument, Span
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Meaning
from annotator.formats.base import Weight
from annotator.formats.mentions.reading import EventReading
from annotator.formats.places.sentenced import aligned, rebuilt, unspaced
from annotator.formats.places.tokens import Token
from annotator.formats.sources.json_lines import a_list, a_number, a_text, an_object, lists_in, objects_of
from annotator.formats.sources.unread import keys

#: Where MAVEN-ERE has relations by their names, and where all are of one kind, what that is called.
_BY_NAME = ("temporal_relations", "causal_relations")
_OF_ONE_KIND = {"subevent_relations": "subevent"}


_MENTION = keys("id", "type", "type_id", "trigger_word", "sent_id", "offset")
#: What is read of a line, or follows from it; of candidates it is told in their own words that they are not.
KEYS = keys(
    *("id", "title", "tokens", "sentences", *_BY_NAME, *_OF_ONE_KIND, "negative_triggers", "candidates"),
    content=keys("sentence", "tokens"),
    events=keys("id", "type", "type_id", mention=_MENTION),
    event_mentions=_MENTION,
    TIMEX=keys("id", "type", "mention", "sent_id", "offset"),
    links=keys("id", "role", "from", "to"),
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and where its tokens stand in it."""

    text: str
    places: Sequence[Token]
    is_rebuilt: bool

    @classmethod
    def of(cls, tokens: Json, text: Json) -> "Sentence":
        words = [a_text(word, "a token") for word in a_list(tokens, "tokens")]
        places = aligned(text, words) if isinstance(text, str) else None
        if isinstance(text, str) and places is not None:
            return cls(text, places, is_rebuilt=False)
        return cls(*rebuilt([words]), is_rebuilt=isinstance(text, str))


def sentences_of(line: JsonObject) -> list[Sentence]:
    """The sentences of a document: each with its tokens, or all of them beside all tokens."""
    if "content" in line:
        content = [an_object(each, "a sentence") for each in a_list(line["content"], "content")]
        return [Sentence.of(each.get("tokens"), each.get("sentence")) for each in content]
    tokens, texts = a_list(line.get("tokens"), "tokens"), a_list(line.get("sentences"), "sentences")
    if texts and len(texts) != len(tokens):
        raise InvalidInput(f"there are {len(tokens)} lists of tokens for {len(texts)} sentences", rule="sentences")
    return [Sentence.of(words, text) for words, text in zip_longest(tokens, texts)]


def relations_in(line: JsonObject) -> Iterator[tuple[str, list[Json]]]:
    """What each relation is called, and what it joins; what is of another shape is none."""
    for key in _BY_NAME:
        told = line.get(key)
        for role, pairs in told.items() if isinstance(told, dict) else ():
            yield from ((role, pair) for pair in lists_in(pairs))
    for key, role in _OF_ONE_KIND.items():
        yield from ((role, pair) for pair in lists_in(line.get(key)))


def read_document(line: JsonObject, gathered: EventReading, content: Sequence[Sentence]) -> AnnotatedDocument:
    """The document with what the line says; raises InvalidInput where it is of another shape."""
    return _Reading(line, gathered, content).read()


class _Reading:
    """A document on its way out of its line."""

    def __init__(self, line: JsonObject, gathered: EventReading, content: Sequence[Sentence]) -> None:
        self.line, self.gathered = line, gathered
        self.prefix = f"{line.get('id')}-"
        #: Mentions by their ids, and the first of each event by its.
        self.spans: dict[str, Span] = {}
        self.events: dict[str, Span] = {}
        self.sentences: list[list[Token]] = []
        at = 0
        for sentence in content:
            if sentence.is_rebuilt:
                said = "the tokens do not stand in the sentence: it is made of them"
                gathered.tell("text", None, "rebuilt", said, Weight.CHANGED)
            self.sentences.append([Token(at + start, at + end) for start, end in sentence.places])
            at += len(sentence.text) + 1

    def read(self) -> AnnotatedDocument:
        found = [self._event(event) for event in objects_of(self.line, "events")]
        for mention in objects_of(self.line, "event_mentions"):
            self._trigger(mention, a_text(mention.get("type"), "the type of a mention"))
        for time in objects_of(self.line, "TIMEX"):
            self._time(time)
        for role, pair in relations_in(self.line):
            head, other = (self._end(each) for each in (*pair, None, None)[:2])
            self.gathered.link(role, head, other, f"{role}: there is no such event or time, {pair}")
        for link in objects_of(self.line, "links"):
            head, other = (self.spans.get(str(link.get(key))) for key in ("from", "to"))
            self.gathered.link(a_text(link.get("role"), "a role"), head, other, link_id=str(link.get("id") or ""))
        # Lines of ours name all links themselves.
        for spans in () if "links" in self.line else found:
            self.gathered.cluster(spans, Meaning.SAME_EVENT)
        if self.line.get("candidates"):
            said = "words that may be triggers are not read: nobody says of which event"
            self.gathered.tell("column", "candidates", "not_read", said, Weight.CHANGED)
        return self.gathered.annotated()

    def _event(self, event: JsonObject) -> list[Span]:
        type_ = a_text(event.get("type"), "the type of an event")
        found = (self._trigger(each, type_) for each in objects_of(event, "mention"))
        spans = [span for span in found if span is not None]
        self.events |= {str(event.get("id")): span for span in spans[:1]}
        return spans

    def _end(self, named: Json) -> Span | None:
        """What a relation joins: an event by its first mention, a time, or a mention."""
        return self.events.get(str(named)) or self.spans.get(str(named))

    def _trigger(self, mention: JsonObject, type_: str) -> Span | None:
        place = self._place(mention, "trigger_word")
        if place is None:
            return None
        said, own_type = mention.get("id"), mention.get("type")
        span = self.gathered.trigger(own_type if isinstance(own_type, str) else type_, place, self._own_id(said))
        self._check(mention.get("trigger_word"), span)
        return self.spans.setdefault(str(said), span)

    def _time(self, time: JsonObject) -> None:
        place = self._place(time, "mention")
        if place is not None:
            span = self.gathered.entity(
                a_text(time.get("type"), "the type of a time"), place, self._own_id(time.get("id"))
            )
            self._check(time.get("mention"), span)
            self.spans.setdefault(str(time.get("id")), span)

    def _own_id(self, said: Json) -> str:
        return said.removeprefix(self.prefix) if isinstance(said, str) else ""

    def _place(self, mention: JsonObject, words: str) -> tuple[int, int] | None:
        number = a_number(mention.get("sent_id"), "sent_id")
        offset = [a_number(each, "a token") for each in a_list(mention.get("offset"), "offset")]
        if len(offset) != 2:
            raise InvalidInput("offset is a first token and the one behind the last", rule="type")
        tokens = self.sentences[number] if 0 <= number < len(self.sentences) else []
        return self.gathered.place(tokens, offset[0], offset[1], str(mention.get(words)))

    def _check(self, word: Json, span: Span) -> None:
        if isinstance(word, str) and unspaced(word) != unspaced(span.quote):
            said = f"{word!r} is said to stand where {span.quote!r} does"
            self.gathered.tell("span", span.id or None, "quote", said, Weight.CHANGED)
