"""Checks that every colour can be read and told apart: in light, dark and sepia, by all eyes, in all shipped schemas.

Reads the tokens sheet and the schemas; prints the least of each kind, or every fault. The bounds are those of WCAG 2.2,
and stricter where people read for hours.
"""

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.colours import VISIONS, Colour, contrast, distance, mix, read_hex, seen_by

ROOT = Path(__file__).resolve().parent.parent
TOKENS = ROOT / "annotator/web/static/css/tokens.css"
LABEL_STYLE = ROOT / "annotator/web/static/workbench/view/label-style.js"
SCHEMAS = ROOT / "schemas"

GROUNDS = ("page", "panel", "card")
#: Token, the tokens it stands on, least contrast. Text 4.5, text that is read for hours 7, edges of controls 3.
PAIRS: tuple[tuple[str, tuple[str, ...], float], ...] = (
    ("ink", (*GROUNDS, "hover", "warn-wash", "bad-wash"), 7),
    ("muted", (*GROUNDS, "hover"), 4.5),
    ("dim", GROUNDS, 4.5),
    ("accent", GROUNDS, 4.5),
    ("on-accent", ("accent",), 4.5),
    ("good", GROUNDS, 4.5),
    ("warn", (*GROUNDS, "warn-wash"), 4.5),
    ("bad", (*GROUNDS, "bad-wash"), 4.5),
    ("edge", GROUNDS, 3),
)
TEXT_ON_FILL, LINE_ON_PAGE, LINE_ON_FILL = 7.0, 4.5, 3.0
#: Lines tell labels apart, for all eyes. So do fills; but five that all bear white words come no further apart.
APART = {"line": 15.0, "fill": 14.0}


@dataclass(frozen=True, slots=True)
class Theme:
    name: str
    is_dark: bool
    tokens: Mapping[str, Colour]
    #: How much of a label's fill shows on the page.
    strength: float


@dataclass(frozen=True, slots=True)
class Mark:
    """How the spans of a label look in one scheme."""

    label: str
    fill: Colour
    line: Colour


@dataclass(frozen=True, slots=True)
class Finding:
    theme: str
    kind: str
    what: str
    found: float
    least: float

    @property
    def is_fault(self) -> bool:
        return self.found < self.least

    def __str__(self) -> str:
        return f"{self.theme}: {self.kind}, {self.what}: {self.found:.2f} (at least {self.least:g})"


def themes(css: str) -> list[Theme]:
    """The themes of a tokens sheet; raises ValueError when a token has no colour."""
    common, light, dark, sepia = (
        _block(css, head) for head in (":root", *(f'[data-theme="{name}"]' for name in ("light", "dark", "sepia")))
    )
    return [
        Theme("light", False, _colours(common, dark=False), _strength(light)),
        Theme("dark", True, _colours(common, dark=True), _strength(dark)),
        Theme("sepia", False, _colours(common, dark=False) | _colours(sepia, dark=False), _strength(sepia)),
    ]


def marks(schema: Mapping[str, object], *, dark: bool) -> list[Mark]:
    labels = schema["labels"]
    assert isinstance(labels, list)
    scheme = "dark" if dark else "light"
    return [Mark(label["name"], *(read_hex(colour) for colour in label["mark"][scheme])) for label in labels]


def unknown_mark(script: str, *, dark: bool) -> Mark:
    """What a span wears whose label the schema has no longer."""
    found = re.search(rf'UNKNOWN = .*?{"dark" if dark else "light"}: \["(#\w+)", "(#\w+)"\]', script)
    if found is None:
        raise ValueError("label-style.js has no UNKNOWN mark")
    return Mark("(unknown)", read_hex(found[1]), read_hex(found[2]))


def check_theme(theme: Theme) -> Iterator[Finding]:
    tokens = theme.tokens
    for name, grounds, least in PAIRS:
        for ground in grounds:
            found = contrast(tokens[name], tokens[ground])
            yield Finding(theme.name, "interface", f"--{name} on --{ground}", found, least)


def check_marks(theme: Theme, labels: list[Mark], schema: str) -> Iterator[Finding]:
    page, ink = theme.tokens["page"], theme.tokens["ink"]
    for mark in labels:
        name = f"{schema} {mark.label}"
        # As the page paints it, and full, as whoever asks for more contrast gets it.
        for fill, how in ((mix(mark.fill, page, theme.strength), "fill"), (mark.fill, "full fill")):
            yield Finding(theme.name, f"text on {how}", name, contrast(ink, fill), TEXT_ON_FILL)
            yield Finding(theme.name, f"line on {how}", name, contrast(mark.line, fill), LINE_ON_FILL)
        yield Finding(theme.name, "line on page", name, contrast(mark.line, page), LINE_ON_PAGE)


def check_apart(theme: Theme, labels: list[Mark], schema: str) -> Iterator[Finding]:
    for vision in VISIONS:
        for one, other in combinations(labels, 2):
            pair = f"{schema} {one.label} and {other.label}"
            for part, least in APART.items():
                found = distance(*(seen_by(vision, getattr(mark, part)) for mark in (one, other)))
                yield Finding(theme.name, f"{part}s apart, {vision}", pair, found, least)


def check(tokens: Path = TOKENS, schemas: Path = SCHEMAS) -> list[Finding]:
    """Everything that was measured, faults among it."""
    found: list[Finding] = []
    script = LABEL_STYLE.read_text("utf-8")
    read = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(schemas.glob("*.toml"))}
    if not read:
        raise ValueError(f"{schemas} has no schema")
    for theme in themes(tokens.read_text("utf-8")):
        found += check_theme(theme)
        found += check_marks(theme, [unknown_mark(script, dark=theme.is_dark)], "any schema")
        for name, schema in read.items():
            labels = marks(schema, dark=theme.is_dark)
            found += check_marks(theme, labels, name)
            found += check_apart(theme, labels, name)
    return found


def _block(css: str, head: str) -> str:
    """What stands between the braces of the first rule with this head."""
    found = re.search(rf"^\s*{re.escape(head)} \{{(.*?)^\s*\}}", css, re.MULTILINE | re.DOTALL)
    if found is None:
        raise ValueError(f"the tokens sheet has no rule {head}")
    return found[1]


def _colours(block: str, *, dark: bool) -> dict[str, Colour]:
    colours = {}
    for name, value in re.findall(r"--([\w-]+):\s*([^;]+);", block):
        found = re.fullmatch(r"light-dark\((#\w+), (#\w+)\)|(#\w+)", value.strip())
        if found:
            colours[name] = read_hex(found[3] or found[2 if dark else 1])
    return colours


def _strength(block: str) -> float:
    found = re.search(r"--fill-strength:\s*([\d.]+)%", block)
    if found is None:
        raise ValueError("a theme says no --fill-strength")
    return float(found[1]) / 100


def main() -> int:
    found = check()
    faults = [finding for finding in found if finding.is_fault]
    for fault in faults:
        print(fault)
    if not faults:
        kinds = dict.fromkeys((finding.theme, finding.kind, finding.least) for finding in found)
        for kind in kinds:
            print(min((f for f in found if (f.theme, f.kind, f.least) == kind), key=lambda finding: finding.found))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
