"""Documents as sentences of tokens, for formats that count in tokens: spans as stretches of them, and back.

Tokens are cut where a span begins or ends inside one, so that every span is a stretch of tokens. On reading
the text is rebuilt of its tokens: single spaces between words, a line a sentence.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

import regex

from annotator.domain.annotations import Span
from annotator.domain.documents import Document
from annotator.domain.sentences import sentences
from annotator.formats.base import Loss, Weight
from annotator.formats.options import of_writing
from annotator.formats.places.tokens import Token, cut, inside, tokenize

#: How a text is cut into tokens: by the rules of the workbench; where spaces stand; or each grapheme by itself.
Tokenizer: TypeAlias = Literal["words", "spaces", "graphemes"]
#: Where a sentence ends: by the rules for sentences, at line breaks alone, or nowhere.
Sentences: TypeAlias = Literal["rules", "lines", "whole"]

TOKENIZER_HELP = "tokens by the rules of the workbench (words), between spaces (spaces) or each sign (graphemes)"
SENTENCES_HELP = "sentences end by rules for full stops and lines (rules), at line breaks (lines), or nowhere (whole)"

#: What cannot stand in a token: formats part tokens by it.
GAPS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
#: What tokenizers that follow treebanks write for marks of a text.
_TREEBANK: Mapping[str, Sequence[str]] = {
    "``": ('"', "“", "„", "«", "‘", "'"),
    "''": ('"', "”", "“", "»", "’", "'"),
    **{f"-{name}-": (mark,) for name, mark in zip(("LRB", "RRB", "LSB", "RSB", "LCB", "RCB"), "()[]{}", strict=True)},
}
_SPACE_OF_A_MARK = rf"(?:{GAPS.pattern}(?=\p{{M}}))?"


@dataclass(frozen=True, slots=True)
class TokenOptions:
    """What every format that counts in tokens lets people choose; derive from it to add more."""

    tokenizer: Tokenizer = field(default="words", metadata=of_writing(TOKENIZER_HELP))
    sentences: Sentences = field(default="rules", metadata=of_writing(SENTENCES_HELP))


@dataclass(frozen=True)
class Sentenced:
    """The tokens of a text in sentences, with the spans that were asked to be stretches of them."""

    text: str
    sentences: Sequence[Sequence[Token]]

    @cached_property
    def tokens(self) -> list[Token]:
        return [token for sentence in self.sentences for token in sentence]

    @cached_property
    def words(self) -> list[str]:
        return [self.word(token) for token in self.tokens]

    def word(self, token: Token) -> str:
        """The token's characters; a mark may sit on a space, which is then in its grapheme but not in its word."""
        return GAPS.sub("", self.text[token.start : token.end])

    @cached_property
    def words_by_sentence(self) -> list[list[str]]:
        return [[self.word(token) for token in sentence] for sentence in self.sentences]

    @cached_property
    def sentence_of(self) -> list[int]:
        """For each token of the document the number of its sentence."""
        return [number for number, sentence in enumerate(self.sentences) for _ in sentence]

    @cached_property
    def offsets(self) -> list[int]:
        """For each sentence the number, in the document, of its first token."""
        found, at = [], 0
        for sentence in self.sentences:
            found.append(at)
            at += len(sentence)
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    def stretch(self, span: Span) -> tuple[int, int] | None:
        """First token and the one behind the last, numbered through the document; None if no token is in the span."""
        first = bisect_left(self._starts, span.start)
        last = first
        while last < len(self.tokens) and self.tokens[last].end <= span.end:
            last += 1
        return (first, last) if last > first else None


def sentenced(
    document: Document, spans: Sequence[Span], options: TokenOptions | None = None, marks: Collection[str] = ()
) -> tuple[Sentenced, list[Loss]]:
    """The document in sentences none of which ends inside a span, and what must be said of the spans.

    Losses: a token that is `cut` in two for a span (nothing is missing), a span that is written
    `trimmed` of the white space at its ends, a span without a word (`misaligned`), and one loss of
    kind `text` where the words do not make up the text again. `marks` are words that mean something
    in the file: a token that is one is cut behind its first sign.
    """
    options = options or TokenOptions()
    text, losses = document.text, []
    whole = tokens_of(text, options.tokenizer)
    if marks:
        whole = list(_unlike(whole, text, marks))
    for span in inside(whole, spans):
        said = f"{span.label} “{span.quote}” begins or ends inside a token: the token is cut in two"
        losses.append(Loss(document.id, "token", span.id, "cut", said, Weight.CHANGED))
    tokens = cut(whole, spans)
    if not text.isascii():
        # What is only a space in its grapheme would be a token of nothing; ASCII has no such graphemes.
        tokens = [token for token in tokens if GAPS.sub("", text[token.start : token.end])]
    found = Sentenced(text, list(_sentences(text, tokens, spans, options.sentences)))
    losses += _misfits(document, spans, found)
    if "\n".join(map(" ".join, found.words_by_sentence)) != text:
        losses.append(Loss(document.id, "text", None, "words", "spaces and line breaks are not carried"))
    return found, losses


