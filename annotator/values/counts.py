"""How many people a phrase says, by the rules of docs/values.md.

"Over 40" is more than 40, so at least 41; "dozens" has no number but a floor; "a woman and two children" are three;
"three more" adds to what was told before.
"""

from dataclasses import replace

from annotator.values.amounts import Amounts
from annotator.values.languages.words import Words
from annotator.values.quantities import Count
from annotator.values.series import Series


def read_count(phrase: str, words: Words) -> Count | None:
    """What the phrase says of how many people; None when it says nothing of people at all.

    It is read from left to right: the first number that counts people is what the phrase says.
    """
    amounts = Amounts(phrase, words)
    series = Series(amounts)
    start = _first_word(amounts)
    if amounts.only_owns(start):
        return _of_nouns(amounts, series, start)
    is_leading = not any(word[0].isdecimal() for word in amounts.words[:start])
    if is_leading and (begun := series.begun(start)) is not None:
        return _with_more(amounts, begun, start + 1, len(amounts.words))
    place = 0
    while place < len(amounts.words):
        found = amounts.said_at(place)
        if found is not None:
            count, end = found
            return _with_more(amounts, series.summed(count, place, end), place, end)
        place = amounts.past_number(place)
    return _of_nouns(amounts, series, start)


def _of_nouns(amounts: Amounts, series: Series, start: int) -> Count | None:
    """Of a phrase without any number: one, some, or nobody says."""
    told = series.told(start)
    measures, words = amounts.measures, amounts.words
    if told is None or measures.counts_things(words, start) or measures.begins(words, start):
        return None
    count = replace(told, text=amounts.phrase)
    return _with_more(amounts, count, start + 1, amounts.nouns.end(amounts.words, start))


def _with_more(amounts: Amounts, count: Count, place: int, end: int) -> Count:
    """Whether it adds to what was told before: "three more", "another five"."""
    before = amounts.words[place - 1] if place else ""
    is_more = before in amounts.grammar.additional or amounts.word(end) in amounts.grammar.additional
    return replace(count, additional=True) if is_more and count.op != "unknown" else count


def _first_word(amounts: Amounts) -> int:
    start = 0
    while start < len(amounts.words) and not amounts.words[start][0].isalpha():
        start += 1
    return amounts.nouns.past_deed(amounts.words, start)
