"""re3d, the Relationship and Entity Extraction Evaluation Dataset of Dstl, on the war in Syria and Iraq. Only read.

After the README of the corpus (github.com/dstl/re3d): of each source a folder with `documents.json`, `entities.json`
and `relations.json`, an object a line as mongoexport writes them. Offsets count code points; a relation names its
ends by their offsets, not by ids.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePosixPath
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Schema
from annotator.formats.base import NOTHING, Carries, Loss, Report, Source, Weight, placing, refuse, skipped
from annotator.formats.options import WhoseOptions
from annotator.formats.places.marks import Mark, Tie, marked
from annotator.formats.records.checking import located
from annotator.formats.records.fitting import sound
from annotator.formats.records.foreign_ids import document_of
from annotator.formats.records.selection import imported_set
from annotator.formats.sources.archives import Files, opened
from annotator.formats.sources.files import name_of
from annotator.formats.sources.json_lines import a_number, a_text, listed_or_by_line
from annotator.formats.sources.line_groups import Line
from annotator.formats.sources.recognition import first_records
from annotator.formats.sources.unread import Known, Unread, keys

DOCUMENTS, ENTITIES, RELATIONS = "documents.json", "entities.json", "relations.json"
#: What a document says of itself, under names of ours.
_META = {"title": "title", "sourceName": "source", "sourceUrl": "url"}
#: Of each file what is read, or counts what is there.
_KNOWN: Mapping[str, Known] = {
    DOCUMENTS: keys("_id", "text", *_META, "wordCount", "sentenceCount"),
    ENTITIES: keys("_id", "documentId", "begin", "end", "type", "value", "confidence"),
    RELATIONS: keys(
        *("_id", "documentId", "begin", "end", "type", "value", "confidence", "source", "target"),
        *("sourceBegin", "sourceEnd", "targetBegin", "targetEnd"),
    ),
}
#: What lies beside a source for all of its documents: the first line of the one, the whole of the other.
_LICENCE, _ATTRIBUTION = "LICENSE", "ATTRIBUTION"


@dataclass(frozen=True, slots=True)
class Re3d:
    """A folder or an archive of sources, or one of them."""

    options: WhoseOptions = field(default_factory=WhoseOptions)

    id: ClassVar[str] = "re3d"
    title: ClassVar[str] = "re3d"
    suffix: ClassVar[str] = ".re3d.zip"
    description: ClassVar[str] = "Entities and relations in texts on the war in Syria and Iraq, as Dstl published them."
    carries: ClassVar[Carries] = replace(
        NOTHING, text=True, ids=True, meta=True, overlap=True, links=True, attributes=True
    )
    members: ClassVar[tuple[str, ...]] = (suffix,)

    def holds(self, files: Files) -> bool:
        """Whether there are documents and entities beside each other, and the entities lie on documents."""
        return any({"documentId", "begin", "end"} <= said.keys() for said in first_records(files, _of(files)))

    def read(
        self, source: Source, schema: Schema | None = None, report: Report = refuse, file: str | None = None
    ) -> Iterator[AnnotatedDocument]:
        """The documents of each source; a line that cannot be read is reported, and left out."""
        with opened(source, name_of(source, file)) as files:
            folders = sorted({PurePosixPath(name).parent for name in _of(files)})
            if files.names and not folders:
                said = f"{DOCUMENTS} and {ENTITIES} lie in one folder"
                raise InvalidInput(said, rule="files", file=files.place(files.names[0]))
            for folder in folders:
                yield from _Part(files, folder, self.options, report).read(schema)


def _of(files: Files) -> list[str]:
    """The files of entities that have documents beside them."""
    names = [PurePosixPath(name) for name in files.names]
    parts = {name.parent for name in names if name.name == DOCUMENTS}
    return [str(name) for name in names if name.name == ENTITIES and name.parent in parts]


class _Part:
    """The documents of one source with what is annotated on them."""

    def __init__(self, files: Files, folder: PurePosixPath, options: WhoseOptions, report: Report) -> None:
        self.files, self.folder, self.options, self.report = files, folder, options, report

    def read(self, schema: Schema | None) -> Iterator[AnnotatedDocument]:
        parts = {name: self._by_document(name) for name in (ENTITIES, RELATIONS)}
        about = self._about()
        for line in self._lines(DOCUMENTS):
            told = placing(self.report, *line.place)
            read = partial(self._document, line.said, about, parts, schema, told)
            yield from sound(read, schema, told, *line.place, _given(line.said.get("_id")))
        for name, lost in parts.items():
            for document_id, lines in lost.items():
                said_of = f"{len(lines)} of {name} are on a document that is not in {DOCUMENTS}"
                skipped(InvalidInput(said_of, rule="document", document=document_id), self.report, *lines[0].place)

    def _document(
        self,
        said: JsonObject,
        about: JsonObject,
        parts: Mapping[str, dict[str, list[Line]]],
        schema: Schema | None,
        report: Report,
    ) -> AnnotatedDocument:
        """The document with what is annotated on it, which is taken out of the parts."""
        given = _id(said.get("_id"))
        document = document_of(given, a_text(said.get("text"), "text"), {**_meta(said), **about}, report)
        entities, relations = (parts[name].pop(given, []) for name in (ENTITIES, RELATIONS))
        marks, at, lines = [], defaultdict(list), {}
        for line in entities:
            try:
                mark = _mark(line.said)
            except InvalidInput as error:
                skipped(located(error, *line.place, document.id), self.report)
                continue
            marks.append(mark)
            at[mark.start, mark.end].append(mark.id)
            lines[mark.id] = line
        ties = [tie for line in relations if (tie := self._tie(document, line, at)) is not None]
        base = imported_set((), schema, self.options.annotator, self.options.layer)

        def told(loss: Loss) -> object:
            line = lines.get(loss.id or "")
            return placing(self.report, *line.place)(loss) if line else self.report(loss)

        found, _ = marked(document, marks, ties, base, told)
        return AnnotatedDocument(document, (found,))

    def _tie(self, document: Document, line: Line, at: Mapping[tuple[int, int], Sequence[str]]) -> Tie | None:
        """The relation between the entities at these places: of several in one place the first, which is told."""
        said, report = line.said, placing(self.report, *line.place)
        ends = []
        try:
            name, role = _id(said.get("_id")), a_text(said.get("type"), "type")
            for end in ("source", "target"):
                found = _standing(said, end, at)
                there = [each for each in found if each not in ends] or found
                if len(there) > 1:
                    which = f"{role}: there are {len(there)} entities at its {end}: it is that which comes first"
                    report(Loss(document.id, "link", name, "further", which, Weight.CHANGED))
                ends.append(there[0])
            if ends[0] == ends[1]:
                raise InvalidInput(f"{role}: a span cannot be linked to itself", rule="self_link")
        except InvalidInput as error:
            skipped(located(error, *line.place, document.id), self.report)
            return None
        if said.get("value") or said.get("confidence") not in (None, 1):
            words = f"{role}: a link has no words of its own here ({said.get('value')!r}), and is as sure as any"
            report(Loss(document.id, "link", name, "not_carried", words, Weight.CHANGED))
        return Tie(name, role, *ends)

    def _by_document(self, name: str) -> dict[str, list[Line]]:
        found: dict[str, list[Line]] = defaultdict(list)
        for line in self._lines(name):
            try:
                found[_id(line.said.get("documentId"))].append(line)
            except InvalidInput as error:
                skipped(error, self.report, *line.place)
        return found

    def _lines(self, name: str) -> Iterator[Line]:
        path = str(self.folder / name)
        if path not in self.files.names:
            return
        place = self.files.place(path)
        with self.files.stream(path) as stream, Unread(_KNOWN[name], self.report, place) as unread:
            for number, said in listed_or_by_line(stream, self.report, place):
                unread.tell(said, number)
                yield Line(said, place, number)

    def _about(self) -> dict[str, Json]:
        """What is said beside a source of who may do what with it, and to whom it is owed."""
        licence, attribution = (self._words(name) for name in (_LICENCE, _ATTRIBUTION))
        said = {"licence": licence.split("\n", 1)[0], "attribution": " ".join(attribution.split())}
        return {name: words.strip() for name, words in said.items() if words.strip()}

    def _words(self, name: str) -> str:
        path = str(self.folder / name)
        return self.files.read(path).decode("utf-8-sig", "replace") if path in self.files.names else ""


def _given(value: Json) -> str | None:
    """An id, also as mongoexport writes one that is no text; None for what is none."""
    said = value.get("$oid") if isinstance(value, dict) else value
    return said if isinstance(said, str) and said else None


def _id(value: Json) -> str:
    """The same; raises InvalidInput for what is none."""
    return a_text(_given(value) or value, "an id")


def _meta(said: JsonObject) -> dict[str, Json]:
    return {ours: value for theirs, ours in _META.items() if isinstance(value := said.get(theirs), str) and value}


def _standing(relation: JsonObject, end: str, at: Mapping[tuple[int, int], Sequence[str]]) -> Sequence[str]:
    """The entities at an end of a relation; raises InvalidInput where there is none."""
    start, stop = (a_number(relation.get(f"{end}{edge}"), f"{end}{edge}") for edge in ("Begin", "End"))
    if not at.get((start, stop)):
        raise InvalidInput(f"{relation.get('type')}: there is no entity at [{start}, {stop})", rule="dangling")
    return at[start, stop]


def _mark(said: JsonObject) -> Mark:
    quote, sure = said.get("value"), said.get("confidence")
    start, end = a_number(said.get("begin"), "begin"), a_number(said.get("end"), "end")
    attributes: dict[str, Json] = {"confidence": sure} if isinstance(sure, int | float) else {}
    words = quote if isinstance(quote, str) and quote else None
    return Mark(_id(said.get("_id")), a_text(said.get("type"), "type"), start, end, words, attributes)
