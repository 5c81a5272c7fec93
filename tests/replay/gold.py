"""What is to be made again, and whether it was."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import permutations, product
from pathlib import Path
from typing import Any

Facts = dict[str, Any]


#: What of a value nobody types.
UNTYPED = {"text", "start", "end", "precision", "by"}

#: Label, start and end.
Place = tuple[str, int, int]


@dataclass(frozen=True)
class Gold:
    """One document of a native file and what was settled about it."""

    id: str
    text: str
    schema: str
    annotations: Facts

    @property
    def spans(self) -> list[Facts]:
        spans: list[Facts] = self.annotations["spans"]
        return spans

    @property
    def links(self) -> list[Facts]:
        links: list[Facts] = self.annotations["links"]
        return links


def golds(file: Path) -> Iterator[Gold]:
    """Every document of a native file that has a gold set with something in it."""
    for line in file.read_text("utf-8").splitlines():
        record = json.loads(line)
        for each in record.get("annotation_sets", []):
            if each["layer"] == "gold" and each.get("spans"):
                annotations = {"spans": each["spans"], "links": each.get("links", [])}
                yield Gold(record["id"], record["text"], each["schema"]["name"], annotations)


def placed(annotations: Facts) -> list[Place]:
    """Spans by label and place."""
    return sorted(place_of(span) for span in annotations["spans"])


def place_of(span: Facts) -> Place:
    return span["label"], span["start"], span["end"]


def linked(annotations: Facts) -> list[tuple[Any, ...]]:
    """Links by role and the places of both ends.

    Two events may begin in the same words, and then nothing but their links tells them apart: whichever of them is
    named the first, the same is to be found.
    """
    places: dict[Place, list[str]] = {}
    for span in annotations["spans"]:
        places.setdefault(place_of(span), []).append(span["id"])
    ways = product(*([[(place, ids) for ids in permutations(twins)] for place, twins in places.items()]))
    named = [{span: (*place, at) for place, ids in way for at, span in enumerate(ids)} for way in ways]
    return min(
        sorted((link["role"], name[link["from"]], name[link["to"]]) for link in annotations["links"]) for name in named
    )


def tolls(annotations: Facts, schema: Facts) -> list[tuple[Any, ...]]:
    """What is typed in the line of a toll, of each span that has one."""
    return _said(annotations, schema, is_typed)


def values(annotations: Facts, schema: Facts) -> list[tuple[Any, ...]]:
    """What is said of spans besides, where it differs from what would hold anyway."""
    return _said(annotations, schema, lambda *each: not is_typed(*each))


def _said(annotations: Facts, schema: Facts, is_meant: Callable[[Facts, Facts, Any], bool]) -> list[tuple[Any, ...]]:
    labels = {label["name"]: label for label in schema["labels"]}
    found = []
    for span in annotations["spans"]:
        label = labels[span["label"]]
        said = span.get("attributes", {})
        for attribute in label["attributes"]:
            value = said.get(attribute["name"])
            if value not in (None, attribute.get("default")) and is_meant(label, attribute, value):
                found.append((*place_of(span), attribute["name"], repr(typed(value))))
    return sorted(found)


def is_typed(label: Facts, attribute: Facts, value: Any) -> bool:
    """Does a value stand in the line of a toll: the number, and what has a letter?"""
    has_toll = any(each["type"] == "count" for each in label["attributes"])
    letters = {each["value"] for each in attribute.get("values") or () if each.get("key")}
    return attribute["type"] == "count" or (has_toll and isinstance(value, str) and value in letters)


def typed(value: Any) -> Any:
    """A value without the words that it was read from, who said it and what follows from it: nobody types these."""
    if not isinstance(value, dict):
        return value
    return {key: value[key] for key in sorted(value) if value[key] and key not in UNTYPED}
