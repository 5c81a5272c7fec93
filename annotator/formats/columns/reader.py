"""Sheets out of the lines of a file of columns, one document after the other.

A sentence that cannot be read is left out and reported, with its first fault; so is a document that has no other.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from annotator.domain.documents import DOCUMENT_ID
from annotator.domain.errors import InvalidInput
from annotator.formats.base import Loss, Report, Weight, skipped
from annotator.formats.columns import layout
from annotator.formats.columns.chains import KEY, Brackets
from annotator.formats.columns.layout import Layout, features
from annotator.formats.columns.row_tags import RowTags
from annotator.formats.columns.sheet import Sentence, Sheet
from annotator.formats.columns.tags import OUTSIDE, UNKNOWN, Survey, is_tag, stretches

#: Comment in which we keep a text exactly, as a string of JSON.
EXACT = "exact"
#: What MISC says of spaces, which are read, and of tags.
_SPACES = frozenset(("spaceafter", "spacesafter", "spacesbefore", "spacesintoken"))
#: A number of so many digits counts no words.
_TOO_LONG = 10
#: Comments that say nothing that would be missed: ids of sentences and paragraphs.
_PASSED_OVER = ("newpar", "sent_id", layout.COLUMNS)
#: Which begin a document: everybody's, and with something before it that of the HIPE shared tasks.
_NEW, _DOCUMENT_ID = "newdoc", "document_id"
#: What the fields of Entity in MISC are.
_ENTITY = "global.Entity"
_NO_ID = frozenset((layout.DOCUMENT, "-X-", "O", "_", "-", ""))
_GAPS = {r"\s": " ", r"\t": "\t", r"\n": "\n", r"\r": "\r", r"\p": "|", r"\\": "\\"}


class SheetReader:
    """Reads one file; `survey` has seen all its tags when the last sheet is out."""

    def __init__(self, found: Layout, report: Report, file: str | None, *, samples: bool) -> None:
        self.layout, self.report, self.file = found, report, file
        #: Whether this is a file of the CASE shared tasks, where some words are marks.
        self.samples = samples
        self.survey = Survey()
        self._width = max(found.width, 2)
        #: Whether a row of that width has all columns that are read.
        self._fits = all(-self._width <= each < self._width for each in (found.word, *found.tags))
        #: What Entity in MISC tells, and the brackets of the sentence.
        self._fields: Sequence[str] = ()
        self._brackets = Brackets(self._fields)
        self._has_chains = found.tags_in_misc or found.chains is not None
        self._tags = RowTags(found)
        self._sheet = Sheet()
        self._sentence = Sentence()
        self._open = self._named = self._lost = False
        #: What is wrong with the sentence, and in which line.
        self._faulty: tuple[InvalidInput, int] | None = None
        self._hidden = 0
        self._told: set[str] = set()
        self._ids: set[str] = set()

    def sheets(self, lines: Iterable[bytes]) -> Iterator[Sheet]:
        """The documents of the lines, numbered from 1."""
        for index, labels in self.layout.unread:
            said = f"column {index + 1} holds tags, too ({', '.join(sorted(labels)[:5])}): the option tag asks for it"
            self._tell("column", str(index + 1), said, None)
        for name in self.layout.unread_names:
            self._tell("column", name, f"the column {name} is not read", None)
        for number, raw in enumerate(lines, start=1):
            try:
                line = raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
            except UnicodeDecodeError as error:
                said = f"not UTF-8: byte {error.start + 1} of the line (the option encoding says what a file is in)"
                self._fault(InvalidInput(said, rule="encoding"), number)
                continue
            yield from self._take(line, number)
        yield from self._end_document()

    def _take(self, line: str, number: int) -> Iterator[Sheet]:
        if not line.strip(" \t"):
            self._end_sentence()
            return
        in_sentence = bool(self._sentence.words) or self._faulty is not None
        # The mark of a document may have blanks behind it in a file of tabs.
        first = re.split(r"[ \t]", line, maxsplit=1)[0]
        if (first == layout.DOCUMENT and not in_sentence) or (self.samples and first == layout.SAMPLE):
            yield from self._end_document()
            self._begin(number)
            self._name(self._after(first, line))
        elif self._has_chains and (part := layout.PART.fullmatch(line)) is not None:
            yield from self._end_document()
            self._begin(number)
            self._name("-".join([part[1], *([part[2].lstrip("0")] if (part[2] or "").strip("0") else [])]))
        elif (self.samples and first == layout.SEPARATOR) or (self._has_chains and layout.END.fullmatch(line)):
            self._end_sentence()
        elif (said := layout.comment(line)) is not None:
            yield from self._comment(*said, number)
        elif not in_sentence and line.startswith("#") and not self._is_row(line):
            self._tell("note", "", "a comment is not read", number)
        else:
            self._row(line, number)

    def _after(self, first: str, line: str) -> str:
        """What stands behind the mark of a document, but for the fillers of empty columns."""
        cells = re.split(r"[ \t]+", line[len(first) :].strip(" \t"))
        return "-".join(cell for cell in cells if cell not in _NO_ID).strip("()")

    def _begin(self, number: int) -> None:
        self._sheet, self._open, self._named, self._lost = Sheet(line=number), True, False, False

    def _name(self, said: str) -> None:
        """Give the document its id: one that it may have, and that no other has."""
        if not said:
            return
        clean = re.sub(r"[\s\x00-\x1f\x7f/\\]+", "-", said)[:200]
        if clean != said:
            self._loss("ids", None, "document_id", f"{said!r} is no id of a document here: it is {clean!r}", clean)
        name, number = clean, 1
        while name in self._ids:
            number += 1
            name = f"{clean[:190]}-{number}"
        if number > 1:
            self._loss("ids", None, "duplicate", f"a further document of the id {clean!r}: it is {name!r}", name)
        assert DOCUMENT_ID.fullmatch(name)
        self._ids.add(name)
        self._sheet.id = name

    def _comment(self, key: str, value: str, number: int) -> Iterator[Sheet]:
        if key == _NEW or key.rpartition(":")[2] == _DOCUMENT_ID:
            # Behind the mark of a document this is still the same one.
            if self._named or not self._is_empty():
                yield from self._end_document()
            if not self._open:
                self._begin(number)
            self._named = True
            self._name(value)
        elif key == "text":
            self._sentence.text = value
        elif key == EXACT:
            self._exact(value, number)
        elif key == _ENTITY:
            self._fields = tuple(value.split("-"))
            self._brackets = Brackets(self._fields)
        elif key not in _PASSED_OVER:
            self._tell("note", key, f"the comment {key!r} is not read", number)

    def _exact(self, value: str, number: int) -> None:
        try:
            text = json.loads(value)
        except (ValueError, RecursionError):
            text = None
        if isinstance(text, str):
            self._sentence.exact = text
        else:
            self._fault(InvalidInput("exact is a text as JSON has it", rule="type"), number)

    def _is_row(self, line: str) -> bool:
        cells = self.layout.cells(line)
        return len(cells) == self.layout.width and all(map(is_tag, self.layout.tags_in(cells)))

    def _row(self, line: str, number: int) -> None:
        self._sentence.line = self._sentence.line or number
        try:
            cells = self.layout.cells(line)
            self._check_width(cells)
            if self.layout.numbered and self._is_no_word(cells):
                return
            word = cells[self.layout.word]
            if number == 1 and self._is_head(word, cells):
                return
            tags = self._tags.read(cells)
            if not word:
                raise InvalidInput("there is no word in its column", rule="columns")
        except InvalidInput as error:
            self._fault(error, number)
            return
        self._tell_besides(cells, number)
        self._add(word, tags, cells, number)

    def _add(self, word: str, tags: tuple[str, ...], cells: Sequence[str], number: int) -> None:
        """A word of the sentence."""
        sentence = self._sentence
        for _ in range(tags.count(UNKNOWN)):
            said, where = "the tag says that a span did not fit its words: which is not known", self._sheet.id or ""
            self.report(Loss(where, "span", None, "misaligned", said, Weight.LOST, self.file, number))
        if self._has_chains:
            self._brackets.add(self.layout.chain_in(cells), len(sentence.words), len(sentence.words) + 1)
        sentence.words.append(word)
        sentence.tags.append(tags)
        sentence.lines.append(number)
        sentence.gaps.append(" " if self.layout.misc is None else _gap(cells[self.layout.misc]))

    def _is_head(self, word: str, cells: Sequence[str]) -> bool:
        return word.lower() in layout.HEADS and not any(map(is_tag, self.layout.tags_in(cells)))

    def _tell_besides(self, cells: Sequence[str], number: int) -> None:
        """Say what a row holds that is not read, once for each kind."""
        if self.layout.tags_in_misc and self.layout.misc is not None and (misc := cells[self.layout.misc]) != "_":
            for key in sorted(features(misc).keys() - _SPACES - layout.TAG_KEYS - {KEY}):
                self._tell("column", key, f"{key} in the column MISC is not read", number)
        if len(cells) > self._width and self.layout.chains is None:
            said = f"what stands behind the column {self._width} is not read"
            self._tell("column", str(self._width + 1), said, number)

    def _check_width(self, cells: Sequence[str]) -> None:
        if self.layout.ragged and len(cells) >= self._width:
            return
        if len(cells) != self._width or not self._fits:
            there = f"{len(cells)} column(s), {self._width} expected"
            raise InvalidInput(there, rule="columns")

    def _is_no_word(self, cells: Sequence[str]) -> bool:
        """Whether a numbered row is a word that is not in the text, or stands in it as part of another."""
        number = cells[0]
        words = self._sentence.words
        if "." in number:
            self._brackets.add(self.layout.chain_in(cells), len(words), len(words))
            return True
        first, _, last = number.partition("-")
        if last:
            counted = all(each.isdecimal() and len(each) < _TOO_LONG for each in (first, last))
            self._hidden = min(max(int(last) - int(first) + 1, 0), 100) if counted else 0
            return False
        if self._hidden:
            self._hidden -= 1
            # The tag of a word inside becomes that of the whole, unless the whole has one.
            self._brackets.add(self.layout.chain_in(cells), len(words) - 1, len(words))
            tags, whole = self.layout.tags_in(cells), self._sentence.tags
            if whole and set(whole[-1]) == {OUTSIDE} and all(map(is_tag, tags)):
                whole[-1] = tags
            return True
        return False

    def _is_empty(self) -> bool:
        return not (self._sheet.sentences or self._sentence.words or self._lost or self._faulty is not None)

    def _end_sentence(self) -> None:
        sentence = self._sentence
        if self._faulty is not None:
            self._lost = True
            self._skip(*self._faulty)
        elif sentence.words:
            for column in zip(*sentence.tags, strict=True):
                self.survey.add(column, sentence.lines)
            self._end_brackets(sentence)
            self._sheet.sentences.append(sentence)
            self._open = True
        elif sentence.exact is not None:
            self._sheet.lead += sentence.exact
        self._sentence, self._faulty, self._hidden = Sentence(), None, 0
        self._tags.end_sentence()
        if self._has_chains:
            self._brackets = Brackets(self._fields)

    def _end_brackets(self, sentence: Sentence) -> None:
        brackets, where = self._brackets, self._sheet.id or ""
        brackets.finish()
        sentence.mentions = brackets.mentions
        for said in brackets.faults:
            self.report(Loss(where, "span", None, "brackets", said, Weight.LOST, self.file, sentence.line))
        for said in brackets.joined:
            self.report(Loss(where, "span", None, "joined", said, Weight.CHANGED, self.file, sentence.line))

    def _skip(self, error: InvalidInput, number: int) -> None:
        """Leave the sentence out, and say what goes with it, as far as it can be read."""
        words, columns = self._sentence.words, zip(*self._sentence.tags, strict=True)
        lost = [each for column in columns for each in stretches(column)]
        lost += [(each.label, each.first, each.end) for each in self._brackets.mentions]
        spans = [f"{label} “{' '.join(words[at:end])}”" for label, at, end in lost]
        if spans:
            error.message += f"; with its sentence {', '.join(spans)} {'is' if len(spans) == 1 else 'are'} left out"
        skipped(error, self.report, self.file, number)

    def _end_document(self) -> Iterator[Sheet]:
        self._end_sentence()
        if self._open and (self._sheet.sentences or not self._lost):
            yield self._sheet
        self._sheet, self._open, self._named, self._lost = Sheet(), False, False, False

    def _fault(self, error: InvalidInput, number: int) -> None:
        self._faulty = self._faulty or (error, number)

    def _tell(self, kind: str, about: str, said: str, number: int | None) -> None:
        """Once a file is enough."""
        if about not in self._told:
            self._told.add(about)
            self.report(Loss("", kind, about or None, "not_read", said, Weight.CHANGED, self.file, number))

    def _loss(self, kind: str, about: str | None, reason: str, said: str, document: str) -> None:
        self.report(Loss(document, kind, about, reason, said, Weight.CHANGED, self.file, self._sheet.line))


def _gap(misc: str) -> str:
    """What follows a word: SpaceAfter of CoNLL-U, SpacesAfter as UDPipe writes it, NoSpaceAfter as HIPE does."""
    said = features(misc)
    if "NoSpaceAfter" in misc.split("|"):
        return ""
    if "spacesafter" in said:
        return re.sub(r"\\[stnrp\\]", lambda found: _GAPS[found[0]], said["spacesafter"])
    return "" if said.get("spaceafter", "").lower() == "no" else " "
