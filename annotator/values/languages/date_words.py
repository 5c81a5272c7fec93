"""What a language has to say about days: tables of words, and the patterns that they stand in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

#: Units as the tables name them.
DAY, WEEK, MONTH, YEAR = 1, 2, 3, 4
#: Parts of a month or a year.
EARLY, MIDDLE, LATE = 0, 1, 2
#: Among the weeks of a month: its last seven days.
LAST = 5


@dataclass(frozen=True, eq=False)
class DateWords:
    """One language's words. Phrases are lower case, their words parted by single spaces."""

    #: By the name of its slot: phrase = number. "month" and "weekday" (Monday is 0) have to be there.
    tables: Mapping[str, Mapping[str, int]]
    #: By what it means (annotator/values/periods.py): patterns of words, of slots in braces and of what may be
    #: missing in brackets. "{after_lead}" is no word, but a place behind one of the table "lead".
    patterns: Mapping[str, Sequence[str]]
    #: Names that count only with a capital letter: "march", "sat".
    capitals: frozenset[str] = field(default_factory=frozenset)
    #: Months whose names say something else as well: they count by themselves only where a pattern leads to them.
    doubtful: frozenset[str] = field(default_factory=frozenset)
    #: Words that may stand behind a year that nothing else marks as one: "in 2003 the", but "in 2003 villages".
    lone_year: frozenset[str] = field(default_factory=frozenset)
    #: Words that join two days into a range, those that do so behind "between", and those that begin one.
    dashes: Sequence[str] = ()
    joints: Sequence[str] = ()
    begins: Sequence[str] = ()
    #: Words before a date that tell where a time begins or ends: what happened did not happen then.
    bounds: frozenset[str] = field(default_factory=frozenset)
