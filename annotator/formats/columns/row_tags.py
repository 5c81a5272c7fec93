"""The tags in the rows of a file of columns, in whatever form they stand there."""

import re
from collections.abc import Sequence

from annotator.domain.errors import InvalidInput
from annotator.formats.columns.guessing import tag_in
from annotator.formats.columns.layout import Layout
from annotator.formats.columns.tags import OUTSIDE, UNKNOWN, is_tag

_BRACKETS = re.compile(r"(?:\(([^()*\s]+))?(\*?)(\)?)")


class RowTags:
    """Takes the rows of a file one after the other: names in brackets go on over several."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        #: Tags that were looked at: nearly all are seen again and again.
        self._known: set[tuple[str, ...]] = set()
        #: The label of the bracket that is open.
        self._inside = ""

    def read(self, cells: Sequence[str]) -> tuple[str, ...]:
        """The tags of a row, a letter and a label each, or O, or that of a span nobody knows; raises InvalidInput."""
        tags = self.layout.tags_in(cells)
        if self.layout.brackets:
            return tuple(map(self._bracketed, tags))
        if self.layout.form:
            tags = tuple(tag_in(tag, self.layout.form) for tag in tags)
        if tags in self._known:
            return tags
        tags = tuple(OUTSIDE if tag == "_" else tag for tag in tags)
        for tag in tags:
            if not is_tag(tag):
                said = f"the column of tags holds a tag (O, B-label, I-label), not {tag!r}"
                raise InvalidInput(said, rule="tag")
        if UNKNOWN not in tags:
            self._known.add(tags)
        return tags

    def end_sentence(self) -> None:
        """No bracket goes on behind its sentence."""
        self._inside = ""

    def _bracketed(self, cell: str) -> str:
        """The tag of a cell in which names are brackets: `(ORG*`, `*`, `*)`, `(ORG)`; `-` where there is none."""
        found = _BRACKETS.fullmatch("*" if cell in ("-", "_") else cell)
        opens, star, closes = found.groups() if found else (None, "", "")
        if not (star or (opens and closes)) or (opens and self._inside) or (closes and not (opens or self._inside)):
            raise InvalidInput(f"the column of names holds (LABEL*, *, *) or (LABEL), not {cell!r}", rule="tag")
        label, letter = (opens, "B") if opens else (self._inside, "I")
        self._inside = "" if closes else label
        return f"{letter}-{label}" if label else OUTSIDE
