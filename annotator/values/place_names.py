"""Names of places made comparable: what differs between two spellings of one name is folded away.

A gazetteer keeps its names folded, and a mention is folded before it is looked up, so both must be folded by the
same rules: whoever changes them raises `FOLDING`, and every gazetteer is made anew.
"""

import re
import unicodedata

#: The version of the rules in this file.
FOLDING = 1

#: Letters that Unicode does not take apart.
_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "a", "æ": "ae", "œ": "oe", "ħ": "h", "ŋ": "n",
        "ى": "ي", "ی": "ي", "ې": "ي", "ة": "ه", "ە": "ه", "ک": "ك", "ڪ": "ك", "ـ": "", "ٱ": "ا",
        # Signs that stand inside of a word: "U.S.", "Sana'a", "Jazā’ir".
        ".": "", "'": "", "’": "", "‘": "", "`": "", "´": "", "ʼ": "", "ʻ": "", "ʿ": "", "ʾ": "", "ʹ": "", "ʺ": "",
        "\u200c": "", "\u200d": "", "\u200e": "", "\u200f": "",
    }
)  # fmt: skip
_BETWEEN = re.compile(r"[\W_]+")

#: The Arabic article as it is written before one letter or another.
_ARTICLES = frozenset("al el ul il ad ed adh an en ar er as es ash esh at et ath az ez l".split())
_ARABIC_ARTICLE = "ال"
_SHORTEST_STEM = 3


def folded(name: str) -> str:
    """The name in small letters without diacritics, apostrophes and dots; single spaces for all that parts words."""
    letters = name.casefold()
    if not letters.isascii():
        letters = unicodedata.normalize("NFKD", letters)
        letters = "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")
    return _BETWEEN.sub(" ", letters.translate(_LETTERS)).strip()


def loosened(key: str) -> str:
    """A folded name with every Arabic article as one, and none at its start: for names that are found no other way.

    "deir ez zor" and "deir az zor" are then the same, as are "al hasakah" and "hasakah".
    """
    words = [_without_article(word) for word in key.split()]
    rest = ["al" if word in _ARTICLES else word for word in words]
    while len(rest) > 1 and rest[0] == "al":
        del rest[0]
    return " ".join(rest)


def _without_article(word: str) -> str:
    stem = word.removeprefix(_ARABIC_ARTICLE)
    return stem if len(stem) >= _SHORTEST_STEM else word
