"""Whether two names in one story are one person's: spellings differ, and later mentions are shorter.

They are, when the last words of both are alike and each word of the shorter name is like one of the longer.
Words are alike when they are written alike (`domain/names.py`) or, from four letters on, but for one letter.
“al-Saadi”, “Abu Baqr al-Saadi” and “Abu Bakr al-Saadi” are one person; “Ahmed Khan” and “Bilal Khan” are two.
"""

from collections.abc import Sequence

from annotator.domain.names import fold

#: From this many letters on, one that differs is a matter of spelling.
LONG = 4


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared."""
    return tuple(fold(name).split())


def same_person(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether these words are names of one person."""
    if not one or not other or not _alike(one[-1], other[-1]):
        return False
    shorter, longer = sorted((one, other), key=len)
    return all(any(_alike(word, each) for each in longer) for word in shorter)


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < LONG or abs(len(one) - len(other)) > 1:
        return False
    shorter, longer = sorted((one, other), key=len)
    at = next((at for at, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    behind = at + (len(shorter) == len(longer))
    return shorter[behind:] == longer[at + 1 :]
