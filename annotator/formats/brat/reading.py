"""The lines of brat as one annotation set: spans where their words stand, events and relations as links.

What heads an event is a span of its own; a trigger of two events is two equal spans. Nothing is shifted or dropped in
silence: whatever does not come through as it stands is reported with its file and line.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from annotator.domain.annotations import AnnotationSet, Comment, Link, Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.formats.base import Loss, Report, Weight, skipped
from annotator.formats.brat.lines import (
    Attribute,
    Equivalence,
    Event,
    Line,
    Normalization,
    Note,
    Relation,
    TextBound,
    lines,
)
from annotator.formats.brat.writing import entry_of
from annotator.formats.places.counting import Convert, Place, converter, squeezed
from annotator.formats.places.placing import start_of
from annotator.formats.records.checking import check_value, located
from annotator.formats.records.corner import remark
from annotator.formats.records.foreign_ids import free_id
from annotator.formats.sources.json_text import parsed

#: What becomes of a span of several pieces.
Discontinuous: TypeAlias = Literal["join", "split", "report"]
DISCONTINUOUS_HELP = "a span of several pieces: from the first to the last (join), one each (split), or none (report)"

_Said: TypeAlias = tuple[Line, str, int]


def read_standoff(
    document: Document,
    files: Iterable[tuple[str, bytes]],
    base: AnnotationSet,
    discontinuous: Discontinuous,
    report: Report,
    encoding: str = "utf-8",
) -> AnnotationSet:
    """The set that the files of one document say; a line that cannot be read is reported and passed over."""
    said: list[_Said] = []
    for file, data in files:
        for number, line in lines(data, encoding):
            if isinstance(line, InvalidInput):
                skipped(located(line, file, number, document.id), report)
            else:
                said.append((line, file, number))
    return _Standoff(document, base, discontinuous, report).read(said)


@dataclass
class _Standoff:
    """One document's lines on their way: ids are only known once all lines were seen."""

    document: Document
    base: AnnotationSet
    discontinuous: Discontinuous
    report: Report
    spans: dict[str, Span] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    #: The span of each id of the file: of text-bound lines, and of events.
    named: dict[str, str] = field(default_factory=dict)
    #: Which spans head an event already.
    heads: set[str] = field(default_factory=set)
    #: The ids that relations have in the file: they are no end of anything here.
    relations: set[str] = field(default_factory=set)
    links_from: dict[str, list[Link]] = field(default_factory=lambda: defaultdict(list))
    comments: list[Comment] = field(default_factory=list)
    at: tuple[str, int] = ("", 0)

    def read(self, said: Sequence[_Said]) -> AnnotationSet:
        self.relations = {line.id for line, *_ in said if isinstance(line, Relation)}
        bound = [line for line, *_ in said if isinstance(line, TextBound) and len(line.pieces) == 1 and line.quote]
        places = [Place(*line.pieces[0], line.quote) for line in bound]
        convert = converter(self.document, places, self.report)
        steps: Sequence[tuple[type, Callable[..., None]]] = (
            (TextBound, lambda line: self._span(line, convert)),
            (Event, self._head),
            (Event, self._arguments),
            (Relation, self._relation),
            (Equivalence, self._equivalence),
            (Attribute, self._attribute),
            (Note, self._note),
            (Normalization, self._normalization),
        )
        by_kind: dict[type, list[_Said]] = defaultdict(list)
        for each in said:
            by_kind[type(each[0])].append(each)
        for kind, step in steps:
            for line, file, number in by_kind[kind]:
                self.at = (file, number)
                step(line)
        spans, links = tuple(self.spans.values()), tuple(self.links.values())
        return replace(self.base, spans=spans, links=links, comments=tuple(self.comments))

    def _lose(self, kind: str, about: str | None, reason: str, detail: str, weight: Weight = Weight.LOST) -> None:
        self.report(Loss(self.document.id, kind, about, reason, detail, weight, *self.at))

    def _no_span(self, target: str) -> str:
        return f"{target} is a link here, and no span" if target in self.relations else f"there is no span {target}"

    def _span(self, line: TextBound, convert: Convert) -> None:
        pieces = self._pieces(line, convert)
        if not pieces:
            return
        span_id = free_id(line.id, self.spans, "s")
        if line.id in self.named:
            self._lose("id", line.id, "id", f"there is another {line.id}: this one is {span_id} here", Weight.CHANGED)
        else:
            self.named[line.id] = span_id
        for number, (start, end) in enumerate(pieces, start=1):
            name = span_id if number == 1 else free_id(f"{span_id}.{number}", self.spans, "s")
            quote = self.document.text[start:end]
            self.spans[name] = Span(name, line.label, start, end, quote, {}, "import")

    def _pieces(self, line: TextBound, convert: Convert) -> list[tuple[int, int]]:
        """Where the span stands, in as many pieces as it is to be."""
        pieces = [(convert(start), convert(end)) for start, end in line.pieces]
        known = [(start, end) for start, end in pieces if start is not None and end is not None]
        if all(start == end for start, end in line.pieces):
            self._lose("span", line.id, "empty", f"there is nothing between {line.pieces[0][0]} and itself")
            return []
        if len(known) != len(pieces) or not self._fits(line, known):
            return self._moved(line)
        joined = _joined(self.document.text, known)
        if len(joined) == 1:
            return joined
        if self.discontinuous == "report":
            self._lose("span", line.id, "discontinuous", f"{line.quote!r} is in {len(joined)} pieces")
            return []
        if self.discontinuous == "split":
            said = f"{line.quote!r} is in {len(joined)} pieces: a span each"
            self._lose("span", line.id, "split", said, Weight.CHANGED)
            return joined
        start, end = joined[0][0], joined[-1][1]
        said = f"{line.quote!r} is in {len(joined)} pieces: it is {self.document.text[start:end]!r} here"
        self._lose("span", line.id, "joined", said, Weight.CHANGED)
        return [(start, end)]

    def _fits(self, line: TextBound, pieces: Sequence[tuple[int, int]]) -> bool:
        text = self.document.text
        if not all(0 <= start < end <= len(text) for start, end in pieces):
            return False
        # Files of tasks may leave the words out: then the offsets are all there is.
        return not line.quote or squeezed(" ".join(text[a:b] for a, b in pieces)) == squeezed(line.quote)

    def _moved(self, line: TextBound) -> list[tuple[int, int]]:
        said_at = line.pieces[0][0]
        start = start_of(self.document.text, line.quote, said_at) if len(line.pieces) == 1 else None
        if start is None:
            said = f"{line.quote!r} does not stand at {said_at}, and where it does is not certain"
            self._lose("span", line.id, "quote", said)
            return []
        said = f"{line.quote!r} was said to stand at {said_at}, and stands at {start}"
        self._lose("span", line.id, "moved", said, Weight.CHANGED)
        return [(start, start + len(line.quote))]

    def _head(self, line: Event) -> None:
        trigger = self.spans.get(self.named.get(line.trigger, ""))
        if trigger is None:
            self._lose("event", line.id, "dangling", f"there is no trigger {line.trigger}")
            return
        if line.id in self.named:
            self._lose("event", line.id, "duplicate", f"there is another event {line.id}")
            return
        span_id = trigger.id
        if span_id in self.heads:
            # One word, two events: two spans.
            span_id = free_id(line.id, self.spans, "s")
        self.named[line.id] = span_id
        self.heads.add(span_id)
        self.spans[span_id] = replace(trigger, id=span_id, label=line.label)

    def _arguments(self, line: Event) -> None:
        head = self.named.get(line.id)
        if head is None:
            return
        for number, (role, target) in enumerate(line.arguments, start=1):
            self._link(f"{line.id}.{number}", role, head, target)

    def _relation(self, line: Relation) -> None:
        one, other = line.ends
        if one not in self.named:
            self._lose("link", line.id, "dangling", f"{line.role}: {self._no_span(one)}")
        else:
            self._link(line.id, line.role, self.named[one], other)
            for number, (role, target) in enumerate(line.further, start=1):
                if target in self.named:
                    said = f"{line.role} joins two here: its {role} is a link of its own from {one} to {target}"
                    self._lose("link", line.id, "further", said, Weight.CHANGED)
                self._link(f"{line.id}.{number}", role, self.named[one], target)

    def _equivalence(self, line: Equivalence) -> None:
        """All that are the same: each further one points to the first."""
        there = [each for each in line.members if each in self.named]
        for each in line.members:
            if each not in self.named:
                self._lose("link", None, "dangling", f"{line.role}: there is no {each}")
        for each in there[1:]:
            self._link(f"{line.role}.{each}.{there[0]}", line.role, self.named[each], there[0])

    def _link(self, given: str, role: str, head: str, target: str) -> None:
        if target not in self.named:
            self._lose("link", given, "dangling", f"{role}: {self._no_span(target)}")
            return
        end = self.named[target]
        if any((each.role, each.from_id, each.to_id) == (role, head, end) for each in self.links_from[head]):
            said = f"{role} from {head} to {end} is there twice: it is one here"
            self._lose("link", given, "duplicate", said, Weight.CHANGED)
            return
        link = Link(free_id(given, self.links, "l"), role, head, end)
        self.links[link.id] = link
        self.links_from[head].append(link)

    def _attribute(self, line: Attribute) -> None:
        self._say(line.target, line.name, True if line.value is None else line.value, is_further=True)

    def _normalization(self, line: Normalization) -> None:
        span = self.spans.get(self.named.get(line.target, ""))
        if span is not None and entry_of(span.attributes.get(line.name)) == (line.base, line.entry):
            return
        entry: dict[str, Json] = {"source": line.base, "id": line.entry, "name": line.words}
        self._say(line.target, line.name, entry, is_further=True)

    def _note(self, line: Note) -> None:
        told = _object(line.words)
        if told is None:
            words = line.words if line.kind == "AnnotatorNotes" else f"{line.kind}: {line.words}"
            on = self.named.get(line.target)
            if on is None:
                said = f"a note on {line.target}, which is no span here: it is on the document"
                self._lose("comment", line.id, "end", said, Weight.CHANGED)
            self.comments.append(remark(words, len(self.comments) + 1, self.base.annotator, on))
            return
        for name, value in told.items():
            self._say(line.target, name, value)

    def _say(self, target: str, name: str, value: Json, *, is_further: bool = False) -> None:
        """Set what is said of a span. `is_further`: a line may add to what another line of its kind said."""
        span = self.spans.get(self.named.get(target, ""))
        if span is None:
            self._lose("attribute", target, "dangling", f"{name}: {self._no_span(target)}")
            return
        before = span.attributes.get(name, value)
        if before != value and is_further:
            value = _both(before, value)
        elif before != value:
            value = None
        if value is None:
            self._lose("attribute", target, "several", f"{name} is {before!r}, and something else besides")
        else:
            self.spans[span.id] = replace(span, attributes={**span.attributes, name: value})


def _both(before: Json, further: Json) -> Json:
    """A list of the values that lines gave one after the other; None where they are not of one kind."""
    values: list[Json] = before if isinstance(before, list) else [before]
    if isinstance(further, bool) or any(type(each) is not type(further) for each in values):
        return None
    return values if further in values else [*values, further]


def _joined(text: str, pieces: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pieces, those in one that only white space parts: brat cuts spans at the ends of lines."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _object(words: str) -> dict[str, Json] | None:
    """The JSON object that a note is, where what we wrote is nothing else; None for words."""
    if not words.startswith("{"):
        return None
    try:
        value = parsed(words.encode())
        if isinstance(value, dict):
            check_value(value, "a note")
            return value
    except InvalidInput:
        pass
    return None
