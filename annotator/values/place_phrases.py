"""A phrase for a place taken apart: the names in it, and what the words around them say of the place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from annotator.values.languages.place_words import SEA, PlaceWords
from annotator.values.phrases import Table, Token, by_meaning, listed, tokens_of

#: How far before a phrase it is looked for words that belong to it, in characters.
_BEFORE = 90
_BEHIND = 30
_ENDS = frozenset(".!?;:")
_LONGEST = 6
_NAME_BEFORE = re.compile(r"((?:[^\W\d_a-z][\w'’.-]*\s){0,2}[^\W\d_a-z][\w'’.-]*),\s$")


@dataclass(frozen=True, eq=False)
class Tables:
    """The words of a language as tables of phrases."""

    articles: Table[bool]
    kinds_before: Table[str]
    kinds_behind: Table[str]
    near: Table[bool]
    parts: Table[bool]
    off: Table[bool]
    waters: Table[bool]
    inside: Table[bool]
    origin: Table[bool]
    destination: Table[bool]
    words: PlaceWords


@lru_cache(maxsize=8)
def tables_of(words: PlaceWords) -> Tables:
    """The language's tables, made once."""
    return Tables(
        listed(words.articles),
        by_meaning(words.kinds_before),
        by_meaning(words.kinds_behind),
        listed(words.near),
        listed(words.parts),
        listed(words.off),
        listed(words.waters),
        listed(words.inside),
        listed(words.origin),
        listed(words.destination),
        words,
    )


@dataclass(slots=True)
class Mention:
    """What a phrase names: `name` in the place or places of `within`, and what is said of it."""

    name: str
    #: The name with what tells its kind behind it: "Red Sea" of "the Red Sea", where `name` is "Red".
    full: str = ""
    within: list[str] = field(default_factory=list)
    #: One of the kinds of `languages/place_words.py`, where the words say what it is.
    kind: str = ""
    is_near: bool = False
    is_part: bool = False
    is_off: bool = False

    @property
    def is_at_sea(self) -> bool:
        return self.is_off or self.kind == SEA


def taken_apart(phrase: str, words: PlaceWords) -> Mention:
    """The phrase without what is no name: "the port city of Odesa, Ukraine" is Odesa within Ukraine, a town."""
    tokens, tables = tokens_of(phrase), tables_of(words)
    first, end, within = _split(phrase, tokens, tables)
    mention, last = Mention("", within=within), end
    first, end = _behind(tokens, _before(tokens, first, end, tables, mention), end, tables, mention)
    if tables.waters.at(tuple(token.text for token in tokens[first:end]), 0):
        mention.is_off = True  # "Syrian airspace"
    elif not _is_said_of_places(tokens[first:end], tables):
        mention.name = _words(phrase, tokens, first, end)
        mention.full = _words(phrase, tokens, first, last)
    return mention


def surroundings(text: str, start: int, end: int, words: PlaceWords, mention: Mention) -> None:
    """Note what the words just before and behind [start, end) say of the place."""
    tables = tables_of(words)
    before = sentence_before(text, start)
    at = len(before)
    while at and (found := _ending_at(before, at, tables)):
        at, what = found
        _note(mention, what)
    behind = tuple(token.text for token in tokens_of(text[end : end + _BEHIND]))
    if not mention.kind and (kind := tables.kinds_behind.at(behind, 0)):
        mention.kind = kind[0]
    mention.is_off = mention.is_off or tables.waters.at(behind, 0) is not None


def without_article(phrase: str, words: PlaceWords) -> str:
    """The phrase without the article that it begins with."""
    first = phrase.split(maxsplit=1)
    return first[1] if len(first) == 2 and first[0].casefold() in words.articles else phrase


def town_before(text: str, start: int) -> str:
    """The name that stands right before this place with a comma between: "Macon" of "Macon, Georgia"."""
    found = _NAME_BEFORE.search(text[max(0, start - _BEFORE) : start])
    return found[1] if found else ""


def sentence_before(text: str, start: int) -> tuple[str, ...]:
    """The words of the sentence before this place, the nearest last."""
    words = [token.text for token in tokens_of(text[max(0, start - _BEFORE) : start])]
    for at in range(len(words) - 1, -1, -1):
        if words[at] in _ENDS:
            return tuple(words[at + 1 :])
    return tuple(words)


# ---------------------------------------------------------------- inside of the phrase


