"""Plots of a release as SVG, written here: bars, and a map. Each says in words what it shows, and has no numbers that
the table beside it has not.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, radians, sqrt
from typing import Any

from annotator.releases.statistics import Spot

WIDTH = 720
_ROW, _LEFT, _RIGHT, _TOP = 26, 210, 80, 16
#: How wide a letter is at most, on the whole of a few words.
_LETTER = 7.5
#: Told apart by brightness too, for those who see no colours, and readable on white and black.
COLOURS = ("#2f6f9f", "#d98a2b", "#7fa650", "#8a5a9c", "#b04a4a", "#5c7f7f")
INK, PAPER, LAND = "#222222", "#ffffff", "#d9d9d4"
#: Points nearer to each other than this are one on the page.
_NEAR = 0.7


@dataclass(frozen=True, slots=True)
class Bar:
    """A name with a number, or one number a series."""

    name: str
    values: Sequence[float]
    #: What is written behind it; the sum otherwise.
    said: str = ""


def bars(title: str, told: str, series: Sequence[str], rows: Sequence[Bar]) -> str:
    """Bars one under the other, the parts of each side by side; `told` says in words what is seen."""
    longest = max((sum(row.values) for row in rows), default=0) or 1
    said = [row.said or _number(sum(row.values)) for row in rows]
    # Room for what is written behind the longest bar.
    right = max(_RIGHT, 6 + _LETTER * max(map(len, said), default=0))
    scale = (WIDTH - _LEFT - right) / longest
    keyed = len(series) > 1
    top = _TOP + (_ROW if keyed else 0)
    parts: list[str] = []
    if keyed:
        for number, name in enumerate(series):
            at = _LEFT + number * 110
            parts.append(_box(at, _TOP - 2, 12, 12, number) + _text(at + 18, _TOP + 9, name))
    for line, row in enumerate(rows):
        y, x = top + line * _ROW, float(_LEFT)
        parts.append(_text(_LEFT - 8, y + 14, row.name, anchor="end"))
        for number, value in enumerate(row.values):
            wide = value * scale
            if wide:
                parts.append(_box(x, y, wide, 18, number))
            x += wide
        parts.append(_text(x + 6, y + 14, said[line]))
    return _svg(title, told, top + len(rows) * _ROW + _TOP, parts)


def world_map(title: str, told: str, spots: Sequence[tuple[Spot, int]], outlines: str) -> str:
    """The places that are named, on the outlines of the lands around them; the area of a circle is its number."""
    frame = _Frame.around([spot for spot, _ in spots])
    parts = [f'<path d="{"".join(_land(outlines, frame))}" fill="{LAND}" stroke="{PAPER}" stroke-width="0.6"/>']
    most = max(number for _, number in spots)
    for (lat, lon, name), number in sorted(spots, key=lambda each: (-each[1], each[0])):
        x, y = frame.placed(lon, lat)
        radius = 2 + 12 * sqrt(number / most)
        said = escape(f"{name}: {number}")
        style = f'fill="{COLOURS[4]}" fill-opacity="0.6" stroke="{INK}" stroke-width="0.5"'
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {style}><title>{said}</title></circle>')
    return _svg(title, told, frame.height, parts)


def _svg(title: str, told: str, height: float, parts: Iterable[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" height="{height:g}"'
        f' role="img" aria-labelledby="title told" font-family="sans-serif" font-size="13">\n'
        f'<title id="title">{escape(title)}</title>\n<desc id="told">{escape(told)}</desc>\n'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _box(x: float, y: float, wide: float, high: float, number: int) -> str:
    colour = COLOURS[number % len(COLOURS)]
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:g}" fill="{colour}"/>'


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    shown = words if len(words) <= 32 else words[:31] + "…"
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{INK}">{escape(shown)}</text>'


def _number(value: float) -> str:
    return f"{value:,.0f}"


@dataclass(frozen=True, slots=True)
class _Frame:
    """The piece of the world that is shown: its middle in degrees, and how many points a degree of latitude is."""

    lon: float
    lat: float
    scale: float
    height: int

    @classmethod
    def around(cls, spots: Sequence[Spot]) -> "_Frame":
        lats, lons = [spot[0] for spot in spots], [spot[1] for spot in spots]
        lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
        wide = max(12.0, (max(lons) - min(lons)) * cos(radians(lat)) * 1.3)
        high = max(8.0, (max(lats) - min(lats)) * 1.3)
        height = 420
        return cls(lon, lat, min(WIDTH / wide, height / high), height)

    def placed(self, lon: float, lat: float) -> tuple[float, float]:
        x = WIDTH / 2 + (lon - self.lon) * cos(radians(self.lat)) * self.scale
        return x, self.height / 2 + (self.lat - lat) * self.scale

    def shows(self, points: Sequence[tuple[float, float]]) -> bool:
        return (
            max(x for x, _ in points) > 0
            and min(x for x, _ in points) < WIDTH
            and max(y for _, y in points) > 0
            and min(y for _, y in points) < self.height
        )


def _land(outlines: str, frame: _Frame) -> Iterable[str]:
    """The lands that are seen, as the `d` of a path. The file of outlines is described in tools/outlines.py."""
    data: Any = json.loads(outlines)
    arcs = [_walked(arc, data["unit"]) for arc in data["arcs"]]
    for land in data["lands"]:
        ring = [point for each in land for point in (arcs[each] if each >= 0 else reversed(arcs[~each]))]
        points = [frame.placed(lon, lat) for lon, lat in _unbroken(ring)]
        if frame.shows(points):
            drawn = list(_thinned(points))
            yield "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in drawn) + "Z"


def _walked(steps: Sequence[int], unit: float) -> list[tuple[float, float]]:
    points, x, y = [], 0, 0
    for at in range(0, len(steps), 2):
        x, y = x + steps[at], y + steps[at + 1]
        points.append((x * unit, y * unit))
    return points


def _unbroken(ring: Iterable[tuple[float, float]]) -> Iterable[tuple[float, float]]:
    """A land on both sides of where longitudes begin anew in one piece."""
    before = None
    for lon, lat in ring:
        lon -= 0 if before is None else 360 * round((lon - before) / 360)
        before = lon
        yield lon, lat


def _thinned(points: Iterable[tuple[float, float]]) -> Iterable[tuple[float, float]]:
    before = None
    for x, y in points:
        if before is None or abs(x - before[0]) + abs(y - before[1]) >= _NEAR:
            before = (x, y)
            # What is far outside the picture may stand at its edge.
            yield min(max(x, -WIDTH), 2 * WIDTH), min(max(y, -WIDTH), 2 * WIDTH)
