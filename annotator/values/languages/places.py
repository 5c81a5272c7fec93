"""The words for places of each language: one file each, one explicit list."""

from annotator.values.languages.english_places import ENGLISH_PLACES
from annotator.values.languages.place_words import PlaceWords
from annotator.values.languages.spanish_places import SPANISH_PLACES

PLACE_LANGUAGES = (ENGLISH_PLACES, SPANISH_PLACES)


def find_place_words(code: str) -> PlaceWords | None:
    """The words of the language with this code; None where there are none."""
    return next((words for words in PLACE_LANGUAGES if words.code == code), None)
