"""Who people were: told by the noun of their own words, or by one that stands right beside them.

"People" are nobody in particular, and above all no civilians: where words do not say who they were, nothing is read.
"""

from collections.abc import Iterator

from annotator.values.governors import People, people_at
from annotator.values.grammar import grammar_of
from annotator.values.stories import NOTHING, Reading, Story

_MIXED = "mixed"
_CIVILIAN = "civilian"
#: How far a noun stands from a number that has none of its own.
_REACH = 4
_JOINING_SIGNS = frozenset(",&")


def read_victim(story: Story, start: int, end: int) -> Reading:
    """Who the people were whom the words [start, end) tell."""
    people = people_at(story, start, end)
    if people is None:
        return NOTHING
    own = _of_phrase(people, people.first, people.last)
    if own != NOTHING or _names_somebody(people, people.first, people.last):
        return own
    return _beside(people)


def _of_phrase(people: People, first: int, last: int) -> Reading:
    """The kind of all that is joined in these words; what comes behind "including" is part of it."""
    found = [_of_noun_phrase(people, *part) for part in _parts(people, first, _end_of_whole(people, first, last))]
    kinds = list(dict.fromkeys(reading.best for reading in found if reading.best is not None))
    others = list(dict.fromkeys(other for reading in found for other in reading.others))
    if len(kinds) > 1:
        return Reading(_MIXED, tuple(kinds))
    if kinds and all(reading.best is not None for reading in found):
        return Reading(kinds[0])
    return Reading(None, tuple(dict.fromkeys([*kinds, *others])))


def _end_of_whole(people: People, first: int, last: int) -> int:
    """Where a part of the people begins to be told: "14 people, including three soldiers"."""
    parts = grammar_of(people.words).parts
    ends = (place for place in range(first + 1, last) if parts.at(people.passage.words, place))
    # "Most of them women" has no whole of its own.
    return next((place for place in ends if not _is_group(people, first, place)), last)


