"""What the rows of a file of columns tell by themselves: whether the first counts them, which columns hold tags."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from annotator.formats.column_chains import is_chain, opens
from annotator.formats.tags import OUTSIDE, UNKNOWN, is_tag

Rows: TypeAlias = Sequence[Sequence[str]]

#: Chunks, which CoNLL-2000, CoNLL-2003 and their like have in a column of their own: of grammar, not of the world.
CHUNKS = frozenset(("NP", "VP", "PP", "ADVP", "ADJP", "SBAR", "PRT", "CONJP", "INTJ", "LST", "UCP", "NC", "VC", "PC"))
#: A label as it stands where tags have no letter before them: one of a single letter would be a slip.
_LABEL = re.compile(r"[^\W\d_][\w./:-]+")
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
    return any(cell not in ("", "_", "-", OUTSIDE) for cell in cells)


def is_plain(rows: Rows) -> bool:
    """Whether the last column holds labels without a letter before them, and O."""
    cells = {row[-1] for row in rows}
    labels = cells - {OUTSIDE}
    return OUTSIDE in cells and bool(labels) and all(_LABEL.fullmatch(label) and not is_tag(label) for label in labels)
