"""What the rows of a file of columns tell by themselves: whether the first counts them, which columns hold tags."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, TypeAlias

from annotator.formats.columns.chains import MENTION, is_chain, opens
from annotator.formats.columns.tags import OUTSIDE, UNKNOWN, is_tag

Rows: TypeAlias = Sequence[Sequence[str]]
#: Labels by themselves, letters without a label, labels with the letter behind them; empty for tags as they should be.
Form: TypeAlias = Literal["", "plain", "bare", "suffixed"]

#: Chunks, which CoNLL-2000, CoNLL-2003 and their like have in a column of their own: of grammar, not of the world.
CHUNKS = frozenset(("NP", "VP", "PP", "ADVP", "ADJP", "SBAR", "PRT", "CONJP", "INTJ", "LST", "UCP", "NC", "VC", "PC"))
#: A label as it stands where tags have no letter before them: one of a single letter would be a slip.
_LABEL = re.compile(r"[^\W\d_][\w./:-]+")
#: A label with its letter behind it, and letters without a label, some of which begin a span.
_SUFFIXED = re.compile(r"(\S+)[-_]([BIESLU])")
_LETTERS, _BEGINNINGS = frozenset("BIESLU"), frozenset("BSU")
#: So many of the rows may have something else in a column of tags.
_SLIPS = 0.1


def is_counted(sentences: Iterable[Rows]) -> bool:
    """Whether the first column counts the words of the sentences, from 0 or from 1."""
    counted = others = 0
    for rows in sentences:
        said = [row[0] for row in rows]
        if any(said == [str(first + at) for at in range(len(said))] for first in (0, 1)):
            counted += len(said) > 1
        else:
            others += 1
    return counted > others


def tag_columns(rows: Rows, word: int) -> Iterator[tuple[int, frozenset[str]]]:
    """The columns that hold tags, with the labels in them."""
    for index in range(len(rows[0]) if rows else 0):
        cells = [row[index] for row in rows]
        labels = frozenset(cell[2:] for cell in cells if is_tag(cell) and cell not in (OUTSIDE, UNKNOWN))
        slips = sum(not is_tag(cell) and cell != "_" for cell in cells)
        if index != word and labels and slips <= len(cells) * _SLIPS:
            yield index, labels


def chain_column(rows: Rows, word: int) -> int | None:
    """The last column of brackets around mentions, if there is one."""
    for index in reversed(range(word + 1, len(rows[0]) if rows else 0)):
        cells = [row[index] for row in rows]
        if all(map(is_chain, cells)) and any(map(opens, cells)):
            return index
    return None


def is_said(cells: Iterable[str]) -> bool:
    """Whether anything stands in these cells but what stands for nothing."""
    return any(cell not in ("", "_", "-", "-X-", OUTSIDE) for cell in cells)


def form_of(rows: Rows) -> Form:
    """How the last column tells labels, if it does so without a letter and a hyphen before them."""
    cells = {row[-1] for row in rows}
    labels = cells - {OUTSIDE}
    if OUTSIDE not in cells or not labels or any(map(is_tag, labels)):
        return ""
    if labels <= _LETTERS and labels & _BEGINNINGS:
        return "bare"
    if all(map(_SUFFIXED.fullmatch, labels)):
        return "suffixed"
    return "plain" if all(map(_LABEL.fullmatch, labels)) else ""


def tag_in(cell: str, form: Form) -> str:
    """The tag that a cell of this form means."""
    if not form or is_tag(cell):
        return cell
    if form == "bare":
        return f"{cell}-{MENTION}" if cell in _LETTERS else cell
    if form == "suffixed":
        found = _SUFFIXED.fullmatch(cell)
        return f"{found[2]}-{found[1]}" if found else cell
    return f"I-{cell}"
