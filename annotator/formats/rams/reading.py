"""Windows of RAMS as documents: one of others by itself, those of ours put together by what stands in our corner."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.domain.annotations import AnnotatedDocument, Span
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Schema
from annotator.formats.base import Report
from annotator.formats.mentions.reading import EventReading, EventTokenOptions, document_of
from annotator.formats.places.sentenced import rebuilt
from annotator.formats.places.tokens import Token
from annotator.formats.sources.json_lines import a_list, a_number, a_text, an_id, an_object, words_by_sentence

#: The key under which our own windows say what they are of.
CORNER = "annotator"
#: How a role is written: numbers of its event and of its own before it.
ROLE = re.compile(r"evt\d{3}arg\d{2}(?P<role>.+)")


@dataclass(frozen=True, slots=True)
class _Window:
    """A line: its sentences by their numbers in the document, and our corner of it, empty in lines of others."""

    line: JsonObject
    sentences: dict[int, list[str]]
    corner: JsonObject

    @classmethod
    def of(cls, line: JsonObject) -> "_Window":
        corner = an_object(line.get(CORNER) or {}, CORNER)
        first = a_number(corner.get("sentence", 0), "sentence")
        return cls(line, dict(enumerate(words_by_sentence(line.get("sentences")), start=first)), corner)


def read_windows(
    lines: Sequence[JsonObject], schema: Schema | None, options: EventTokenOptions, report: Report
) -> AnnotatedDocument:
    """The document of windows that are of one; raises InvalidInput where they are of another shape."""
    windows = [_Window.of(line) for line in lines]
    sentences: dict[int, list[str]] = {}
    for window in windows:
        for number, words in window.sentences.items():
            if sentences.setdefault(number, words) != words:
                raise InvalidInput(f"two windows differ in sentence {number}", rule="sentences")
    numbers = sorted(sentences)
    text, places = rebuilt([sentences[number] for number in numbers])
    by_sentence: dict[int, list[Token]] = {}
    for number in numbers:
        by_sentence[number], places = places[: len(sentences[number])], places[len(sentences[number]) :]
    raw_id = an_id(windows[0].corner.get("document") or windows[0].line.get("doc_key"), "doc_key")
    document = document_of(raw_id, text, report, _meta(windows[0].line))
    return _Reading(EventReading(document, schema, options, report), by_sentence).read(windows)


def _meta(line: JsonObject) -> dict[str, Json]:
    language, url = line.get("language_id"), line.get("source_url")
    said = {"language": language if language != "und" else None, "source": url}
    return {key: value for key, value in said.items() if isinstance(value, str) and value}


class _Reading:
    def __init__(self, gathered: EventReading, places: dict[int, list[Token]]) -> None:
        self.gathered, self.by_sentence = gathered, places
        self.spans: dict[tuple[str, ...], Span] = {}

    def read(self, windows: Sequence[_Window]) -> AnnotatedDocument:
        triggers = [self._trigger(window) for window in windows]
        for window, trigger in zip(windows, triggers, strict=True):
            self._arguments(window, trigger)
        return self.gathered.annotated()

    def _trigger(self, window: _Window) -> Span | None:
        items = a_list(window.line.get("evt_triggers"), "evt_triggers")
        if not items:
            return None
        first, last, types = _three(items[0], "a trigger")
        names = [a_text(a_list(each, "a type")[0] if each else None, "a type") for each in a_list(types, "types")]
        if not names:
            raise InvalidInput("a trigger has a type", rule="type")
        for _ in (*items[1:], *names[1:]):
            self.gathered.tell("event", None, "several", "a line has one event of one type: the first is read")
        place = self._place(window, first, last, names[0])
        if place is None:
            return None
        span_id = str(window.corner.get("trigger") or "")
        span = self.gathered.trigger(names[0], place, span_id)
        self.spans[(span_id,) if span_id else ("", *map(str, place))] = span
        return span

    def _arguments(self, window: _Window, trigger: Span | None) -> None:
        linked: set[tuple[int, int]] = set()
        ours = [a_list(each, "an argument") for each in a_list(window.corner.get("arguments"), "arguments")]
        for number, item in enumerate(a_list(window.line.get("gold_evt_links"), "gold_evt_links")):
            _, at, name = a_list(item, "a link") if isinstance(item, list) and len(item) == 3 else (None, None, None)
            role = ROLE.sub(r"\g<role>", a_text(name, "a role"))
            stretch = [a_number(each, "a token") for each in a_list(at, "an argument")]
            if len(stretch) != 2:
                raise InvalidInput("an argument has a first and a last token", rule="type")
            place = self._place(window, stretch[0], stretch[1], role)
            link_id, span_id, label = (*map(str, ours[number]), "", "", "")[:3] if number < len(ours) else ("", "", "")
            filler = self._filler(place, span_id, label or self.gathered.label_of(role)) if place else None
            self.gathered.link(role, trigger, filler, f"{role}: no such tokens, or no trigger", link_id)
            linked.add((stretch[0], stretch[1]))
        for item in a_list(window.line.get("ent_spans"), "ent_spans"):
            first, last, roles = _three(item, "an argument")
            if (first, last) not in linked:
                # A window has one event, so its roles are those that the span has in it.
                self._unlinked(window, trigger, (first, last), roles)

    def _unlinked(self, window: _Window, trigger: Span | None, stretch: tuple[int, int], roles: Json) -> None:
        for each in a_list(roles, "roles"):
            name = a_list(each, "a role")[0] if each else None
            if name == "":
                said = f"tokens {stretch[0]} to {stretch[1]} have no name, and fill no role"
                self.gathered.tell("span", None, "no_label", said)
                continue
            role = ROLE.sub(r"\g<role>", a_text(name, "a role"))
            place = self._place(window, *stretch, role)
            filler = self._filler(place, "", self.gathered.label_of(role)) if place else None
            self.gathered.link(role, trigger, filler, f"{role}: no such tokens, or no trigger")

    def _filler(self, place: tuple[int, int], span_id: str, label: str) -> Span:
        """The span there: in lines of others one of each label, in ours the one of that id."""
        key = (span_id,) if span_id else (label, *map(str, place))
        if key not in self.spans:
            self.spans[key] = self.gathered.entity(label, place, span_id)
        return self.spans[key]

    def _place(self, window: _Window, first: int, last: int, what: str) -> tuple[int, int] | None:
        places = [token for number in window.sentences for token in self.by_sentence[number]]
        return self.gathered.place(places, first, last + 1, what)


def _three(item: Json, what: str) -> tuple[int, int, Json]:
    parts = a_list(item, what)
    if len(parts) != 3:
        raise InvalidInput(f"{what} has a first and a last token, and names", rule="type")
    return a_number(parts[0], "a token"), a_number(parts[1], "a token"), parts[2]
