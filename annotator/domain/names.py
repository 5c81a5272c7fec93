"""Names as they are compared: two that differ only in how they are written are one."""

import re
import unicodedata

import regex

#: Letters that have no plain letter inside them for Unicode to find.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i", "æ": "ae", "œ": "oe", "&": " and "}
    | dict.fromkeys("’‘ʼʻʿʾˈ`\u2032", "'")
)
#: Accents over and under letters; the vowel signs of Arabic, and the stroke that only makes a word longer.
_MARKS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670\u0640]")
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')$")
#: What is written or left out as one likes: "U.S.", "Sha'ab"; joiners and marks of direction.
_NOTHING = re.compile("[.'\u00ad\u200b-\u200f\u2060\ufeff]")
_BETWEEN = regex.compile(r"[^\p{L}\p{M}\p{N}]+")
_ARTICLE = re.compile(r"^(?:the )+(?=.)")
#: The Arabic article as it is written before one letter or another.
ARABIC_ARTICLES = frozenset(
    (
        *("al", "el", "ul", "il", "l", "ad", "ed", "adh", "an", "en", "ar", "er", "as", "es", "ash", "esh", "at", "et"),
        *("ath", "az", "ez"),
    )
)
#: A short one of these is written like a word of every day: US, IS, WHO, IT.
_SHORT = 3


def fold(words: str) -> str:
    """The words without case, accents, "the" before, "'s" behind, dots and hyphens; parted by single spaces."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", words).casefold().translate(_PLAIN))
    bare = _NOTHING.sub("", _POSSESSIVE.sub("", _MARKS.sub("", plain).strip()))
    spaced = _BETWEEN.sub(" ", unicodedata.normalize("NFC", bare)).strip()
    return _ARTICLE.sub("", spaced)


def joined(folded: str) -> str:
    """Folded words written as one, every Arabic article alike: "m 23" is "m23", "izz ad din" "izz al din"."""
    return "".join("al" if word in ARABIC_ARTICLES else word for word in folded.split())


def without_possessive(words: str) -> str:
    """The words without "'s" behind them."""
    return _POSSESSIVE.sub("", words.translate(_PLAIN).rstrip())


def is_acronym(name: str) -> bool:
    """Whether it is one word of capitals: "US", "U.S.", "PKK"."""
    letters = _NOTHING.sub("", name)
    return len(letters) > 1 and letters.isalnum() and letters.isupper()


def may_be(name: str, words: str) -> bool:
    """Whether words that fold to the same may mean this name: "us" is not "US", and "Nato" is NATO."""
    if not is_acronym(name):
        return True
    said = _POSSESSIVE.sub("", re.sub(r"^the\s+", "", words.strip(), flags=re.IGNORECASE).translate(_PLAIN))
    return said.isupper() if len(_NOTHING.sub("", name)) <= _SHORT else not said.islower()
