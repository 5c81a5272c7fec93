"""The gazetteer: asked by readers and by people, grown from a dump, and brought back to what ships."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from sqlmodel import Session

from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.domain.people import Person
from annotator.services import data_folder, dumps
from annotator.services.readings import story_of
from annotator.services.tasks import visible_task
from annotator.settings import Settings
from annotator.store.gazetteer import Description as Description
from annotator.store.gazetteer import GazetteerFile
from annotator.values.gazetteer import Gazetteer
from annotator.values.geonames import read_dump
from annotator.values.languages import words_of
from annotator.values.place_context import context_of
from annotator.values.place_ranking import Context
from annotator.values.places import find_in, search
from annotator.values.stories import Story

PlaceReader = Callable[[str], dict[str, Json]]
#: Lines of a dump between two words on how far it is.
_STEP = 5000
_NAME = re.compile(r"[A-Za-z0-9]{1,40}")
T = TypeVar("T")


def folder(settings: Settings) -> Path:
    return settings.data / "gazetteer"


def opened(settings: Settings) -> GazetteerFile:
    """The gazetteer of the data folder; made at the first question where it is not there yet."""
    return GazetteerFile(folder(settings))


def place_reader(settings: Settings, language: str | None, countries: Sequence[str] = ()) -> PlaceReader:
    """A function from a phrase to the place that it names, the others it may name, and the precision.

    `countries` are those that the words are about. Raises InvalidInput for a language without a pack and for a
    code of no country.
    """
    words, gazetteer = words_of(language), opened(settings)
    context = Context({_country(gazetteer, code): 1.0 for code in countries}) if countries else None

    def read(phrase: str) -> dict[str, Json]:
        story = Story(phrase, words=words, gazetteer=gazetteer)
        found = find_in(story, 0, len(phrase), gazetteer, context)
        reading = found.reading()
        return {"best": reading.best, "others": list(reading.others), "precision": found.precision() or None}

    return read


def _country(gazetteer: Gazetteer, code: str) -> str:
    found = gazetteer.country(code)
    if found is None:
        raise InvalidInput(f"{code!r} is no country's code of two or three letters (ISO 3166-1)", rule="country")
    return found.country


def search_places(
    session: Session, person: Person, gazetteer: Gazetteer, query: str, task_id: int | None
) -> list[dict[str, Json]]:
    """What somebody may look for who types this, best first; in a task by what its story is about."""
    context = Context()
    if task_id is not None:
        task = visible_task(session, person, task_id)
        context = context_of(story_of(task.text, json.loads(task.meta)), gazetteer)
    return [entry.as_json() for entry in search(query, gazetteer, context)]


def describe(settings: Settings) -> list[Description]:
    """The gazetteers that are made already."""
    return opened(settings).describe()


def stamp(settings: Settings) -> str:
    """Another one when other places are known; that of what ships changes with the program alone."""
    grown = [each for each in describe(settings) if each.is_in_use and each.name != "shipped"]
    return f"{grown[0].name} {grown[0].entries} {grown[0].made}" if grown else "shipped"


def grow(settings: Settings, name: str, source: str | None, show: dumps.Show) -> Description:
    """Take a dump of GeoNames to what ships: the set `name` from GeoNames, or what is in a file or at an address.

    Raises InvalidInput naming file, line and rule of what is no dump, Unavailable for what cannot be had; then
    everything stays as it was.
    """
    if not _NAME.fullmatch(name):
        raise InvalidInput(f"{name!r} is no name of a set: letters and digits", rule="name")
    data_folder.prepare(settings)
    here = opened(settings)
    here.prepare()
    origin = source or dumps.address_of(name)
    with dumps.opened(origin, folder(settings), show) as lines:
        rows = read_dump(_shown(lines, show), origin)
        here.grow(_some(rows, origin), name, origin)
    return next(each for each in here.describe() if each.is_in_use)


def shrink(settings: Settings) -> bool:
    """Go back to the gazetteer that ships; False where that is in use anyway."""
    here = opened(settings)
    is_gone = here.shrink()
    here.prepare()
    return is_gone


def _some(rows: Iterable[T], source: str) -> Iterator[T]:
    """The rows, of which there must be one at least: an empty file is a mistake."""
    is_empty = True
    for row in rows:
        is_empty = False
        yield row
    if is_empty:
        raise InvalidInput("there is no place in it", rule="empty", file=source)


def _shown(lines: Iterable[str], show: dumps.Show) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if number % _STEP == 0:
            show(f"{number:,} lines")
        yield line
