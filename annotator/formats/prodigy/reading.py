"""Prodigy's lines of one text read as one document: a set for each line, accepted, rejected or ignored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet
from annotator.domain.documents import Document, checksum
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.domain.workflow import TaskState
from annotator.formats.base import Loss, Report
from annotator.formats.places.marks import Mark, Tie, marked
from annotator.formats.records.checking import check_value
from annotator.formats.records.corner import CORNER, read_corner, restored
from annotator.formats.records.foreign_ids import distinct, document_of
from annotator.formats.sources.json_lines import a_list, a_number, a_text, an_object, objects_in
from annotator.formats.sources.line_groups import Line
from annotator.formats.sources.unread import Unread, keys

INPUT_HASH = "_input_hash"
#: The answer to a task whose annotations are wrong.
REJECTED = "reject"
_ANSWERS = ("accept", REJECTED, "ignore")
#: What a span says of its place, of its look and of where it came from.
_OF_SPANS = frozenset(
    {"id", "start", "end", "token_start", "token_end", "label", "text", "type", "ws"}
    | {"color", "score", "rank", "source", "pattern", "input_hash"}
)
#: Keys of a task that are read, and those that say no more than how it was shown.
KNOWN = keys(
    *("text", "spans", "meta", "answer", "label", "accept", "user_input", CORNER),
    *("options", "config", "view_id", "html", "style", "priority", "score", "rank", "path"),
    *("field_id", "field_label", "field_rows", "field_placeholder", "field_autofocus", "field_suggestions"),
    tokens=keys("text", "start", "end", "id", "ws", "disabled", "style"),
    relations=keys("head", "child", "label", "color", head_span=keys(*_OF_SPANS), child_span=keys(*_OF_SPANS)),
)


def task_key(line: Line) -> tuple[str, str]:
    """What tasks of one document have in common: the text, and our own name for it."""
    corner = line.said.get(CORNER)
    given = corner.get("id") if isinstance(corner, dict) else None
    return str(given or ""), checksum(_text(line.said))


def document_of_tasks(lines: Sequence[Line], base: AnnotationSet, report: Report, unread: Unread) -> AnnotatedDocument:
    """The document that these tasks are of; raises InvalidInput for one that is no task."""
    text = _text(lines[0].said)
    others = [_others(line, unread) for line in lines]
    common = {key: value for key, value in others[0].items() if all(each.get(key) == value for each in others)}
    kept = [read_corner(line.said[CORNER], text, report, line.file) if CORNER in line.said else None for line in lines]
    document = next((each.document for each in kept if each), None) or _of_others(lines[0].said, text, common, report)
    sets = []
    for line, known, other in zip(lines, kept, others, strict=True):
        if known and not known.sets and "answer" not in line.said:
            continue
        made = _base(line.said, base)
        own = {key: value for key, value in other.items() if key not in common}
        found = _Task(document, line, replace(made, attributes={**own, **made.attributes}), report).read()
        sets.append(restored(document, known.sets[0], found, report) if known and known.sets else found)
    return AnnotatedDocument(document, tuple(distinct(document, sets, report)))


def _text(task: JsonObject) -> str:
    text = task.get("text")
    if not isinstance(text, str):
        raise InvalidInput("a task has a text", rule="text")
    return text


def _others(line: Line, unread: Unread) -> dict[str, Json]:
    """What a task says under keys that are none of Prodigy's: fields of its file, and of its page."""
    corner = line.said.get(CORNER)
    is_ours, meta = corner is not None, line.said.get("meta")
    if isinstance(corner, dict) and isinstance(meta, dict):
        # What our corner says of the document stands there, too, to be seen.
        kept = corner.get("meta")
        known = keys(*kept) if isinstance(kept, dict) else {}
        unread.tell({"meta": meta}, line.number, {"meta": known})
    # What programs write under a name with a line before it says who, when, and of which data set.
    told = {key: value for key, value in line.said.items() if not key.startswith("_")}
    others = {key: value for key, value in told.items() if key not in KNOWN and not is_ours}
    found: dict[str, Json] = {
        key: value for key, value in others.items() if isinstance(value, str | int | float) and value != ""
    }
    unread.tell({key: value for key, value in told.items() if key not in found}, line.number)
    check_value(found, "a task")
    return found


def _of_others(task: JsonObject, text: str, common: JsonObject, report: Report) -> Document:
    meta = task.get("meta")
    told: dict[str, Json] = {**common, **(meta if isinstance(meta, dict) else {})}
    if INPUT_HASH in task:
        told[INPUT_HASH] = task[INPUT_HASH]
    check_value(told, "meta")
    return document_of(None, text, told, report)


def _base(task: JsonObject, base: AnnotationSet) -> AnnotationSet:
    """The set of a line before its spans: whose it is, and what became of it."""
    whose = next((task[key] for key in ("_annotator_id", "_session_id") if task.get(key)), base.annotator)
    answer = task.get("answer", _ANSWERS[0])
    if not isinstance(whose, str) or answer not in _ANSWERS:
        raise InvalidInput(f"an answer is one of {', '.join(_ANSWERS)}, and an annotator a name", rule="answer")
    made = replace(base, annotator=whose, attributes=_said_of_the_whole(task))
    if answer == _ANSWERS[0]:
        return made
    return replace(made, status=str(TaskState.SKIPPED), skip_reason=str(answer))


