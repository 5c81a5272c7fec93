"""The text of a file of WebAnno TSV, and where its rows stand in it.

Offsets count UTF-16 units and go on through the file. What stands at the place of each token is held against the
token's word; where it differs, the words decide, and it is reported.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.domain.errors import InvalidInput
from annotator.formats.base import Loss, Report, Weight
from annotator.formats.places.sentenced import aligned
from annotator.formats.places.tokens import Token
from annotator.formats.places.utf16 import Utf16, units
from annotator.formats.webanno_tsv.escapes import unescaped_text, unescaped_value
from annotator.formats.webanno_tsv.reading import RawRow, RawSentence

#: No gap between two sentences of an article is wider.
WIDEST = 100_000


@dataclass(frozen=True, slots=True)
class Laid:
    """A text, the place of each row by its line, and the lines of sentences that had to be put right, with how."""

    text: str
    places: Mapping[int, Token]
    mended: Sequence[tuple[int, str]]


def laid(sentences: Sequence[RawSentence], document_id: str, report: Report) -> Laid:
    """The text of the sentences; raises InvalidInput for what cannot be one."""
    found = _Laying(units_wide=2).lay(sentences)
    if found.mended and any(sign > "\uffff" for sign in found.text):
        in_points = _Laying(units_wide=1).lay(sentences)
        if not in_points.mended:
            said = "offsets count code points, not UTF-16 units"
            report(Loss(document_id, "offsets", None, "code_points", said, Weight.CHANGED))
            return in_points
    for line, how in found.mended:
        report(Loss(document_id, "text", None, how, _SAID[how], Weight.CHANGED, line=line))
    return found


_SAID = {
    "restart": "offsets of the sentence do not go on from the one before: it is put behind it",
    "moved": "tokens do not stand where the file says: they are where their words stand in the sentence",
    "rebuilt": "the words of the tokens are not those of the sentence: its text is made of its tokens",
}


@dataclass(slots=True)
class _Laying:
    """Sentence by sentence; a character outside the basic plane counts `units_wide`."""

    units_wide: int
    text: str = ""
    pieces: list[str] = field(default_factory=list)
    points: int = 0
    counted: int = 0
    places: dict[int, Token] = field(default_factory=dict)
    mended: list[tuple[int, str]] = field(default_factory=list)

    def lay(self, sentences: Sequence[RawSentence]) -> Laid:
        for number, sentence in enumerate(sentences):
            self._gap(sentence, is_first=number == 0)
            self._sentence(sentence)
        return Laid("".join(self.pieces), self.places, self.mended)

    def _count(self, text: str) -> int:
        return units(text) if self.units_wide == 2 else len(text)

    def _put(self, text: str) -> None:
        self.pieces.append(text)
        self.points += len(text)
        self.counted += self._count(text)

    def _gap(self, sentence: RawSentence, *, is_first: bool) -> None:
        """What stands before a sentence: a line break, unless its first token leaves no room, or more than that."""
        begins = sentence.rows[0].start if sentence.rows else self.counted + (not is_first)
        wide = begins - self.counted
        if wide > WIDEST:
            raise InvalidInput(f"{wide} characters without words", rule="range", line=sentence.line)
        if wide < 0:
            self.mended.append((sentence.line, "restart"))
            wide = int(not is_first)
        self._put(" " * wide if is_first else ("\n" + " " * (wide - 1) if wide else ""))

    def _sentence(self, sentence: RawSentence) -> None:
        tokens = [row for row in sentence.rows if not row.is_part]
        text = sentence.text
        stand = self._standing(text, tokens)
        if stand is None:
            found = aligned(text, [_word(row) for row in tokens])
            stand = None if found is None else list(found)
            if stand is None:
                text, stand = _made_of(tokens)
            self.mended.append((sentence.line, "moved" if found is not None else "rebuilt"))
        before = self.points
        self._put(text)
        self._place(sentence.rows, text, dict(zip([row.line for row in tokens], stand, strict=True)), before)

    def _standing(self, text: str, tokens: Sequence[RawRow]) -> list[Token] | None:
        """Where each token says that it stands in the sentence; None where another word stands there."""
        counting = Utf16(text)
        found = []
        for row in tokens:
            start, end = (self._offset(counting, each - tokens[0].start) for each in (row.start, row.end))
            if start is None or end is None or text[start:end] not in _words(row):
                return None
            found.append(Token(start, end))
        return found

    def _offset(self, counting: Utf16, unit: int) -> int | None:
        return counting.to_points(unit) if self.units_wide == 2 else unit

    def _place(self, rows: Sequence[RawRow], text: str, stand: Mapping[int, Token], before: int) -> None:
        token: RawRow | None = None
        for row in rows:
            if not row.is_part:
                token = row
            if token is None:
                raise InvalidInput(f"{row.name} is a part of no token", rule="row", line=row.line)
            place = stand[token.line]
            if row.is_part:
                place = self._part(row, token, text, place)
            self.places[row.line] = Token(before + place.start, before + place.end)

    def _part(self, row: RawRow, token: RawRow, text: str, place: Token) -> Token:
        """Where a part of a token stands; WebAnno lists what has no words with tokens that it is not in."""
        is_inside = token.start <= row.start and row.end <= token.end
        at = place.start if is_inside else 0
        counting = Utf16(text[at : place.end] if is_inside else text)
        begins = token.start - (0 if is_inside else self._count(text[: place.start]))
        start, end = (self._offset(counting, each - begins) for each in (row.start, row.end))
        if start is None or end is None or not 0 <= start <= end <= len(text) - at:
            raise InvalidInput(f"{row.start}-{row.end} is no part of its sentence", rule="range", line=row.line)
        return Token(at + start, at + end)


def _word(row: RawRow) -> str:
    return unescaped_value(row.word)


def _words(row: RawRow) -> Iterator[str]:
    """What may stand there: WebAnno writes words as they are, others escape them."""
    yield row.word
    yield _word(row)
    yield unescaped_text(row.word)


def _made_of(tokens: Sequence[RawRow]) -> tuple[str, list[Token]]:
    text, places = "", []
    for row in tokens:
        gap = row.start - tokens[0].start - units(text)
        text += " " * min(max(gap, 0), WIDEST)
        places.append(Token(len(text), len(text) + len(_word(row))))
        text += _word(row)
    return text, places
