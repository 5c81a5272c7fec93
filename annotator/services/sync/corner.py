"""What Label Studio has no place for, in our corner of a task's `meta`: where the document is from, whose a set is.

It goes over with a task and is kept true there; it is read where a task becomes a document.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from annotator.domain.annotations import AnnotationSet
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.formats.native.record import FORMAT, read_comments, read_record, set_record
from annotator.labelstudio.exchange import Words

#: Why a set is skipped that came so, or whose annotation is gone: nothing to tell over there.
SKIPPED, DELETED = "skipped in Label Studio", "deleted in Label Studio"
OF_THE_SYNC = frozenset({SKIPPED, DELETED})


def corner_of(document: Document, sets: Sequence[tuple[int, AnnotationSet, Words]]) -> dict[str, Json]:
    """The corner of a document, with each of its sets that went over under the number it has there."""
    records: list[Json] = []
    for number, each, words in sorted(sets, key=lambda entry: entry[0]):
        left = {name: value for name, value in each.attributes.items() if not words.has(name)}
        # Whether it is skipped stands in the annotation itself.
        reason = None if each.skip_reason in OF_THE_SYNC else each.skip_reason
        told = replace(each, spans=(), links=(), attributes=left, status="submitted", skip_reason=reason)
        records.append({"number": number, **set_record(told)})
    return {"format": FORMAT, "id": document.id, "meta": dict(document.meta), "sets": records}


def digest(corner: JsonObject) -> str:
    """Equal for equal corners."""
    written = json.dumps(corner, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Told:
    """What a corner says: the document, and its sets by the number they have there."""

    document: Document
    sets: dict[int, AnnotationSet]


def read_corner(corner: JsonObject, text: str) -> Told:
    """The corner as objects. Raises InvalidInput where somebody has made something else of it."""
    sets = corner.get("sets")
    if not isinstance(sets, list) or not all(isinstance(each, dict) for each in sets):
        raise InvalidInput("the sets of a corner are a list of objects", rule="corner")
    described = [dict(cast(JsonObject, each)) for each in sets]
    numbers = [each.pop("number", None) for each in described]
    # The spans that they are on stand in the annotations.
    remarks = [read_comments(each.pop("comments", [])) for each in described]
    whole: dict[str, Json] = {
        "format": corner.get("format"),
        "id": corner.get("id"),
        "text": text,
        "meta": corner.get("meta", {}),
        "annotation_sets": cast(list[Json], described),
    }
    said = read_record(whole)
    found = {
        number: replace(each, comments=comments)
        for number, each, comments in zip(numbers, said.sets, remarks, strict=True)
        if isinstance(number, int)
    }
    return Told(said.document, found)
