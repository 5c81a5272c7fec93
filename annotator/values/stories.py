"""A document as the readers of words see it, and what they make of a place in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from annotator.domain.actor_lists import ActorList
from annotator.domain.json import Json
from annotator.values.gazetteer import Gazetteer
from annotator.values.languages.words import Words


@dataclass(frozen=True, eq=False)
class Story:
    """A text with what is known about it. What is not known is None, and then nothing is read from it.

    `published` is the day against which "Wednesday" is read.
    """

    text: str
    words: Words | None = None
    published: date | None = None
    gazetteer: Gazetteer | None = None
    actors: ActorList | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What words say of one attribute: the best value, None where nothing is sure, and others to choose from.

    Values have the shapes of `domain/attributes.py`; of a choice they are those that `domain/meanings.py` knows.
    """

    best: Json = None
    others: tuple[Json, ...] = ()
    #: Whether the best value is known from confirmations of people alone.
    is_learnt: bool = False


#: Reads the words `story.text[start:end]`, looking around them as far as it needs.
Reader: TypeAlias = Callable[[Story, int, int], Reading]
NOTHING = Reading()
