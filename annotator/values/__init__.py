"""Readings of words: one file each, one explicit list. What is read is an offer until a person confirms it."""

from collections.abc import Callable, Mapping

from annotator.domain.json import Json
from annotator.domain.schema import AttributeType
from annotator.values.counts import read_count
from annotator.values.languages.words import Words


def _count(phrase: str, words: Words) -> Json:
    found = read_count(phrase, words)
    return found.as_json() if found is not None else None


#: What reads a phrase for attributes of a type; None is no reading. To add one: its file, a line here, and its
#: examples under tests/values/.
READERS: Mapping[AttributeType, Callable[[str, Words], Json]] = {AttributeType.COUNT: _count}
