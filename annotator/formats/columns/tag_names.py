"""The names behind the numbers of tags, as Hugging Face keeps them: features of a dataset, written and read.

Written as the YAML at the head of a README (https://huggingface.co/docs/datasets/repository_structure), which
`datasets.load_dataset` reads by itself, and as JSON for Parquet. Read from both, from `dataset_infos.json`, and
from plain lists of names.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.domain.schema import Schema
from annotator.formats.columns.tags import OUTSIDE

#: The name of each number, by column.
Names: TypeAlias = Mapping[str, Sequence[str]]

#: The column of tags; with layers there is one for each label behind an underscore.
TAGS = "ner_tags"
#: Columns that hold strings, and those of whole numbers, by how deep they are nested in lists.
STRINGS = {"id": 0, "document_id": 0, "text": 0, "meta": 0, "set": 0, "tokens": 1}
NUMBERS = {"start": 0, "offsets": 2}
#: Columns that are lists of things, with what is said of each.
THINGS: Mapping[str, Mapping[str, str]] = {
    "spans": {
        **{"id": "string", "label": "string", "start": "int64", "end": "int64", "text": "string"},
        **{"attributes": "string", "origin": "string"},
    },
    "links": {"id": "string", "role": "string", "from": "string", "to": "string"},
}
ORDER = ("id", "document_id", "tokens", TAGS, "text", "start", "offsets", "spans", "links", "meta", "set")


class TagNames:
    """Numbers for tags: those of the schema's labels first, then others as they come."""

    def __init__(self, schema: Schema | None, *, layers: bool) -> None:
        labels = [label.name for label in schema.labels] if schema else []
        self.layers = layers
        self.columns: dict[str, dict[str, int]] = {}
        if not layers:
            self.columns[TAGS] = {OUTSIDE: 0}
        for label in labels:
            self.number(OUTSIDE, label)

    def column(self, label: str) -> str:
        """The column in which spans of this label are tagged."""
        return f"{TAGS}_{label}" if self.layers else TAGS

    def number(self, tag: str, label: str) -> int:
        """The number of a tag of the label, all of whose tags have one from now on."""
        numbers = self.columns.setdefault(self.column(label), {OUTSIDE: 0})
        for each in (f"B-{label}", f"I-{label}"):
            numbers.setdefault(each, len(numbers))
        return numbers[tag]

    def names(self) -> dict[str, list[str]]:
        """The name of each number, by column."""
        return {column: list(numbers) for column, numbers in self.columns.items()}


def columns_in_order(names: Names) -> list[str]:
    """The columns of a row."""
    return [each for column in ORDER for each in (names if column == TAGS else [column])]


def features(names: Names) -> dict[str, Json]:
    """The features of our rows as JSON, in the form that all versions of `datasets` read."""
    found: dict[str, Json] = {}
    for column in columns_in_order(names):
        if column in names:
            found[column] = _list_of({"names": list(names[column]), "_type": "ClassLabel"}, 1)
        elif column in THINGS:
            found[column] = [{key: _value(kind) for key, kind in THINGS[column].items()}]
        else:
            found[column] = _list_of(*_plain(column))
    return found


def _plain(column: str) -> tuple[Json, int]:
    if column in STRINGS:
        return _value("string"), STRINGS[column]
    return _value("int64"), NUMBERS[column]


def _value(kind: str) -> Json:
    return {"dtype": kind, "_type": "Value"}


def _list_of(feature: Json, depth: int) -> Json:
    return feature if depth == 0 else {"feature": _list_of(feature, depth - 1), "_type": "Sequence"}


def front_matter(names: Names, path: str) -> str:
    """The head of a README that says the features, and where the rows are."""
    lines = ["---", "dataset_info:", "  features:"]
    for column in columns_in_order(names):
        lines.append(f"  - name: {_quoted(column)}")
        if column in names:
            lines += ["    sequence:", "      class_label:", "        names:"]
            lines += [f"          '{number}': {_quoted(name)}" for number, name in enumerate(names[column])]
        elif column in THINGS:
            lines.append("    list:")
            for key, kind in THINGS[column].items():
                lines += [f"    - name: {_quoted(key)}", f"      dtype: {kind}"]
        else:
            lines += _plain_lines(column)
    lines += ["configs:", "- config_name: default", "  data_files:", "  - split: train", f"    path: {path}", "---"]
    return "\n".join(lines) + "\n"


