"""Prodigy's JSON Lines: a task a line, annotated by one person, as `db-out` writes and `db-in` takes them.

After Prodigy's pages on its interfaces (`relations`, `spans_manual`, `ner_manual`) and on sessions. Offsets count code
points; `token_end` is the last token of a span. Several lines of one text are the sets of several people. What
Prodigy has no place for stands under our name in each line: it keeps the keys that it does not know.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar, cast

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet
from annotator.domain.documents import Document
from annotator.domain.json import Json
from annotator.domain.schema import Schema
from annotator.domain.workflow import TaskState
from annotator.formats.base import EVERYTHING, Carries, Destination, Loss, Report, Source, refuse
from annotator.formats.options import UnsaidOptions
from annotator.formats.places.tokens import Token
from annotator.formats.prodigy.reading import INPUT_HASH, KNOWN, REJECTED, document_of_tasks, task_key
from annotator.formats.prodigy.tokens import tiled, token_list, token_spans
from annotator.formats.records.corner import CORNER, corner_of
from annotator.formats.records.fitting import sound
from annotator.formats.records.selection import imported_set
from annotator.formats.sources.files import name_of, reading, writing
from annotator.formats.sources.json_text import written
from annotator.formats.sources.line_groups import groups
from annotator.formats.sources.unread import Unread


@dataclass(frozen=True, slots=True)
class Prodigy:
    """A data set of annotated tasks."""

    options: UnsaidOptions = field(default_factory=UnsaidOptions)

    id: ClassVar[str] = "prodigy"
    title: ClassVar[str] = "Prodigy JSON Lines"
    suffix: ClassVar[str] = ".prodigy.jsonl"
    signs: ClassVar[tuple[frozenset[str], ...]] = (
        frozenset({"text", "spans"}),
        frozenset({"text", "_input_hash"}),
        frozenset({"text", "tokens", "spans"}),
        frozenset({"text", "label", "_input_hash"}),
        frozenset({"text", "label", "answer"}),
    )
    description: ClassVar[str] = "Tokens, spans and relations, a line for each annotator of a text: for Prodigy."
    carries: ClassVar[Carries] = EVERYTHING

    def write(
        self, documents: Iterable[AnnotatedDocument], destination: Destination, schema: Schema | None = None
    ) -> Iterator[Loss]:
        """A line for each set; a document without any is a task that nobody answered. There are no losses."""
        del schema
        with writing(destination) as stream:
            for annotated in documents:
                for annotations in annotated.sets or (None,):
                    line = _task(annotated.document, annotations)
                    stream.write(written(line, annotated.document.id) + b"\n")
        yield from ()

    def keep(self, annotated: AnnotatedDocument, schema: Schema | None = None) -> AnnotatedDocument:
        """All of it."""
        del schema
        return annotated

    def read(
        self, source: Source, schema: Schema | None = None, report: Report = refuse, file: str | None = None
    ) -> Iterator[AnnotatedDocument]:
        """The texts of a data set, each with the sets of all who annotated it, in the order of their first lines."""
        file = name_of(source, file)
        base = imported_set((), schema, self.options.annotator, self.options.layer)
        with Unread(KNOWN, report, file) as unread, reading(source) as stream:
            for lines in groups([(file, stream)], task_key, report):
                read = partial(document_of_tasks, lines, base, report, unread)
                yield from sound(read, schema, report, *lines[0].place)


def _task(document: Document, annotations: AnnotationSet | None) -> dict[str, Json]:
    tokens = tiled(document.text, annotations.spans if annotations else ())
    task: dict[str, Json] = {"text": document.text, "meta": _shown(document)}
    task["tokens"] = token_list(document.text, tokens)
    if annotations is not None:
        task |= _spans_and_relations(annotations, tokens)
    kept = document.meta.get(INPUT_HASH)
    task[INPUT_HASH] = kept if type(kept) is int else _hash(document.text)
    task["_task_hash"] = _hash([task[INPUT_HASH], task.get("spans", []), task.get("relations", [])])
    task["_view_id"] = "relations" if annotations and annotations.links else "spans_manual"
    if annotations is not None:
        task["answer"] = _answer(annotations)
        task["_annotator_id"] = task["_session_id"] = annotations.annotator
    sets = (annotations,) if annotations else ()
    return {**task, CORNER: cast(Json, corner_of(AnnotatedDocument(document, sets)))}


def _spans_and_relations(annotations: AnnotationSet, tokens: Sequence[Token]) -> dict[str, Json]:
    # By its id, too: equal spans differ in nothing else.
    told: dict[str, dict[str, Json]] = {
        span.id: {
            "id": span.id,
            "start": span.start,
            "end": span.end,
            "token_start": first,
            "token_end": last,
            "label": span.label,
        }
        for span, first, last in token_spans(tokens, annotations.spans)
    }
    relations: list[Json] = [
        {
            "head": told[link.from_id]["token_end"],
            "child": told[link.to_id]["token_end"],
            "head_span": told[link.from_id],
            "child_span": told[link.to_id],
            "label": link.role,
        }
        for link in annotations.links
    ]
    return {"spans": list(told.values()), "relations": relations}


def _shown(document: Document) -> dict[str, Json]:
    """What stands under a task on its page: words and numbers."""
    return {name: value for name, value in document.meta.items() if isinstance(value, str | int | float)}


def _answer(annotations: AnnotationSet) -> str:
    """What is not done is ignored, so that nothing learns from it; our own corner says what it is."""
    if annotations.layer == "suggestion":
        return "ignore"
    if annotations.status == TaskState.SKIPPED and annotations.skip_reason == REJECTED:
        return REJECTED
    return "accept" if annotations.layer == "gold" or annotations.status == TaskState.SUBMITTED else "ignore"


def _hash(value: Json) -> int:
    """A whole number of 32 bits that follows from the value: the same for the same text, as Prodigy's are."""
    data = json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
    return int.from_bytes(hashlib.sha256(data).digest()[:4], signed=True)
