"""Releases without a database: documents that are written down as they are gathered, then cut."""

import json
import random
from collections.abc import Iterable
from pathlib import Path

from annotator import resources
from annotator.domain.annotations import AnnotatedDocument
from annotator.formats.native.format import line
from annotator.releases.cutting import Workshop, cut, write
from annotator.releases.facts import Facts, SchemaVersion
from annotator.releases.plan import plan_of
from tests.releases.stories import SCHEMA, WORDS, attack

AGREEMENT = {
    "documents": 2,
    "spans": 9,
    "f1_exact": 0.5,
    "f1_overlap": None,
    "pairs": [{"annotators": ["annotator-1", "annotator-2"], "documents": 2, "spans": 9, "f1_exact": 0.5}],
    "labels": {},
}


def attacks(number: int = 12) -> list[AnnotatedDocument]:
    """Documents that tell of events of their own, at places on the map, of several sources."""
    lots = random.Random(11)
    found = []
    for each in range(number):
        filler = " ".join(lots.choices(WORDS, k=60))
        meta = {"source": f"Wire {each % 2}", "licence": "CC0-1.0" if each % 3 else "all rights reserved"}
        annotated = attack(f"doc-{each}", day=f"2024-05-{each + 1:02}", place=f"Tarsa {each}", filler=filler, **meta)
        found.append(_placed(annotated, each))
    return found


def _placed(annotated: AnnotatedDocument, number: int) -> AnnotatedDocument:
    from dataclasses import replace

    entry = {"name": f"Tarsa | <{number}>", "lat": 12.5 + number / 3, "lon": 3.25 - number, "by": "human"}
    [annotations] = annotated.sets
    spans = tuple(
        replace(span, attributes={"place": entry}) if span.label == "location" else span for span in annotations.spans
    )
    return replace(annotated, sets=(replace(annotations, spans=spans),))


def cut_folder(
    target: Path, documents: Iterable[AnnotatedDocument] | None = None, *, facts: Facts | None = None, **said: object
) -> Path:
    """The folder of a release of these documents."""
    plan = plan_of({"name": target.name, "split": {"shares": {"train": 60, "dev": 20, "test": 20}}, **said})
    workshop = Workshop(target)
    workshop.open(plan, resume=False)
    definition = json.dumps(SCHEMA.as_json())
    facts = facts or Facts("war", "War", "2024-06-30T10:00:00+00:00", "0", (SchemaVersion(definition, "# Mark"),))
    write(workshop.spool, b"".join(line(each) for each in (attacks() if documents is None else documents)))
    write(workshop.facts, json.dumps(facts.as_json()).encode())
    for _ in cut(workshop, plan, resources.outlines):
        pass
    workshop.publish()
    return target
