"""Label Studio's results (regions, per-region values, relations) and our spans, attributes and links.

Pure. Offsets are code points on both sides. The region's id is the span's. What Label Studio has
no place for stands under our name in the `meta` of a region, which its editor keeps; the ids of
links stand in the `meta` of a relation, which it drops: then they follow from what the link says.
`value.text` is written for people and never trusted.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from annotator.domain.annotations import AnnotationSet, Span
from annotator.domain.json import Json
from annotator.domain.schema import Attribute, AttributeType, Schema
from annotator.labelstudio.label_config import SPAN, TEXT, Control, control

#: Our corner of every `meta`.
CORNER = "annotator"


@dataclass(frozen=True, slots=True)
class Written:
    """A result, and the document attributes that it has no control for."""

    result: list[Json]
    attributes: dict[str, Json]


def write_result(annotations: AnnotationSet, schema: Schema | None, controls: Container[str] | None = None) -> Written:
    """The result of a set. Without a schema there are no controls: attributes go into `meta`.

    `controls` are those that a config has, where it has not all of ours.
    """
    items: list[Json] = []
    for span in annotations.spans:
        items += _span_items(span, schema, controls)
    left: dict[str, Json] = {}
    for name, value in annotations.attributes.items():
        attribute = schema.attribute(name) if schema else None
        found = control(attribute) if attribute and _fits(attribute, value) else None
        if found is None or not _has(controls, found):
            left[name] = value
        else:
            items.append(_item(f"document-{name}", found.name, found.type, _control_value(found, value)))
    for link in annotations.links:
        items.append(
            {
                "type": "relation",
                "from_id": link.from_id,
                "to_id": link.to_id,
                "direction": "right",
                "labels": [link.role],
                "meta": {CORNER: {"id": link.id}},
            }
        )
    return Written(items, left)


def _has(controls: Container[str] | None, found: Control) -> bool:
    return controls is None or found.name in controls


def _span_items(span: Span, schema: Schema | None, there: Container[str] | None) -> Iterator[Json]:
    place: dict[str, Json] = {"start": span.start, "end": span.end, "text": span.quote}
    controls = {name: found for name, found in _controls(span, schema).items() if _has(there, found)}
    kept: dict[str, Json] = {"origin": span.origin}
    rest: dict[str, Json] = {name: value for name, value in span.attributes.items() if name not in controls}
    if rest:
        kept["attributes"] = rest
    item = _item(span.id, SPAN, "labels", {**place, "labels": [span.label]})
    yield {**item, "origin": "manual", "meta": {CORNER: kept}}
    for name, found in controls.items():
        value = _control_value(found, span.attributes[name])
        yield _item(span.id, found.name, found.type, {**place, **value})


def _controls(span: Span, schema: Schema | None) -> Mapping[str, Control]:
    label = schema.label(span.label) if schema else None
    found = {}
    for name, value in span.attributes.items():
        attribute = label.attribute(name) if label else None
        if attribute and _fits(attribute, value) and (made := control(attribute, span.label)):
            found[name] = made
    return found


def _fits(attribute: Attribute, value: Json) -> bool:
    """Whether the editor gives the value back as it is: it drops empty ones."""
    match attribute.type:
        case AttributeType.CHOICE | AttributeType.TEXT:
            return isinstance(value, str) and bool(value)
        case AttributeType.CHOICES:
            return isinstance(value, list) and bool(value)
        case AttributeType.NUMBER:
            return isinstance(value, int | float)
        case _:
            return False


def _item(region: str, name: str, type_: str, value: Mapping[str, Json]) -> dict[str, Json]:
    return {"id": region, "type": type_, "from_name": name, "to_name": TEXT, "value": dict(value)}


def _control_value(found: Control, value: Json) -> dict[str, Json]:
    if found.type == "choices":
        return {"choices": value if isinstance(value, list) else [value]}
    # A text area's list stands under the key that elsewhere holds the words of the region.
    return {"text": [value]} if found.type == "textarea" else {"number": value}
