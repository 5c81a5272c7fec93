"""Near-duplicates: texts that share most of their runs of three words.

MinHash finds candidates, by bands of signatures; whether they are near-duplicates their true Jaccard similarity
decides, read off the texts once more. With 64 bands of four, two texts of the least similarity that may be asked for
are missed in two of a hundred cases, at 0.6 in one of ten thousand; what is found is always true.
"""

import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache

import regex

from annotator.domain.errors import Unavailable
from annotator.releases.joined import Joined
from annotator.releases.plan import Tie

RUN = 3
BANDS, ROWS = 64, 4
PERMUTATIONS = BANDS * ROWS
#: Any number will do, as long as it stays.
SEED = 20240208
#: Texts whose runs of words are kept at hand while candidates are looked at.
AT_HAND = 512

Shingles = frozenset[str]

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
#: Words without marks between them; in scripts without spaces each sign. Plainer than tokens, and cheaper.
_WORD = regex.compile(rf"[{_UNSPACED}]\p{{M}}*|[[\p{{L}}\p{{M}}\p{{N}}]--[{_UNSPACED}]]+", regex.V1)


def shingles(text: str) -> Shingles:
    """Every run of three words, whatever their case; a shorter text is one run."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = _WORD.findall(plain)
    if not words:
        return frozenset()
    return frozenset(" ".join(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1)))


def similarity(one: Shingles, other: Shingles) -> float:
    """How much of what either has both have (Jaccard); nothing is like nothing."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


class Signatures:
    """One signature a document: a kilobyte each, and all that is kept of a text."""

    def __init__(self) -> None:
        try:
            from rensa import RMinHash
        except ImportError:
            raise Unavailable(
                "near-duplicates are found with rensa: pip install 'annotator[ingest]', or tie by wire and event only",
                rule="rensa",
            ) from None
        self._minhash = RMinHash
        self._numbers = array("I")
        self._empty: set[int] = set()

    def __len__(self) -> int:
        return len(self._numbers) // PERMUTATIONS

    def add(self, text: str) -> None:
        runs = shingles(text)
        if not runs:
            self._empty.add(len(self))
        self._numbers.extend(self._minhash.digests_from_token_sets([list(runs)], PERMUTATIONS, SEED)[0])

    def candidates(self) -> Iterator[tuple[int, int]]:
        """Pairs that share a band, the earlier first; a pair may come more than once."""
        number = len(self)
        for band in range(BANDS):
            alike: dict[bytes, list[int]] = defaultdict(list)
            for each in range(number):
                if each not in self._empty:
                    at = each * PERMUTATIONS + band * ROWS
                    alike[self._numbers[at : at + ROWS].tobytes()].append(each)
            for members in alike.values():
                for later in range(1, len(members)):
                    for earlier in range(later):
                        yield members[earlier], members[later]


def join_near(joined: Joined, signatures: Signatures, text_of: Callable[[int], str], least: float) -> Iterator[int]:
    """Join the documents that are near-duplicates; yields how many pairs were looked at."""
    at_hand = lru_cache(maxsize=AT_HAND)(lambda number: shingles(text_of(number)))
    refused: set[tuple[int, int]] = set()
    for looked_at, (one, other) in enumerate(signatures.candidates(), start=1):
        if not joined.are(one, other) and (one, other) not in refused:
            if similarity(at_hand(one), at_hand(other)) >= least:
                joined.join(one, other, Tie.NEAR)
            else:
                refused.add((one, other))
        yield looked_at
