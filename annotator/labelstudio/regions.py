"""Label Studio's results read: regions as spans, per-region values as attributes, relations as links.

Pure, and made for what its editor, its exports and other programs really write: items without a
label, several labels, relations to the left, both ways or into nothing. What cannot be taken as
it is becomes a `Remark`; nothing is dropped in silence. Only what is no result at all is refused.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from annotator.domain.annotations import ITEM_ID, Link, Span
from annotator.domain.errors import InvalidInput
from annotator.domain.graphemes import cuts_grapheme
from annotator.domain.json import Json
from annotator.domain.schema import Attribute, AttributeType, Schema
from annotator.labelstudio.label_config import attribute_name
from annotator.labelstudio.offsets import place
from annotator.labelstudio.results import CORNER

Item = Mapping[str, Json]
#: What a relation without a label is called, where a schema has no other names.
UNNAMED = "relation"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something of a result that did not come through, or not as it stood."""

    kind: str
    id: str | None
    reason: str
    detail: str


@dataclass(slots=True)
class Read:
    """What a result says."""

    spans: list[Span] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    attributes: dict[str, Json] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)


def read_result(result: Json, text: str, schema: Schema | None = None) -> Read:
    """The spans, links and document attributes of a result.

    The schema tells a choice from choices, which look alike; it is not enforced. Raises
    InvalidInput when this is no result.
    """
    reader = _Reader(text, schema)
    for item in _objects(result, "result"):
        reader.take(item)
    return reader.finish()


@dataclass(slots=True)
class _Region:
    """The items of one id: its label items, and what is said of it."""

    labels: list[Item] = field(default_factory=list)
    values: list[Item] = field(default_factory=list)


class _Reader:
    """One result on its way: regions are complete only when all items were seen."""

    def __init__(self, text: str, schema: Schema | None) -> None:
        self.text = text
        self.schema = schema
        self.read = Read()
        self.regions: dict[str, _Region] = {}
        self.relations: list[Item] = []
        #: Which spans a region became; more than one when it has several labels.
        self.spans_of: dict[str, list[Span]] = {}

    def take(self, item: Item) -> None:
        """Sort one item to the region, relation or document that it speaks of."""
        if item.get("type") == "relation":
            self.relations.append(item)
            return
        value = item.get("value")
        if not isinstance(value, dict):
            raise InvalidInput("an item of a result has a value", rule="result")
        if "start" not in value:
            self._document_attribute(item)
            return
        region_id = item.get("id")
        if not isinstance(region_id, str):
            raise InvalidInput("an item of a region has an id", rule="result")
        if item.get("type") == "labels":
            self.regions.setdefault(self._own_id(region_id, value), _Region()).labels.append(item)
        else:
            self.regions.setdefault(region_id, _Region()).values.append(item)

    def _own_id(self, region_id: str, value: Item) -> str:
        """The id of a region; one of its own where another region, on other words, has the same."""
        labels = self.regions[region_id].labels if region_id in self.regions else []
        stands = (value.get("start"), value.get("end"))
        if all(
            stands == (cast(Item, each["value"]).get("start"), cast(Item, each["value"]).get("end")) for each in labels
        ):
            return region_id
        own = _derived("r", region_id, *map(str, stands))
        self.remark("id", region_id, "id", f"another region has it: the one at {stands[0]} is {own} here")
        return own

    def finish(self) -> Read:
        for region_id, region in self.regions.items():
            self._region(region_id, region)
        self.read.links = list(_links(self.relations, self.spans_of, self.schema, self.read.remarks))
        return self.read

    def remark(self, kind: str, about: str | None, reason: str, detail: str) -> None:
        self.read.remarks.append(Remark(kind, about, reason, detail))

    def _region(self, region_id: str, region: _Region) -> None:
        if not region.labels:
            self.remark("span", region_id, "no_label", "the region has no label")
            return
        value = cast(Item, region.labels[0]["value"])
        found = place(self.text, value)
        if found is None:
            said = f"[{value.get('start')}, {value.get('end')}) is no part of the text"
            self.remark("span", region_id, "range", said)
            return
        if found.utf16:
            said = f"its offsets count UTF-16 units; it is at [{found.start}, {found.end})"
            self.remark("offsets", region_id, "utf16", said)
        given = [name for item in region.labels for name in _strings(cast(Item, item["value"]).get("labels"))]
        names = list(dict.fromkeys(given))
        if not names:
            self.remark("span", region_id, "no_label", "the region has no label")
        if len(names) < len(given):
            self.remark("span", region_id, "equal_span", "it says a label twice: it is one span here")
        if len(names) > 1:
            self.remark("labels", region_id, "several", f"one span for each of {', '.join(names)}")
        for number, name in enumerate(names, start=1):
            self._span(region_id, number, name, found.start, found.end, region)

    def _span(self, region_id: str, number: int, label: str, start: int, end: int, region: _Region) -> None:
        span_id = region_id if number == 1 else f"{region_id}.{number}"
        if not ITEM_ID.fullmatch(span_id) or (number > 1 and span_id in self.regions):
            span_id = _derived("r", region_id, str(number))
            self.remark("id", region_id, "id", f"it is {span_id} here")
        kept = _corner(region.labels[0])
        origin = kept.get("origin", "import")
        if origin == "human" and (cuts_grapheme(self.text, start) or cuts_grapheme(self.text, end)):
            origin = "import"
            self.remark("origin", region_id, "grapheme", "it cuts a character in two")
        attributes = dict(cast(Item, kept.get("attributes") or {}))
        for item in region.values:
            attribute = self._attribute(label, item)
            self._set(attributes, region_id, item, attribute)
        span = Span(span_id, label, start, end, self.text[start:end], attributes, str(origin))
        self.read.spans.append(span)
        self.spans_of.setdefault(region_id, []).append(span)

    def _attribute(self, label: str, item: Item) -> Attribute | None:
        known = self.schema.label(label) if self.schema else None
        return known.attribute(attribute_name(str(item.get("from_name")))) if known else None

    def _document_attribute(self, item: Item) -> None:
        name = attribute_name(str(item.get("from_name")))
        self._set(self.read.attributes, None, item, self.schema.attribute(name) if self.schema else None)

    def _set(self, attributes: dict[str, Json], region: str | None, item: Item, attribute: Attribute | None) -> None:
        name, value = attribute_name(str(item.get("from_name"))), _value(item, attribute)
        if value is None:
            said = f"{item.get('from_name')}: values of the type {item.get('type')} are not read"
            self.remark("attribute", region or name, "type", said)
        elif name in attributes and attributes[name] != value:
            self.remark("attribute", region or name, "several", f"{name} is {attributes[name]!r} and {value!r}")
        else:
            attributes[name] = value


