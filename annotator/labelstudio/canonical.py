"""What is compared of an annotation, here and there: its content, without order, times and what editors change.

A form is made of a set of ours, or of an annotation of Label Studio's that was read as one. Two forms are equal
when nobody would say that the annotations differ: order of items and keys, `value.text`, origins, scores, times
and whose it is are left out. What Label Studio holds and we know nothing of is `carried`, and is compared too.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from annotator.domain.annotations import AnnotationSet, Link
from annotator.domain.json import Json, JsonObject
from annotator.domain.workflow import TaskState

#: A link without an id, which Label Studio does not keep: from, to and role.
Tie = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Mark:
    """A span without its words, which follow from its place."""

    start: int
    end: int
    label: str
    attributes: Mapping[str, Json] = field(default_factory=dict)

    def as_json(self) -> dict[str, Json]:
        said: dict[str, Json] = {"start": self.start, "end": self.end, "label": self.label}
        return said | {"attributes": dict(self.attributes)}


@dataclass(frozen=True, slots=True)
class Form:
    """The content of an annotation. Ties are a multiset in order; carried items are whole, by a key of theirs."""

    marks: Mapping[str, Mark] = field(default_factory=dict)
    ties: tuple[Tie, ...] = ()
    attributes: Mapping[str, Json] = field(default_factory=dict)
    is_skipped: bool = False
    is_gold: bool = False
    carried: Mapping[str, Json] = field(default_factory=dict)

    def as_json(self) -> dict[str, Json]:
        return {
            "marks": {name: mark.as_json() for name, mark in sorted(self.marks.items())},
            "ties": [list(tie) for tie in sorted(self.ties)],
            "attributes": dict(sorted(self.attributes.items())),
            "is_skipped": self.is_skipped,
            "is_gold": self.is_gold,
            "carried": dict(sorted(self.carried.items())),
        }

    @property
    def flags(self) -> dict[str, Json]:
        """What is said of the whole, by name."""
        return {"is_skipped": self.is_skipped, "is_gold": self.is_gold}

    @property
    def digest(self) -> str:
        """SHA-256 of the form: equal for equal content alone."""
        written = json.dumps(plain(self.as_json()), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()


def form_of(annotations: AnnotationSet, carried: Mapping[str, Json] | None = None) -> Form:
    """The form of a set; `carried` is what Label Studio holds beside it."""
    return Form(
        marks={
            span.id: Mark(span.start, span.end, span.label, _without_nothing(span.attributes))
            for span in annotations.spans
        },
        ties=tuple(sorted(tie_of(link) for link in annotations.links)),
        attributes=_without_nothing(annotations.attributes),
        is_skipped=annotations.status == TaskState.SKIPPED,
        is_gold=annotations.layer == "gold",
        carried=dict(carried or {}),
    )


def tie_of(link: Link) -> Tie:
    """What a link says, without its id."""
    return (link.from_id, link.to_id, link.role)


def read_form(data: JsonObject) -> Form:
    """The form that `as_json` wrote."""
    marks = cast(Mapping[str, Mapping[str, Json]], data["marks"])
    return Form(
        marks={
            name: Mark(
                cast(int, mark["start"]),
                cast(int, mark["end"]),
                cast(str, mark["label"]),
                cast(Mapping[str, Json], mark["attributes"]),
            )
            for name, mark in marks.items()
        },
        ties=tuple(cast(Tie, tuple(tie)) for tie in cast(Iterable[Iterable[str]], data["ties"])),
        attributes=cast(Mapping[str, Json], data["attributes"]),
        is_skipped=data["is_skipped"] is True,
        is_gold=data["is_gold"] is True,
        carried=cast(Mapping[str, Json], data["carried"]),
    )


def _without_nothing(attributes: Mapping[str, Json]) -> dict[str, Json]:
    """An attribute that is null says what one says that is not there."""
    return {name: value for name, value in attributes.items() if value is not None}


def plain(value: Json) -> Json:
    """3.0 is 3: an editor writes whole numbers as it likes."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value
