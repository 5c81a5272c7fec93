"""A phrase for a party taken apart: the name in it, without the words around it that mean nobody else.

"Iran-backed Houthi rebels" are the Houthis, and "Yemen's Houthis" are, where the list says that they are of Yemen.
"FARC dissidents" and "Pakistani Taliban" may be others: whatever is not known to change nothing, does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.domain.actor_lists import ActorList
from annotator.domain.actors import Actor
from annotator.domain.names import without_possessive
from annotator.values.languages.party_words import PartyWords
from annotator.values.stories import Story

_LONGEST = 10
_EDGES = ".,;:'’\"“”"


def named_within(story: Story, listed: ActorList, words: str, pack: PartyWords) -> Actor | None:
    """The entry whose name stands among the words, where all the others only describe it."""
    parts = words.split()
    if not 1 < len(parts) <= _LONGEST:
        return None
    for first, last in _stretches(len(parts)):
        meant = listed.meant_by(" ".join(parts[first:last]))
        if meant.sure is None or meant.learnt:
            continue
        phrase = _Phrase(story, pack, meant.sure)
        return meant.sure if phrase.is_told_before(parts[:first]) and phrase.is_told_behind(parts[last:]) else None
    return None


def _stretches(length: int) -> Iterator[tuple[int, int]]:
    """Every part of a phrase that is not the whole of it, the longest first."""
    for size in range(length - 1, 0, -1):
        for first in range(length - size + 1):
            yield first, first + size


@dataclass(frozen=True)
class _Phrase:
    """What may stand around the name of an entry."""

    story: Story
    pack: PartyWords
    entry: Actor

    def is_told_before(self, parts: Sequence[str]) -> bool:
        """As in "the Iran-backed", "the militant group", "Yemen's", "five fighters of"."""
        return all(self._is_people(part) or self._describes(part) for part in parts)

    def is_told_behind(self, parts: Sequence[str]) -> bool:
        """As "fighters" of a group that fights, and an acronym in brackets, which only says the name again."""
        return all(self._is_people(part) or _is_bracket(part) for part in parts)

    def _is_people(self, part: str) -> bool:
        return _bare(part) in self.pack.members.get(self.entry.type, frozenset())

    def _describes(self, part: str) -> bool:
        word, words = _bare(part), self.story.words
        if word in self.pack.plain or word in self.pack.describing or word.isdecimal():
            return True
        if (words is not None and word in words.numbers) or word.rpartition("-")[2] in self.pack.backed:
            return True
        return self.entry.country is not None and country_of(self.story, part) == self.entry.country


def _bare(part: str) -> str:
    return part.strip(_EDGES).casefold()


def _is_bracket(part: str) -> bool:
    return part.startswith("(") and part.rstrip(_EDGES).endswith(")") and part.strip("(),.;:").isupper()


def country_of(story: Story, words: str) -> str | None:
    """The country that a word of a people or an owner names, by its code of three letters: "Lebanese", "Lebanon's"."""
    places = story.words.places if story.words else None
    if story.gazetteer is None or places is None:
        return None
    code = places.peoples.get(words.casefold())
    if code is not None:
        entry = story.gazetteer.country(code)
        return entry.code if entry else None
    owner = without_possessive(words)
    if owner == words:
        return None
    return next((each.code for each in story.gazetteer.find(owner) if each.feature.startswith("PCL")), None)