def _parts(people: People, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The noun phrases that are joined here: "two soldiers", "a civilian"."""
    begin = first
    for place in range(first, last + 1):
        word = people.word(place)
        is_joint = (word in people.clauses.words.joints or word in _JOINING_SIGNS) and not _is_range(people, place)
        if place == last or is_joint:
            if any(people.word(each)[:1].isalpha() for each in range(begin, place)):
                yield begin, place
            begin = place + 1


def _is_range(people: People, place: int) -> bool:
    """Whether a joint stands between two numbers: "between 20 and 30"."""
    number, words = grammar_of(people.words).number, people.passage.words
    return place > 0 and number(words, place - 1) is not None and number(words, place + 1) is not None


# ---------------------------------------------------------------- one noun phrase


def _of_noun_phrase(people: People, first: int, last: int) -> Reading:
    """The kind that the head of a noun phrase tells: "soldiers" of "soldiers of the army", "rebels" of "members of"."""
    while number := grammar_of(people.words).before.at(people.passage.words, first):
        first = number[1]
    for begin, end in _heads(people, first, last):
        reading = _of_head(people, begin, end)
        if reading is not None:
            return reading
    return NOTHING


def _heads(people: People, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The stretch before "of"; behind it the next, as long as nothing but a group or a number stands before."""
    begin = first
    for place in range(first, last + 1):
        if place < last and (not _is_preposition(people, place) or _is_within_noun(people, begin, place)):
            continue
        yield begin, place
        if place < last and not _is_group(people, begin, place):
            return
        begin = place + 1


def _is_preposition(people: People, place: int) -> bool:
    return people.word(place) in people.clauses.words.prepositions


def _is_within_noun(people: People, first: int, place: int) -> bool:
    """Whether a noun of several words goes over this place: "members of parliament"."""
    table = people.tables.victims
    return any((found := table.at(people.passage.words, at)) and found[1] > place for at in range(first, place))


def _is_group(people: People, first: int, last: int) -> bool:
    """Whether these words only say how many there are, or what they are members of."""
    named = [people.word(place) for place in range(first, last) if people.word(place)[:1].isalpha()]
    grammar = grammar_of(people.words)
    if not named or named[-1] in people.tables.words.groups:
        return True
    place = last - 1
    while place >= first and not people.word(place)[:1].isalpha():
        place -= 1
    return grammar.number(people.passage.words, place) is not None or people.beginning(grammar.vague, last) is not None


def _of_head(people: People, first: int, last: int) -> Reading | None:
    """The kind of the last noun that tells one, None where no noun for people stands or one only for their group."""
    for place in range(last - 1, first - 1, -1):
        noun = people.ending(people.tables.victims, place + 1)
        if noun is not None and noun[1] >= first:
            return _qualified(people, first, noun[1], noun[0])
        if (reading := _of_anybody(people, first, place)) is not None:
            is_group = people.word(place) in people.tables.words.groups
            return None if is_group and reading == NOTHING else reading
    return None


def _of_anybody(people: People, first: int, place: int) -> Reading | None:
    """The kind that may be meant by a noun for anybody: "rebel commanders", "passengers", "civilian casualties"."""
    is_person = people.word(place) in people.tables.words.people
    if is_person and (modified := _modified(people, first, place)):
        return Reading(modified)
    if likely := people.tables.likely.at(people.passage.words, place):
        return Reading(None, (likely[0],))
    return _by_adjective(people, first, place) if is_person else None


def _qualified(people: People, first: int, place: int, kind: str) -> Reading:
    """With what stands before the noun: "army officers" are no police, "former soldiers" perhaps no soldiers."""
    if any(people.word(each) in people.tables.words.former for each in range(first, place)):
        return Reading(None, (kind, _CIVILIAN))
    return Reading(_modified(people, first, place) or kind)


def _modified(people: People, first: int, place: int) -> str | None:
    before = people.word(place - 1)
    if place - 1 < first:
        return None
    return next((kind for kind, words in people.tables.words.modifiers.items() if before in words), None)


def _by_adjective(people: People, first: int, place: int) -> Reading:
    """Of "civilian casualties" and "police deaths": the noun of a kind that stands before says whose they were."""
    for at in range(place - 1, first - 1, -1):
        found = people.tables.victims.at(people.passage.words, at)
        if found is not None and found[1] <= place:
            return _qualified(people, first, at, found[0])
    return NOTHING


def _names_somebody(people: People, first: int, last: int) -> bool:
    """Whether a noun for people stands here, known or not: then none beside it is meant."""
    place = first
    while place < last:
        parts = grammar_of(people.words).parts.at(people.passage.words, place)
        if parts is not None:
            place = parts[1]
        elif _is_noun(people, place):
            return not _is_harm(people, place)
        else:
            place += 1
    return False


def _is_noun(people: People, place: int) -> bool:
    word, clauses = people.word(place), people.clauses.words
    if not word[:1].isalpha() or word in people.tables.words.groups or people.is_filler(place):
        return False
    return word not in clauses.determiners and word not in clauses.prepositions and not _is_number(people, place)


def _is_harm(people: People, place: int) -> bool:
    """Whether this noun tells what happened and not to whom: "casualties among", "the deaths of"."""
    tables, words = people.tables, people.passage.words
    return any(table.at(words, place) for table in (tables.nouns, tables.participles, tables.states))


def _is_number(people: People, place: int) -> bool:
    grammar, words = grammar_of(people.words), people.passage.words
    tables = (grammar.before, grammar.vague, grammar.fixed, grammar.multipliers, grammar.none, grammar.after)
    if grammar.number(words, place) is not None or any(table.at(words, place) for table in tables):
        return True
    return words[place] in grammar.additional or words[place] in grammar.single


# ---------------------------------------------------------------- beside them


def _beside(people: People) -> Reading:
    """Of a number or a harm alone: the noun right behind it, also behind "of" or "among"."""
    place = people.last
    while people.is_quote(place):
        place += 1
    if people.word(place) in people.tables.words.of:
        place += 1
    elif people.word(place) in people.clauses.words.prepositions:
        return NOTHING
    end = place
    while end < min(place + _REACH, len(people.passage.words)) and _is_noun_phrase(people, end):
        end += 1
    if end == place or people.clauses.says_at(people.passage, end) is not None:
        return NOTHING
    return _of_phrase(people, place, end)


def _is_noun_phrase(people: People, place: int) -> bool:
    word, clauses = people.word(place), people.clauses.words
    if not word[:1].isalpha() and word != "-":
        return False
    if any(word in each for each in (clauses.prepositions, clauses.joints, people.tables.words.be)):
        return False
    return (
        not people.is_break(place)
        and not people.ends_speech(place + 1)
        and not people.clauses.is_past(people.passage, place)
    )
