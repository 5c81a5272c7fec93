"""Readings of words: what a machine takes them to say, until a person confirms it."""

import json
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import Session

from annotator.domain.actor_lists import ActorList
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.domain.people import Person
from annotator.domain.schema import Attribute, AttributeType, Label
from annotator.services.tasks import visible_task
from annotator.store import actors, projects
from annotator.values import READERS
from annotator.values.counts import read_count
from annotator.values.datelines import read_heading
from annotator.values.dates import read_date
from annotator.values.gazetteer import Gazetteer
from annotator.values.languages import find_words, words_of
from annotator.values.languages.words import Words
from annotator.values.profiles import NUMBERING_THINGS, coded
from annotator.values.stories import Story


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a task's text that bear a label, or might; offsets in code points."""

    label: str
    start: int
    end: int


def read_places(
    session: Session, person: Person, task_id: int, places: Iterable[Place], gazetteer: Gazetteer | None = None
) -> list[dict[str, Json]]:
    """What the words at each place say of the attributes that the schema wants read, in order.

    Nothing is kept: a value enters a set only as a change. Raises InvalidInput for a label that the schema does
    not have, and for a place outside of the text.
    """
    opened = visible_task(session, person, task_id)
    schema = projects.read_definition(opened.definition)
    listed = actors.current(session, opened.task.project_id)
    story = story_of(opened.text, json.loads(opened.meta), listed, gazetteer)
    found: list[dict[str, Json]] = []
    for place in places:
        label = schema.label(place.label)
        if label is None:
            raise InvalidInput(f"the schema has no label {place.label!r}", rule="label")
        if not 0 <= place.start < place.end <= len(opened.text):
            raise InvalidInput(f"[{place.start}, {place.end}) is no part of the text", rule="range")
        values, others, learnt = _read(label, story, place)
        said: dict[str, Json] = {"label": place.label, "start": place.start, "end": place.end}
        said |= {"values": values, "others": others}
        found.append(said | {"learnt": learnt} if learnt else said)
    return found


def story_of(text: str, meta: JsonObject, listed: ActorList | None = None, gazetteer: Gazetteer | None = None) -> Story:
    """The document as readers see it, with all that there is for reading it.

    A document of which nobody says when it was published is of the day that stands above it, if one does.
    """
    language, published = meta.get("language"), meta.get("published") or read_heading(text).published
    return Story(
        text,
        words=find_words(language if isinstance(language, str) else None),
        published=_day(published) if isinstance(published, str) else None,
        gazetteer=gazetteer,
        actors=listed,
    )


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None


def read_span(label: Label, story: Story, place: Place) -> dict[str, Json]:
    """By attribute what the words of a span say; what is not sure is left out."""
    return _read(label, story, place)[0]


def _read(label: Label, story: Story, place: Place) -> tuple[dict[str, Json], dict[str, Json], list[Json]]:
    """By attribute what the words say, and what else they may say; what they do not say is left out.

    At last the attributes whose value is only learnt from confirmations.
    """
    values: dict[str, Json] = {}
    others: dict[str, Json] = {}
    learnt: list[Json] = []
    for attribute in label.attributes:
        reader = READERS.get(attribute.about) if attribute.read and attribute.about else None
        if reader is None:
            continue
        reading = reader(story, place.start, place.end)
        candidates = [_fitting(attribute, each) for each in (reading.best, *reading.others)]
        if candidates[0] is not None:
            values[attribute.name] = candidates[0]
            if reading.is_learnt:
                learnt.append(attribute.name)
        if rest := [each for each in candidates[1:] if each is not None]:
            others[attribute.name] = list(rest)
    return values, others, learnt


def _fitting(attribute: Attribute, value: Json) -> Json:
    """The value as this schema has it; None where it has no such value."""
    if attribute.type is not AttributeType.CHOICE:
        return value
    return attribute.value_for(value) if isinstance(value, str) else None


CountReader = Callable[[str, str | None], dict[str, Json] | None]


def count_reader(language: str | None, own_words: Path | None = None) -> CountReader:
    """A function from a phrase (and a profile) to its count as JSON, None where it counts nobody.

    Of things there is a code alone, where the profile has one for them. Raises InvalidInput for a language without
    a pack, and for a file of words that is none.
    """
    words = words_of(language)
    if own_words is not None:
        words = _with_own(words, own_words)

    def read(phrase: str, profile: str | None = None) -> dict[str, Json] | None:
        count = read_count(phrase, words)
        if count is None:
            things = read_count(phrase, words.counting_things) if profile in NUMBERING_THINGS else None
            code = coded(things.as_json(), str(profile)) if things else None
            return {"op": None, "profile": profile, "code": code} if things else None
        found = count.as_json()
        return found | {"profile": profile, "code": coded(found, profile)} if profile else found

    return read


def date_reader(language: str | None, anchor: date | None, planned: bool) -> Callable[[str], dict[str, Json] | None]:
    """A function from a phrase to its date as JSON, None where it tells none; read against the day `anchor`.

    Raises InvalidInput for a language without a pack.
    """
    words = words_of(language)
    return lambda phrase: read_date(phrase, words, anchor, ahead=planned or None)


def _with_own(words: Words, path: Path) -> Words:
    try:
        return words.with_own(tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        raise InvalidInput("there is no such file", rule="file", file=str(path)) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidInput(f"no file of words: {error}", rule="words", file=str(path)) from None
    except InvalidInput as error:
        raise InvalidInput(error.message, rule=error.rule, file=str(path)) from None
