"""Makes the outlines of the map in the workbench: `python3 tools/outlines.py` (Python 3.11 or newer, and npm).

Natural Earth's countries, with fewer points and without the smallest islands. What goes out is JSON: `unit`, how many
degrees a step is; `arcs`, each a first point and the steps to the next ones; `lands`, rings as numbers of arcs, where
-n-1 is arc n backwards; `names`, of countries, each with a point inside and how many degrees wide it is about.
"""

import json
import sys
from math import cos, hypot, radians, sqrt
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.natural_earth import Atlas, Country, Point, Ring, area, middle, read_atlas  # noqa: E402

OUT = ROOT / "annotator" / "web" / "static" / "map" / "outlines.json"
#: Degrees: what a step is, how far a point may lie off, and how large an island must be to be seen (squared).
UNIT, TOLERANCE, SMALLEST = 0.05, 0.07, 0.03
#: It goes around the pole, which no line on this map does.
LEFT_OUT = ("Antarctica",)
#: Names as the news says them.
SHORT = {
    "United States of America": "United States",
    "Dem. Rep. Congo": "DR Congo",
    "Bosnia and Herz.": "Bosnia",
    "Central African Rep.": "Central African Republic",
    "S. Sudan": "South Sudan",
    "W. Sahara": "Western Sahara",
    "N. Cyprus": "Northern Cyprus",
    "Dominican Rep.": "Dominican Republic",
    "Eq. Guinea": "Equatorial Guinea",
    "eSwatini": "Eswatini",
}


def made() -> str:
    atlas = read_atlas("50m")
    countries = [each for each in atlas.countries if each.name not in LEFT_OUT]
    kept = [(country, rings) for country in countries if (rings := shown(atlas, country))]
    used = sorted({number if number >= 0 else ~number for _, rings in kept for ring in rings for number in ring})
    place = {number: at for at, number in enumerate(used)}
    lands = [[place[n] if n >= 0 else ~place[~n] for n in ring] for _, rings in kept for ring in rings]
    names = [named(atlas, country) for country, _ in kept]
    content = {
        "source": "Natural Earth (public domain)",
        "unit": UNIT,
        "arcs": [steps(simplified(list(atlas.arcs[number]))) for number in used],
        "lands": lands,
        "names": names,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


def shown(atlas: Atlas, country: Country) -> list[list[int]]:
    """The country's rings that are large enough; the largest is in any case."""
    rings = [list(ring) for polygon in country.polygons for ring in polygon]
    sizes = {at: area(atlas.ring(ring)) for at, ring in enumerate(rings)}
    largest = max(sizes, key=lambda at: sizes[at])
    return [ring for at, ring in enumerate(rings) if at == largest or sizes[at] >= SMALLEST]


def simplified(line: Ring) -> Ring:
    """The line without the points that lie near to what is drawn without them (Douglas and Peucker)."""
    keep = [False] * len(line)
    keep[0] = keep[-1] = True
    if line[0] == line[-1] and len(line) > 3:
        # A ring in one arc has no two ends between which to draw: the point farthest off is the other end.
        far = max(range(len(line)), key=lambda at: hypot(line[at][0] - line[0][0], line[at][1] - line[0][1]))
        keep[far] = True
        spans = [(0, far), (far, len(line) - 1)]
    else:
        spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        at = max(range(first + 1, last), key=lambda each: _off(line[each], line[first], line[last]))
        if _off(line[at], line[first], line[last]) > TOLERANCE:
            keep[at] = True
            spans += [(first, at), (at, last)]
    return [point for point, is_kept in zip(line, keep, strict=True) if is_kept]


def _off(point: Point, one: Point, other: Point) -> float:
    """How far a point is from the line between two, in degrees of latitude."""
    narrow = cos(radians(point[1]))
    x, y = (point[0] - one[0]) * narrow, point[1] - one[1]
    dx, dy = (other[0] - one[0]) * narrow, other[1] - one[1]
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, (x * dx + y * dy) / length)) if length else 0.0
    return hypot(x - along * dx, y - along * dy)


def steps(line: Ring) -> list[int]:
    """The first point and the ways from each to the next, in whole units; x and y in turn."""
    found: list[int] = []
    x = y = 0
    for point in line:
        new_x, new_y = round(point[0] / UNIT), round(point[1] / UNIT)
        if not found or (new_x, new_y) != (x, y):
            found += [new_x - x, new_y - y]
        x, y = new_x, new_y
    return found


def named(atlas: Atlas, country: Country) -> list[str | float]:
    lon, lat = middle(atlas, country)
    largest = max(area(atlas.ring(polygon[0])) for polygon in country.polygons)
    return [SHORT.get(country.name, country.name), round(lon, 1), round(lat, 1), round(sqrt(largest), 1)]


if __name__ == "__main__":
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(made(), "utf-8")
    print(f"{OUT.relative_to(ROOT)}: {OUT.stat().st_size:,} bytes")
