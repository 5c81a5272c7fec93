"""What happened to people: told by their own words, or by the nearest words that govern them.

The value is one of `domain/meanings.py` KNOWN, and None where nothing governs or a doubt is left: a wrong guess is
worse than none.
"""

from collections.abc import Iterable

from annotator.values.governors import Governed, People, people_at
from annotator.values.lists import governed_in_list
from annotator.values.objects import governed_before
from annotator.values.predicates import governed_behind
from annotator.values.stories import NOTHING, Reading, Story

_DEAD = frozenset({"killed", "killed_or_injured"})
#: Harms that end in a worse one, when both are told of the same people.
_BEFORE_DEATH = frozenset({"captured", "missing", "displaced"})
_NEGATED = {"injured": "unharmed", "killed_or_injured": "unharmed"}


def read_harm(story: Story, start: int, end: int) -> Reading:
    """What happened to the people whom the words [start, end) tell.

    What stands nearest decides: a verb before its object, then a predicate, at last the verb of a list.
    """
    people = people_at(story, start, end)
    if people is None:
        return NOTHING
    own = _own(people)
    if own and _DEAD.issuperset(own):
        return combined(own)
    governed = governed_before(people) or governed_behind(people)
    if governed is None and not own:
        governed = governed_in_list(people)
    if governed is None:
        return combined(own)
    if not governed.harms:
        return Reading(None, tuple(dict.fromkeys(own)))
    return combined(_meant(governed, people), governed.is_either)


def _own(people: People) -> list[str]:
    """What the words themselves say: "12 dead", "no injuries"."""
    tables, words = people.tables, people.passage.words
    found: list[str] = []
    place = people.first
    while place < people.last:
        told = tables.nouns.at(words, place) or tables.states.at(words, place) or tables.participles.at(words, place)
        if told is not None:
            found.append(told[0])
        place = told[1] if told else place + 1
    return found


def _meant(governed: Governed, people: People) -> list[str]:
    """The harms as they are meant of nobody, or of people to whom they did not happen."""
    harms = list(governed.harms)
    if governed.is_negated and not people.is_nobody:
        return [meant for harm in harms if (meant := _NEGATED.get(harm))]
    if governed.is_broad and people.is_nobody:
        return ["killed_or_injured"]
    return harms


def combined(harms: Iterable[str], is_either: bool = False) -> Reading:
    """One harm for all that is told together; what else they may have meant is left to choose from."""
    told = list(dict.fromkeys(harms))
    if len(told) < 2:
        return Reading(told[0]) if told else NOTHING
    if (_DEAD | {"injured"}).issuperset(told):
        return Reading("killed_or_injured")
    if told[-1] == "killed" and _BEFORE_DEATH.issuperset(told[:-1]) and not is_either:
        return Reading("killed", tuple(told[:-1]))
    return Reading(None, tuple(told))
