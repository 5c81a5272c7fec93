"""How the columns of a file lie: what parts them, how many there are, which holds the words and which the tags.

Found out from the first lines, as far as nobody says it: the word first and the tag last, with blanks or tabs
between; CoNLL-U (https://universaldependencies.org/format.html) by its ten columns behind a number, with the tag
in MISC; CoNLL-U Plus by the names in `# global.columns`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.domain.errors import InvalidInput
from annotator.formats.tags import OUTSIDE, is_tag

#: Lines that begin a document, by themselves or with more columns: everybody's, and that of the CASE shared tasks.
DOCUMENT = "-DOCSTART-"
SAMPLE = "SAMPLE_START"
#: What ends a sentence in files of the CASE shared tasks.
SEPARATOR = "[SEP]"

#: `# key = value`, `# newdoc id = value`, `# newpar`: what no row looks like.
COMMENT = re.compile(r"#\s+(newdoc|newpar|[\w.:\-]+)(?:\s+id)?\s*(?:=\s*(.*))?", re.DOTALL)
BARE = ("newdoc", "newpar")
COLUMNS = "global.columns"
#: A column of tags of one label, as we name it.
LAYER = "NER:"

_CONLLU = 10
_NUMBER = re.compile(r"\d+(?:[-.]\d+)?")
#: Keys under which treebanks keep tags in MISC, and names of columns of tags in CoNLL-U Plus.
_TAG_KEYS = frozenset(("ner", "ne", "name", "namedentity", "tag"))
_WORD_NAMES = ("FORM", "TOKEN", "WORD")
_BLANKS = re.compile(r"[ \t]+")


def comment(line: str) -> tuple[str, str] | None:
    """Key and value of a line that is a comment whatever the columns are."""
    found = COMMENT.fullmatch(line) if line.startswith("#") else None
    if found is None or (found[2] is None and found[1] not in BARE):
        return None
    return found[1], (found[2] or "").strip()


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in a row."""

    tabs: bool
    width: int
    word: int = 0
    tags: tuple[int, ...] = (-1,)
    #: The first column numbers the words, as in CoNLL-U; the last may hold more than one thing.
    numbered: bool = False
    misc: bool = False

    def cells(self, line: str) -> list[str]:
        """The columns of a line without its end."""
        if self.tabs:
            return [cell.strip(" ") for cell in line.split("\t")]
        return _BLANKS.split(line.strip(" \t"))

    def tags_in(self, cells: Sequence[str]) -> tuple[str, ...]:
        """The tags of a row; IndexError where it has no such column."""
        if self.misc:
            said = features(cells[self.tags[0]])
            return (next((said[key] for key in said if key in _TAG_KEYS), OUTSIDE),)
        return tuple(cells[each] for each in self.tags)


def features(cell: str) -> dict[str, str]:
    """What stands in a cell of MISC, by key in small letters."""
    return {key.lower(): value for key, _, value in (part.partition("=") for part in cell.split("|")) if value}


def layout_of(lines: Sequence[str], word: str = "", tag: str = "") -> Layout:
    """The layout of a file that begins with these lines; `word` and `tag` are what somebody said of the columns.

    Raises InvalidInput for what is no number of a column.
    """
    rows = [line for line in lines if line.strip(" \t") and comment(line) is None and not _begins(line)]
    tabs = sum(_parted_by_tabs(row) for row in rows) * 2 > len(rows)
    found = Layout(tabs, 0)
    widths = Counter(len(found.cells(row)) for row in rows)
    width = widths.most_common(1)[0][0] if widths else 0
    names = next((each[1].split() for each in map(comment, lines) if each and each[0] == COLUMNS), [])
    numbers = sum(_NUMBER.fullmatch(found.cells(row)[0]) is not None for row in rows)
    numbered = width >= _CONLLU and numbers * 2 > len(rows)
    guessed = _declared(tabs, width, names) if names else _plain(tabs, width, numbered=numbered)
    return Layout(
        tabs,
        width,
        _column(word, "word") if word else guessed.word,
        tuple(_column(each, "tag") for each in tag.split(",")) if tag else guessed.tags,
        guessed.numbered,
        guessed.misc and not tag,
    )


def _begins(line: str) -> bool:
    return _BLANKS.split(line, maxsplit=1)[0] in (DOCUMENT, SAMPLE)


def _parted_by_tabs(row: str) -> bool:
    cells = row.split("\t")
    if len(cells) < _CONLLU and not (len(cells) > 1 and all(cells) and is_tag(cells[-1])):
        return False
    # A label may have spaces, but two tags in one cell are two columns with a blank between.
    return not any(map(is_tag, cells[-1].split(" ")[1:]))


def _plain(tabs: bool, width: int, *, numbered: bool) -> Layout:
    return Layout(tabs, width, 1 if numbered else 0, (-1,), numbered, numbered and width == _CONLLU)


def _declared(tabs: bool, width: int, names: Sequence[str]) -> Layout:
    word = next((names.index(each) for each in _WORD_NAMES if each in names), 0)
    layers = tuple(index for index, name in enumerate(names) if name.startswith(LAYER))
    named = tuple(index for index, name in enumerate(names) if name.rpartition(":")[2].lower() in _TAG_KEYS)
    misc = names.index("MISC") if "MISC" in names and not layers and not named else None
    tags = layers or named[:1] or ((-1,) if misc is None else (misc,))
    return Layout(tabs, width, word, tags, names[0] == "ID", misc is not None)


def _column(said: str, option: str) -> int:
    """The index of a column that is said as a number: from 1 at the beginning, from -1 at the end."""
    number = int(said) if re.fullmatch(r"\s*-?[1-9]\d{0,3}\s*", said) else 0
    if not number:
        raise InvalidInput(
            f"{option} is the number of a column (1 the first, -1 the last), not {said!r}", rule="option"
        )
    return number - 1 if number > 0 else number
