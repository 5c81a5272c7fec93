"""Language packs of the readers: one file each, which names its tables, and one explicit list.

To add one: a file, a line, and its examples under tests/values/.
"""

from annotator.domain.errors import InvalidInput
from annotator.values.languages.english import ENGLISH
from annotator.values.languages.spanish import SPANISH
from annotator.values.languages.words import Words

LANGUAGES = (ENGLISH, SPANISH)


def words_of(language: str | None) -> Words:
    """The words of a language by its code ("en", "es-MX"); English where none is named.

    Raises InvalidInput for a language that there is no pack for.
    """
    found = find_words(language)
    if found is None:
        known = ", ".join(words.code for words in LANGUAGES)
        raise InvalidInput(f"nothing can be read in {language!r}; there are: {known}", rule="language")
    return found


def find_words(language: str | None) -> Words | None:
    """The words of a language, English where none is named; None where there is no pack."""
    if not language:
        return ENGLISH
    code = language.lower().replace("_", "-").partition("-")[0]
    return next((words for words in LANGUAGES if words.code == code), None)
