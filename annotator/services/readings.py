"""Readings of words: what a machine takes them to say, until a person confirms it."""

import tomllib
from collections.abc import Callable
from pathlib import Path

from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.values.counts import read_count
from annotator.values.languages import words_of
from annotator.values.languages.words import Words
from annotator.values.profiles import coded

CountReader = Callable[[str, str | None], dict[str, Json] | None]


def count_reader(language: str | None, own_words: Path | None = None) -> CountReader:
    """A function from a phrase (and a profile) to its count as JSON, None where it counts nobody.

    Raises InvalidInput for a language without a pack, and for a file of words that is none.
    """
    words = words_of(language)
    if own_words is not None:
        words = _with_own(words, own_words)

    def read(phrase: str, profile: str | None = None) -> dict[str, Json] | None:
        count = read_count(phrase, words)
        if count is None:
            return None
        found = count.as_json()
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
