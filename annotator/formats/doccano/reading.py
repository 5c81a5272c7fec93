"""doccano's exports read: a file of examples, or a file for each annotator, with the labels beside them."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Comment
from annotator.domain.documents import Document, checksum
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Schema
from annotator.formats.base import Report, Source, skipped
from annotator.formats.doccano.shape import LABELS, TEXT, is_of_lines, label_keys, text_key
from annotator.formats.maps.description import AttributeUse, Description
from annotator.formats.places.marks import Mark, Tie, marked
from annotator.formats.records.checking import check_value, located
from annotator.formats.records.corner import CORNER, read_corner, remark, restored
from annotator.formats.records.fitting import sound
from annotator.formats.records.foreign_ids import distinct, document_of
from annotator.formats.records.foreign_values import categories
from annotator.formats.records.selection import imported_set
from annotator.formats.sources.archives import Files, is_several, opened
from annotator.formats.sources.files import name_of
from annotator.formats.sources.json_lines import a_list, a_number, a_text, an_object, listed_or_by_line
from annotator.formats.sources.json_stream import objects
from annotator.formats.sources.line_groups import Line, LineFile, groups
from annotator.formats.sources.unread import ANY, Known, Unread, keys

_COMMENTS = ("Comments", "comments")
#: Of comments, labels and relations what is read, and what doccano always writes.
_COMMENT = keys("comment", "text", "id", "example", "created_at", "updated_at")
_LABEL = keys(
    *("id", "label", "label_name", "user", "user_name", "start", "end", "start_offset", "end_offset"),
    *("created_at", "updated_at", "manual", "prob", "document", "example", "uuid"),
)
_RELATION = keys("id", "from_id", "to_id", "type")
#: The file of a project in which all work on the same annotations.
_ALL = "all"


def read_project(
    source: Source, schema: Schema | None, annotator: str, layer: str, report: Report, file: str | None
) -> Iterator[AnnotatedDocument]:
    """The documents of a file, or of the files of all annotators."""
    file = name_of(source, file)
    base = imported_set((), schema, annotator, layer)
    is_alone = not is_several(source)
    with Unread({}, report, file) as unread:
        for group in _examples(source, report, file):
            for line in group:
                unread.tell(line.said, line.number, _known(line.said, is_first=line is group[0]), line.file)
            read = partial(_document, group, is_alone, base, report)
            yield from sound(read, schema, report, *group[0].place, _named(group[0]))


def _known(said: JsonObject, *, is_first: bool) -> Known:
    """What is read of an example; whatever it says besides is metadata, unless our corner or a first example has it."""
    labels = {key: _LABEL for key in label_keys(said) if isinstance(said[key], list)}
    known = {**keys("id", text_key(said), CORNER, *label_keys(said)), **labels, "relations": _RELATION}
    known |= dict.fromkeys(_COMMENTS, _COMMENT)
    return known if CORNER in said or not is_first else {**known, ANY: None}


def _examples(source: Source, report: Report, file: str | None) -> Iterator[list[Line]]:
    """The examples, those of several annotators that are one and the same together."""
    if is_several(source):
        with opened(source, file) as files:
            lines = list(_files_of_lines(files, report))
            yield from groups(lines, lambda line: (str(line.said.get("id", "")), checksum(_text(line))), report)
        return
    yield from ([Line(said, file, number)] for number, said in listed_or_by_line(source, report, file))


def _files_of_lines(files: Files, report: Report) -> Iterator[LineFile]:
    """The files of annotators; one that cannot be read is told, and left out."""
    for name in files.names:
        if is_of_lines(name):
            try:
                yield files.place(name), io.BytesIO(files.read(name))
            except InvalidInput as error:
                skipped(error, report, files.place(name))


def _text(line: Line) -> str:
    text = line.said.get(text_key(line.said))
    if not isinstance(text, str):
        raise InvalidInput("an example has a text", rule="text")
    return text


def _whose(line: Line) -> str | None:
    """The annotator by the name of the file in an archive or a folder."""
    stem = PurePosixPath(line.file or "").name.split(".", 1)[0]
    return None if stem == _ALL else stem or None


def _document(group: Sequence[Line], is_alone: bool, base: AnnotationSet, report: Report) -> AnnotatedDocument:
    corners = [_corner(example, report) for example in group]
    document = corners[0].document if corners[0] else _of_others(group[0], report)
    sets = []
    for example, kept in zip(group, corners, strict=True):
        whose = base if is_alone else replace(base, annotator=_whose(example) or base.annotator)
        for found in _sets(document, example, whose, report):
            sets.append(restored(document, kept.sets[0], found, report) if kept and kept.sets else found)
    return AnnotatedDocument(document, tuple(distinct(document, sets, report)))


def _corner(example: Line, report: Report) -> AnnotatedDocument | None:
    if CORNER not in example.said:
        return None
    return read_corner(example.said[CORNER], _text(example), report, example.file)


def _named(example: Line) -> str | None:
    """The id that it gives its document. A number is one of a data base: in another one it is another example's."""
    given = example.said.get("id")
    name = f"example-{given}" if isinstance(given, int) else given
    return name if isinstance(name, str) else None


