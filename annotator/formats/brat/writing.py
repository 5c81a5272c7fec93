"""One annotation set as the lines of brat.

A span is a text-bound line, in pieces where it runs over a line break, as brat itself writes it. A trigger heads an
event, whose arguments are its fillers; every other link is a relation. A choice is an attribute line; all else that is
said of a span is a note of JSON, and a place with an entry somewhere a normalization as well. Comments on spans are
notes, where they are of one line; our corner has all of them.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Link, Span
from annotator.domain.json import Json
from annotator.domain.schema import Meaning, Schema
from annotator.formats.base import Loss, Weight
from annotator.formats.brat.config import is_choice
from annotator.formats.brat.lines import NAME
from annotator.formats.places.anchoring import anchored

_LINE_BREAKS = re.compile(r"[\r\n]+")
#: What no name of brat is made of.
_PARTS = re.compile(r"[\s:;|,<>]+")
#: What one program or another ends a line at, or a field.
_ENDS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")


def fit(annotated: AnnotatedDocument, annotations: AnnotationSet) -> tuple[AnnotationSet, list[Loss]]:
    """What brat has lines for: labels and roles are one word there; and what must be said of that."""
    document, losses = annotated.document, []
    spans = []
    for span in annotations.spans:
        label = _one_word(span.label)
        if label != span.label:
            losses.append(_renamed(document.id, "span", span.id, "label", span.label, label))
        if label:
            spans.append(replace(span, label=label))
    there = {span.id for span in spans}
    links = []
    for link in annotations.links:
        if link.from_id not in there or link.to_id not in there:
            losses.append(Loss(document.id, "link", link.id, "end", f"{link.role}: a span at its end was left out"))
            continue
        role = _one_word(link.role)
        if role != link.role:
            losses.append(_renamed(document.id, "link", link.id, "role", link.role, role))
        if role:
            links.append(replace(link, role=role))
    comments = anchored(document, annotations.comments, spans, losses.append, annotations.spans)
    return replace(annotations, spans=tuple(spans), links=tuple(links), comments=comments), losses


def _one_word(name: str) -> str:
    """A name with a low line for all that parts words in brat; nothing where nothing else is left of it."""
    return name if NAME.fullmatch(name) else _PARTS.sub("_", name).strip("_")


def _renamed(document: str, kind: str, about: str, reason: str, name: str, made: str) -> Loss:
    said = (
        f"a name of brat is one word: {name!r} is {made!r} there" if made else f"a name of brat is one word: {name!r}"
    )
    return Loss(document, kind, about, reason, said, Weight.CHANGED if made else Weight.LOST)


def standoff(annotations: AnnotationSet, schema: Schema | None) -> bytes:
    """The lines of an .ann file."""
    return "".join(f"{line}\n" for line in _Standoff(annotations, schema).lines()).encode()


class _Standoff:
    def __init__(self, annotations: AnnotationSet, schema: Schema | None) -> None:
        self.annotations, self.schema = annotations, schema
        self.bound = {span.id: f"T{number}" for number, span in enumerate(annotations.spans, start=1)}
        heads = [span.id for span in annotations.spans if schema and schema.is_trigger(span.label)]
        self.events = {span_id: f"E{number}" for number, span_id in enumerate(heads, start=1)}
        self.ids: Counter[str] = Counter()

    def lines(self) -> Iterator[str]:
        for span in self.annotations.spans:
            yield f"{self.bound[span.id]}\t{span.label} {_pieces(span)}\t{_ENDS.sub(' ', _quote(span))}"
        arguments: dict[str, list[Link]] = {span_id: [] for span_id in self.events}
        relations: list[Link] = []
        for link in self.annotations.links:
            (arguments[link.from_id] if self._is_argument(link) else relations).append(link)
        for span in self.annotations.spans:
            if span.id in self.events:
                yield self._event(span, arguments[span.id])
        for number, link in enumerate(relations, start=1):
            yield f"R{number}\t{link.role} Arg1:{self._named(link.from_id)} Arg2:{self._named(link.to_id)}"
        for span in self.annotations.spans:
            yield from self._said_of(span)
        yield from self._remarks()

    def _is_argument(self, link: Link) -> bool:
        # Digits at the end of a role only number it there.
        fits = link.from_id in self.events and not link.role[-1].isdigit()
        return fits and self.schema is not None and self.schema.meaning(link.role) is Meaning.FILLER

    def _named(self, span_id: str) -> str:
        """An event goes by its own id, not by that of its trigger."""
        return self.events.get(span_id) or self.bound[span_id]

    def _event(self, span: Span, links: list[Link]) -> str:
        said = [f"{self.events[span.id]}\t{span.label}:{self.bound[span.id]}"]
        seen: Counter[str] = Counter()
        for link in links:
            seen[link.role] += 1
            number = seen[link.role] if seen[link.role] > 1 else ""
            said.append(f"{link.role}{number}:{self._named(link.to_id)}")
        return " ".join(said)

    def _said_of(self, span: Span) -> Iterator[str]:
        named, rest = self._named(span.id), {}
        for name, value in span.attributes.items():
            if self._has_line(span, name, value):
                yield f"{self._next('A')}\t{name} {named} {value}"
                continue
            rest[name] = value
            entry = entry_of(value)
            if entry and NAME.fullmatch(name):
                words = value.get("name") if isinstance(value, dict) else None
                yield f"{self._next('N')}\t{name} {named} {':'.join(entry)}\t{_ENDS.sub(' ', str(words or ''))}"
        if rest:
            yield f"{self._next('#')}\tAnnotatorNotes {named}\t{_json(rest)}"

    def _remarks(self) -> Iterator[str]:
        for comment in self.annotations.comments:
            if comment.span in self.bound and _is_note(comment.text):
                yield f"{self._next('#')}\tAnnotatorNotes {self._named(comment.span)}\t{comment.text}"

    def _has_line(self, span: Span, name: str, value: Json) -> bool:
        if not isinstance(value, str) or not NAME.fullmatch(value) or not NAME.fullmatch(name):
            return False
        label = self.schema.label(span.label) if self.schema else None
        attribute = label.attribute(name) if label else None
        return is_choice(attribute) if attribute else self.schema is None

    def _next(self, letter: str) -> str:
        self.ids[letter] += 1
        return f"{letter}{self.ids[letter]}"


def _is_note(words: str) -> bool:
    """Whether a comment can stand in a line as it is; in braces it would be what is said of the span."""
    return bool(words) and words == words.strip() and not _ENDS.search(words) and not words.startswith("{")


def entry_of(value: Json) -> tuple[str, str] | None:
    """The data base and the entry that a value names; None when it names none that brat could write."""
    if not isinstance(value, dict):
        return None
    base, entry = value.get("source"), value.get("id")
    if isinstance(base, str) and isinstance(entry, str) and NAME.fullmatch(base) and NAME.fullmatch(entry):
        return base, entry
    return None


def _stretches(span: Span) -> list[tuple[int, int]]:
    """The span, cut at its line breaks; whole where it begins or ends with one, which pieces could not tell."""
    if span.quote.strip("\r\n") != span.quote:
        return [(0, len(span.quote))]
    breaks = [each.span() for each in _LINE_BREAKS.finditer(span.quote)]
    starts = [0, *(end for _, end in breaks)]
    return list(zip(starts, [*(start for start, _ in breaks), len(span.quote)], strict=True))


def _pieces(span: Span) -> str:
    return ";".join(f"{span.start + start} {span.start + end}" for start, end in _stretches(span))


def _quote(span: Span) -> str:
    return " ".join(span.quote[start:end] for start, end in _stretches(span))


def _json(value: Mapping[str, Json]) -> str:
    written = json.dumps(value, ensure_ascii=False, allow_nan=False)
    # Signs at which some program ends a line; within JSON they are only ever in strings.
    return _ENDS.sub(lambda found: f"\\u{ord(found.group()):04x}", written)
