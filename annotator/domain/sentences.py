"""Sentences, simply: a line break ends one, and so does a full stop before a new beginning.

For columns of tokens, whose trainers want short runs. No model and no claim: initials, ranks
and months keep their full stop, quotation marks stay with what they close.
"""

from collections.abc import Iterable, Sequence

import regex

from annotator.domain.annotations import Span
from annotator.domain.tokens import Token

_BREAK = regex.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]")
_STOP = regex.compile(r"[\p{Sentence_Terminal}\u2026]")
#: Full stops of scripts that put no space after them.
_WIDE_STOPS = ("\u3002", "\uff01", "\uff1f")
_CLOSING = regex.compile(r"[\"'\p{Pe}\p{Pf}]")
# Their full stop is part of the word, though the token is not.
_SHORTENED = regex.compile(
    r"mrs?|ms|dr|prof|gen|lt|col|maj|capt|sgt|cpl|adm|brig|cmdr|rev|sen|rep|gov|pres|st|mt|no|vs|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|\p{L}",
    regex.IGNORECASE,
)


def sentences(text: str, tokens: Sequence[Token], spans: Iterable[Span] = ()) -> list[list[Token]]:
    """The tokens in sentences; none ends inside one of the spans."""
    covered = sorted((span.start, span.end) for span in spans)
    found: list[list[Token]] = []
    current: list[Token] = []
    reach, upcoming = 0, 0
    for index, token in enumerate(tokens):
        while upcoming < len(covered) and covered[upcoming][0] < token.start:
            reach = max(reach, covered[upcoming][1])
            upcoming += 1
        if current and reach <= token.start and _begins(text, tokens, index):
            found.append(current)
            current = []
        current.append(token)
    return [*found, current] if current else found


def _begins(text: str, tokens: Sequence[Token], index: int) -> bool:
    before, token = tokens[index - 1], tokens[index]
    gap = text[before.end : token.start]
    if gap != " " and _BREAK.search(gap):
        return True
    if text[before.end - 1].isalnum():
        return False
    last = index - 1
    while last > 0 and _CLOSING.fullmatch(_word(text, tokens[last])):
        last -= 1
    stop, first = _word(text, tokens[last]), text[token.start]
    if not _STOP.fullmatch(stop):
        return False
    if stop in _WIDE_STOPS:
        return not _CLOSING.match(first) and not _STOP.match(first)
    shortened = stop == "." and last > 0 and _SHORTENED.fullmatch(_word(text, tokens[last - 1]))
    # What closes a quotation follows without a space, what opens one does not.
    return bool(gap) and not first.islower() and not shortened


def _word(text: str, token: Token) -> str:
    return text[token.start : token.end]
