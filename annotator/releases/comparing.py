"""Two releases, document by document: what came, what went, and what is said otherwise now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet
from annotator.domain.json import Json
from annotator.releases import manifest
from annotator.releases.corpus import Corpus

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Moved:
    """Things of one kind in a set: how many came, went, and are said otherwise."""

    added: int = 0
    removed: int = 0
    changed: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    def __add__(self, other: "Moved") -> "Moved":
        return Moved(self.added + other.added, self.removed + other.removed, self.changed + other.changed)

    def as_json(self) -> dict[str, Json]:
        return {"added": self.added, "removed": self.removed, "changed": self.changed}


@dataclass(frozen=True, slots=True)
class Difference:
    """A document that is not the same in both; `split` is what it was and what it is."""

    document: str
    #: added, removed or changed
    state: str
    split: tuple[str | None, str | None]
    text: bool = False
    meta: bool = False
    sets: Moved = field(default_factory=Moved)
    spans: Moved = field(default_factory=Moved)
    links: Moved = field(default_factory=Moved)
    attributes: Moved = field(default_factory=Moved)

    def as_json(self) -> dict[str, Json]:
        said: dict[str, Json] = {"document": self.document, "state": self.state, "split": list(self.split)}
        if self.state == "changed":
            said |= {"text": self.text, "meta": self.meta}
            said |= {name: getattr(self, name).as_json() for name in ("sets", "spans", "links", "attributes")}
        return said


class _Release:
    """A release's native copy, its documents by id."""

    def __init__(self, folder: Path) -> None:
        said = manifest.read(folder)
        files = manifest.native_files(folder, list(said["splits"]))
        self.corpora = {name: Corpus([file]) for name, file in files.items()}
        self.places = {
            annotated.document.id: (name, number)
            for name, corpus in self.corpora.items()
            for number, annotated in enumerate(corpus)
        }

    def find(self, key: str) -> tuple[str, AnnotatedDocument] | None:
        place = self.places.get(key)
        return (place[0], self.corpora[place[0]][place[1]]) if place else None


def differences(before: Path, after: Path) -> Iterator[Difference]:
    """Every document that differs: those of the later release in its order, then those that are gone.

    People bear other names in each release: sets are matched by layer, and by what they hold.
    """
    old, new = _Release(before), _Release(after)
    for split, corpus in new.corpora.items():
        for annotated in corpus:
            key = annotated.document.id
            found = old.find(key)
            if found is None:
                yield Difference(key, "added", (None, split))
                continue
            difference = _difference(*found, split, annotated)
            if difference is not None:
                yield difference
    for key, (split, _) in old.places.items():
        if key not in new.places:
            yield Difference(key, "removed", (split, None))


def _difference(was: str, one: AnnotatedDocument, split: str, other: AnnotatedDocument) -> Difference | None:
    pairs, gone, come = _matched(one.sets, other.sets)
    spans, links, attributes = Moved(), Moved(), Moved()
    for mine, theirs in pairs:
        spans += _moved(_spans(mine), _spans(theirs))
        links += _moved(_links(mine), _links(theirs))
        attributes += _moved(mine.attributes, theirs.attributes)
    found = Difference(
        other.document.id,
        "changed",
        (was, split),
        text=one.document.text != other.document.text,
        meta=dict(one.document.meta) != dict(other.document.meta),
        sets=Moved(added=come, removed=gone),
        spans=spans,
        links=links,
        attributes=attributes,
    )
    same = (found.split[0] == found.split[1], not found.text, not found.meta)
    return None if all(same) and not any((found.sets, spans, links, attributes)) else found


def _matched(
    mine: Sequence[AnnotationSet], theirs: Sequence[AnnotationSet]
) -> tuple[list[tuple[AnnotationSet, AnnotationSet]], int, int]:
    """Sets of the same layer that share most; how many are left on either side."""
    waiting = list(theirs)
    pairs: list[tuple[AnnotationSet, AnnotationSet]] = []
    gone = 0
    for each in mine:
        fitting = [other for other in waiting if other.layer == each.layer]
        if not fitting:
            gone += 1
            continue
        best = max(fitting, key=lambda other: (_shared(each, other), other.annotator == each.annotator))
        waiting.remove(best)
        pairs.append((each, best))
    return pairs, gone, len(waiting)


def _shared(one: AnnotationSet, other: AnnotationSet) -> float:
    mine, theirs = set(_spans(one)), set(_spans(other))
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 1.0


_Thing = tuple[object, ...]


def _spans(annotations: AnnotationSet) -> dict[_Thing, object]:
    """What is said of each span, by its words and label; equal spans are told apart by their order."""
    found: dict[_Thing, object] = {}
    for span in annotations.spans:
        number = 0
        while (key := (span.start, span.end, span.label, number)) in found:
            number += 1
        found[key] = dict(span.attributes)
    return found


def _links(annotations: AnnotationSet) -> dict[_Thing, object]:
    """The links, by role and by the words at both ends: ids are others where a set was made anew."""
    places = {span.id: (span.start, span.end, span.label) for span in annotations.spans}
    found: dict[_Thing, object] = {}
    for link in annotations.links:
        number = 0
        while (key := (link.role, places.get(link.from_id), places.get(link.to_id), number)) in found:
            number += 1
        found[key] = None
    return found


def _moved(before: Mapping[Key, Value], after: Mapping[Key, Value]) -> Moved:
    both = before.keys() & after.keys()
    changed = sum(before[key] != after[key] for key in both)
    return Moved(len(after) - len(both), len(before) - len(both), changed)
