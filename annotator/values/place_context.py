"""The countries that a story is about, read off the countries, peoples and large cities that it names."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from weakref import WeakKeyDictionary

from annotator.values.datelines import read_heading
from annotator.values.gazetteer import Entry, Gazetteer
from annotator.values.languages.place_words import PlaceWords
from annotator.values.place_names import folded
from annotator.values.place_ranking import Context, is_country, is_town
from annotator.values.stories import Story

#: How much of a story is looked at, in characters, and how many names in it: the first lines say where it is.
_LOOKED_AT = 6000
_NAMES = 250
_LONGEST_NAME = 4
#: What a dateline is worth, and what the rest: a country, its people, a city that everybody knows.
_DATELINE, _COUNTRY, _PEOPLE, _CITY = 4.0, 1.0, 1.0, 0.7
#: From how many people on a city stands for its country, and how much larger than others of its name it must be.
_LARGE, _TIMES = 300_000, 10

_WORD = re.compile(r"[^\W\d_]+(?:[.'’\-][^\W\d_]+)*\.?")
_contexts: WeakKeyDictionary[Story, Context] = WeakKeyDictionary()


def context_of(story: Story, gazetteer: Gazetteer) -> Context:
    """The countries of the story; worked out once for each."""
    found = _contexts.get(story)
    if found is None:
        found = _contexts[story] = _read(story, gazetteer)
    return found


def _read(story: Story, gazetteer: Gazetteer) -> Context:
    words = story.words.places if story.words else None
    weights: defaultdict[str, float] = defaultdict(float)
    dateline = read_heading(story.text).dateline
    if dateline:
        for code, _ in _countries(_runs(dateline), gazetteer, words):
            weights[code] += _DATELINE
    for code, worth in _countries(_runs(story.text[:_LOOKED_AT]), gazetteer, words):
        weights[code] += worth
    most = max(weights.values(), default=0.0)
    return Context({code: weight / most for code, weight in weights.items()})


def _runs(text: str) -> Iterator[list[str]]:
    """Words in capitals that stand together; of a script without capitals, all that do."""
    run: list[str] = []
    end = 0
    for found in _WORD.finditer(text):
        word = found[0]
        if run and text[end : found.start()].strip(" ") != "":
            yield run
            run = []
        if not word[0].islower():
            run.append(word)
        elif run:
            yield run
            run = []
        end = found.end()
    if run:
        yield run


def _countries(
    runs: Iterator[list[str]], gazetteer: Gazetteer, words: PlaceWords | None
) -> Iterator[tuple[str, float]]:
    """Each country that is told, once for each time, with what that is worth."""
    known: dict[str, tuple[str, float]] = {}
    for run in runs:
        at = 0
        while at < len(run) and len(known) < _NAMES:
            for length in range(min(_LONGEST_NAME, len(run) - at), 0, -1):
                name = " ".join(run[at : at + length])
                if name not in known:
                    known[name] = _country(name, gazetteer, words)
                if known[name][0]:
                    yield known[name]
                if known[name][0] or (length > 1 and gazetteer.find(name)):
                    at += length - 1  # of "Snake Island" no word is a name by itself
                    break
            at += 1


def _country(name: str, gazetteer: Gazetteer, words: PlaceWords | None) -> tuple[str, float]:
    """The country that a name tells beyond doubt, and what that is worth; none where it tells none."""
    bare = name.removesuffix("'s").removesuffix("’s")
    people = words.peoples.get(bare.rstrip(".").lower()) if words else None
    if people:
        return people, _PEOPLE
    return _told(gazetteer.find(bare), bare)


def _told(entries: Sequence[Entry], name: str) -> tuple[str, float]:
    countries = [entry for entry in entries if is_country(entry)]
    if countries:
        # "Georgia" and "Congo" are also others, which are divisions or countries themselves.
        rivals = {entry.country for entry in entries if is_country(entry) or entry.feature == "ADM1"}
        return (countries[0].country, _COUNTRY) if len(rivals) == 1 else ("", 0.0)
    meant = next((entry for entry in entries if entry.is_meant and entry.country), None)
    if meant is not None:
        return meant.country, _CITY
    towns = [entry for entry in entries if is_town(entry) or entry.feature == "ADM1"]
    if not towns or towns[0].population < _LARGE or len(folded(name)) < _LONGEST_NAME:
        return "", 0.0
    others = [entry for entry in towns if entry.country != towns[0].country]
    is_known = not others or towns[0].population >= _TIMES * others[0].population
    return (towns[0].country, _CITY) if is_known else ("", 0.0)
