"""What a language has to say: its tables for counts, which a project may add to, and those for all the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from annotator.domain.errors import InvalidInput
from annotator.values.languages.clause_words import ClauseWords
from annotator.values.languages.date_words import DateWords
from annotator.values.languages.harm_words import HarmWords
from annotator.values.languages.party_words import PartyWords
from annotator.values.languages.place_words import PlaceWords


def each(words: str) -> frozenset[str]:
    """Every word of a list that is written as one text."""
    return frozenset(words.split())


def in_order(words: str) -> tuple[str, ...]:
    """The words of a list that is written as one text, in its order."""
    return tuple(words.split())


@dataclass(frozen=True, eq=False)
class Words:
    """One language's words. Phrases are lower case, their words parted by single spaces, hyphens left out."""

    code: str
    name: str
    #: The sign that parts thousands in digits.
    thousands: str
    #: "forty": 40, "both": 2. A number is the sum of such words.
    numbers: Mapping[str, int]
    #: "hundred": 100, "dozen": 12. What is said before them is multiplied.
    multipliers: Mapping[str, int]
    #: Multipliers that say one of them by themselves: Spanish "mil".
    alone: frozenset[str]
    #: Words that a number may hold between its parts: "hundred and twenty".
    joining: Sequence[str]
    #: Whole phrases that are a count: its number, and how it is meant (an op).
    fixed: Mapping[str, tuple[int, str]]
    #: "dozens": 24. How many there are at least.
    vague: Mapping[str, int]
    #: op: phrases that stand before a number.
    before: Mapping[str, Sequence[str]]
    #: op: phrases that stand behind a number.
    after: Mapping[str, Sequence[str]]
    #: Words between the two numbers of a range, and before the first.
    between: Sequence[str]
    range_begins: Sequence[str]
    #: Words that join two counts into one: "a woman and two children".
    joined: Sequence[str]
    #: "three more", "another five".
    additional: Sequence[str]
    none: Sequence[str]
    unknown: Sequence[str]
    #: Words that begin a part of what was counted: nothing behind them adds to it.
    parts: Sequence[str]
    #: "seven of the nine", "the murder of", "3 de mayo".
    of: frozenset[str]
    #: What numbers of them count nothing: units, money, months.
    measures: frozenset[str]
    #: Of these, the ones that never say what kind of noun follows: "years", "km"; but "second lieutenants".
    units: frozenset[str]
    #: What numbers of them count things, and no people.
    things: frozenset[str]
    #: What stands behind a number that counts no people: "percent", "de la tarde".
    otherwise: Sequence[str]
    #: What stands before a number that counts no people: "aged", "on May".
    measured: frozenset[str]
    #: What stands before a year: "in 1989".
    dated: frozenset[str]
    #: What stands before a time of day: "at 2030".
    timed: frozenset[str]
    #: What stands behind a length of time that is an age: "12 years old".
    aged: frozenset[str]
    #: What makes of digits before it something else than a number: "3rd", "1980s".
    digit_ends: frozenset[str]
    #: Months whose names are other words too.
    months: frozenset[str]
    #: "family", "crowd": one word for many.
    groups: frozenset[str]
    #: Nouns for two: "an elderly couple".
    pairs: frozenset[str]
    #: "casualties", "the number of": many or few, nobody says.
    unstated: frozenset[str]
    #: Words that say one, before a noun: "the", "his".
    single: frozenset[str]
    #: Of these, the ones that may stand before two nouns for the same one: "a lawyer and activist".
    articles: frozenset[str]
    #: Of these, the ones that say one before any noun: "a youth".
    indefinite: frozenset[str]
    #: What says behind a number that there are others: "five other priests".
    others: frozenset[str]
    #: What is counted where a hyphen joins it to a number: "15-man patrol", "40-strong".
    strengths: frozenset[str]
    #: Nouns for one who is somebody else than those that it is joined to: "wife", "son", "woman".
    kin: frozenset[str]
    #: Of people of one sex, none is of the other.
    sexes: frozenset[frozenset[str]]
    #: First names, and last names that end as if there were many: "Juan", "Flores".
    first_names: frozenset[str]
    last_names: frozenset[str]
    plurals: frozenset[str]
    singulars: frozenset[str]
    #: Ends of words that say many.
    plural_ends: Sequence[str]
    singular_ends: Sequence[str] = ()
    #: Ends of words for what is nobody: "violence", "destruction".
    thing_ends: Sequence[str] = ()
    #: Ends of words that go on about the noun before them: "gunmen hired by".
    participle_ends: Sequence[str] = ()
    #: Behind these a noun phrase says more of the same: "the mayor of Achi", "a man identified as".
    adjuncts: frozenset[str] = field(default_factory=frozenset)
    #: Whether what a noun phrase is about stands first in it: Spanish "una familia campesina".
    head_first: bool = False
    #: Behind these a noun phrase goes on with something else: "soldiers of the army".
    breaks: frozenset[str] = field(default_factory=frozenset)
    #: Of these, the ones that a noun phrase may begin with: "wounded soldiers".
    states: frozenset[str] = field(default_factory=frozenset)
    #: What the language says of other things than counts; None where nobody has written it down yet.
    clauses: ClauseWords | None = None
    dates: DateWords | None = None
    harms: HarmWords | None = None
    places: PlaceWords | None = None
    parties: PartyWords | None = None

    @cached_property
    def counting_things(self) -> "Words":
        """The same words for schemes that number things like people: "two buses" are two."""
        return replace(self, things=frozenset(), thing_ends=())

    @property
    def numbers_things(self) -> bool:
        """Whether these are the words of `counting_things`."""
        return not self.things

    def with_own(self, own: Mapping[str, object]) -> "Words":
        """These words and a project's own: tables by their names here, each adding to or replacing what is there.

        Raises InvalidInput naming a table that there is not, or one of another shape.
        """
        changed: dict[str, object] = {}
        for name, table in own.items():
            standing = getattr(self, name, None)
            if name not in EDITABLE:
                raise InvalidInput(f"there is no table {name!r} of count words: {', '.join(EDITABLE)}", rule="words")
            changed[name] = _merged(name, standing, table)
        return replace(self, **changed)  # type: ignore[arg-type]


EDITABLE = (
    "numbers",
    "multipliers",
    "vague",
    "before",
    "after",
    "additional",
    "none",
    "unknown",
    "measures",
    "things",
    "groups",
)


def _merged(name: str, standing: object, own: object) -> object:
    if isinstance(standing, Mapping) and isinstance(own, Mapping):
        return {**standing, **{str(key).lower(): _entry(name, value) for key, value in own.items()}}
    if isinstance(own, list) and all(isinstance(each, str) for each in own):
        added = [each.lower() for each in own]
        if isinstance(standing, frozenset):
            return standing | frozenset(added)
        if isinstance(standing, Sequence):
            return (*standing, *added)
    raise InvalidInput(f"the table {name} of count words has another shape", rule="words")


def _entry(name: str, value: object) -> object:
    if name in ("before", "after"):
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(each.lower() for each in value)
    elif isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise InvalidInput(f"{value!r} does not fit into the table {name} of count words", rule="words")