def _of_others(example: Line, report: Report) -> Document:
    said = example.said
    told_of = (*TEXT, *LABELS, *_COMMENTS, CORNER, text_key(said), *label_keys(said))
    rest = {key: value for key, value in said.items() if key not in told_of}
    meta = rest.pop("meta", None)
    told: dict[str, Json] = {key: value for key, value in rest.items() if key not in ("id", "relations")}
    told |= meta if isinstance(meta, dict) else {}
    check_value(told, "meta")
    return document_of(_named(example), _text(example), told, report)


def _sets(document: Document, example: Line, base: AnnotationSet, report: Report) -> Iterator[AnnotationSet]:
    """The set of an example; a set for each person where its labels say whose they are."""
    attributes, marks = _labels(example.said)
    ties = [_tie(each, number) for number, each in enumerate(a_list(example.said.get("relations"), "relations"), 1)]
    people = dict.fromkeys(person for person, _ in marks) or {None: None}
    for person in people:
        whose = base.annotator if person is None else person
        own = replace(base, annotator=whose, attributes=attributes)
        some = [mark for each, mark in marks if each == person]
        ours = ties if len(people) == 1 else [tie for tie in ties if {tie.from_id, tie.to_id} <= {m.id for m in some}]
        found, _ = marked(document, some, ours, own, report, example.place)
        yield _with_comments(found, example.said)


def _with_comments(found: AnnotationSet, said: JsonObject) -> AnnotationSet:
    comments: list[Comment] = []
    for key in _COMMENTS:
        for each in a_list(said.get(key), key):
            words = each.get("comment", each.get("text")) if isinstance(each, dict) else each
            if not isinstance(words, str):
                raise InvalidInput("a comment is a text", rule="type")
            comments.append(remark(words, len(comments) + 1, found.annotator))
    return replace(found, comments=tuple(comments))


def _labels(said: JsonObject) -> tuple[dict[str, Json], list[tuple[str | None, Mark]]]:
    """What is said of the whole, and the spans with the person that each is of, where it says so."""
    attributes: dict[str, Json] = {}
    marks: list[tuple[str | None, Mark]] = []
    for key in label_keys(said):
        whole, further = _of_the_whole(said[key], key)
        if whole is not None:
            attributes[key] = whole
        marks += [_mark(each, len(marks) + number) for number, each in enumerate(further, 1)]
    return attributes, marks


def _of_the_whole(labels: Json, key: str) -> tuple[Json, list[Json]]:
    """What labels say of the whole example: a name, several, a number, or categories with a number for each.

    Behind it what is said of stretches of the text.
    """
    if key == "cats" and isinstance(labels, dict):
        return categories(labels), []
    if isinstance(labels, str | int | float):
        return labels, []
    words = a_list(labels, key)
    names = [each for each in words if isinstance(each, str)]
    said: Json = names[0] if len(names) == 1 else (list[Json](names) or None)
    return said, [each for each in words if not isinstance(each, str)]


def _mark(said: Json, number: int) -> tuple[str | None, Mark]:
    if isinstance(said, list):
        if len(said) != 3:
            raise InvalidInput("a label is a start, an end and a name", rule="label")
        start, end, name = said
        return None, Mark(f"s{number}", a_text(name, "a label"), a_number(start, "start"), a_number(end, "end"))
    label = an_object(said, "a label")
    start, end = (a_number(label.get(f"{key}_offset", label.get(key)), f"{key}_offset") for key in ("start", "end"))
    # Its first versions told labels and people by their numbers, and later ones by their names besides.
    name, person = (label.get(f"{key}_name") or label.get(key) for key in ("label", "user"))
    words = str(name) if type(name) is int else a_text(name, "label")
    whose = person if person is None or isinstance(person, str) else f"user-{person}"
    return whose, Mark(str(label.get("id", f"s{number}")), words, start, end)


def _tie(said: Json, number: int) -> Tie:
    relation = an_object(said, "a relation")
    role = a_text(relation.get("type"), "the type of a relation")
    return Tie(f"r{relation.get('id', number)}", role, str(relation.get("from_id")), str(relation.get("to_id")))


def describe_project(source: Source, file: str | None) -> Description:
    """What the files of labels say that stand beside those of annotators; nothing for a file alone."""
    description = Description()
    if is_several(source):
        with opened(source, name_of(source, file)) as files:
            for name in (each for each in files.names if each.endswith(".json")):
                try:
                    for _, label in objects(io.BytesIO(files.read(name))):
                        _declare(description, PurePosixPath(name).name.lower(), label)
                except InvalidInput as error:
                    raise located(error, files.place(name), None) from None
    description.join_all(description.roles)
    return description


def _declare(description: Description, file: str, label: Mapping[str, Json]) -> None:
    """A file of labels is told from one of relations or of categories by its name."""
    name = a_text(label.get("text", label.get("label")), "the text of a label")
    if "relation" in file:
        description.role(name)
    elif "category" in file or "categories" in file:
        description.attributes.setdefault("label", AttributeUse()).values[name] += 0
    else:
        description.label(name)
