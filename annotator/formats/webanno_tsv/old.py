"""Versions 1 and 2 of WebAnno TSV, brought to the rows of version 3.

Version 2 names its layers in the first line (` # type | feature | feature # type | feature | AttachTo=type`), version 1
has the same columns always: lemma, part of speech, name, head and dependency. Neither has offsets: words are looked
for in `#text=`. What goes on over several tokens has B and I before its values; a relation names the token where it
begins. A value without a text is called as its feature is, with `_` behind it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from annotator.domain.errors import InvalidInput
from annotator.formats.places.sentenced import aligned
from annotator.formats.places.tokens import Token
from annotator.formats.places.utf16 import units
from annotator.formats.webanno_tsv.escapes import escaped_value
from annotator.formats.webanno_tsv.reading import Column, Layer, RawFile, RawRow, RawSentence, lines_of, read_raw

_HEAD = re.compile(r"\s?# ?(\S.*)")
_ROW = re.compile(r"(?:(\d+)-)?(\d+)\t([^\t]+)((?:\t.*)?)")
_ATTACHED = "AttachTo="
_MARKED = re.compile(r"([BI])[-_](.*)", re.DOTALL)
_NOTHING = ("_", "O", "")
_CORE = "de.tudarmstadt.ukp.dkpro.core.api."
_POS = f"{_CORE}lexmorph.type.pos.POS"
#: The columns of version 1 behind the word.
_FIRST_VERSION = (
    Layer("SP", f"{_CORE}segmentation.type.Lemma", (Column("feature", "value"),), 0),
    Layer("SP", _POS, (Column("feature", "PosValue"),), 1),
    Layer("SP", f"{_CORE}ner.type.NamedEntity", (Column("feature", "value"),), 2),
    Layer(
        "RL",
        f"{_CORE}syntax.type.dependency.Dependency",
        (Column("from", target=_POS), Column("feature", "DependencyType")),
        3,
    ),
)

#: What a file of these versions begins with, and how much of it shows that.
HEAD = 2**14
BEGINS = r"(?:\s?#[^\n]*\n)*#id=\d+[^\n]*\n(?:#text=|\d+(?:-\d+)?\t)"


def read_any(data: bytes) -> RawFile:
    """A file of any version; raises InvalidInput with the line."""
    if re.match(BEGINS, data[:HEAD].decode("utf-8-sig", "replace")) is None:
        return read_raw(data)
    body = _Body()
    for line, text in lines_of(data):
        try:
            body.add(line, text)
        except InvalidInput as error:
            raise InvalidInput(error.message, rule=error.rule, line=line) from None
    body.end_sentence()
    return body.file


@dataclass(slots=True)
class _Body:
    file: RawFile = field(default_factory=RawFile)
    said: str = ""
    rows: list[tuple[int, str, str, tuple[str, ...]]] = field(default_factory=list)
    #: What the row before bears, by the place of its layer: values and number of each annotation.
    open: dict[int, list[tuple[tuple[str, ...], int]]] = field(default_factory=dict)
    number: int = 0
    #: Where the next sentence begins, in UTF-16 units.
    at: int = 0

    def add(self, line: int, text: str) -> None:
        if text.startswith("#id="):
            self.end_sentence()
        elif text.startswith("#text="):
            # Behind the rows stands the text of all sentences.
            self.said = self.said if self.rows else text.removeprefix("#text=").strip()
        elif (head := _HEAD.fullmatch(text)) is not None and not self.file.sentences:
            self.file.layers += _layers(head[1])
        elif text.strip() and not text.startswith("#"):
            self._row(line, text)

    def _row(self, line: int, text: str) -> None:
        found = _ROW.fullmatch(text)
        if found is None:
            raise InvalidInput("a row has a number and a word, with tabs between", rule="row")
        sentence, number, word, rest = found.groups()
        if sentence is None and not self.file.layers:
            self.file.layers += _FIRST_VERSION
        cells = rest.split("\t")[1:]
        width = sum(len(layer.columns) for layer in self.file.layers)
        if len(cells) < width:
            raise InvalidInput(f"{len(cells) + 2} column(s), {width + 2} expected", rule="columns")
        # Numbers of version 1 begin anew with each sentence.
        within = sentence or str(len(self.file.sentences) + 1)
        self.rows.append((line, f"{within}-{number}", word, tuple(self._cells(cells, within))))

    def _cells(self, cells: Sequence[str], sentence: str) -> Iterator[str]:
        for layer in self.file.layers:
            own = cells[layer.at : layer.at + len(layer.columns)]
            columns = [cell.split("|") if cell not in _NOTHING else [] for cell in own]
            stacked = [
                [column[at] if at < len(column) else "_" for column in columns]
                for at in range(max(map(len, columns), default=0))
            ]
            if layer.kind == "RL":
                told = [
                    [_said(column, value, sentence) for column, value in zip(layer.columns, values, strict=True)]
                    for values in stacked
                    # A root hangs on nothing.
                    if "0" not in values
                ]
            else:
                told = list(self._numbered(layer, stacked))
            yield from ("|".join(each[at] for each in told) or "_" for at in range(len(own)))

    def _numbered(self, layer: Layer, stacked: Iterable[Sequence[str]]) -> Iterator[list[str]]:
        """The annotations on a row, each with the number that it has on all of its rows."""
        before, now = self.open.get(layer.at, []), []
        for values in stacked:
            marks = [_MARKED.fullmatch(value) for value in values]
            plain = tuple(mark[2] if mark else value for mark, value in zip(marks, values, strict=True))
            goes_on = any(mark is not None and mark[1] == "I" for mark in marks)
            known = next((each for each in before if each[0] == plain), None) if goes_on else None
            if known is not None:
                before.remove(known)
            else:
                self.number += 1
            now.append(known or (plain, self.number))
            named = (_named(layer, column, value) for column, value in zip(layer.columns, plain, strict=True))
            yield [f"{value}[{now[-1][1]}]" for value in named]
        self.open[layer.at] = now

    def end_sentence(self) -> None:
        """The sentence is over: its words are placed in its text."""
        if self.rows:
            words = [word for _, _, word, _ in self.rows]
            text = self.said or " ".join(words)
            places = aligned(text, words) or _spaced(words)
            sentence = RawSentence(self.rows[0][0], [text[places[0].start :]] if self.said else [text])
            first = places[0].start
            for (line, name, word, cells), place in zip(self.rows, places, strict=True):
                start, end = (self.at + units(text[first:each]) for each in place)
                sentence.rows.append(RawRow(line, name, False, start, end, word, cells))
            self.file.sentences.append(sentence)
            self.at += units(sentence.text) + 1
        self.said, self.rows, self.open = "", [], {}


def _layers(head: str) -> Iterator[Layer]:
    at = 0
    for part in re.split(r"\s+#\s+", head):
        name, *features = [each.strip() for each in part.split("|")]
        attached = [each.removeprefix(_ATTACHED) for each in features if each.startswith(_ATTACHED)]
        columns = [Column("feature", each) for each in features if not each.startswith(_ATTACHED)]
        columns += [Column("from", target=each) for each in attached]
        columns = columns or [Column("placeholder")]
        yield Layer("RL" if attached else "SP", name, tuple(columns), at)
        at += len(columns)


def _named(layer: Layer, column: Column, value: str) -> str:
    without = {f"{column.name}_", f"{layer.type}_", f"{layer.type}:{column.name}_"}
    return "*" if value in _NOTHING or value in without else escaped_value(value)


def _said(column: Column, value: str, sentence: str) -> str:
    """A value of a relation, or the token where it begins: version 1 says no more than its number in the sentence."""
    if column.kind == "from":
        return f"{sentence}-{value}" if value.isdecimal() else value
    marked = _MARKED.fullmatch(value)
    plain = marked[2] if marked else value
    return "_" if plain in _NOTHING else escaped_value(plain)


def _spaced(words: Iterable[str]) -> list[Token]:
    found, at = [], 0
    for word in words:
        found.append(Token(at, at + len(word)))
        at += len(word) + 1
    return found
