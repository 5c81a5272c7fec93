"""One task of Label Studio and one document of ours: whose each annotation is, and what surrounds it.

Under our name in a task's `meta` stands what Label Studio knows nothing of: the document's id and
metadata, and for each annotation its layer, status, schema, comments. It is found again by the
`id` that we gave the annotation, which Label Studio keeps as `import_id`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Comment
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Schema
from annotator.domain.workflow import TaskState
from annotator.formats.base import Loss, Report, Weight
from annotator.formats.label_studio.keys import ANNOTATIONS, corner_of
from annotator.formats.label_studio.objects import LABELS, Shown, shown
from annotator.formats.label_studio.quotes import on_their_words, over_line_breaks
from annotator.formats.native.record import FORMAT, read_comments, read_record, set_record
from annotator.formats.options import of_reading
from annotator.formats.places.anchoring import anchored
from annotator.formats.records.checking import check_value, schema_ref
from annotator.formats.records.corner import remark
from annotator.formats.records.foreign_ids import distinct, document_of, free_id
from annotator.formats.sources.json_lines import objects_in
from annotator.labelstudio.regions import read_result
from annotator.labelstudio.results import CORNER, write_result

#: What is there all the same, though not as it stood; and what no export tells enough of to be anybody's.
_PUT_RIGHT = frozenset({"labels", "direction", "offsets", "id", "origin", "relation"})
_ONE_EACH = (("link", "several"), ("link", "duplicate"), ("span", "equal_span"))
_NOBODYS = frozenset({"draft", "prediction"})


@dataclass(frozen=True, slots=True)
class LabelStudioOptions:
    """Which field of a task is the text, and whose the annotations are that do not say it."""

    text: str = field(default="text", metadata={"help": "the field of a task's data that is its text"})
    annotator: str = field(default="import", metadata=of_reading("whose the annotations are that do not say it"))
    layer: Literal["annotator", "gold"] = field(
        default="annotator", metadata=of_reading("the layer of annotations that do not say it")
    )


def write_task(annotated: AnnotatedDocument, schema: Schema | None, text_key: str = "text") -> dict[str, Json]:
    """The task of a document: suggestions are predictions, all other sets annotations."""
    document = annotated.document
    annotations: list[Json] = []
    predictions: list[Json] = []
    sets: list[Json] = []
    for number, each in enumerate(annotated.sets, start=1):
        written = write_result(each, schema)
        corner = set_record(replace(each, spans=(), links=(), attributes=written.attributes))
        sets.append({"number": number, **corner})
        if each.layer == "suggestion":
            predictions.append({"model_version": each.annotator, "result": written.result})
            continue
        annotation: dict[str, Json] = {"id": number, "result": written.result}
        # Said always: its import takes silence for "ground truth".
        annotation["ground_truth"] = each.layer == "gold"
        annotation["was_cancelled"] = each.status == TaskState.SKIPPED
        annotations.append(annotation)
    kept: dict[str, Json] = {"format": FORMAT, "id": document.id, "meta": dict(document.meta), "sets": sets}
    return {
        # The id again, where its pages show it and its filters find it.
        "data": {"id": document.id, text_key: document.text},
        "meta": {CORNER: kept},
        "annotations": annotations,
        "predictions": predictions,
    }


def read_task(
    task: JsonObject, schema: Schema | None, options: LabelStudioOptions, report: Report
) -> AnnotatedDocument:
    """The document of a task. Raises InvalidInput when this is none, or its text is none of ours."""
    if "data" not in task and isinstance(task.get(options.text), str):
        # What is imported may be nothing but the data.
        task = {"data": dict(task)}
    data = task.get("data")
    if not isinstance(data, dict):
        raise InvalidInput("a task has data", rule="task")
    seen = shown(data, options.text, _all_items(task))
    corner = corner_of(task)
    if corner is None:
        document = _foreign_document(task, data, seen, report)
        known: list[_Known] = []
    else:
        document, known = _own_document(corner, seen.text)
    return _Task(document, seen, task, known, schema, options, report).read()


def _all_items(task: JsonObject) -> list[JsonObject]:
    """What the results of all annotations and predictions hold, as far as it has the shape of results."""
    return [
        item
        for key in (*ANNOTATIONS, "predictions")
        for each in objects_in(task, key)
        for item in objects_in(each, "result")
    ]


@dataclass(frozen=True, slots=True)
class _Known:
    """A set as our corner of the task tells of it; its spans stand in an annotation or prediction."""

    number: int
    annotations: AnnotationSet


def _own_document(corner: JsonObject, text: str) -> tuple[Document, list[_Known]]:
    sets = corner.get("sets", [])
    if not isinstance(sets, list) or not all(isinstance(each, dict) for each in sets):
        raise InvalidInput("sets is a list of objects", rule="type")
    described = [dict(cast(JsonObject, each)) for each in sets]
    numbers = [each.pop("number", None) for each in described]
    # The spans that they are on stand in the annotations, which are read later.
    remarks = [read_comments(each.pop("comments", [])) for each in described]
    whole: dict[str, Json] = {"format": corner.get("format"), "id": corner.get("id"), "text": text}
    whole["meta"] = corner.get("meta", {})
    whole["annotation_sets"] = cast(list[Json], described)
    said = read_record(whole)
    if not all(type(number) is int for number in numbers):
        raise InvalidInput("each of the sets has a number", rule="type")
    known = [
        _Known(cast(int, number), replace(each, comments=comments))
        for number, each, comments in zip(numbers, said.sets, remarks, strict=True)
    ]
    return said.document, known


def _foreign_document(task: JsonObject, data: JsonObject, seen: Shown, report: Report) -> Document:
    meta = task.get("meta")
    rest = {key: value for key, value in data.items() if key not in (seen.key, "id")}
    told: dict[str, Json] = {**rest, **(meta if isinstance(meta, dict) else {})}
    check_value(told, "meta")
    given = next((each for each in (data.get("id"), _numbered(task.get("id"))) if isinstance(each, str | int)), None)
    document = document_of(None if given is None else str(given), seen.text, told, report)
    if seen.is_html:
        said = f"it is what is seen of the HTML under {seen.key}: the tags are no part of it"
        report(Loss(document.id, "text", None, "html", said, Weight.CHANGED))
    return document


def named(task: JsonObject) -> str | None:
    """What the document of a task is called, as far as it can be told."""
    corner, data = corner_of(task) or {}, task.get("data")
    said = [corner.get("id"), data.get("id") if isinstance(data, dict) else None, _numbered(task.get("id"))]
    return next((str(each) for each in said if isinstance(each, str | int)), None)


def _numbered(task_id: Json) -> Json:
    return None if task_id is None else f"task-{task_id}"


class _Task:
    """One task being read: its sets in the order we wrote them, then those made elsewhere."""

    def __init__(
        self,
        document: Document,
        seen: Shown,
        task: JsonObject,
        known: list[_Known],
        schema: Schema | None,
        options: LabelStudioOptions,
        report: Report,
    ) -> None:
        self.document, self.seen, self.task, self.known = document, seen, task, known
        self.schema, self.options, self.report = schema, options, report

    def read(self) -> AnnotatedDocument:
        found: dict[int, AnnotationSet] = {}
        new: list[AnnotationSet] = []
        self._annotations(found, new)
        self._predictions(found, new)
        for known in self.known:
            if known.number not in found:
                whose = f"{known.annotations.annotator}/{known.annotations.layer}"
                self.lose("annotation_set", whose, "deleted", "its annotation is not in the file")
        if self.task.get("drafts"):
            self.lose("draft", None, "not_read", "drafts are nobody's annotation yet")
        sets = [found[number] for number in sorted(found)] + new
        return AnnotatedDocument(self.document, tuple(distinct(self.document, sets, self.report)))

    def lose(self, kind: str, about: str | None, reason: str, detail: str) -> None:
        weight = Weight.CHANGED if kind in _PUT_RIGHT or (kind, reason) in _ONE_EACH else Weight.LOST
        if kind in _NOBODYS:
            weight = Weight.UNWANTED
        self.report(Loss(self.document.id, kind, about, reason, detail, weight))

    def _annotations(self, found: dict[int, AnnotationSet], new: list[AnnotationSet]) -> None:
        known = {each.number: each.annotations for each in self.known if each.annotations.layer != "suggestion"}
        for item in self._items(*ANNOTATIONS):
            if not isinstance(item, dict):
                raise InvalidInput("an annotation is an object", rule="task")
            number = item.get("import_id") if "import_id" in item else item.get("id")
            cancelled = True in (item.get("was_cancelled"), item.get("skipped"))
            if isinstance(number, int) and number in known:
                base = known.pop(number)
                if cancelled != (base.status == TaskState.SKIPPED):
                    base = replace(base, status=_status(cancelled))
                found[number] = self._filled(base, item)
            else:
                new.append(self._filled(self._new(_whose(item) or self.options.annotator, cancelled), item))

    def _predictions(self, found: dict[int, AnnotationSet], new: list[AnnotationSet]) -> None:
        waiting: dict[str, list[_Known]] = defaultdict(list)
        for each in self.known:
            if each.annotations.layer == "suggestion":
                waiting[each.annotations.annotator].append(each)
        for item in self._items("predictions"):
            if not isinstance(item, dict):
                self.lose("prediction", str(item), "id_only", "an export tells no more of predictions than their ids")
                continue
            version = str(item.get("model_version") or "unknown")
            if waiting[version]:
                known = waiting[version].pop(0)
                found[known.number] = self._filled(known.annotations, item)
            else:
                new.append(self._filled(replace(self._new(version, False), layer="suggestion"), item))

    def _items(self, *keys: str) -> Iterator[Json]:
        for key in keys:
            items = self.task.get(key)
            if not isinstance(items, list | None):
                raise InvalidInput(f"{key} is a list", rule="task")
            yield from items or ()

    def _new(self, annotator: str, cancelled: bool) -> AnnotationSet:
        return AnnotationSet(annotator, schema_ref(self.schema), self.options.layer, _status(cancelled))

    def _filled(self, base: AnnotationSet, item: Mapping[str, Json]) -> AnnotationSet:
        result = over_line_breaks(self.document, self._regular(item.get("result", [])), self.report)
        read = read_result(result, self.document.text, self.schema)
        for each in read.remarks:
            self.lose(each.kind, each.id, each.reason, each.detail)
        attributes = {**base.attributes, **read.attributes}
        check_value(attributes, "attributes")
        for span in read.spans:
            check_value(span.attributes, "attributes")
        spans = on_their_words(self.document, read.spans, result, self.report)
        comments = anchored(self.document, _with_notes(base, result), spans, self.report)
        return replace(base, spans=spans, links=tuple(read.links), attributes=attributes, comments=comments)

    def _regular(self, result: Json) -> Json:
        """A result with all its regions on the text; those on another text of the task are told and left out."""
        if not isinstance(result, list):
            return result
        made: list[Json] = []
        for item in result:
            if not isinstance(item, dict):
                made.append(item)
                continue
            found = self.seen.regular(item)
            other = self.seen.elsewhere(found)
            if other is None:
                made.append(found)
            elif found.get("type") == LABELS[0]:
                said = f"it is on {other}, another text of the task: the option text names which is read"
                self.lose("span", str(found.get("id")), "other_text", said)
        return made


def _with_notes(base: AnnotationSet, result: Json) -> tuple[Comment, ...]:
    """The comments of a set, and the notes in its result that are none of them yet."""
    comments = list(base.comments)
    for span, words in _notes(result):
        if not any((each.span, each.text) == (span, words) for each in comments):
            taken = {each.id for each in comments}
            made = remark(words, len(comments) + 1, base.annotator, span)
            comments.append(replace(made, id=free_id(made.id, taken, "note")))
    return tuple(comments)


def _notes(result: Json) -> Iterator[tuple[str, str]]:
    """What people wrote about regions, in the editor's field for that."""
    items = [item for item in result if isinstance(item, dict)] if isinstance(result, list) else []
    for item in items:
        meta, region = item.get("meta"), item.get("id")
        if item.get("type") == LABELS[0] and isinstance(meta, dict) and isinstance(region, str):
            words = meta.get("text")
            for each in words if isinstance(words, list) else [words]:
                if isinstance(each, str) and each:
                    yield region, each


def _status(cancelled: bool) -> str:
    return str(TaskState.SKIPPED if cancelled else TaskState.SUBMITTED)


def _whose(annotation: Mapping[str, Json]) -> str | None:
    """Who completed it: told as a number in lists, as an object with an address in exports, by others as a name."""
    person = annotation.get("completed_by", annotation.get("created_username"))
    if isinstance(person, dict):
        address = person.get("email")
        return address if isinstance(address, str) and address else f"user-{person.get('id')}"
    if isinstance(person, str) and person:
        return person
    return f"user-{person}" if isinstance(person, int) else None
