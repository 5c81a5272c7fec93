"""The words for parties of each language: one file each, one explicit list."""

from annotator.values.languages.english_parties import ENGLISH_PARTIES
from annotator.values.languages.party_words import PartyWords
from annotator.values.languages.spanish_parties import SPANISH_PARTIES

PARTY_LANGUAGES = (ENGLISH_PARTIES, SPANISH_PARTIES)


def find_party_words(code: str) -> PartyWords | None:
    """The words of the language with this code; None where there are none."""
    return next((words for words in PARTY_LANGUAGES if words.code == code), None)
