"""A file of WebAnno TSV 3: its columns, and its sentences with their rows, as they stand there.

What they come to is in `webanno_text` (the text, and where each row stands in it) and `webanno_layers`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from annotator.domain.errors import InvalidInput
from annotator.formats.webanno_tsv.escapes import unescaped_text
from annotator.formats.webanno_tsv.writing import DOCUMENT

_FORMAT = re.compile(r"#FORMAT=WebAnno TSV (3(?:\.(\d{1,3}))?)")
_LAYER = re.compile(r"#T_(SP|RL|CH)=([^|]+)\|?(.*)")
_ROLE = re.compile(r"ROLE_(?:[^_]*:)?([^:]*)_([^_]+)")
_ROW = re.compile(r"(\d+-\d+)(\.\d+)?\t(\d{1,10})-(\d{1,10})\t([^\t]*)((?:\t.*)?)")
_NO_ROW = re.compile(r"(?!\d+-\d)[^\t]*\Z")
#: Three columns before those of the layers.
_FIXED = 3


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a layer: a feature, the roles or the targets of a slot, or where a relation comes from."""

    kind: str
    name: str = ""
    #: The type of what is linked to.
    target: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of spans (`SP`), relations (`RL`) or chains (`CH`), and where its columns begin."""

    kind: str
    type: str
    columns: tuple[Column, ...]
    at: int


@dataclass(frozen=True, slots=True)
class RawRow:
    """A token, or a part of one, with its cells; offsets as the file counts."""

    line: int
    name: str
    is_part: bool
    start: int
    end: int
    word: str
    cells: tuple[str, ...]


@dataclass(slots=True)
class RawSentence:
    """The text of a sentence, and its rows."""

    line: int
    lines: list[str] = field(default_factory=list)
    rows: list[RawRow] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(slots=True)
class RawFile:
    """All of it. `document` is the id that a comment of ours tells."""

    layers: list[Layer] = field(default_factory=list)
    sentences: list[RawSentence] = field(default_factory=list)
    document: str = ""
    #: What nobody reads: names of comments, and columns that are in no layer, each with its line.
    unread: list[tuple[int, str]] = field(default_factory=list)


def read_raw(data: bytes) -> RawFile:
    """The file; raises InvalidInput with the line."""
    lines = lines_of(data)
    line, first = next(lines, (1, ""))
    found = _FORMAT.fullmatch(first.strip())
    if found is None:
        said = "a file of WebAnno TSV begins with #FORMAT=WebAnno TSV 3.3, or with #id=1 in versions 1 and 2"
        raise InvalidInput(said, rule="format", line=line)
    file = RawFile()
    body = _Body(file, int(found.group(2) or 0))
    for line, text in lines:
        layer = _LAYER.fullmatch(text)
        try:
            if layer is not None and not file.sentences:
                body.add_layer(*layer.groups())
            else:
                body.add(line, text)
        except InvalidInput as error:
            raise InvalidInput(error.message, rule=error.rule, line=line) from None
    return file


def lines_of(data: bytes) -> Iterator[tuple[int, str]]:
    """The lines, numbered; raises InvalidInput for one that is not UTF-8."""
    # By line feeds alone: U+2028 and its like stand in sentences, and a carriage return of the text is escaped.
    for number, raw in enumerate(data.split(b"\n"), start=1):
        try:
            yield number, raw.decode("utf-8-sig" if number == 1 else "utf-8").removesuffix("\r")
        except UnicodeDecodeError as error:
            said = f"not UTF-8: byte {error.start + 1} of the line"
            raise InvalidInput(said, rule="encoding", line=number) from None


class _Body:
    """Takes the lines behind the first, one by one."""

    def __init__(self, file: RawFile, version: int) -> None:
        self._file, self._version = file, version
        self._width = 0

    def add_layer(self, kind: str, type_: str, declared: str) -> None:
        columns = tuple(_columns(kind, [each for each in declared.split("|") if each]))
        self._file.layers.append(Layer(kind, type_, columns, self._width))
        self._width += len(columns)

    def add(self, line: int, text: str) -> None:
        sentences = self._file.sentences
        if text.startswith("#Text="):
            if not sentences or sentences[-1].rows:
                sentences.append(RawSentence(line))
            sentences[-1].lines.append(self._text(text.removeprefix("#Text=")))
        elif text.startswith(DOCUMENT):
            self._file.document = unescaped_text(text.removeprefix(DOCUMENT))
        elif text.startswith("#"):
            self._file.unread.append((line, text.partition("=")[0].removeprefix("#")))
        elif text:
            if not sentences:
                raise InvalidInput("a row before the first #Text=", rule="row")
            if not sentences[-1].rows and _NO_ROW.match(text):
                # A converter left a line break in the sentence as it is.
                sentences[-1].lines.append(self._text(text))
            else:
                sentences[-1].rows.append(self._row(line, text))

    def _text(self, said: str) -> str:
        """A sentence: version 3.0 has it as it is, 3.1 escapes it as Java does."""
        return unescaped_text(said, java=self._version == 1) if self._version else said

    def _row(self, line: int, text: str) -> RawRow:
        found = _ROW.fullmatch(text)
        if found is None:
            raise InvalidInput("a row has a number, offsets and a word, with tabs between", rule="row")
        name, part, start, end, word, rest = found.groups()
        cells = rest.split("\t")[1:]
        if len(cells) < self._width:
            said = f"{len(cells) + _FIXED} column(s), {self._width + _FIXED} expected"
            raise InvalidInput(said, rule="columns")
        further = (at for at, cell in enumerate(cells[self._width :], start=self._width) if cell not in ("", "_"))
        self._file.unread += ((line, f"column {at + _FIXED + 1}") for at in further)
        if int(end) < int(start):
            raise InvalidInput(f"{start}-{end} ends before it begins", rule="range")
        return RawRow(line, name + (part or ""), bool(part), int(start), int(end), word, tuple(cells))


def _columns(kind: str, declared: Sequence[str]) -> Iterator[Column]:
    if not declared:
        yield Column("placeholder")
    at = 0
    while at < len(declared):
        name = declared[at]
        slot = _ROLE.fullmatch(name) if kind == "SP" else None
        if slot is not None:
            yield Column("roles", slot.group(1))
            at += 1
            yield Column("targets", slot.group(1), declared[at] if at < len(declared) else "")
        elif kind == "RL" and name.startswith("BT_"):
            yield Column("from", target=name.removeprefix("BT_"))
        else:
            yield Column("feature", name)
        at += 1
