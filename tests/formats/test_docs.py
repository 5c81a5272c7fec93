"""The guide to the formats names what there is."""

import re
from pathlib import Path

import pytest

from annotator.formats import FORMATS
from annotator.formats.base import Reader, Writer
from annotator.formats.options import described

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
#: A loss as the code makes it: its kind, and its reason where that is a word.
LOSS = re.compile(r'(?:Loss\(\w?[\w."]*, |Remark\(|\.remark\(|lose\(|_loss\(|\.tell\()"(\w+)", [^\n]*?, "(\w+)"')
NAME = re.compile(r"`(\w+)`")


@pytest.mark.parametrize("fmt", FORMATS, ids=lambda fmt: fmt.id)
def test_the_guide_has_a_row_and_a_section_for_each_format(fmt):
    said = {True: "yes", False: "no"}
    row = f"| `{fmt.id}` | `{fmt.suffix}` | {said[isinstance(fmt, Reader)]} | {said[isinstance(fmt, Writer)]} |"
    assert row in GUIDE
    assert re.search(rf"^## .*\b{fmt.id}\b", GUIDE, re.MULTILINE)


@pytest.mark.parametrize("fmt", FORMATS, ids=lambda fmt: fmt.id)
def test_the_guide_names_each_option(fmt):
    section = next(each for each in re.split(r"^## ", GUIDE, flags=re.MULTILINE) if re.match(rf".*\b{fmt.id}\b", each))
    for option in described(fmt):
        assert f"`{option['name']}`" in section or f"{option['name']}=" in section


def test_the_guide_names_no_format_that_is_not_there():
    named = set(re.findall(r"^\| `([\w-]+)` \| `\.", GUIDE, re.MULTILINE))
    assert named == set(FORMATS.ids())


def test_the_guide_names_each_reason_of_loss_in_a_row_of_its_kind():
    sources = [*(ROOT / "annotator" / "formats").rglob("*.py"), *(ROOT / "annotator" / "labelstudio").glob("*.py")]
    found = LOSS.findall("".join(source.read_text(encoding="utf-8") for source in sources))
    assert len(found) > 150
    rows = [line.split("|") for line in GUIDE.splitlines() if line.startswith("|")]
    told = {
        (kind, reason)
        for _, kinds, *cells in rows
        for kind in NAME.findall(kinds)
        for reason in NAME.findall(str(cells))
    }
    assert set(found) - told == set()
