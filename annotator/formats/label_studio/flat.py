"""Label Studio's JSON_MIN and CSV read as tasks: a flat row for each annotation, with a key for each control.

After the converter of its SDK: behind the data stand the id and the controls, and then whose the annotation is. What a
row does not say, as relations, is not in it.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.formats.base import Report, skipped
from annotator.formats.csv_table import LARGEST_FIELD
from annotator.formats.label_studio.objects import LABELS
from annotator.formats.label_studio.rows import LAST
from annotator.formats.sources.json_text import parsed

#: What shows that an object is such a row.
SIGN = frozenset({"annotation_id", "annotator"})
#: The same in the first line of a table, with commas or tabs.
HEADER = "".join(rf'(?=[^\n{{]*(?<![^,\t"\n]){each}(?![^,\t"\r\n]))' for each in sorted(SIGN)) + r"[^\n{]*[,\t]"
#: The kinds of controls by the key that their values have.
_KINDS = {each: each for each in (*LABELS, "choices", "number", "rating", "taxonomy", "datetime")} | {
    "htmllabels": "hypertextlabels"
}
#: A row with the line on which it begins.
_Numbered = tuple[int, JsonObject]


def is_row(said: JsonObject) -> bool:
    """Whether an object is a row, and no task."""
    return said.keys() >= SIGN and "data" not in said


@dataclass(frozen=True, slots=True)
class _Row:
    """A row taken apart: the data of its task, and its annotation."""

    line: int
    data: JsonObject
    annotation: Json

    def is_of(self, data: JsonObject) -> bool:
        """Whether it is another annotation of the task with these data; without an id nobody can tell."""
        return data == self.data and data.get("id") is not None


def together(rows: Iterable[_Numbered]) -> Iterator[_Numbered]:
    """Tasks as they are, and rows as tasks: those that follow each other under one id are annotations of one task."""
    group: list[_Row] = []
    for line, said in rows:
        row = _read(line, said) if is_row(said) else None
        if group and (row is None or not row.is_of(group[0].data)):
            yield _task(group)
            group = []
        if row is None:
            yield line, said
        else:
            group.append(row)
    if group:
        yield _task(group)


def _task(rows: Sequence[_Row]) -> _Numbered:
    return rows[0].line, {"data": dict(rows[0].data), "annotations": [row.annotation for row in rows]}


def _read(line: int, said: JsonObject) -> _Row:
    data: dict[str, Json] = {}
    result: list[Json] = []
    controls = _controls(list(said))
    for key, value in ((key, value) for key, value in said.items() if key not in LAST):
        values = value if isinstance(value, list) else [value]
        items = [_item(key, each, is_control=key in controls) for each in values]
        if items and None not in items:
            result += items
        else:
            data[key] = value
    number = data.get("id")
    if type(number) is int:
        # The number of its task, as other exports have it.
        data["id"] = f"task-{number}"
    return _Row(line, data, {"id": said["annotation_id"], "completed_by": said["annotator"], "result": result})


def _controls(keys: list[str]) -> list[str]:
    """The keys between the id and whose it is; none where the id is one of the data, which stand before it."""
    start = keys.index("id") + 1 if "id" in keys else len(keys)
    return keys[start : keys.index("annotator")] if start > 1 else []


def _item(name: str, value: Json, *, is_control: bool) -> dict[str, Json] | None:
    """An item of a result; None for what is a value of the data."""
    made: dict[str, Json] = {"from_name": name, "to_name": "text"}
    if isinstance(value, dict):
        kind = next((kind for key, kind in _KINDS.items() if key in value), None)
        if kind is None and isinstance(value.get("text"), list):
            kind = "textarea"
        return None if kind is None else {**made, "type": kind, "value": value}
    if is_control and isinstance(value, str):
        return {**made, "type": "choices", "value": {"choices": [value]}}
    return None


def table(stream: Iterable[bytes], report: Report, file: str | None) -> Iterator[_Numbered]:
    """The rows of a CSV or a TSV: lists and objects stand in it as JSON."""
    csv.field_size_limit(LARGEST_FIELD)
    try:
        text = b"".join(stream).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput(f"not UTF-8: byte {error.start + 1}", rule="encoding", file=file) from None
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    rows, line = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1
    try:
        for row in rows:
            number, line = line + 1, rows.line_num
            if None in row or None in row.values():
                skipped(InvalidInput("not as many fields as the header has", rule="fields"), report, file, number)
                continue
            yield number, {key: _cell(value) for key, value in row.items() if value or key in SIGN}
    except csv.Error as error:
        skipped(InvalidInput(str(error), rule="csv"), report, file, rows.line_num)


def _cell(value: str) -> Json:
    if value.startswith(("[", "{")):
        try:
            return parsed(value.encode())
        except InvalidInput:
            return value
    try:
        return int(value) if value.isdecimal() else value
    except ValueError:
        return value