def no_words(document: Document) -> Loss:
    """The loss of a document that has no token, where readers want a sentence."""
    return Loss(document.id, "document", document.id, "no_words", "there is no word in it, and so no sentence")


def _misfits(document: Document, spans: Iterable[Span], found: Sentenced) -> Iterator[Loss]:
    for span in spans:
        stretch = found.stretch(span)
        if stretch is None:
            yield Loss(document.id, "span", span.id, "misaligned", f"there is no word in {span.quote!r}")
        elif (found.tokens[stretch[0]].start, found.tokens[stretch[1] - 1].end) != (span.start, span.end):
            said = f"{span.quote!r} is written without the spaces at its ends"
            yield Loss(document.id, "span", span.id, "trimmed", said, Weight.CHANGED)


def tokens_of(text: str, tokenizer: Tokenizer) -> list[Token]:
    """The tokens of a text, none of them cut for a span."""
    if tokenizer == "words":
        return tokenize(text)
    pattern = r"[^\s\x00-\x1f\x7f-\x9f]+" if tokenizer == "spaces" else r"(?![\s\x00-\x1f\x7f-\x9f])\X"
    return [Token(*each.span()) for each in regex.finditer(pattern, text)]


def _unlike(tokens: Iterable[Token], text: str, marks: Collection[str]) -> Iterator[Token]:
    for token in tokens:
        if token.end - token.start > 1 and text[token.start : token.end] in marks:
            yield Token(token.start, token.start + 1)
            yield Token(token.start + 1, token.end)
        else:
            yield token


def _sentences(text: str, tokens: Sequence[Token], spans: Sequence[Span], how: Sentences) -> Iterable[Sequence[Token]]:
    if how == "rules":
        return sentences(text, tokens, spans)
    if how == "whole":
        return [tokens] if tokens else []
    return _lines(text, tokens, spans)


def _lines(text: str, tokens: Sequence[Token], spans: Sequence[Span]) -> Iterator[Sequence[Token]]:
    current: list[Token] = []
    for token in tokens:
        # With something behind it: a line break alone is one line to `splitlines`.
        breaks = current and len(text[current[-1].end : token.start + 1].splitlines()) > 1
        if breaks and not any(span.start < token.start < span.end for span in spans):
            yield current
            current = []
        current.append(token)
    if current:
        yield current


def rebuilt(words_by_sentence: Iterable[Sequence[str]]) -> tuple[str, list[Token]]:
    """The text that words make up, a line a sentence, and the place of each word in it."""
    lines, places, at = [], [], 0
    for words in words_by_sentence:
        for word in words:
            places.append(Token(at, at + len(word)))
            at += len(word) + 1
        lines.append(" ".join(words))
        at += not words
    return "\n".join(lines), places


def aligned(text: str, words: Sequence[str]) -> list[Token] | None:
    """Where each word stands in the text, looked for from left to right; None where one does not stand."""
    places, at = [], 0
    for word in words:
        start = text.find(word, at)
        end = start + len(word)
        if start < 0 or text[at:start].strip():
            # Not at once behind the white space: it may stand here with what `word` left out of it, or otherwise.
            start, end = _loosely(text, word, at) or _as_printed(text, word, at) or (start, end)
        if start < 0:
            return None
        places.append(Token(start, end))
        at = end
    return places


def _loosely(text: str, word: str, at: int) -> tuple[int, int] | None:
    """The next stretch of the text that is the word but for the spaces that marks in it sit on."""
    if len(word) < 2 or text.isascii():
        return None
    found = regex.compile(_SPACE_OF_A_MARK.join(map(regex.escape, word))).search(text, at)
    return found.span() if found else None


def _as_printed(text: str, word: str, at: int) -> tuple[int, int] | None:
    """Where a word stands next that treebanks write otherwise than it is printed."""
    start = gap.end() if (gap := GAPS.match(text, at)) else at
    forms = _TREEBANK.get(word) or (word.replace("\\/", "/").replace("\\*", "*"),)
    return next(((start, start + len(form)) for form in forms if text.startswith(form, start)), None)


def span_of(span_id: str, label: str, text: str, places: Sequence[Token], first: int, end: int) -> Span:
    """The span over the tokens from `first` to before `end`; IndexError where there are no such tokens."""
    if not 0 <= first < end <= len(places):
        raise IndexError(f"tokens {first} to {end} of {len(places)}")
    start, stop = places[first].start, places[end - 1].end
    return Span(span_id, label, start, stop, text[start:stop], {}, "import")


def sentence_at(text: str, offset: int) -> tuple[int, int] | None:
    """The sentence that holds a place, or is the first behind it; else the last; None for a text without words."""
    # What begins with a small letter begins no sentence: in a text that has no other, capitals must do.
    shown = "".join(up if len(up := sign.upper()) == 1 else sign for sign in text) if text == text.lower() else text
    found = sentences(shown, tokenize(text))
    for sentence in found:
        if sentence[-1].end > offset:
            return sentence[0].start, sentence[-1].end
    return (found[-1][0].start, found[-1][-1].end) if found else None


def unspaced(words: str) -> str:
    """Words without white space: programs differ in what stands between tokens."""
    return "".join(words.split())
