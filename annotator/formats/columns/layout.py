"""How the columns of a file lie: what parts them, how many there are, which holds the words and which the tags.

Found out from the first lines, as far as nobody says it: the word first and the tag last, with blanks or tabs
between; CoNLL-U (https://universaldependencies.org/format.html) by its ten columns behind a number, with the tag
in MISC; CoNLL-U Plus by the names in `# global.columns`; OntoNotes, as in the shared task of CoNLL-2012, by
`#begin document`, with names in brackets; a first row that names the columns, as HIPE has it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from annotator.domain.errors import InvalidInput
from annotator.formats.columns.chains import KEY
from annotator.formats.columns.guessing import CHUNKS, Form, chain_column, form_of, is_counted, is_said, tag_columns
from annotator.formats.columns.tags import OUTSIDE, is_tag

#: Lines that begin a document, by themselves or with more columns: everybody's, and that of the CASE shared tasks.
DOCUMENT = "-DOCSTART-"
SAMPLE = "SAMPLE_START"
#: And that of OntoNotes, whose rows have as many columns more as a sentence has predicates.
PART = re.compile(r"#\s?begin document \(?(.*?)\)?;?(?:\s*part\s*(\d+))?\s*", re.DOTALL)
END = re.compile(r"#\s?end document\b.*", re.DOTALL)
#: What ends a sentence in files of the CASE shared tasks.
SEPARATOR = "[SEP]"

#: `# key = value`, `# newdoc id = value`, `# newpar`: what no row looks like.
COMMENT = re.compile(r"#\s+(newdoc|newpar|[\w.:\-]+)(?:\s+id)?\s*(?:=\s*(.*))?", re.DOTALL)
BARE = ("newdoc", "newpar")
COLUMNS = "global.columns"
#: A column of tags of one label, as we name it.
LAYER = "NER:"

_CONLLU = 10
_MISC = "MISC"
_NUMBER = re.compile(r"\d+(?:[-.]\d+)?")
#: Keys under which treebanks keep tags in MISC, and names of columns of tags in CoNLL-U Plus.
TAG_KEYS = frozenset(("ner", "ne", "name", "namedentity", "tag"))
_WORD_NAMES = ("FORM", "TOKEN", "WORD")
#: Columns of words and of syntax, which nobody misses; `_` is one without a name.
_USUAL = frozenset(("ID", "LEMMA", "UPOS", "XPOS", "FEATS", "HEAD", "DEPREL", "DEPS", "_"))
#: How a first row begins that names the columns.
HEADS = frozenset(("token", "tokens", "word", "words", "form"))
#: OntoNotes: columns at least, the word, the name; chains stand in the last.
_ONTONOTES, _ONTO_WORD, _ONTO_NAME = 12, 3, 10
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
    #: The first column numbers the words, as in CoNLL-U.
    numbered: bool = False
    #: The column MISC, which says what follows a word, and more; and whether tags are one of the things in it.
    misc: int | None = None
    tags_in_misc: bool = False
    #: The column of brackets around the mentions of chains.
    chains: int | None = None
    #: Rows may have more columns than `width`; or be no more than a word, which is outside then.
    ragged: bool = False
    sparse: bool = False
    #: Tags are brackets around names, as in OntoNotes.
    brackets: bool = False
    #: How tags are told, if otherwise than by a letter and a hyphen before a label.
    form: Form = ""
    #: Columns that hold tags, too, with their labels; nobody asked for them.
    unread: tuple[tuple[int, frozenset[str]], ...] = ()
    #: Names of columns that say something else.
    unread_names: tuple[str, ...] = ()

    def cells(self, line: str) -> list[str]:
        """The columns of a line without its end."""
        if self.tabs:
            found = [cell.strip(" ") for cell in line.split("\t")]
            return [*found, OUTSIDE] if self.sparse and len(found) == 1 else found
        return _BLANKS.split(line.strip(" \t"))

    def tags_in(self, cells: Sequence[str]) -> tuple[str, ...]:
        """The tags of a row; IndexError where it has no such column."""
        if self.tags_in_misc:
            said = features(cells[self.tags[0]])
            return (next((said[key] for key in said if key in TAG_KEYS), OUTSIDE),)
        return tuple(cells[each] for each in self.tags)

    def chain_in(self, cells: Sequence[str]) -> str:
        """The brackets of a row."""
        if self.chains is not None:
            return cells[self.chains]
        return features(cells[self.misc]).get(KEY, "") if self.tags_in_misc and self.misc is not None else ""


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
    if names:
        guessed = _declared(tabs, width, names)
    elif any(map(PART.fullmatch, lines)) and width >= _ONTONOTES:
        guessed = _of_parts(lines, Layout(tabs, width))
    elif width == 1 and _is_sparse(rows):
        guessed = Layout(True, 2, tags=(1,), ragged=True, sparse=True, form="bare")
    else:
        guessed = _guessed(lines, tabs, width)
    return _asked(guessed, word, tag)


def _asked(found: Layout, word: str, tag: str) -> Layout:
    """The layout with the columns that somebody named."""
    if word:
        found = replace(found, word=_column(word, "word"))
    if tag:
        tags = tuple(_column(each, "tag") for each in tag.split(","))
        there = {each % found.width for each in tags if found.width}
        unread = tuple(each for each in found.unread if each[0] not in there)
        found = replace(
            found, tags=tags, tags_in_misc=False, unread=unread, form=found.form if tags == found.tags else ""
        )
    return found


def _of_parts(lines: Sequence[str], found: Layout) -> Layout:
    """OntoNotes, or SemEval-2010, whose rows begin with the number of the word; both have chains in the last column."""
    if is_counted(_sentences(lines, found)):
        return Layout(found.tabs, _ONTONOTES, 1, (), numbered=True, ragged=True, chains=-1, unread_names=("NE",))
    return Layout(found.tabs, _ONTONOTES, _ONTO_WORD, (_ONTO_NAME,), brackets=True, ragged=True, chains=-1)


def _is_sparse(rows: Sequence[str]) -> bool:
    """Whether only words in spans have more columns, the first of them B or I, as in AIDA CoNLL-YAGO."""
    marks = {row.split("\t")[1] for row in rows if "\t" in row}
    return "B" in marks and marks <= {"B", "I"}


def _guessed(lines: Sequence[str], tabs: bool, width: int) -> Layout:
    """The word first, or behind its number."""
    sentences = list(_sentences(lines, Layout(tabs, width)))
    rows = [row for sentence in sentences for row in sentence]
    names = rows.pop(0) if rows and rows[0][0].lower() in HEADS else []
    numbers = sum(_NUMBER.fullmatch(row[0]) is not None for row in rows)
    numbered = (width > 2 and is_counted(sentences)) or (width >= _CONLLU and numbers * 2 > len(rows))
    found = Layout(tabs, width, 1 if numbered else 0, numbered=numbered)
    if width <= 1:
        return found
    tagged = dict(tag_columns(rows, found.word))
    marks_nothing = all(row[-1] == OUTSIDE for row in rows)
    if not tagged and not marks_nothing and (first := dict(tag_columns(rows, -1)).get(0)):
        # The tag stands before the word; in a file without a span words may look like tags: S-300, B-52.
        found, tagged = replace(found, word=1), {0: first}
    return _tagged(rows, names, found, tagged) if tagged else _untagged(rows, found)


def _tagged(
    rows: Sequence[Sequence[str]], names: Sequence[str], found: Layout, tagged: Mapping[int, frozenset[str]]
) -> Layout:
    """The layout with tags in all columns of them but those of chunks, else in the last; `names` are of the columns."""
    tags = tuple(index for index, labels in tagged.items() if not labels <= CHUNKS) or tuple(tagged)[-1:]
    misc = names.index(_MISC) if _MISC in names else None
    others = tuple(
        names[index] if names else str(index + 1)
        for index in range(found.word if found.numbered else 0, min(map(len, rows)))
        if index not in {found.word, misc, *tagged} and is_said(row[index] for row in rows)
    )
    return replace(
        found,
        # With tabs a row may have remarks behind its tag; with blanks a word may have a blank in it.
        tags=(-1,) if tags == (found.width - 1,) and not found.tabs else tags,
        ragged=found.tabs,
        misc=misc,
        unread=tuple(each for each in tagged.items() if each[0] not in tags),
        unread_names=others,
    )


def _untagged(rows: Sequence[Sequence[str]], found: Layout) -> Layout:
    """The layout of a file without a column of tags: they are in MISC, or brackets, or labels by themselves."""
    if found.numbered and found.width >= _CONLLU:
        misc, ragged = _CONLLU - 1, found.width > _CONLLU
        return replace(found, width=_CONLLU, tags=(misc,), misc=misc, tags_in_misc=True, ragged=ragged)
    chains = chain_column(rows, found.word)
    if chains is not None:
        return replace(found, tags=(), chains=chains)
    return replace(found, form=form_of(rows))


def _sentences(lines: Sequence[str], found: Layout) -> Iterator[list[list[str]]]:
    """The rows of each sentence, as far as they have all columns."""
    for is_blank, group in groupby(lines, key=lambda line: not line.strip(" \t")):
        if not is_blank:
            told = (found.cells(line) for line in group if comment(line) is None and not _begins(line))
            rows = [
                cells[: found.width]
                for cells in told
                if len(cells) == found.width or (found.tabs and len(cells) > found.width)
            ]
            if rows:
                yield rows


def _begins(line: str) -> bool:
    """Whether it is a mark of a document, and no row."""
    is_mark = _BLANKS.split(line, maxsplit=1)[0] in (DOCUMENT, SAMPLE)
    return is_mark or PART.fullmatch(line) is not None or END.fullmatch(line) is not None


def _parted_by_tabs(row: str) -> bool:
    cells = row.split("\t")
    if len(cells) < _CONLLU and not (len(cells) > 1 and all(cells) and any(map(is_tag, cells))):
        return False
    # A label may have spaces, but two tags in one cell are two columns with a blank between.
    return not any(map(is_tag, cells[-1].split(" ")[1:]))


def _declared(tabs: bool, width: int, said: Sequence[str]) -> Layout:
    names = [name.upper() for name in said]
    word = next((names.index(each) for each in _WORD_NAMES if each in names), 0)
    layers = tuple(index for index, name in enumerate(names) if name.startswith(LAYER))
    named = tuple(index for index, name in enumerate(names) if name.rpartition(":")[2].lower() in TAG_KEYS)
    misc = names.index(_MISC) if _MISC in names else None
    tags = layers or named[:1]
    in_misc = not tags and misc is not None
    tags = tags or (-1 if misc is None else misc,)
    unread = tuple(
        said[index] for index, name in enumerate(names) if index not in {word, misc, *tags} and name not in _USUAL
    )
    return Layout(tabs, width, word, tags, names[0] == "ID", misc, in_misc, unread_names=unread)


def _column(said: str, option: str) -> int:
    """The index of a column that is said as a number: from 1 at the beginning, from -1 at the end."""
    number = int(said) if re.fullmatch(r"\s*-?[1-9]\d{0,3}\s*", said) else 0
    if not number:
        raise InvalidInput(
            f"{option} is the number of a column (1 the first, -1 the last), not {said!r}", rule="option"
        )
    return number - 1 if number > 0 else number
