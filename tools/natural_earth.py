"""The outlines of countries from Natural Earth, as world-atlas packs them (TopoJSON), and a point inside of each."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, inf, radians

from tools.sources import WORLD_ATLAS, unpacked

Point = tuple[float, float]
Ring = list[Point]


@dataclass(frozen=True, slots=True)
class Country:
    """`number` is ISO 3166-1 numeric, None where Natural Earth knows none; rings are lists of signed arc numbers."""

    number: int | None
    name: str
    polygons: Sequence[Sequence[Sequence[int]]]


@dataclass(frozen=True, slots=True)
class Atlas:
    """Arcs are lines that are shared by neighbours; a negative number -n-1 is arc n walked backwards."""

    arcs: Sequence[Ring]
    countries: Sequence[Country]

    def ring(self, arcs: Sequence[int]) -> Ring:
        """The points of a ring, longitude first."""
        points: Ring = []
        for number in arcs:
            arc = self.arcs[number] if number >= 0 else self.arcs[~number][::-1]
            points.extend(arc[1:] if points else arc)
        return points


def read_atlas(detail: str) -> Atlas:
    """The atlas at a scale: "110m" or "50m"."""
    found = json.loads((unpacked(WORLD_ATLAS) / f"countries-{detail}.json").read_text("utf-8"))
    scale, move = found["transform"]["scale"], found["transform"]["translate"]
    arcs = [list(_decoded(arc, scale, move)) for arc in found["arcs"]]
    countries = [
        Country(
            int(each["id"]) if each.get("id", "-99") != "-99" else None,
            each["properties"]["name"],
            each["arcs"] if each["type"] == "MultiPolygon" else [each["arcs"]],
        )
        for each in found["objects"]["countries"]["geometries"]
    ]
    return Atlas(arcs, countries)


def _decoded(arc: Sequence[Sequence[int]], scale: Sequence[float], move: Sequence[float]) -> Iterator[Point]:
    x = y = 0
    for step in arc:
        x, y = x + step[0], y + step[1]
        yield x * scale[0] + move[0], y * scale[1] + move[1]


def area(ring: Ring) -> float:
    """In square degrees of the equator, never negative."""
    total = 0.0
    for (x, y), (next_x, next_y) in zip(ring, [*ring[1:], ring[0]], strict=True):
        total += x * next_y - next_x * y
    return abs(total) / 2 * cos(radians(sum(y for _, y in ring) / len(ring)))


def middle(atlas: Atlas, country: Country) -> Point:
    """The point of the country's largest part that is farthest from its border: longitude and latitude."""
    largest = max((atlas.ring(polygon[0]) for polygon in country.polygons), key=area)
    west, east = min(x for x, _ in largest), max(x for x, _ in largest)
    south, north = min(y for _, y in largest), max(y for _, y in largest)
    best, room = ((west + east) / 2, (south + north) / 2), -inf
    span = max(east - west, north - south)
    centre = best
    # A grid over all of it, then ever finer ones around the best point so far.
    for size in (span, span / 4, span / 16):
        for point in _grid(centre, size):
            if _inside(largest, point) and (found := _room(largest, point)) > room:
                best, room = point, found
        centre = best
    return best


def _grid(centre: Point, size: float, steps: int = 12) -> Iterator[Point]:
    for row in range(steps + 1):
        for column in range(steps + 1):
            yield centre[0] + size * (column / steps - 0.5), centre[1] + size * (row / steps - 0.5)


def _inside(ring: Ring, point: Point) -> bool:
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def _room(ring: Ring, point: Point) -> float:
    """How far it is to the nearest corner of the border, in degrees of latitude."""
    narrow = cos(radians(point[1]))
    return min(hypot((x - point[0]) * narrow, y - point[1]) for x, y in ring)
