"""Splits: each document in one, and documents that belong together in the same.

Whatever is drawn is drawn by the seed and the ids of documents, so that the same corpus is always told apart alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from annotator.domain.errors import InvalidInput
from annotator.releases.joined import Joined
from annotator.releases.plan import Split, SplitBy

#: Why a document is in no split.
CROSSING = "crossing"


@dataclass(frozen=True, slots=True)
class Splits:
    """By document's number the split that it is in; None for one that is left out."""

    names: Sequence[str]
    of: list[str | None] = field(default_factory=list)


def told_apart(split: Split, seed: int, keys: Sequence[str], days: Sequence[str], joined: Joined) -> Splits:
    """The split of every document. Raises InvalidInput when what is asked for cannot be."""
    groups = list(joined.groups().values())
    chosen = {
        SplitBy.RATIO: lambda: _by_ratio(split.shares, seed, keys, groups),
        SplitBy.DATE: lambda: _by_date(split, keys, days, groups),
        SplitBy.GIVEN: lambda: _given(split, keys, groups),
        SplitBy.NONE: lambda: dict.fromkeys(range(len(keys)), split.names[0]),
    }[split.by]()
    return Splits(split.names, [chosen.get(number) for number in range(len(keys))])


def _by_ratio(
    shares: Mapping[str, float], seed: int, keys: Sequence[str], groups: Sequence[list[int]]
) -> dict[int, str]:
    """Large groups first, those of a size in the order that is drawn, each to the split that lacks most.

    So no split gets more than its share and one group less one.
    """
    whole = sum(shares.values())
    lacks = {name: len(keys) * share / whole for name, share in shares.items()}
    drawn = sorted(groups, key=lambda group: (-len(group), _lot(seed, keys[group[0]])))
    found: dict[int, str] = {}
    for group in drawn:
        name = max(lacks, key=lambda each: lacks[each])
        lacks[name] -= len(group)
        found.update(dict.fromkeys(group, name))
    return found


def _lot(seed: int, key: str) -> bytes:
    return sha256(f"{seed}\0{key}".encode()).digest()


def _by_date(split: Split, keys: Sequence[str], days: Sequence[str], groups: Sequence[list[int]]) -> dict[int, str]:
    """A group goes with its newest document, so that no split holds anything that was published after its end."""
    begins = sorted((since.isoformat(), name) for name, since in split.since.items())
    found: dict[int, str] = {}
    for group in groups:
        newest = max(days[number] for number in group)
        if not newest:
            if not split.undated:
                said = "it has no date in its metadata (published), and no split is named for such"
                raise InvalidInput(said, rule="undated", document=keys[group[0]])
            name = split.undated
        else:
            name = next((name for since, name in reversed(begins) if since <= newest), split.first)
        found.update(dict.fromkeys(group, name))
    return found


def _given(split: Split, keys: Sequence[str], groups: Sequence[list[int]]) -> dict[int, str]:
    """As given. Of a group over several splits the documents in the last of them stay, or all is refused."""
    found: dict[int, str] = {}
    for group in groups:
        missing = next((keys[number] for number in group if keys[number] not in split.given), None)
        if missing is not None:
            raise InvalidInput("no split is given for it", rule="given", document=missing)
        names = {number: split.given[keys[number]] for number in group}
        last = max(names.values(), key=split.names.index)
        other = next((number for number in group if names[number] != last), None)
        if other is not None and split.crossing == "refuse":
            kept = next(number for number in group if names[number] == last)
            said = f"it is given {names[other]}, and belongs together with {keys[kept]}, which is given {last}"
            raise InvalidInput(said, rule=CROSSING, document=keys[other])
        found |= {number: last for number in group if names[number] == last}
    return found
