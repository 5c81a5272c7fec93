"""The plots of a release: which there are, and what each says in words."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from annotator.domain.totals import by_harm_and_claim
from annotator.formats.event_tables.cells import shown
from annotator.releases.charts import Bar, bars, world_map
from annotator.releases.manifest import PLOTS
from annotator.releases.plan import Plan
from annotator.releases.statistics import LENGTH_CLASSES, Counts, Statistics, ranked

#: Names in a list or on a map: enough to see by, and few enough to be seen.
MOST_NAMED, MOST_DRAWN = 25, 400


@dataclass(frozen=True, slots=True)
class Picture:
    """A plot, with a table of the same numbers: the head first."""

    file: str
    title: str
    alt: str
    svg: str
    table: tuple[tuple[str, ...], ...]


def pictures(statistics: Statistics, plan: Plan, outlines: Callable[[], str]) -> list[Picture]:
    """A plot for everything that there is something of."""
    return [
        *_labels(statistics, plan.split.names),
        *_lengths(statistics),
        *_tolls(statistics),
        *_places(statistics, outlines),
    ]


def _labels(statistics: Statistics, splits: list[str]) -> Iterator[Picture]:
    counts = [statistics.splits.get(name, Counts()) for name in splits]
    whole: Counter[str] = sum((each.labels for each in counts), start=Counter())
    if not whole:
        return
    named = [label for label, _ in ranked(whole)]
    rows = [Bar(label, [each.labels[label] for each in counts]) for label in named]
    most, least = named[0], named[-1]
    alt = f"Bars of spans by label and split: from {whole[most]} {most} to {whole[least]} {least}."
    table = [
        ("label", *splits, "all"),
        *((label, *(str(each.labels[label]) for each in counts), str(whole[label])) for label in named),
    ]
    title = "Spans by label"
    yield Picture(f"{PLOTS}/labels.svg", title, alt, bars(title, alt, splits, rows), tuple(table))


def _lengths(statistics: Statistics) -> Iterator[Picture]:
    if not statistics.lengths:
        return
    rows = [Bar(each, [statistics.lengths[each]]) for each in LENGTH_CLASSES]
    [(most, number), *_] = ranked(statistics.lengths)
    alt = f"Bars of spans by their length in characters: most, {number}, have {most}."
    table = [("characters", "spans"), *((each, str(statistics.lengths[each])) for each in LENGTH_CLASSES)]
    title = "Lengths of spans"
    yield Picture(f"{PLOTS}/span-lengths.svg", title, alt, bars(title, alt, ["spans"], rows), tuple(table))


def _tolls(statistics: Statistics) -> Iterator[Picture]:
    sums = statistics.totals.by_harm
    if not sums:
        return
    ordered = sorted(sums, key=by_harm_and_claim)
    names = [f"{harm} ({claim})".replace("_", " ") for harm, claim in ordered]
    said = [shown(sums[each].interval) for each in ordered]
    rows = [Bar(name, [sums[each].interval.lower], told) for name, each, told in zip(names, ordered, said, strict=True)]
    alt = f"Bars of people by what happened to them, at least so many: {names[0]} {said[0]}."
    table = [
        ("harm and claim", "people", "tolls"),
        *((name, told, str(sums[each].tolls)) for name, told, each in zip(names, said, ordered, strict=True)),
    ]
    title = "People by what happened to them"
    yield Picture(f"{PLOTS}/tolls.svg", title, alt, bars(title, alt, ["least"], rows), tuple(table))


def _places(statistics: Statistics, outlines: Callable[[], str]) -> Iterator[Picture]:
    spots = ranked(statistics.places)
    if not spots:
        return
    drawn = spots[:MOST_DRAWN]
    (_, _, name), number = spots[0]
    alt = f"Map of {len(spots)} places that spans name, the most often {name} ({number})."
    table = [
        ("place", "latitude", "longitude", "spans"),
        *((name, f"{lat:.3f}", f"{lon:.3f}", str(number)) for (lat, lon, name), number in spots[:MOST_NAMED]),
    ]
    title = "Places"
    yield Picture(f"{PLOTS}/places.svg", title, alt, world_map(title, alt, drawn, outlines()), tuple(table))
