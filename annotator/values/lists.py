"""People whom nothing governs but what governs those before them: "31 people, including six children"."""

from collections.abc import Sequence

from annotator.values.governors import Governed, People
from annotator.values.grammar import grammar_of
from annotator.values.phrases import Table

_REACH = 26


def governed_in_list(people: People) -> Governed | None:
    """What happened to those whom they are joined to, or are among; None where they stand by themselves."""
    is_part = _is_part(people)
    if not is_part and not (_is_joined(people) and _ends_clause(people)):
        return None
    tables = _tables(people, of_subjects=is_part or people.is_counted)
    for place in range(people.begin - 1, max(people.begin - _REACH, -1), -1):
        if _ends_list(people, place):
            return None
        for table in tables:
            if (found := table.at(people.passage.words, place)) is not None:
                return Governed((found[0],))
    return None


def _tables(people: People, of_subjects: bool) -> Sequence[Table[str]]:
    """What may govern them; what has a subject before it only where they may be one of several such."""
    tables = people.tables
    subjects = (tables.participles, tables.befalls, tables.states, tables.nouns)
    return (tables.actives, *(subjects if of_subjects else ()))


def _is_part(people: People) -> bool:
    """As in "including six", "along with two others", "11 of them"."""
    if people.tables.among.at(people.passage.words, people.first):
        return True
    behind = people.begin - 1 if people.word(people.begin - 1) == "," else people.begin
    if people.beginning(people.tables.among, behind) is not None:
        return True
    parts = grammar_of(people.words).parts
    return any(parts.at(people.passage.words, place) for place in range(people.first, people.last))


def _is_joined(people: People) -> bool:
    before = people.word(people.begin - 1)
    return before == "," or before in people.clauses.words.joints


def _ends_clause(people: People) -> bool:
    """Whether no verb of their own may stand behind them."""
    word = people.word(people.last)
    if not word[:1].isalpha() or people.is_adverb(people.last):
        return True
    return word in people.clauses.words.prepositions or word in people.clauses.words.relatives


def _ends_list(people: People, place: int) -> bool:
    if people.word(place) in people.clauses.words.relatives or people.word(place) in ("(", ")"):
        return False
    return people.is_break(place) or people.ends_speech(place + 1)
