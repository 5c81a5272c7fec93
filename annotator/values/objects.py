"""What stands before people and says what happened to them: a verb whose object they are, "the deaths of"."""

from annotator.values.governors import ACTING, Governed, People
from annotator.values.phrases import Table

#: How many words are looked at between a verb and its object.
_REACH = 7


def governed_before(people: People) -> Governed | None:
    """The nearest such words, None where there are none."""
    if _stands_before_noun(people):
        return None
    place = people.begin
    for _ in range(_REACH):
        if place <= 0:
            return None
        told = _told_up_to(people, place)
        if told is not None:
            return told
        if not _is_within_noun_phrase(people, place - 1):
            return None
        place -= 1
    return None


def _stands_before_noun(people: People) -> bool:
    """Whether a name only belongs to the noun behind it: "killed Lantern Brigade commander Idris"."""
    behind, clauses = people.word(people.last), people.clauses.words
    if people.is_counted or not behind[:1].isalpha() or people.is_adverb(people.last):
        return False
    told = (clauses.prepositions, clauses.joints, clauses.manners, clauses.breaks, people.tables.words.be)
    if any(behind in words for words in told) or behind.endswith(tuple(clauses.shared_ends)):
        return False
    return _harm_at(people, people.last) is None


def _told_up_to(people: People, place: int) -> Governed | None:
    words, word = people.tables.words, people.word(place - 1)
    if (completed := _completed(people, place)) is not None:
        return completed
    verb = people.ending(people.tables.actives, place)
    if verb is not None and not people.is_passive(verb[1]):
        return _with_joined(people, people.tables.actives, verb)
    if word in words.of and (noun := people.ending(people.tables.nouns, place - 1)):
        return Governed((noun[0],))
    if word in words.by and people.ending(people.tables.participles, place - 1):
        return ACTING
    if words.inverts and (inverted := _inverted(people, place)):
        return inverted
    if word in words.equates and (equated := _equated(people, place - 1)):
        return equated
    return _reached(people, place - 1) if word in words.reaches else None


def _completed(people: People, place: int) -> Governed | None:
    """Verbs that tell it with their object alone: "freed", "claimed 23 lives", "forced 200 from their homes"."""
    words, word = people.tables.words, people.word(place - 1)
    if people.beginning(people.tables.ends, place) is not None and not people.is_passive(place - 1):
        return ACTING
    if word in words.takes and people.word(people.last - 1) in words.lives:
        return Governed(("killed",))
    for harm, (verbs, ends) in people.tables.brackets.items():
        if word in verbs and ends.at(people.passage.words, people.last):
            return Governed((harm,))
    return None


def _with_joined(people: People, table: Table[str], verb: tuple[str, int]) -> Governed:
    """The verb, with the one that it is joined to: "killed or wounded 40"."""
    harm, begin = verb
    if people.word(people.before_fillers(begin) - 1) in people.tables.words.negations:
        return Governed((harm,), is_negated=True)
    other = None
    if people.word(begin - 1) in people.clauses.words.joints:
        other = people.ending(table, begin - 1)
    if other is None:
        return Governed((harm,))
    return Governed((other[0], harm), is_either=people.word(begin - 1) in people.tables.words.either)


def _inverted(people: People, place: int) -> Governed | None:
    """A verb before its own subject, as in Spanish "murieron 12 personas"."""
    befell = people.ending(people.tables.befalls, place)
    if befell is not None:
        return _with_joined(people, people.tables.befalls, befell)
    participle = people.ending(people.tables.participles, place)
    if participle is None:
        return None
    begin = participle[1]
    joined = people.ending(people.tables.participles, begin - 1)
    if people.is_passive(begin) or (joined is not None and people.is_passive(joined[1])):
        return _with_joined(people, people.tables.participles, participle)
    return None


def _equated(people: People, place: int) -> Governed | None:
    """As in "the dead were", "those killed included", "also killed was"."""
    tables = people.tables
    for table in (tables.states, tables.participles, tables.nouns):
        told = people.ending(table, place)
        if told is not None:
            return Governed((told[0],))
    return None


def _reached(people: People, place: int) -> Governed | None:
    """As in "the death toll rose to", "put the number of dead soldiers at"."""
    harm, has_toll = None, False
    for at in range(place - 1, max(place - _REACH - 2, -1), -1):
        if people.word(at) == "," or people.is_break(at):
            return None
        harm = harm or _harm_at(people, at)
        has_toll = has_toll or people.word(at) in people.tables.words.tolls
        if harm is not None and has_toll:
            return Governed((harm,))
    return None


def _harm_at(people: People, place: int) -> str | None:
    tables = (people.tables.nouns, people.tables.states, people.tables.participles)
    return next((found[0] for table in tables if (found := table.at(people.passage.words, place))), None)


def _is_within_noun_phrase(people: People, place: int) -> bool:
    """Whether this word may stand between a verb and the noun behind it."""
    word, clauses, words = people.word(place), people.clauses.words, people.tables.words
    if any(word in each for each in (clauses.prepositions, clauses.joints, words.be, words.have)) or word == ",":
        return False
    if people.is_break(place) or people.ends_speech(place + 1):
        return False
    return not people.clauses.is_past(people.passage, place)