def _split(phrase: str, tokens: Sequence[Token], tables: Tables) -> tuple[int, int, list[str]]:
    """Where the place itself is told, and the names of what it lies in."""
    first, end, within = 0, len(tokens), []
    texts = tuple(token.text for token in tokens)
    for at in range(1, end - 1):
        behind = at + 1 if texts[at] == "," else (tables.inside.at(texts, at) or (True, 0))[1]
        if behind:
            within.append(_words(phrase, tokens, *_stripped(tokens, behind, end, tables)))
            end = at
            break
    for at in range(first, end - 1):
        # A tokenizer keeps "Iraq's" together, and tells of a people by one word: "the Syrian city of Aleppo".
        owner = next((texts[at].removesuffix(sign) for sign in tables.words.possessive if texts[at].endswith(sign)), "")
        if owner:
            within.append(
                _words(phrase, tokens, *_stripped(tokens, first, at + 1, tables)).removesuffix(texts[at][-2:])
            )
            return at + 1, end, within
    return first, end, within


def _stripped(tokens: Sequence[Token], first: int, end: int, tables: Tables) -> tuple[int, int]:
    return _behind(tokens, _before(tokens, first, end, tables, Mention("")), end, tables, Mention(""))


def _before(tokens: Sequence[Token], first: int, end: int, tables: Tables, mention: Mention) -> int:
    """The place of the name's first word, behind all that is said before it."""
    texts = tuple(token.text for token in tokens[:end])
    at = first
    while at < end - 1:
        found = _beginning_at(texts, at, tables)
        if found is None or found[0] >= end:
            return at
        _note(mention, found[1])
        at = found[0]
    return at


def _beginning_at(texts: tuple[str, ...], at: int, tables: Tables) -> tuple[int, str] | None:
    """The phrase of the tables that begins here: the place behind it, and what it says."""
    if kind := tables.kinds_before.at(texts, at):
        return kind[1], kind[0]
    for table, what in ((tables.off, "off"), (tables.near, "near"), (tables.parts, "part"), (tables.articles, "")):
        if found := table.at(texts, at):
            return found[1], what
    if (country := tables.words.peoples.get(texts[at])) and at + 1 < len(texts):
        return at + 1, f"of {country}"
    return None


def _behind(tokens: Sequence[Token], first: int, end: int, tables: Tables, mention: Mention) -> tuple[int, int]:
    """The name's words, without what is said behind them."""
    texts = tuple(token.text for token in tokens)
    while end - 1 > first and (texts[end - 1] in {"'", '"', ".", ",", ")", "”"}):
        end -= 1
    for length in (3, 2, 1):
        at = end - length
        if at <= first:
            continue
        if (kind := tables.kinds_behind.at(texts[:end], at)) and kind[1] == end:
            mention.kind = mention.kind or kind[0]
            return first, at
        if (found := tables.waters.at(texts[:end], at)) and found[1] == end:
            mention.is_off = True
            return first, at
    return first, end


def _is_said_of_places(tokens: Sequence[Token], tables: Tables) -> bool:
    """Whether nothing is left that could be a name: "the north", "the city"."""
    texts = tuple(token.text for token in tokens)
    found = [table.at(texts, 0) for table in (tables.parts, tables.kinds_behind, tables.kinds_before, tables.near)]
    return any(each is not None and each[1] == len(texts) for each in found)


def _words(phrase: str, tokens: Sequence[Token], first: int, end: int) -> str:
    found = phrase[tokens[first].start : tokens[end - 1].end] if first < end else ""
    return found.removesuffix("'s").removesuffix("’s")


# ---------------------------------------------------------------- before the phrase


def without_description(words: tuple[str, ...], tables: Tables) -> tuple[str, ...]:
    """The words before a place without those that describe it: "from the northern city of" is "from"."""
    while words and (found := _ending_at(words, len(words), tables)):
        words = words[: found[0]]
    return words


def _ending_at(words: tuple[str, ...], end: int, tables: Tables) -> tuple[int, str] | None:
    """The longest phrase of the tables that ends here: where it begins, and what it says."""
    for first in range(max(0, end - _LONGEST), end):
        found = _beginning_at(words[:end], first, tables)
        if found is not None and found[0] == end:
            return first, found[1]
    return None


def _note(mention: Mention, what: str) -> None:
    if what == "near":
        mention.is_near = True
    elif what == "part":
        mention.is_part = True
    elif what == "off":
        mention.is_off = True
    elif what.startswith("of "):
        mention.within.append(what.removeprefix("of "))
    elif what:
        mention.kind = mention.kind or what
