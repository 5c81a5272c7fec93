"""One task of Label Studio and one document of ours: whose each annotation is, and what surrounds it.

Under our name in a task's `meta` stands what Label Studio knows nothing of: the document's id and
metadata, and for each annotation its layer, status, schema, comments. It is found again by the
`id` that we gave the annotation, which Label Studio keeps as `import_id`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Schema
from annotator.domain.workflow import TaskState
from annotator.formats.anchoring import anchored
from annotator.formats.base import Loss, Report, Weight
from annotator.formats.checking import check_value, schema_ref
from annotator.formats.foreign_ids import distinct, document_of
from annotator.formats.label_studio_quotes import on_their_words
from annotator.formats.native_record import FORMAT, read_comments, read_record, set_record
from annotator.formats.options import of_reading
from annotator.labelstudio.regions import read_result
from annotator.labelstudio.results import CORNER, write_result

#: What is there all the same, though not as it stood; and what no export tells enough of to be anybody's.
_PUT_RIGHT = frozenset({"labels", "direction", "offsets", "id", "origin"})
_ONE_EACH = ("link", "several")
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
    data = task.get("data")
    text = data.get(options.text) if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(text, str):
        raise InvalidInput(f"a task has data with a {options.text}", rule="task")
    corner = _corner(task)
    if corner is None:
        document = _foreign_document(task, data, text, options.text, report)
        known: list[_Known] = []
    else:
        document, known = _own_document(corner, text)
    return _Task(document, task, known, schema, options, report).read()


@dataclass(frozen=True, slots=True)
class _Known:
    """A set as our corner of the task tells of it; its spans stand in an annotation or prediction."""

    number: int
    annotations: AnnotationSet


def _corner(task: JsonObject) -> JsonObject | None:
    meta = task.get("meta")
    corner = meta.get(CORNER) if isinstance(meta, dict) else None
    return corner if isinstance(corner, dict) else None


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


def _foreign_document(task: JsonObject, data: JsonObject, text: str, text_key: str, report: Report) -> Document:
    meta = task.get("meta")
    rest = {key: value for key, value in data.items() if key not in (text_key, "id")}
    told: dict[str, Json] = {**rest, **(meta if isinstance(meta, dict) else {})}
    check_value(told, "meta")
    given = next((each for each in (data.get("id"), _numbered(task.get("id"))) if isinstance(each, str | int)), None)
    return document_of(None if given is None else str(given), text, told, report)


def named(task: JsonObject) -> str | None:
    """What the document of a task is called, as far as it can be told."""
    corner, data = _corner(task) or {}, task.get("data")
    said = [corner.get("id"), data.get("id") if isinstance(data, dict) else None, _numbered(task.get("id"))]
    return next((str(each) for each in said if isinstance(each, str | int)), None)


def _numbered(task_id: Json) -> Json:
    return None if task_id is None else f"task-{task_id}"


class _Task:
    """One task being read: its sets in the order we wrote them, then those made elsewhere."""

    def __init__(
        self,
        document: Document,
        task: JsonObject,
        known: list[_Known],
        schema: Schema | None,
        options: LabelStudioOptions,
        report: Report,
    ) -> None:
        self.document, self.task, self.known = document, task, known
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
        weight = Weight.CHANGED if kind in _PUT_RIGHT or (kind, reason) == _ONE_EACH else Weight.LOST
        if kind in _NOBODYS:
            weight = Weight.UNWANTED
        self.report(Loss(self.document.id, kind, about, reason, detail, weight))

    def _annotations(self, found: dict[int, AnnotationSet], new: list[AnnotationSet]) -> None:
        known = {each.number: each.annotations for each in self.known if each.annotations.layer != "suggestion"}
        for item in self._items("annotations"):
            if not isinstance(item, dict):
                raise InvalidInput("an annotation is an object", rule="task")
            number = item.get("import_id") if "import_id" in item else item.get("id")
            cancelled = item.get("was_cancelled") is True
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

    def _items(self, key: str) -> Iterable[Json]:
        items = self.task.get(key)
        if items is None:
            return []
        if not isinstance(items, list):
            raise InvalidInput(f"{key} is a list", rule="task")
        return items

    def _new(self, annotator: str, cancelled: bool) -> AnnotationSet:
        return AnnotationSet(annotator, schema_ref(self.schema), self.options.layer, _status(cancelled))

    def _filled(self, base: AnnotationSet, item: Mapping[str, Json]) -> AnnotationSet:
        read = read_result(item.get("result", []), self.document.text, self.schema)
        for remark in read.remarks:
            self.lose(remark.kind, remark.id, remark.reason, remark.detail)
        attributes = {**base.attributes, **read.attributes}
        check_value(attributes, "attributes")
        for span in read.spans:
            check_value(span.attributes, "attributes")
        spans = on_their_words(self.document, read.spans, item.get("result"), self.report)
        comments = anchored(self.document, base.comments, spans, self.report)
        return replace(base, spans=spans, links=tuple(read.links), attributes=attributes, comments=comments)


def _status(cancelled: bool) -> str:
    return str(TaskState.SKIPPED if cancelled else TaskState.SUBMITTED)


def _whose(annotation: Mapping[str, Json]) -> str | None:
    """Who completed it: told as a number in lists, as an object with an address in exports."""
    person = annotation.get("completed_by")
    if isinstance(person, dict):
        address = person.get("email")
        return address if isinstance(address, str) and address else f"user-{person.get('id')}"
    return f"user-{person}" if isinstance(person, int) else None