def _plain_lines(column: str) -> list[str]:
    kind = "string" if column in STRINGS else "int64"
    depth = STRINGS.get(column, NUMBERS.get(column, 0))
    lines = [f"{'    ' + '  ' * level}sequence:" for level in range(depth)]
    if not lines:
        return [f"    dtype: {kind}"]
    lines[-1] += f" {kind}"
    return lines


def _quoted(text: str) -> str:
    """A string of YAML in double quotes; all but printable ASCII escaped, which every reader takes."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if " " <= char <= "~":
        return char
    return f"\\u{ord(char):04x}" if char <= "\uffff" else f"\\U{ord(char):08x}"


def names_in_front_matter(text: str) -> dict[str, list[str]]:
    """The names of tags that a README says, by column: of YAML no more than that is understood."""
    found: dict[str, list[str]] = {}
    column, depth = "", -1
    head = re.match(r"---\r?\n(.*?)^---\s*$", text, re.DOTALL | re.MULTILINE)
    for line in head[1].splitlines() if head else ():
        indent = len(line) - len(line.lstrip(" -"))
        if said := re.fullmatch(r"\s*-\s+name:\s*(.+?)\s*", line):
            column, depth = _unquoted(said[1]), -1
        elif re.fullmatch(r"\s*names:\s*", line):
            found[column], depth = [], indent
        elif depth >= 0 and (said := re.fullmatch(r"\s*(?:['\"]?\d+['\"]?:|-)\s+(.+?)\s*", line)) and indent >= depth:
            found[column].append(_unquoted(said[1]))
        else:
            depth = -1
    return {name: names for name, names in found.items() if names}


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    if len(value) > 1 and value[0] == value[-1] == '"':
        return re.sub(r"\\U([0-9a-fA-F]{8})|\\u([0-9a-fA-F]{4})|\\(.)", _meant, value[1:-1])
    return value


def _meant(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    if code is None:
        return escape[3]
    number = int(code, 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def names_in_features(value: Json) -> dict[str, list[str]]:
    """The names of tags in features as JSON, by column."""
    found = {}
    for column, feature in value.items() if isinstance(value, dict) else ():
        names = next(_class_labels(feature), None)
        if names is not None:
            found[column] = names
    return found


def _class_labels(feature: Json) -> Iterator[list[str]]:
    """The names in a feature or in what it is a list of, whatever version of `datasets` wrote it."""
    for _ in range(8):
        if not isinstance(feature, dict):
            return
        names = feature.get("names")
        if feature.get("_type") == "ClassLabel" and isinstance(names, list):
            yield [str(name) for name in names]
            return
        feature = feature.get("feature")


def names_in_json(value: Json) -> dict[str, list[str]]:
    """The names of tags in a file of JSON: features, infos of a dataset, or a list or an object of names."""
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return {"": [str(name) for name in value]}
    if not isinstance(value, dict):
        return {}
    if all(isinstance(each, int) for each in value.values()):
        return {"": sorted(value, key=lambda name: int(str(value[name])))}
    lists = {column: [str(name) for name in names] for column, names in value.items() if isinstance(names, list)}
    if len(lists) == len(value):
        return lists
    infos: Iterable[Json] = [value, *value.values()]
    for info in infos:
        inner = info.get("features") if isinstance(info, dict) else None
        found = names_in_features(inner if inner is not None else info)
        if found:
            return found
    return {}


def names_said(words: str) -> dict[str, list[str]]:
    """The names of tags as somebody says them, with commas between."""
    names = [word.strip() for word in words.split(",")]
    if not all(names):
        raise InvalidInput(f"labels are names of tags with commas between, not {words!r}", rule="option")
    return {"": names}


def parsed_json(data: bytes, place: str) -> Json:
    """JSON in a file beside the rows; raises InvalidInput."""
    try:
        value: Json = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"not JSON: {error}", rule="json", file=place) from None
    return value
