"""Readings of places: which entry of the gazetteer is meant, how closely it is told, and what it is to the story.

What may be another place as well is left open, with all that it may be to choose from: an entry that is wrong looks
like one that is right, and nobody looks at it again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.values.datelines import read_heading
from annotator.values.gazetteer import Entry, Gazetteer
from annotator.values.languages.place_words import COUNTRY, DISTRICT, PROVINCE, REGION, SEA, TOWN, PlaceWords
from annotator.values.place_context import context_of
from annotator.values.place_phrases import (
    Mention,
    sentence_before,
    surroundings,
    tables_of,
    taken_apart,
    town_before,
    without_article,
    without_description,
)
from annotator.values.place_ranking import Context, best_of, is_town, kind_of, ranked
from annotator.values.stories import NOTHING, Reading, Story

#: How many places are offered to choose from.
OFFERED = 10
#: UCDP's where_prec by what is told of the place: a spot, near one, a district, a province, a part of a country ...
_SPOT, _NEAR, _DISTRICT, _PROVINCE, _PART, _COUNTRY, _AT_SEA = "1234567"
_PRECISIONS = {TOWN: _SPOT, DISTRICT: _DISTRICT, PROVINCE: _PROVINCE, REGION: _PART, COUNTRY: _COUNTRY, SEA: _AT_SEA}
#: How many words before "from" or "to" it may be that something moves.
_WAY = 9


@dataclass(frozen=True, slots=True)
class Found:
    """What a phrase says of a place: the mention, the entry that is meant, and all it may be, the likeliest first."""

    mention: Mention
    best: Entry | None
    candidates: Sequence[Entry]
    #: Whether the candidates bear the name; else they are what it is said to lie in.
    is_named: bool = True

    def reading(self) -> Reading:
        """As values of an attribute of type place."""
        others = [each for each in self.candidates if each != self.best][: OFFERED - (self.best is not None)]
        return Reading(self.best.as_json() if self.best else None, tuple(each.as_json() for each in others))

    def precision(self) -> str:
        """The code of where_prec, empty where it is open."""
        if self.mention.is_at_sea:
            return _AT_SEA
        candidates = [self.best] if self.best else self.candidates if self.is_named else ()
        told = {_precision(self.mention, each) for each in candidates} or {_PRECISIONS.get(self.mention.kind, "")}
        return told.pop() if len(told) == 1 else ""


def read_place(story: Story, start: int, end: int) -> Reading:
    """The entry of the gazetteer that the words name, and the others that they may name."""
    found = _found(story, start, end)
    return found.reading() if found else NOTHING


def read_precision(story: Story, start: int, end: int) -> Reading:
    """How closely the words tell the place, as UCDP codes it; nothing where that is open."""
    found = _found(story, start, end)
    return Reading(found.precision() or None) if found else NOTHING


def read_place_role(story: Story, start: int, end: int) -> Reading:
    """Whether it is the dateline's place, or where something comes from or goes to; else nothing."""
    dateline = read_heading(story.text).dateline
    if dateline is not None:
        at = story.text.find(dateline)
        if at <= start and end <= at + len(dateline):
            return Reading("dateline")
    words = _words(story)
    return Reading(way_before(sentence_before(story.text, start), words) or None) if words else NOTHING


def _found(story: Story, start: int, end: int) -> Found | None:
    return find_in(story, start, end, story.gazetteer) if story.gazetteer else None


def find_in(story: Story, start: int, end: int, gazetteer: Gazetteer, context: Context | None = None) -> Found:
    """What the words at a place of a story name; the context is read from the story where none is given."""
    words = _words(story)
    phrase = story.text[start:end]
    mention = taken_apart(phrase, words) if words else Mention(phrase)
    whole = without_article(phrase, words) if words else phrase
    if mention.name and gazetteer.find(whole):
        mention = Mention(whole)  # "Northern Ireland" is no part of Ireland, nor "the Gulf of Aden" of Aden
    if words:
        surroundings(story.text, start, end, words, mention)
    context = context or context_of(story, gazetteer)
    town = town_before(story.text, start)
    inside = [entry for entry in gazetteer.find(town) if is_town(entry)] if town else []
    return _resolved(mention, gazetteer, replace(context, inside=inside) if inside else context)


def _resolved(mention: Mention, gazetteer: Gazetteer, context: Context) -> Found:
    if not mention.name:
        return Found(mention, None, ())
    larger = _larger(mention.within, gazetteer)
    context = context.within(larger, (entry for name in mention.within for entry in gazetteer.find(name)))
    full = gazetteer.find(mention.full)
    name = mention.full if full else mention.name
    scored = ranked(full or gazetteer.find(name), context, mention.kind, name)
    best = best_of(scored, context, mention.kind)
    return Found(mention, best, [entry for _, entry in scored] or larger, is_named=bool(scored))


def search(query: str, gazetteer: Gazetteer, context: Context) -> list[Entry]:
    """What somebody who types this may look for: places that are called so, then those whose names begin so."""
    called = [entry for _, entry in ranked(gazetteer.find(query), context)]
    begun = [entry for _, entry in ranked(gazetteer.begin(query), context)]
    return list({(entry.source, entry.id): entry for entry in (*called, *begun)}.values())[:OFFERED]


def way_before(before: tuple[str, ...], words: PlaceWords) -> str:
    """Whether the words before a place say that something comes from there ("origin") or goes there ("destination")."""
    tables = tables_of(words)
    before = without_description(before, tables)
    for length in (3, 2, 1):
        told, at = before[-length:], len(before) - length
        lead = set(before[max(0, at - _WAY) : max(0, at)])
        if at < 0 or lead & words.distances:
            continue
        if tables.origin.at(told, 0) == (True, length) and lead & (words.motion | words.shooting):
            return "origin"
        if tables.destination.at(told, 0) == (True, length) and lead & words.motion:
            return "destination"
    return ""


def _larger(names: Sequence[str], gazetteer: Gazetteer) -> list[Entry]:
    """What a phrase names as the larger places that it lies in."""
    found: list[Entry] = []
    for name in names:
        entries = gazetteer.find(name)
        country = gazetteer.country(name) if len(name) == 2 and name.isupper() else None
        scored = ranked(entries, Context())
        likely = country or best_of(scored, Context()) or next(iter(entries), None)
        if likely is not None and likely.country:
            found.append(likely)
    return found


def _precision(mention: Mention, entry: Entry) -> str:
    kind = kind_of(entry)
    if not entry.country and kind != SEA:
        return ""  # larger than any code: the Sahel, Europe
    if kind in (TOWN, "") and mention.kind in (DISTRICT, PROVINCE):
        kind = mention.kind
    if kind == COUNTRY and mention.is_part:
        return _PART
    precision = _PRECISIONS.get(kind, _SPOT)
    return _NEAR if precision == _SPOT and mention.is_near else precision


def _words(story: Story) -> PlaceWords | None:
    return story.words.places if story.words else None
