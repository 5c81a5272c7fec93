"""By what doccano's examples are known: the keys of their text and labels, and the files of a project's annotators."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from annotator.domain.json import Json, JsonObject
from annotator.formats.sources.archives import Files
from annotator.formats.sources.recognition import first_records

#: Under which keys spans stand, or labels of the whole example; the last were those of its first versions.
LABELS = ("label", "labels", "entities", "cats", "categories", "annotations")
TEXT = ("text", "data")
#: What its lines never have, and those of other tools that have the same keys do.
_OF_OTHERS = frozenset({"_input_hash", "tokens", "sentences", "annotations"})
#: Names of files that hold parts of one corpus, and not what several people made of it.
_PARTS = frozenset({"train", "training", "dev", "val", "valid", "validation", "test", "eval"})


def text_key(said: JsonObject) -> str:
    """Under which key an example has its text: a column of a data set may have any name. Empty where none tells."""
    known = next((key for key in TEXT if key in said), "")
    if known:
        return known
    words = [key for key, value in said.items() if isinstance(value, str) and key != "id"]
    lists = [value for value in said.values() if isinstance(value, list)]
    is_told = len(words) == 1 and len(lists) == 1 and (not lists[0] or _are_triples(lists[0]))
    return words[0] if is_told else ""


def label_keys(said: JsonObject) -> tuple[str, ...]:
    """Under which keys an example has its labels: those that are known, else the one that has nothing but triples."""
    known = tuple(key for key in LABELS if key in said)
    if known:
        return known
    lists = {key: value for key, value in said.items() if isinstance(value, list)}
    triples = tuple(key for key, value in lists.items() if _are_triples(value))
    if not triples and not said.keys() & set(TEXT):
        # Beside a text of another name: there are no labels yet.
        triples = tuple(key for key, value in lists.items() if not value)
    return triples if len(triples) == 1 else ()


def _are_triples(value: Sequence[Json]) -> bool:
    return bool(value) and all(
        isinstance(each, list) and [type(part) for part in each] == [int, int, str] for each in value
    )


def is_example(said: JsonObject) -> bool:
    """Whether it has a text and spans, whatever the columns of its data set are called."""
    return bool(text_key(said)) and any(_are_spans(said[key]) for key in label_keys(said))


def _are_spans(value: Json) -> bool:
    if not isinstance(value, list):
        return False
    return _are_triples(value) or (
        bool(value) and all(isinstance(each, dict) and "start_offset" in each for each in value)
    )


def is_project(files: Files) -> bool:
    """Whether there are nothing but files of annotators, whose examples have the numbers of a data base."""
    if not files.names or not all(is_of_lines(name) for name in files.names):
        return False
    stems = {PurePosixPath(name).stem.lower() for name in files.names}
    firsts = list(first_records(files, files.names))
    return not stems & _PARTS and any(firsts) and all(_is_exported(each) for each in firsts if each)


def _is_exported(said: JsonObject) -> bool:
    return type(said.get("id")) is int and bool(text_key(said) and label_keys(said)) and not said.keys() & _OF_OTHERS


def is_of_lines(name: str) -> bool:
    """Whether a file of a project holds examples."""
    return name.endswith(".jsonl")
