"""The articles that ship, read by machine: what is read is what experts have written of the same words, or nothing."""

from pathlib import Path

import pytest

from annotator.domain.meanings import About
from annotator.formats import reader
from annotator.services.projects import load_schema
from annotator.services.readings import story_of
from annotator.values import READERS

SEEDS = Path(__file__).parents[2] / "seeds"
SCHEMA, _ = load_schema("conflict-events")
DOCUMENTS = {path.stem: next(iter(reader("native").read(path, SCHEMA))) for path in sorted(SEEDS.glob("*.jsonl"))}
#: What of a value is compared; of others all.
PARTS = {About.COUNT: ("value", "op", "lower", "upper", "best", "vague"), About.TIME: ("from", "to", "precision")}


def part(value, about):
    return {key: value[key] for key in PARTS[about]} if value and about in PARTS else value


def readings(annotated, about):
    """What experts have written and what is read, for each span of which they have written it."""
    story = story_of(annotated.document.text, annotated.document.meta)
    attributes = {
        (label.name, each.name) for label in SCHEMA.labels for each in label.attributes if each.about == about
    }
    for span in annotated.sets[0].spans if annotated.sets else ():
        for name, written in span.attributes.items():
            if (span.label, name) in attributes:
                read = READERS[about](story, span.start, span.end).best
                yield span.quote, part(written, about), part(read, about)


@pytest.mark.parametrize("about", [About.COUNT, About.HARM, About.VICTIM, About.TIME])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_is_read_that_experts_contradict(name, about):
    every = list(readings(DOCUMENTS[name], about))
    assert [row for row in every if row[2] not in (row[1], None)] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_number_of_a_language_with_words_is_read(name):
    annotated = DOCUMENTS[name]
    if story_of(annotated.document.text, annotated.document.meta).words is None:
        return
    assert [row for row in readings(annotated, About.COUNT) if row[2] is None] == []


def test_a_document_that_nobody_dated_is_read_against_the_day_above_it():
    text = "Blast in Kirkuk\n\nKIRKUK, Iraq, Feb. 8, 2024 (Wire) - A bomb exploded on Wednesday."
    start = text.index("exploded")
    for meta, day in (({}, "2024-02-07"), ({"published": "2024-02-16"}, "2024-02-14")):
        assert READERS[About.TIME](story_of(text, meta), start, start + len("exploded")).best["from"] == day
    undated = text.replace(", 2024", "")
    assert READERS[About.TIME](story_of(undated, {}), start, start + len("exploded")).best is None


def test_the_six_tolls_of_the_article_are_read_as_experts_wrote_them():
    read = {about: readings(DOCUMENTS["iraq-us-talks"], about) for about in (About.COUNT, About.HARM, About.VICTIM)}
    counts = [(quote, found["op"], found["lower"], found["upper"]) for quote, _, found in read[About.COUNT]]
    assert counts == [
        ("at least 40 Iran-backed militants", "at_least", 40, None),
        ("over 40 Iranian-backed militants", "more_than", 41, None),
        ("three American troops", "exact", 3, 3),
        ("casualties", "unknown", None, None),
        ("over 40", "more_than", 41, None),
        ('at least one" civilian', "at_least", 1, None),
    ]
    tolls = [quote for quote, *_ in counts]
    harms = {quote: found for quote, _, found in read[About.HARM] if quote in tolls}
    # Of the second "over 40" its sentence says no more than that it is a number.
    assert [harms[quote] for quote in tolls] == ["killed", "killed", "killed", "killed_or_injured", None, "killed"]
    victims = {quote: found for quote, _, found in read[About.VICTIM]}
    assert [victims[quote] for quote in tolls] == [
        *("combatant", "combatant", "military", "combatant", None, "civilian"),
    ]
