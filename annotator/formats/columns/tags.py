"""Tags of columns: how the words of a span are marked one by one, and read again, in any of the usual schemes.

IOB1 and IOB2 mark beginnings (Ramshaw and Marcus 1995; Tjong Kim Sang and Veenstra 1999), IOE1 and IOE2 ends,
BIOES (IOBES) and BILOU both. The `1` schemes mark only where two spans of one label touch. BMES and BMEWO are
BIOES with other letters. Between letter and label may be an underscore.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

OUTSIDE = "O"
#: What spaCy writes where a span did not fit its tokens: nobody knows what is here.
UNKNOWN = "-"

#: The schemes that are written; the others are read.
Scheme: TypeAlias = Literal["iob2", "ioe2", "bioes", "bilou"]
#: Letters of the first word of several, of those inside, of the last, and of one alone.
_LETTERS = {"iob2": "BIIB", "ioe2": "IIEE", "bioes": "BIES", "bilou": "BILU"}
_TAG = re.compile(r"[BIESLUMW][-_]\S.*", re.DOTALL)
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


#: So many slips of a file are kept, each with its place; all are counted.
KEPT = 100
_BEGINS, _ENDS_IT = "begins a span", "ends a span"


@dataclass(frozen=True, slots=True)
class Slip:
    """A tag that its scheme does not allow where it stands, and where that is, if it is known."""

    line: int | None
    tag: str
    said: str


@dataclass(slots=True)
class Slips:
    """The first slips of a kind, and how many there are."""

    first: list[Slip] = field(default_factory=list)
    number: int = 0

    def add(self, line: int | None, tag: str, said: str) -> None:
        self.number += 1
        if len(self.first) < KEPT:
            self.first.append(Slip(line, tag, said))


class Survey:
    """Which scheme the tags of a file are in, as far as they tell, and which of them it does not allow."""

    def __init__(self) -> None:
        self._letters: set[str] = set()
        #: B behind no span of its label, E before no span of its label.
        self._free_b = self._free_e = False
        #: I that begins a span; I that ends one; what neither begins nor ends as it should where both are marked.
        self._bare_i, self._last_i, self._loose = Slips(), Slips(), Slips()

    def add(self, tags: Sequence[str], lines: Sequence[int] = ()) -> None:
        """Take a sentence into account; `lines` are those of its words."""
        said = [(tag[0], tag[2:]) for tag in tags]
        for index, (letter, label) in enumerate(said):
            if not label:
                continue
            self._letters.add(letter)
            before = said[index - 1] if index else ("", "")
            after = said[index + 1] if index + 1 < len(said) else ("", "")
            goes_on = after[1] == label and after[0] not in _STARTS
            follows = before[1] == label and before[0] not in _ENDS
            line = lines[index] if lines else None
            self._free_b |= letter == "B" and before[1] != label
            if letter == "I" and not follows:
                self._bare_i.add(line, tags[index], _BEGINS)
            self._free_e |= letter == "E" and not goes_on
            if letter == "I" and not goes_on:
                self._last_i.add(line, tags[index], _ENDS_IT)
            if letter not in _STARTS and not follows:
                self._loose.add(line, tags[index], _BEGINS)
            elif letter not in _ENDS and not goes_on:
                self._loose.add(line, tags[index], _ENDS_IT)

    @property
    def nearest(self) -> str | None:
        """The scheme that a file is to be in whose tags are at odds."""
        if self.scheme != "mixed":
            return self.scheme
        return "iob2" if self._letters <= set("BI") else "ioe2" if self._letters <= set("IE") else "bioes"

    @property
    def slips(self) -> Slips:
        """The tags that the scheme does not allow where they stand; they are read as they are meant."""
        scheme, letters = self.scheme, self._letters
        if scheme == "mixed" and letters <= set("BI"):
            return self._bare_i
        if scheme == "mixed" and letters <= set("IE"):
            return self._last_i
        return self._loose if scheme in ("mixed", "bioes", "bilou", "bmes", "bmewo") else Slips()

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
            return _one_of(
                "io", "iob1", "iob2", marked="B" in letters, bare=bool(self._bare_i.number), free=self._free_b
            )
        if letters <= set("IE"):
            return _one_of("io", "ioe1", "ioe2", marked=True, bare=bool(self._last_i.number), free=self._free_e)
        return "bioes" if letters <= set("BIE") else "mixed"


def _one_of(nothing: str, first: str, second: str, *, marked: bool, bare: bool, free: bool) -> str:
    if not marked:
        return nothing
    if bare and free:
        return "mixed"
    return first if bare else second
