"""What stands in a corpus, counted as documents come by: sums only, so that they may be without end."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, SchemaRef
from annotator.domain.events import said
from annotator.domain.json import Json, JsonObject
from annotator.domain.meanings import About
from annotator.domain.schema import Schema
from annotator.domain.totals import Totals, account_of
from annotator.formats.records.selection import chosen
from annotator.releases.choosing import flags
from annotator.releases.documents import licence_of, source_of

Thing = TypeVar("Thing")

#: Lengths of spans in characters, by the most of each class.
LENGTHS = (5, 10, 20, 40, 80)
NOT_STATED = "not stated"

#: A place as the map shows it: latitude, longitude, name.
Spot = tuple[float, float, str]


def length_class(length: int) -> str:
    """The class that a span of so many characters is in."""
    least = 1
    for most in LENGTHS:
        if length <= most:
            return f"{least}–{most}"
        least = most + 1
    return f"{least} and more"


LENGTH_CLASSES = [length_class(most) for most in (*LENGTHS, LENGTHS[-1] + 1)]


@dataclass(slots=True)
class Counts:
    """What a split holds; of every set that is in it."""

    documents: int = 0
    characters: int = 0
    sets: int = 0
    spans: int = 0
    links: int = 0
    events: int = 0
    comments: int = 0
    flags: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)

    def add(self, annotated: AnnotatedDocument) -> None:
        self.documents += 1
        self.characters += len(annotated.document.text)
        for annotations in annotated.sets:
            self.sets += 1
            self.spans += len(annotations.spans)
            self.links += len(annotations.links)
            self.comments += len(annotations.comments)
            self.flags += flags(annotations)
            self.labels.update(span.label for span in annotations.spans)
            self.roles.update(link.role for link in annotations.links)

    def as_json(self) -> dict[str, Json]:
        return {
            "documents": self.documents,
            "characters": self.characters,
            "sets": self.sets,
            "spans": self.spans,
            "links": self.links,
            "events": self.events,
            "comments": self.comments,
            "flags": self.flags,
            "labels": dict(sorted(self.labels.items())),
            "roles": dict(sorted(self.roles.items())),
        }


@dataclass(slots=True)
class Statistics:
    """A whole release. Events, tolls and places are those of the one set that stands for each document."""

    splits: dict[str, Counts] = field(default_factory=dict)
    totals: Totals = field(default_factory=Totals)
    lengths: Counter[str] = field(default_factory=Counter)
    places: Counter[Spot] = field(default_factory=Counter)
    annotators: Counter[str] = field(default_factory=Counter)
    schemas: Counter[SchemaRef] = field(default_factory=Counter)
    guidelines: Counter[int] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    licences: Counter[str] = field(default_factory=Counter)
    days: tuple[str, str] | None = None

    def add(self, split: str, annotated: AnnotatedDocument, schemas: Mapping[SchemaRef, Schema]) -> None:
        counts = self.splits.setdefault(split, Counts())
        counts.add(annotated)
        self._document(annotated)
        for annotations in annotated.sets:
            self.annotators[annotations.annotator] += 1
            self.schemas[annotations.schema] += 1
            self.guidelines[annotations.guideline] += 1
            self.lengths.update(length_class(span.end - span.start) for span in annotations.spans)
        standing = chosen(annotated)
        schema = schemas.get(standing.schema) if standing else None
        if standing is not None and schema is not None:
            account = account_of(standing, schema)
            counts.events += len(account.events)
            self.totals.add_account(account)
            self.places.update(_spots(standing, schema))

    def _document(self, annotated: AnnotatedDocument) -> None:
        meta = annotated.document.meta
        self.languages[_word(meta, "language")] += 1
        self.sources[source_of(meta) or NOT_STATED] += 1
        self.licences[licence_of(meta) or NOT_STATED] += 1
        published = meta.get("published")
        if isinstance(published, str) and published:
            day = published[:10]
            first, last = self.days or (day, day)
            self.days = (min(first, day), max(last, day))

    def as_json(self) -> dict[str, Json]:
        places: list[Json] = [
            {"name": name, "lat": lat, "lon": lon, "spans": number} for (lat, lon, name), number in ranked(self.places)
        ]
        return {
            "tolls": self.totals.as_json(),
            "span_lengths": {each: self.lengths[each] for each in LENGTH_CLASSES},
            "places": places,
            "annotators": dict(sorted(self.annotators.items())),
            "guidelines": {str(version): number for version, number in sorted(self.guidelines.items())},
            "languages": dict(ranked(self.languages)),
            "sources": dict(ranked(self.sources)),
            "licences": dict(ranked(self.licences)),
            "published": list(self.days) if self.days else None,
        }


def _word(meta: JsonObject, key: str) -> str:
    value = meta.get(key)
    return value if isinstance(value, str) and value else NOT_STATED


def _spots(annotations: AnnotationSet, schema: Schema) -> Iterable[Spot]:
    for span in annotations.spans:
        place = said(schema, span, About.PLACE)
        if isinstance(place, Mapping):
            lat, lon, name = place.get("lat"), place.get("lon"), place.get("name")
            if isinstance(lat, int | float) and isinstance(lon, int | float):
                yield (float(lat), float(lon), str(name or span.quote))


def ranked(numbers: Counter[Thing]) -> list[tuple[Thing, int]]:
    """The most frequent first, equals by name: the same whatever came first."""
    return sorted(numbers.items(), key=lambda each: (-each[1], str(each[0])))
