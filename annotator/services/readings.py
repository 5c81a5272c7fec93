"""Readings of words: what a machine takes them to say, until a person confirms it."""

import json
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.domain.people import Person
from annotator.domain.schema import AttributeType, Label
from annotator.services.tasks import visible_task
from annotator.store import projects
from annotator.values import READERS
from annotator.values.languages import find_words, words_of
from annotator.values.languages.words import Words
from annotator.values.profiles import coded


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a task's text that bear a label, or might; offsets in code points."""

    label: str
    start: int
    end: int


def read_places(session: Session, person: Person, task_id: int, places: Iterable[Place]) -> list[dict[str, Json]]:
    """What the words at each place say of the attributes that the schema wants read, in order.

    Nothing is kept: a value enters a set only as a change. A document in a language without a pack has no
    readings. Raises InvalidInput for a label that the schema does not have, and for a place outside of the text.
    """
    opened = visible_task(session, person, task_id)
    schema = projects.read_definition(opened.definition)
    language = json.loads(opened.meta).get("language")
    words = find_words(language if isinstance(language, str) else None)
    found: list[dict[str, Json]] = []
    for place in places:
        label = schema.label(place.label)
        if label is None:
            raise InvalidInput(f"the schema has no label {place.label!r}", rule="label")
        if not 0 <= place.start < place.end <= len(opened.text):
            raise InvalidInput(f"[{place.start}, {place.end}) is no part of the text", rule="range")
        values = _values(label, opened.text[place.start : place.end], words) if words else {}
        found.append({"label": place.label, "start": place.start, "end": place.end, "values": values})
    return found


def _values(label: Label, phrase: str, words: Words) -> dict[str, Json]:
    """By attribute what the phrase says; what it does not say is left out."""
    wanted = [attribute for attribute in label.attributes if attribute.read and attribute.type in READERS]
    read = {attribute.name: READERS[attribute.type](phrase, words) for attribute in wanted}
    return {name: value for name, value in read.items() if value is not None}


CountReader = Callable[[str, str | None], dict[str, Json] | None]


def count_reader(language: str | None, own_words: Path | None = None) -> CountReader:
    """A function from a phrase (and a profile) to its count as JSON, None where it counts nobody.

    Raises InvalidInput for a language without a pack, and for a file of words that is none.
    """
    words = words_of(language)
    if own_words is not None:
        words = _with_own(words, own_words)

    def read(phrase: str, profile: str | None = None) -> dict[str, Json] | None:
        found = READERS[AttributeType.COUNT](phrase, words)
        if not isinstance(found, dict):
            return None
        return found | {"profile": profile, "code": coded(found, profile)} if profile else found

    return read


def _with_own(words: Words, path: Path) -> Words:
    try:
        return words.with_own(tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        raise InvalidInput("there is no such file", rule="file", file=str(path)) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidInput(f"no file of words: {error}", rule="words", file=str(path)) from None
    except InvalidInput as error:
        raise InvalidInput(error.message, rule=error.rule, file=str(path)) from None
