"""Tags of columns: how the words of a span are marked one by one, and read again, in any of the usual schemes.

IOB1 and IOB2 mark beginnings (Ramshaw and Marcus 1995; Tjong Kim Sang and Veenstra 1999), IOE1 and IOE2 ends,
BIOES (IOBES) and BILOU both. The `1` schemes mark only where two spans of one label touch. BMES and BMEWO are
BIOES with other letters.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, TypeAlias

OUTSIDE = "O"
#: What spaCy writes where a span did not fit its tokens: nobody knows what is here.
UNKNOWN = "-"

#: The schemes that are written; the others are read.
Scheme: TypeAlias = Literal["iob2", "ioe2", "bioes", "bilou"]
#: Letters of the first word of several, of those inside, of the last, and of one alone.
_LETTERS = {"iob2": "BIIB", "ioe2": "IIEE", "bioes": "BIES", "bilou": "BILU"}
_TAG = re.compile(r"[BIESLUMW]-\S.*", re.DOTALL)
_STARTS, _ENDS = frozenset("BSUW"), frozenset("ESLUW")


def tags_of(label: str, length: int, scheme: Scheme) -> list[str]:
    """The tags of a span over that many words."""
    first, inside, last, single = tuple(_LETTERS[scheme])
    letters = single if length == 1 else first + inside * (length - 2) + last
    return [f"{letter}-{label}" for letter in letters]


def is_tag(word: str) -> bool:
    """Whether this may stand in a column of tags."""
    return word in (OUTSIDE, UNKNOWN) or _TAG.fullmatch(word) is not None


def stretches(tags: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """Label, first word and the one behind the last of each span in a sentence; the same in every scheme.

    A span begins where a letter says so, or where no span of its label is open; it ends where a
    letter says so, before another begins, and with the sentence.
    """
    label, first, index = "", 0, -1
    for index, tag in enumerate(tags):
        letter, named = (tag[0], tag[2:]) if tag not in (OUTSIDE, UNKNOWN) else (OUTSIDE, "")
        if label and (letter in _STARTS or named != label):
            yield label, first, index
            label = ""
        if named and not label:
            label, first = named, index
        if label and letter in _ENDS:
            yield label, first, index + 1
            label = ""
    if label:
        yield label, first, index + 1


class Survey:
    """Which scheme the tags of a file are in, as far as they tell."""

    def __init__(self) -> None:
        self._letters: set[str] = set()
        #: B behind no span of its label, I that begins a span; E before no span of its label, I that ends one.
        self._free_b = self._bare_i = self._free_e = self._last_i = False

    def add(self, tags: Sequence[str]) -> None:
        """Take a sentence into account."""
        said = [(tag[0], tag[2:]) for tag in tags]
        for index, (letter, label) in enumerate(said):
            if not label:
                continue
            self._letters.add(letter)
            before = said[index - 1] if index else ("", "")
            after = said[index + 1] if index + 1 < len(said) else ("", "")
            goes_on = after[1] == label and after[0] not in _STARTS
            self._free_b |= letter == "B" and before[1] != label
            self._bare_i |= letter == "I" and (before[1] != label or before[0] in _ENDS)
            self._free_e |= letter == "E" and not goes_on
            self._last_i |= letter == "I" and not goes_on

    @property
    def scheme(self) -> str | None:
        """Its name; `io` where beginnings and ends are not marked at all, `mixed` where the tags are at odds."""
        letters = self._letters
        if not letters:
            return None
        for name, own in (("bilou", "BILU"), ("bioes", "BIES"), ("bmes", "BMES"), ("bmewo", "BMEW")):
            if letters <= set(own) and letters & (set(own) - set("BIE")):
                return name
        if letters <= set("BI"):
            return _one_of("io", "iob1", "iob2", marked="B" in letters, bare=self._bare_i, free=self._free_b)
        if letters <= set("IE"):
            return _one_of("io", "ioe1", "ioe2", marked=True, bare=self._last_i, free=self._free_e)
        return "bioes" if letters <= set("BIE") else "mixed"


def _one_of(nothing: str, first: str, second: str, *, marked: bool, bare: bool, free: bool) -> str:
    if not marked:
        return nothing
    if bare and free:
        return "mixed"
    return first if bare else second