def _said_of_the_whole(task: JsonObject) -> dict[str, Json]:
    """The label of a classification, the options that were chosen, the words that were written."""
    said: dict[str, Json] = {}
    names = {each.get("id"): each.get("text") for each in objects_in(task, "options") if type(each.get("id")) is int}
    accepted = a_list(task.get("accept"), "accept")
    chosen = [str(names.get(each) or each) for each in accepted if isinstance(each, str) or type(each) is int]
    if chosen:
        said["accept"] = chosen[0] if len(chosen) == 1 else list[Json](chosen)
    for key in ("label", "user_input"):
        value = task.get(key)
        if isinstance(value, str) and value:
            said[key] = value
    return said


@dataclass(frozen=True, slots=True)
class _Task:
    """One line being read. Relations name tokens, or the spans that stand on them."""

    document: Document
    line: Line
    base: AnnotationSet
    report: Report

    def read(self) -> AnnotationSet:
        task = self.line.said
        said = [an_object(each, "a span") for each in a_list(task.get("spans"), "spans")]
        named = [span for span in said if span.get("label")]
        for span in said:
            if not span.get("label"):
                self._lose("span", "no_label", f"the span at {span.get('start')} has no label")
        placed = [each for span in named if (each := self._placed(span, task)) is not None]
        marks = [_mark(span, number) for number, span in enumerate(placed, start=1)]
        tokens = _TokenPlaces(task, marks)
        ties = list(self._ties(task, tokens))
        return marked(self.document, marks, ties, self.base, self.report, self.line.place)[0]

    def _placed(self, span: JsonObject, task: JsonObject) -> JsonObject | None:
        """The span with its place in the text, where it says no more than which tokens it is."""
        if "start" in span or "end" in span:
            return span
        tokens = [an_object(each, "a token") for each in a_list(task.get("tokens"), "tokens")]
        first, last = (a_number(span.get(key), key) for key in ("token_start", "token_end"))
        if not 0 <= first <= last < len(tokens):
            self._lose("span", "range", f"{span.get('label')}: tokens {first} to {last} of {len(tokens)}")
            return None
        return {**span, "start": tokens[first].get("start"), "end": tokens[last].get("end")}

    def _ties(self, task: JsonObject, tokens: "_TokenPlaces") -> Iterator[Tie]:
        for number, each in enumerate(a_list(task.get("relations"), "relations"), start=1):
            relation = an_object(each, "a relation")
            role = a_text(relation.get("label"), "the label of a relation")
            ends = [tokens.find(relation, key) for key in ("head", "child")]
            if ends[0] and ends[1]:
                yield Tie(f"r{number}", role, ends[0], ends[1])
            else:
                self._lose("link", "dangling", f"{role}: there is no span at one of its ends")

    def _lose(self, kind: str, reason: str, detail: str) -> None:
        self.report(Loss(self.document.id, kind, None, reason, detail, file=self.line.file, line=self.line.number))


def _mark(span: JsonObject, number: int) -> Mark:
    rest = {name: value for name, value in span.items() if name not in _OF_SPANS}
    check_value(rest, "a span")
    quote = span.get("text")
    given = span.get("id")
    return Mark(
        given if isinstance(given, str) and given else f"s{number}",
        a_text(span.get("label"), "label"),
        a_number(span.get("start"), "start"),
        a_number(span.get("end"), "end"),
        quote if isinstance(quote, str) else None,
        rest,
    )


class _TokenPlaces:
    """Which mark stands on a token: relations name tokens by number, and mostly the span as well."""

    def __init__(self, task: JsonObject, marks: Sequence[Mark]) -> None:
        self.marks = marks
        self.by_id = {mark.id: mark for mark in reversed(marks)}
        self.by_place = {(mark.start, mark.end, mark.label): mark for mark in reversed(marks)}
        self.by_stretch = {(mark.start, mark.end): mark for mark in reversed(marks)}
        self.tokens = [an_object(each, "a token") for each in a_list(task.get("tokens"), "tokens")]

    def find(self, relation: JsonObject, end: str) -> str | None:
        """The id of the mark at this end of a relation."""
        span = relation.get(f"{end}_span")
        found = self._of_span(span) if isinstance(span, dict) else None
        found = found or self._of_token(relation.get(end))
        return found.id if found else None

    def _of_span(self, span: Mapping[str, Json]) -> Mark | None:
        given, start, stop, label = (span.get(key) for key in ("id", "start", "end", "label"))
        if isinstance(given, str) and given in self.by_id:
            return self.by_id[given]
        if type(start) is not int or type(stop) is not int:
            return None
        same = self.by_place.get((start, stop, label)) if isinstance(label, str) else None
        return same or self.by_stretch.get((start, stop))

    def _of_token(self, number: Json) -> Mark | None:
        """The shortest mark on a token."""
        if type(number) is not int or not 0 <= number < len(self.tokens):
            return None
        start, end = (self.tokens[number].get(key) for key in ("start", "end"))
        if type(start) is not int or type(end) is not int:
            return None
        on = [mark for mark in self.marks if mark.start <= start and end <= mark.end]
        return min(on, key=lambda mark: mark.end - mark.start, default=None)
