"""A project's list of actors, with what its people taught: which entry words mean."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from annotator.domain.actors import Actor
from annotator.domain.names import fold, joined, may_be


@dataclass(frozen=True, slots=True)
class Learnt:
    """Words that people took for the entry of this key, and on how many spans they stand so."""

    key: str
    words: str
    seen: int


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom words mean: `sure`, if it is certain, and others whom they may mean."""

    sure: Actor | None = None
    others: tuple[Actor, ...] = ()
    #: Whether that is known from people's confirmations alone.
    learnt: bool = False


NOBODY = Meant()


#: How sure words are to mean an entry: by the list, perhaps by the list, by what people taught.
_SURE, _PERHAPS, _LEARNT = range(3)
#: How many letters a name has that is known by them, however it is parted into words.
_TELLING = 6


@dataclass(frozen=True, slots=True)
class _Hit:
    """Words of an entry, as they are written there."""

    words: str
    actor: Actor
    rank: int


@dataclass(frozen=True, eq=False)
class ActorList:
    """The entries of a project in order, and what its people taught; knows whom words mean."""

    actors: tuple[Actor, ...] = ()
    learnt: tuple[Learnt, ...] = ()
    #: A list of the same entries: what is found out of them is found out once.
    same: "ActorList | None" = None

    def with_learnt(self, learnt: Iterable[Learnt]) -> "ActorList":
        """The same entries, and something else that was learnt."""
        return ActorList(self.actors, tuple(learnt), self.same or self)

    def find(self, key: str) -> Actor | None:
        return self._by_key.get(key)

    def meant_by(self, words: str) -> Meant:
        """Whom the words mean: by the list, else by what was learnt, where that says only one."""
        hits = [hit for hit in self._hits(fold(words)) if may_be(hit.words, words)]
        if not hits:
            return self._spelt_alike(words)
        candidates = tuple({hit.actor.key: hit.actor for hit in hits}.values())
        if hits[0].rank == _SURE:
            return Meant(candidates[0], candidates[1:])
        if hits[0].rank == _LEARNT and len(candidates) == 1:
            return Meant(candidates[0], learnt=True)
        return Meant(None, candidates)

    def _spelt_alike(self, words: str) -> Meant:
        """Whom words mean that are nobody's, but differ from those of one entry only as spellings do."""
        key = joined(fold(words))
        is_telling = len(key) >= _TELLING or (len(key) > 1 and any(letter.isdecimal() for letter in key))
        hits = self._loose.get(key, []) if is_telling else []
        found = {hit.actor.key: hit.actor for hit in hits if may_be(hit.words, words)}
        return Meant(next(iter(found.values()))) if len(found) == 1 else NOBODY

    def says(self, key: str, words: str) -> bool:
        """Whether the words surely mean that entry by the list itself."""
        return any(
            hit.rank == _SURE and hit.actor.key == key and may_be(hit.words, words) for hit in self._hits(fold(words))
        )

    def has_learnt(self, key: str, words: str) -> bool:
        """Whether the words were learnt for that entry."""
        return any(hit.rank == _LEARNT and hit.actor.key == key for hit in self._hits(fold(words)))

    def search(self, query: str, limit: int) -> list[Actor]:
        """Entries of which every word of the query begins a word, best first: whole names, then their beginnings."""
        asked = fold(query)
        ranked = [
            (rank, words[0], at) for at, words in enumerate(self._folded) if (rank := _rank(words, asked)) is not None
        ]
        return [self.actors[at] for *_, at in sorted(ranked)[:limit]]

    def _hits(self, folded: str) -> list[_Hit]:
        """Who may be meant by folded words, the surest first, and of learnt ones the most often seen."""
        return self._listed.get(folded, []) + self._taught.get(folded, [])

    @cached_property
    def _by_key(self) -> dict[str, Actor]:
        return self.same._by_key if self.same else {each.key: each for each in self.actors}

    @cached_property
    def _folded(self) -> list[list[str]]:
        """Of each entry the name and then its aliases, as they are compared."""
        if self.same:
            return self.same._folded
        return [[fold(words) for words in (*each.words, *each.unsure)] for each in self.actors]

    @cached_property
    def _listed(self) -> dict[str, list[_Hit]]:
        if self.same:
            return self.same._listed
        found = [_Hit(words, each, _SURE) for each in self.actors for words in each.words]
        return _by_words([*found, *(_Hit(words, each, _PERHAPS) for each in self.actors for words in each.unsure)])

    @cached_property
    def _loose(self) -> dict[str, list[_Hit]]:
        if self.same:
            return self.same._loose
        found: dict[str, list[_Hit]] = {}
        for each in self.actors:
            for words in each.words:
                found.setdefault(joined(fold(words)), []).append(_Hit(words, each, _SURE))
        return found

    @cached_property
    def _taught(self) -> dict[str, list[_Hit]]:
        known = ((each, self.find(each.key)) for each in sorted(self.learnt, key=lambda each: -each.seen))
        return _by_words([_Hit(each.words, owner, _LEARNT) for each, owner in known if owner is not None])


def _by_words(hits: Iterable[_Hit]) -> dict[str, list[_Hit]]:
    found: dict[str, list[_Hit]] = {}
    for hit in hits:
        found.setdefault(fold(hit.words), []).append(hit)
    return found


def _rank(words: Sequence[str], asked: str) -> int | None:
    """How well an entry of this name and these aliases answers a query, 0 best; None where it does not."""
    name, *aliases = words
    if asked == name or asked in aliases:
        return 0
    if name.startswith(asked):
        return 1
    if any(alias.startswith(asked) for alias in aliases):
        return 2
    wanted = asked.split()
    if _begins_words(name, wanted):
        return 3
    return 4 if any(_begins_words(alias, wanted) for alias in aliases) else None


def _begins_words(words: str, wanted: Sequence[str]) -> bool:
    return all(f" {each}" in f" {words}" for each in wanted)
