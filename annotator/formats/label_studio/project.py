"""What a file, a folder or an archive holds of a Label Studio project: its tasks, and its config beside them."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, TypeAlias
from urllib.parse import unquote

from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.formats.base import Report, Source
from annotator.formats.label_studio.config import declare
from annotator.formats.label_studio.flat import HEADER, table, together
from annotator.formats.label_studio.objects import ADDRESS
from annotator.formats.maps.description import Description
from annotator.formats.records.checking import located
from annotator.formats.sources.archives import Files, is_several, opened
from annotator.formats.sources.files import name_of, reading
from annotator.formats.sources.json_stream import objects, sound_objects
from annotator.formats.sources.recognition import first_records

#: What the config is called where it stands beside the tasks.
CONFIGS = ("label_config.xml", "labeling_config.xml", "labelling_config.xml", "config.xml")
#: The key of a project, as its HTTP interface tells it, that holds the config; and the one of its instructions.
_CONFIG, _INSTRUCTION = "label_config", "expert_instruction"
#: So much of a file is looked at for the names of columns.
_HEAD = 2**14
#: What Label Studio puts before the name of a file that is uploaded.
_UPLOADED = re.compile(r"[0-9a-f]{8}-")
#: A task with its line and what errors call its file.
Place: TypeAlias = tuple[str | None, int | None]


def holds_project(files: Files) -> bool:
    """Whether one of the files is a project as its interface tells it, or of tasks whose texts are others of them."""
    names = [name for name in files.names if name.endswith(".json")]
    return any(_is_project(record) or _refers_to(record, files) for record in first_records(files, names))


def _refers_to(task: JsonObject, files: Files) -> bool:
    data, texts = task.get("data"), _Texts.beside(files)
    return isinstance(data, dict) and any(texts.called(value) is not None for value in data.values())


def _is_project(said: JsonObject) -> bool:
    return _CONFIG in said and "data" not in said


def tasks(source: Source, file: str | None, report: Report) -> Iterator[tuple[Place, JsonObject]]:
    """Each task with its place; what follows a fault of the JSON itself is reported, and left out.

    A text that is the address of a file is that of the file, where it lies beside the tasks.
    """
    for name, stream, texts in _streams(source, file):
        rows = table(stream, report, name) if _is_table(stream) else sound_objects(stream, report, name)
        for line, task in together(rows):
            if not _is_project(task):
                yield (name, line), task if texts is None else texts.put_into(task)


def _is_table(stream: BinaryIO) -> bool:
    """Whether a stream begins with a line that names the columns of rows, and not with JSON; it is left where it is."""
    if not stream.seekable():
        return False
    start = stream.tell()
    head = stream.readline(_HEAD).decode("utf-8-sig", "replace")
    stream.seek(start)
    return re.match(HEADER, head) is not None


@dataclass(frozen=True, slots=True)
class _Texts:
    """The files beside tasks, by the last parts of their names."""

    files: Files
    names: Mapping[str, str]

    @staticmethod
    def beside(files: Files) -> "_Texts":
        return _Texts(files, {PurePosixPath(name).name: name for name in files.names})

    def put_into(self, task: JsonObject) -> JsonObject:
        """A task with the text of a file for each address of one."""
        data = task.get("data")
        return (
            {**task, "data": {key: self._at(value) for key, value in data.items()}} if isinstance(data, dict) else task
        )

    def called(self, value: Json) -> str | None:
        """The file that an address is of."""
        if not isinstance(value, str) or not ADDRESS.fullmatch(value):
            return None
        name = re.split(r"[/=]", unquote(value))[-1]
        return self.names.get(name) or self.names.get(_UPLOADED.sub("", name, count=1))

    def _at(self, value: Json) -> Json:
        found = self.called(value)
        try:
            return value if found is None else self.files.read(found).decode("utf-8-sig")
        except UnicodeDecodeError:
            return value


def _streams(source: Source, file: str | None) -> Iterator[tuple[str | None, BinaryIO, _Texts | None]]:
    if not is_several(source):
        with reading(source) as stream:
            yield name_of(source, file), stream, None
        return
    with opened(source, name_of(source, file)) as files:
        texts = _Texts.beside(files)
        for name in files.names:
            if name.endswith(".json"):
                with files.stream(name) as stream:
                    yield files.place(name), stream, texts


def describe_project(source: Source, file: str | None) -> Description:
    """What the config declares that stands beside the tasks; nothing for tasks alone."""
    description = Description()
    if not is_several(source):
        return description
    with opened(source, name_of(source, file)) as files:
        for name in files.names:
            try:
                if name.endswith(".xml"):
                    declare(files.read(name), description)
                elif name.endswith(".json"):
                    _declare_project(files.read(name), description)
            except InvalidInput as error:
                raise located(error, files.place(name), None) from None
    return description


def _declare_project(data: bytes, description: Description) -> None:
    """A project as its HTTP interface tells it: one object, with the config in it."""
    _, project = next(objects(io.BytesIO(data)), (0, {}))
    config, instruction = project.get(_CONFIG), project.get(_INSTRUCTION)
    if isinstance(config, str):
        declare(config.encode(), description)
    if isinstance(instruction, str) and isinstance(config, str):
        description.guideline = instruction