def _value(item: Item, attribute: Attribute | None) -> Json:
    """The value of an item, None when it is none that we know."""
    value = cast(Item, item["value"])
    match item.get("type"):
        case "choices":
            chosen = _strings(value.get("choices"))
            many = attribute.type is AttributeType.CHOICES if attribute else len(chosen) > 1
            return cast(Json, chosen) if many else (chosen[0] if len(chosen) == 1 else None)
        case "textarea":
            return "\n".join(_strings(value.get("text"))) or None
        case "number":
            number = value.get("number")
            return number if isinstance(number, int | float) and not isinstance(number, bool) else None
        case _:
            return None


def _links(
    relations: Iterable[Item], spans_of: Mapping[str, list[Span]], schema: Schema | None, remarks: list[Remark]
) -> Iterator[Link]:
    seen: set[tuple[str, str, str]] = set()
    ids: set[str] = set()
    for relation in relations:
        start, end = str(relation.get("from_id")), str(relation.get("to_id"))
        said = f"{start} to {end}"
        if start not in spans_of or end not in spans_of:
            remarks.append(Remark("link", said, "dangling", "there is no span at one of its ends"))
            continue
        one, other = spans_of[start][0], spans_of[end][0]
        roles = _roles(relation, said, schema, remarks)
        direction = relation.get("direction", "right")
        if direction != "right":
            remarks.append(Remark("direction", said, str(direction), "it is written from head to filler here"))
        for role in roles:
            head, filler = _ends(role, one, other, direction, schema)
            link = _link(relation, role, head, filler, ids)
            if (role, head.id, filler.id) in seen:
                remarks.append(Remark("link", said, "duplicate", f"{role} is there twice"))
                continue
            seen.add((role, head.id, filler.id))
            ids.add(link.id)
            yield link


def _roles(relation: Item, said: str, schema: Schema | None, remarks: list[Remark]) -> list[str]:
    """What a relation says: its labels; one without any is a link all the same where no schema forbids it."""
    roles = _strings(relation.get("labels"))
    if len(roles) > 1:
        remarks.append(Remark("link", said, "several", f"one link for each of {', '.join(roles)}"))
    if roles:
        return roles
    if schema is None or schema.role(UNNAMED):
        detail = f"the relation has no label: it is called {UNNAMED} here"
        remarks.append(Remark("relation", said, "no_role", detail))
        return [UNNAMED]
    remarks.append(Remark("link", said, "no_role", "the relation has no label"))
    return []


def _ends(role: str, one: Span, other: Span, direction: Json, schema: Schema | None) -> tuple[Span, Span]:
    if direction == "left":
        return other, one
    known = schema.role(role) if schema else None
    if direction == "bi" and known and not known.joins(one.label, other.label) and known.joins(other.label, one.label):
        return other, one
    return one, other


def _link(relation: Item, role: str, head: Span, filler: Span, ids: set[str]) -> Link:
    kept = _corner(relation).get("id")
    own = isinstance(kept, str) and ITEM_ID.fullmatch(kept) and kept not in ids
    return Link(str(kept) if own else _derived("l", role, head.id, filler.id), role, head.id, filler.id)


def _derived(prefix: str, *words: str) -> str:
    """An id that follows from what it names, so that it is the same each time."""
    return f"{prefix}-{hashlib.sha256(' '.join(words).encode()).hexdigest()[:20]}"


def _corner(item: Item) -> Item:
    """What we left in the `meta` of an item, as far as it is still of that shape."""
    meta = item.get("meta")
    kept = meta.get(CORNER) if isinstance(meta, dict) else None
    if not isinstance(kept, dict):
        return {}
    return kept if isinstance(kept.get("attributes", {}), dict) else {**kept, "attributes": {}}


def _strings(value: Json) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _objects(value: Json, what: str) -> Iterator[Item]:
    if not isinstance(value, list):
        raise InvalidInput(f"{what} is a list", rule="result")
    for each in value:
        if not isinstance(each, dict):
            raise InvalidInput(f"each item of {what} is an object", rule="result")
        yield each
