"""Stories for releases: made of a vocabulary by a seed, so that two are unlike unless one is made of the other."""

import random
from collections.abc import Sequence

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Link, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.domain.json import Json
from annotator.domain.schema import Schema
from tests import factories

SCHEMA: Schema = factories.shipped_schema()
REF = SchemaRef(SCHEMA.name, SCHEMA.version)
_SYLLABLES = [a + b for a in "bdfgklmnprst" for b in ("a", "e", "i", "o", "u")]


def vocabulary(number: int = 4000) -> list[str]:
    lots = random.Random(7)
    return sorted({"".join(lots.choices(_SYLLABLES, k=lots.randint(2, 4))) for _ in range(number)})


WORDS = vocabulary()


def story(lots: random.Random, sentences: int = 12) -> list[str]:
    """Sentences; no two stories share a run of three words but by a rare chance."""
    return [" ".join(lots.choices(WORDS, k=lots.randint(12, 25))).capitalize() + "." for _ in range(sentences)]


def edited(lots: random.Random, sentences: Sequence[str]) -> list[str]:
    """The same story as another paper prints it: one way of editing each time."""
    told = list(sentences)
    ways = (_cut, _headline, _words, _moved, _addition, _shouted)
    return lots.choice(ways)(lots, told)


def _cut(lots: random.Random, told: list[str]) -> list[str]:
    return told[: -lots.randint(1, 4)]


def _headline(lots: random.Random, told: list[str]) -> list[str]:
    return [story(lots, 1)[0], "By our correspondents", *told]


def _words(lots: random.Random, told: list[str]) -> list[str]:
    """One word in twenty is another."""
    words = [each.split(" ") for each in told]
    return [" ".join(lots.choice(WORDS) if lots.random() < 0.05 else word for word in line) for line in words]


def _moved(lots: random.Random, told: list[str]) -> list[str]:
    lots.shuffle(told)
    return told


def _addition(lots: random.Random, told: list[str]) -> list[str]:
    return [*told, *story(lots, 3)]


def _shouted(_lots: random.Random, told: list[str]) -> list[str]:
    return [each.upper().replace(" ", "  ") for each in told]


def document(key: str, text: str, **meta: Json) -> Document:
    return Document(key, text, meta)


def marked(text: str, *marks: tuple[str, str], **more: object) -> AnnotationSet:
    """A set of spans: (label, words), each on the first place of its words."""
    spans = [
        Span(f"s{number}", label, at := text.index(words), at + len(words), words)
        for number, (label, words) in enumerate(marks)
    ]
    said: dict[str, object] = {"annotator": "gold", "layer": "gold", "status": "submitted", **more}
    return AnnotationSet(schema=REF, spans=tuple(spans), **said)  # type: ignore[arg-type]


def attack(
    key: str,
    *,
    day: str = "2024-05-06",
    place: str = "Tarsa",
    actor: str = "Coast Lions",
    killed: int | None = 12,
    kind: str = "attack",
    filler: str = "",
    **meta: Json,
) -> AnnotatedDocument:
    """A document that tells of one event, in words that are its own besides."""
    toll = f"{killed} traders" if killed else ""
    text = f"{filler} {actor} attacked {place}. {toll} died. {filler}"
    spans, links = [], []

    def add(name: str, label: str, words: str, **said: Json) -> None:
        if words:
            at = text.index(words)
            spans.append(Span(name, label, at, at + len(words), words, said))

    time: dict[str, Json] = {"from": day, "to": None, "by": "human"}
    add("x", "action", "attacked", event_class=kind, **({"time": time} if day else {}))
    add("a", "actor", actor)
    add("z", "location", place)
    count: dict[str, Json] = {"op": "exact", "value": killed, "lower": killed, "upper": killed, "by": "human"}
    add("c", "casualty", toll, harm="killed", count=count)
    roles = {"a": "agent", "z": "location", "c": "casualty"}
    links = [Link(f"l{span.id}", roles[span.id], "x", span.id) for span in spans if span.id in roles]
    annotations = AnnotationSet("gold", REF, "gold", "submitted", spans=tuple(spans), links=tuple(links))
    return AnnotatedDocument(Document(key, text, meta), (annotations.in_order(),))
