"""Names of places made comparable: what differs between two spellings of one name is folded away.

A gazetteer keeps its names folded, and a mention is folded before it is looked up, so both must be folded by the
same rules: whoever changes them raises `FOLDING`, and every gazetteer is made anew.
"""

import re
import unicodedata

from annotator.domain.names import ARABIC_ARTICLES

#: The version of the rules in this file.
FOLDING = 2

#: Letters that Unicode does not take apart, and those that are written otherwise in Persian, Kurdish and Urdu.
_LETTERS = {
    **dict(zip("øłđðıəħŋ", "olddiahn", strict=True)),
    **{"þ": "th", "æ": "ae", "œ": "oe"},
    **dict(zip("ىیېةەکڪٱ", "يييههككا", strict=True)),
}
#: Signs that stand inside of a word ("U.S.", "Sana'a", "Jazā’ir"), the mark that stretches one, and marks of direction.
_INSIDE = ".'`\u00b4\u2018\u2019\u02b9\u02ba\u02bb\u02bc\u02be\u02bf\u0640\u200c\u200d\u200e\u200f"
_SIGNS = str.maketrans({**_LETTERS, **dict.fromkeys(_INSIDE, "")})
_BETWEEN = re.compile(r"[\W_]+")

_ARABIC_ARTICLE = "ال"
_SHORTEST_STEM = 3
_DOUBLED = re.compile(r"([^\W\d_])\1+")


def folded(name: str) -> str:
    """The name in small letters without diacritics, apostrophes and dots; single spaces for all that parts words."""
    letters = name.casefold()
    if not letters.isascii():
        # Twice: letters that stand for others (of mathematics, wide ones) may be capitals once they are taken apart.
        letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letters).casefold())
        letters = "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")
    return _BETWEEN.sub(" ", letters.translate(_SIGNS)).strip()


def loosened(key: str) -> str:
    """A folded name with every Arabic article as one, and none at its start: for names that are found no other way.

    "deir ez zor" and "deir az zor" are then the same, as are "al hasakah" and "hasakah"; so are letters that are
    written once or twice, and an h at the end: "raqqah" and "raqa".
    """
    words = [_plain_ending(_DOUBLED.sub(r"\1", _without_article(word))) for word in key.split()]
    rest = ["al" if word in ARABIC_ARTICLES else word for word in words]
    while rest and rest[0] == "al":
        del rest[0]
    return " ".join(rest) or key


def _plain_ending(word: str) -> str:
    return word[:-1] if word.endswith("ah") and len(word) > _SHORTEST_STEM else word


def _without_article(word: str) -> str:
    stem = word.removeprefix(_ARABIC_ARTICLE)
    return stem if len(stem) >= _SHORTEST_STEM else word
