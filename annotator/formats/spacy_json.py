"""JSON that people keep beside spaCy: pairs of a text and its entities, and documents as `Doc.to_json` tells them.

After spaCy's pages on training data (`(text, {"entities": [(start, end, label)]})` of version 2, which programs for
annotating write still, with `classes` around them) and on `Doc.to_json`. Offsets count code points. And the JSON that
version 2 was trained on at the command line: documents of `paragraphs`, whose tokens have tags of entities.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Schema
from annotator.formats.base import NOTHING, Carries, Loss, Report, Source, Weight, placing, refuse, skipped
from annotator.formats.columns.tags import OUTSIDE, UNKNOWN, is_tag, stretches
from annotator.formats.maps.description import Description
from annotator.formats.options import WhoseOptions
from annotator.formats.places.marks import Mark, marked
from annotator.formats.places.sentenced import aligned, rebuilt
from annotator.formats.records.checking import check_value
from annotator.formats.records.fitting import sound
from annotator.formats.records.foreign_ids import document_of
from annotator.formats.records.foreign_values import categories
from annotator.formats.records.selection import imported_set
from annotator.formats.sources.files import name_of, reading
from annotator.formats.sources.json_lines import a_list, a_number, a_text, an_object, objects_of
from annotator.formats.sources.json_stream import LARGEST
from annotator.formats.sources.json_text import is_json, parsed
from annotator.formats.sources.unread import ANY, Known, Unread, keys
from annotator.formats.spacy.docbin import KNOWLEDGE

#: Where the labels stand that a program knows, and the pairs.
_CLASSES, _PAIRS = "classes", "annotations"
_ENTITIES = ("entities", "ents")
_PARAGRAPHS = "paragraphs"
_ENTITY = keys("start", "end", "label", "text", "token_start", "token_end", KNOWLEDGE)
#: What is read of a text, and what spaCy makes of it, and can make again; spans may be in groups.
_READ: Known = {
    **keys("text", "id", "cats", "meta", "tokens", "sents"),
    **dict.fromkeys(_ENTITIES, _ENTITY),
    "spans": {**_ENTITY, ANY: _ENTITY},
}
#: Of a paragraph on which version 2 was trained; of its tokens the grammar is not read, which all of them have.
_PARAGRAPH = keys(
    "raw",
    sentences=keys(tokens=keys("id", "orth", "ner", "tag", "pos", "morph", "lemma", "head", "dep", "space")),
    cats=keys("label", "value"),
)
_STRING = r'"(?:[^"\\]|\\.)*"'


@dataclass(frozen=True, slots=True)
class SpacyJson:
    """A list of pairs or documents, one alone, or one a line; read as a whole."""

    options: WhoseOptions = field(default_factory=WhoseOptions)

    id: ClassVar[str] = "spacy-json"
    title: ClassVar[str] = "spaCy training data as JSON"
    suffix: ClassVar[str] = ".spacy.json"
    description: ClassVar[str] = "Pairs of a text and its entities, or documents of Doc.to_json."
    carries: ClassVar[Carries] = replace(NOTHING, text=True, overlap=True, document_attributes=True)
    signs: ClassVar[tuple[frozenset[str], ...]] = (
        frozenset({_CLASSES, _PAIRS}),
        frozenset({"text", "ents"}),
        frozenset({"id", _PARAGRAPHS}),
    )
    begins: ClassVar[tuple[str, ...]] = (rf'(?s)\s*(?:\[\s*)?\[\s*{_STRING}\s*,\s*\{{\s*"(?:entities|spans|cats)"',)

    def read(
        self, source: Source, schema: Schema | None = None, report: Report = refuse, file: str | None = None
    ) -> Iterator[AnnotatedDocument]:
        """A document a text, in the order of the file; one that cannot be read is told, and left out."""
        file = name_of(source, file)
        base = imported_set((), schema, self.options.annotator, self.options.layer)
        with Unread(_READ, report, file) as unread:
            for line, said in _texts(source, report, file, unread):
                told = placing(report, file, line)
                read = partial(_document, said, line, base, told, unread)
                yield from sound(read, schema, told, file, line)

    def describe(self, source: Source, file: str | None = None) -> Description:
        """The labels that are declared, used or not."""
        description = Description()
        for _, whole in _values(source, lambda _: None, name_of(source, file)):
            classes = whole.get(_CLASSES) if isinstance(whole, dict) else None
            for each in classes if isinstance(classes, list) else ():
                name = each.get("name") if isinstance(each, dict) else each
                if isinstance(name, str) and name:
                    description.label(name)
        return description


def _texts(source: Source, report: Report, file: str | None, unread: Unread) -> Iterator[tuple[int | None, Json]]:
    """Each text with what is said of it, and its line where it has one of its own."""
    for line, value in _values(source, report, file):
        if isinstance(value, dict) and _PAIRS in value:
            # Programs leave a nothing where a text was not looked at.
            pairs = value[_PAIRS]
            if not isinstance(pairs, list):
                skipped(InvalidInput(f"{_PAIRS} is a list", rule="type"), report, file, line)
                continue
            unread.tell(value, line, keys(_CLASSES, _PAIRS))
            yield from ((None, each) for each in pairs if each is not None)
        elif isinstance(value, list) and not (value and isinstance(value[0], str)):
            for each in value:
                yield from _told(each, None, report, file, unread)
        else:
            yield from _told(value, line, report, file, unread)


def _told(
    value: Json, line: int | None, report: Report, file: str | None, unread: Unread
) -> Iterator[tuple[int | None, Json]]:
    """A text with what is said of it; those of its paragraphs where it is a document of version 2."""
    if not isinstance(value, dict) or not isinstance(paragraphs := value.get(_PARAGRAPHS), list):
        yield line, value
        return
    unread.tell(value, line, keys("id", paragraphs=_PARAGRAPH))
    for each in paragraphs:
        try:
            yield line, _paragraph(an_object(each, "a paragraph"), placing(report, file, line))
        except InvalidInput as error:
            skipped(error, report, file, line)


def _paragraph(said: JsonObject, report: Report) -> dict[str, Json]:
    """A paragraph of version 2 as a text with entities."""
    sentences = [objects_of(each, "tokens") for each in objects_of(said, "sentences")]
    words = [[a_text(token.get("orth"), "orth") for token in tokens] for tokens in sentences]
    text = said.get("raw")
    if not any(words):
        raise InvalidInput("a paragraph has sentences of tokens", rule="type")
    places = aligned(text, list(chain(*words))) if isinstance(text, str) else None
    if places is None:
        if text is not None:
            lost = "the tokens do not stand in the text: it is made of them"
            report(Loss("", "text", None, "rebuilt", lost, Weight.CHANGED))
        text, places = rebuilt(words)
    entities: list[Json] = []
    at = 0
    for tokens in sentences:
        for label, first, end in stretches(_tags(tokens, report)):
            entities.append([places[at + first].start, places[at + end - 1].end, label])
        at += len(tokens)
    cats = {str(each.get("label")): each.get("value") for each in objects_of(said, "cats")}
    return {"text": text, "entities": entities, "cats": cats}


def _tags(tokens: Sequence[JsonObject], report: Report) -> list[str]:
    tags = [str(token.get("ner") or OUTSIDE) for token in tokens]
    for tag in tags:
        if not is_tag(tag):
            raise InvalidInput(f"{tag!r} is no tag of an entity", rule="tag")
        if tag == UNKNOWN:
            said = "the tag says that a span did not fit its words: which is not known"
            report(Loss("", "span", None, "misaligned", said))
    return [OUTSIDE if tag == UNKNOWN else tag for tag in tags]


def _values(source: Source, report: Report, file: str | None) -> Iterator[tuple[int | None, Json]]:
    """The one value of a file; or that of each line, where it is none of one."""
    with reading(source) as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise InvalidInput(f"a file of more than {LARGEST} bytes", rule="too_large", file=file)
    lines = data.strip().splitlines()
    try:
        yield None, parsed(data)
        return
    except InvalidInput as error:
        if len(lines) < 2 or not is_json(lines[0]):
            skipped(error, report, file)
            return
    for number, line in enumerate(io.BytesIO(data), start=1):
        if line.strip():
            try:
                value = parsed(line)
            except InvalidInput as error:
                skipped(error, report, file, number)
                continue
            yield number, value


def _document(said: Json, line: int | None, base: AnnotationSet, report: Report, unread: Unread) -> AnnotatedDocument:
    text, told = _parts(said)
    unread.tell(told, line)
    attributes = {"cats": categories(an_object(told["cats"], "cats"))} if told.get("cats") else {}
    meta = an_object(told.get("meta") or {}, "meta")
    check_value(attributes, "cats")
    check_value(meta, "meta")
    given = told.get("id")
    document = document_of(given if isinstance(given, str) else None, text, meta, report)
    said_of_whole = {name: value for name, value in attributes.items() if value is not None}
    found, _ = marked(document, list(_marks(told)), (), replace(base, attributes=said_of_whole), report)
    return AnnotatedDocument(document, (found,))


def _marks(told: JsonObject) -> Iterator[Mark]:
    """The spans of all groups, and the entities that are in none of these besides."""
    spans = told.get("spans")
    groups = spans if isinstance(spans, dict) else {"": spans}
    marks = [_mark(each, group) for group, listed in groups.items() for each in a_list(listed, "spans")]
    there = {(mark.label, mark.start, mark.end) for mark in marks}
    entities = [_mark(each, "") for key in _ENTITIES for each in a_list(told.get(key), key)]
    marks += [each for each in entities if (each.label, each.start, each.end) not in there]
    return (replace(mark, id=f"s{number}") for number, mark in enumerate(marks, start=1))


def _parts(said: Json) -> tuple[str, JsonObject]:
    """The text, and what is said of it."""
    if isinstance(said, list):
        if not 1 <= len(said) <= 2:
            raise InvalidInput("a text and what is said of it are a list of two", rule="type")
        text, told = said[0], an_object((said[1:] or [None])[0] or {}, "what is said of a text")
    else:
        told = an_object(said, "a text")
        text = told.get("text")
    if not isinstance(text, str):
        raise InvalidInput("a text comes first, or stands under text", rule="text")
    return text, told


def _mark(said: Json, group: str) -> Mark:
    """An entity as a list of three or as an object; one without a label has the name of its group for one."""
    if isinstance(said, list):
        if len(said) < 3:
            raise InvalidInput("an entity is a start, an end and a label", rule="label")
        start, end, label, entry = (*said, None)[:4]
    else:
        span: Mapping[str, Json] = an_object(said, "an entity")
        start, end, label, entry = (span.get(key) for key in ("start", "end", "label", KNOWLEDGE))
    attributes: dict[str, Json] = {KNOWLEDGE: entry} if isinstance(entry, str) and entry else {}
    check_value(attributes, KNOWLEDGE)
    return Mark("", a_text(label or group, "label"), a_number(start, "start"), a_number(end, "end"), None, attributes)
