"""Tokens by the rules of the workbench: what a key labels there is what a corpus counts here.

Words whole with their inner marks, letter abbreviations whole (`U.S.`), the possessive `'s` by
itself, every other mark alone. In scripts without spaces each grapheme is a token: finer than
the page's word lists, so whatever was marked there begins and ends between two tokens here.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import regex


class Token(NamedTuple):
    """A half-open interval of code points; never of spaces alone."""

    start: int
    end: int


_SPACELESS = ("Thai", "Lao", "Khmer", "Myanmar", "Han", "Hiragana", "Katakana")
# Scripts share marks and punctuation, hence script extensions, but only of letters, marks and numbers.
_UNSPACED = r"(?=[\p{L}\p{M}\p{N}])[" + "".join(rf"\p{{scx={name}}}" for name in _SPACELESS) + "]"
_LETTERS = r"[\p{L}\p{M}\p{N}_\u00ad\u200c\u200d]"
_ABBREVIATION = r"\p{L}\p{M}*(?:\.\p{L}\p{M}*)+(?![\p{L}\p{M}\p{N}_])\.?"
_FIGURE = rf"\p{{N}}+(?:[.,\u066b\u066c]\p{{N}}+)+{_LETTERS}*"
_JOINT = r"[\-\u2010\u2011/'\u2019]"


def _pattern(letter: str) -> regex.Pattern[str]:
    part = rf"(?:{_ABBREVIATION}|{_FIGURE}|(?:{letter})+)"
    word = rf"(?=[\p{{L}}\p{{M}}\p{{N}}_]){part}(?:{_JOINT}(?=[\p{{L}}\p{{M}}\p{{N}}_]){part})*"
    kinds = rf"(?P<gap>[\s\p{{Cc}}\p{{Cf}}]+)|(?P<word>{word})|(?P<unspaced>{_UNSPACED}\p{{M}}*)|(?P<mark>.)"
    return regex.compile(kinds, regex.DOTALL)


_UNSPACED_LETTER = regex.compile(_UNSPACED)
# A text without such scripts, nearly every one, is spared the question at each character.
_SPACED_TEXT = _pattern(_LETTERS)
_MIXED_TEXT = _pattern(rf"(?!{_UNSPACED}){_LETTERS}")
_CLUSTER = regex.compile(r"\X")


def tokenize(text: str) -> list[Token]:
    """The tokens of a text, in order, never overlapping, never cutting a grapheme."""
    pieces = _pieces(text)
    # A text of plain ASCII has no grapheme of two characters but CR LF, which is no token.
    return list(pieces if text.isascii() else _whole_graphemes(text, pieces))


def _pieces(text: str) -> Iterator[Token]:
    pattern = _SPACED_TEXT if text.isascii() or not _UNSPACED_LETTER.search(text) else _MIXED_TEXT
    for found in pattern.finditer(text):
        if found.lastgroup == "gap":
            continue
        start, end = found.span()
        if found.lastgroup == "word" and end - start > 2 and text[end - 1] in "sS" and text[end - 2] in "'\u2019":
            yield Token(start, end - 2)
            start = end - 2
        yield Token(start, end)


def _whole_graphemes(text: str, pieces: Iterable[Token]) -> Iterator[Token]:
    # All at once: to ask for each offset would go through a long line again and again.
    boundaries = {0, *(cluster.end() for cluster in _CLUSTER.finditer(text))}
    done = 0
    for piece in pieces:
        start, end = max(piece.start, done), piece.end
        if end <= start:
            continue
        while start not in boundaries and start > done:
            start -= 1
        while end not in boundaries:
            end += 1
        yield Token(start, end)
        done = end
