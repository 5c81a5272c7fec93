"""What Label Studio makes of an annotation for its JSON_MIN and CSV: its data, and a column for each control.

After the converter of Label Studio's SDK: a column holds the values of its control in the order of the result, one
alone without a list. Which span a choice is said of, and all relations, are lost on the way; so they are in ours.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, SchemaRef, Span
from annotator.domain.json import Json
from annotator.domain.schema import Schema
from annotator.formats.base import NOTHING, Carries, Loss, Weight
from annotator.formats.records.selection import Besides, chosen, left_behind, no_set, reduced
from annotator.labelstudio.label_config import SPAN, TEXT, control
from annotator.labelstudio.results import write_result

CARRIES: Carries = replace(NOTHING, text=True, overlap=True, document_attributes=True)
#: What a row has of its annotation; we know nothing of the times.
LAST = ("annotator", "annotation_id", "created_at", "updated_at", "lead_time")

Row = dict[str, Json]


def row(annotated: AnnotatedDocument, schema: Schema | None) -> tuple[Row | None, list[Loss]]:
    """The row of a document's one set, and what it leaves behind; None for a document without a set."""
    document, annotations = annotated.document, chosen(annotated)
    if annotations is None:
        return None, [no_set(document)]
    losses = list(left_behind(annotated, annotations, CARRIES, _besides(schema)))
    written = write_result(annotations, schema)
    for name in written.attributes:
        losses.append(Loss(document.id, "document_attribute", name, "not_carried", "there is no control for it"))
    columns: dict[str, list[Row]] = defaultdict(list)
    unlinked = 0
    for item in cast(list[Mapping[str, Json]], written.result):
        if "from_name" in item:
            columns[str(item["from_name"])].append({"type": item["type"], **cast(Row, item["value"])})
            unlinked += item["from_name"] != SPAN and "start" in cast(Row, item["value"])
    if unlinked:
        said = f"{unlinked} values stand in columns of their own: which span each is said of is not carried"
        losses.append(Loss(document.id, "attribute", None, "unlinked", said, Weight.CHANGED))
    made: Row = {"id": document.id, TEXT: document.text}
    made |= {name: _plain(values) for name, values in columns.items()}
    return made | dict.fromkeys(LAST) | {"annotator": annotations.annotator, "annotation_id": 1}, losses


def kept(annotated: AnnotatedDocument, schema: Schema | None) -> AnnotatedDocument | None:
    """What a row says of a document."""
    annotations = chosen(annotated)
    if annotations is None:
        return None
    left = write_result(annotations, schema).attributes
    said = {name: value for name, value in annotations.attributes.items() if name not in left}
    return reduced(annotated, replace(annotations, attributes=said), CARRIES, _besides(schema))


def columns(schema: Schema | None) -> list[str]:
    """The columns that a row of this schema may have, sorted, as the converter sorts them."""
    names = {"id", TEXT, SPAN, *LAST}
    for label in schema.labels if schema else ():
        names |= {found.name for each in label.attributes if (found := control(each, label.name))}
    for attribute in schema.attributes if schema else ():
        names |= {found.name for found in [control(attribute)] if found}
    return sorted(names)


def _besides(schema: Schema | None) -> Besides:
    """Of attributes of spans those are carried that have a control."""

    def has_control(span: Span, name: str) -> bool:
        alone = AnnotationSet("", SchemaRef("", 1), spans=(replace(span, attributes={name: span.attributes[name]}),))
        return len(write_result(alone, schema).result) > 1

    return Besides(has_control, document_id=True)


def _plain(values: list[Row]) -> Json:
    """The values of a column: a choice or a text alone by itself, everything else in a list."""
    kind = values[-1]["type"]
    told = [_alone(dict(value)) for value in values]
    return told[0] if kind in ("choices", "textarea") and len(told) == 1 else told


def _alone(value: Row) -> Json:
    key = {"choices": "choices", "textarea": "text"}.get(str(value.pop("type")), "")
    held = value.get(key)
    return held[0] if isinstance(held, list) and len(held) == 1 else value
