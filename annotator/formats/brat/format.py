"""brat: a text file and a file of lines a document, in folders, with annotation.conf and visual.conf.

After brat's "Standoff format" and "Configuration" (brat.nlplab.org) and the parser of its server. Offsets count code
points of the text as it stands in the file. What brat has no lines for travels in a file of ours beside each document.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.schema import Meaning, Schema
from annotator.formats.base import (
    EVERYTHING,
    Carries,
    Destination,
    Loss,
    Report,
    Source,
    Weight,
    placing,
    refuse,
    skipped,
)
from annotator.formats.brat import config as brat_config
from annotator.formats.brat.layout import CORNER_FILE, FOLDERS_HELP, LINES, TEXT, Folders, Part, laid_out
from annotator.formats.brat.lines import Event, lines
from annotator.formats.brat.reading import DISCONTINUOUS_HELP, Discontinuous, read_standoff
from annotator.formats.brat.writing import fit, standoff
from annotator.formats.maps.description import Description
from annotator.formats.options import UNSAID_LAYER, Layer, of_reading
from annotator.formats.records.checking import located
from annotator.formats.records.corner import corner_of, read_corner, restored
from annotator.formats.records.fitting import sound
from annotator.formats.records.foreign_ids import derived_id, distinct, document_of
from annotator.formats.records.selection import imported_set, one_set
from annotator.formats.sources.archives import Files, file_stem, opened, writing_files
from annotator.formats.sources.files import name_of
from annotator.formats.sources.json_text import parsed, written
from annotator.formats.sources.stories import ENCODING_HELP, no_encoding


@dataclass(frozen=True, slots=True)
class BratOptions:
    """How folders and spans in pieces are taken, and whose the sets are that do not say it."""

    folders: Folders = field(default="guess", metadata=of_reading(FOLDERS_HELP))
    discontinuous: Discontinuous = field(default="join", metadata=of_reading(DISCONTINUOUS_HELP))
    encoding: str = field(default="utf-8", metadata=of_reading(ENCODING_HELP))
    annotator: str = field(
        default="import", metadata=of_reading("whose the sets are that are in no annotator's folder")
    )
    layer: Layer = field(default="annotator", metadata=UNSAID_LAYER)


@dataclass(frozen=True, slots=True)
class Brat:
    """A collection: .txt and .ann for each document, and the configuration."""

    options: BratOptions = field(default_factory=BratOptions)

    id: ClassVar[str] = "brat"
    title: ClassVar[str] = "brat standoff"
    suffix: ClassVar[str] = ".brat.zip"
    description: ClassVar[str] = "A .txt and an .ann file a document, with annotation.conf: for brat and its readers."
    carries: ClassVar[Carries] = replace(EVERYTHING, every_set=False)
    members: ClassVar[tuple[str, ...]] = (*LINES, brat_config.ANNOTATION)

    def write(
        self, documents: Iterable[AnnotatedDocument], destination: Destination, schema: Schema | None = None
    ) -> Iterator[Loss]:
        """The one set of each document; the schema tells which labels head events, and which values there are."""
        used, stems = Description(), set[str]()
        with writing_files(destination) as archive:
            for annotated in documents:
                alone, left = one_set(annotated, self.carries)
                yield from left
                if alone is None:
                    continue
                annotations, losses = fit(alone, alone.sets[0])
                yield from losses
                document = alone.document
                kept = AnnotatedDocument(document, (annotations,))
                used.add(kept)
                stem = _stem(document.id, stems)
                # First: it refuses what JSON cannot hold, before anything of the document is written.
                corner = written(corner_of(_bare(kept)), document.id)
                archive.write(stem + TEXT, document.text.encode())
                archive.write(stem + LINES[0], standoff(annotations, schema))
                archive.write(stem + CORNER_FILE, corner + b"\n")
            archive.write(brat_config.ANNOTATION, brat_config.annotation_conf(schema, used))
            if schema is not None:
                archive.write(brat_config.VISUAL, brat_config.visual_conf(schema))

    def keep(self, annotated: AnnotatedDocument, schema: Schema | None = None) -> AnnotatedDocument | None:
        """The one set that is written, with all that is in it."""
        del schema
        alone = one_set(annotated, self.carries)[0]
        return None if alone is None else replace(alone, sets=(fit(alone, alone.sets[0])[0],))

    def read(
        self, source: Source, schema: Schema | None = None, report: Report = refuse, file: str | None = None
    ) -> Iterator[AnnotatedDocument]:
        """The documents of a folder, an archive or a text file, each with the sets of all its annotators."""
        file = name_of(source, file)
        with opened(source, file) as files:
            found = list(laid_out(files, self.options.folders))
            if not found and len(files.names) == 1 and not files.names[0].endswith(".conf"):
                raise InvalidInput("brat is a folder or an archive of .txt and .ann files", rule="brat", file=file)
            for name, parts in found:
                place = files.place((parts[0].lines or [parts[0].text or ""])[0])
                told = placing(report, place)
                read = partial(_Reading(files, schema, self.options, told).document, name, parts)
                yield from sound(read, schema, told, place, document=name)

    def describe(self, source: Source, file: str | None = None) -> Description:
        """What annotation.conf declares, which labels head events anywhere, and the titles of visual.conf."""
        description = Description()
        with opened(source, name_of(source, file)) as files:
            for name in files.names:
                if name.endswith(brat_config.ANNOTATION):
                    brat_config.read_annotation_conf(files.read(name).decode("utf-8", "replace"), description)
            for name in files.names:
                if name.lower().endswith(LINES):
                    _describe_events(files.read(name), self.options.encoding, description)
            for name in files.names:
                if name.endswith(brat_config.VISUAL):
                    brat_config.read_visual_conf(files.read(name).decode("utf-8", "replace"), description)
        return description


def _stem(document_id: str, taken: set[str]) -> str:
    """A name for the files of a document: file systems may not tell capitals from small letters."""
    stem = file_stem(document_id)
    if stem.casefold() in taken:
        stem = f"{stem[:80]}~{derived_id('x', document_id)[2:]}"
    taken.add(stem.casefold())
    return stem


def _bare(annotated: AnnotatedDocument) -> AnnotatedDocument:
    """Without what is said of spans: that stands in the lines."""
    sets = (replace(each, spans=tuple(replace(span, attributes={}) for span in each.spans)) for each in annotated.sets)
    return replace(annotated, sets=tuple(sets))


def _describe_events(data: bytes, encoding: str, description: Description) -> None:
    # What is no line, the reading proper tells.
    for line in (line for _, line in lines(data, encoding) if isinstance(line, Event)):
        description.label(line.label).is_trigger = True
        for role, _ in line.arguments:
            description.role(role).meaning = Meaning.FILLER


@dataclass(frozen=True, slots=True)
class _Reading:
    """A document on its way out of its files."""

    files: Files
    schema: Schema | None
    options: BratOptions
    report: Report

    def document(self, name: str, parts: Sequence[Part]) -> AnnotatedDocument:
        text_file = next((part.text for part in parts if part.text), None)
        if text_file is None:
            raise InvalidInput(f"there is no text beside it, {name}{TEXT}", rule="no_text")
        data = self.files.read(text_file)
        text = self._text(text_file, data)
        document, sets = None, []
        for part in (each for each in parts if each.lines):
            place = self.files.place(part.lines[0])
            if part.text and self.files.read(part.text) != data:
                said = f"its text is not that of {text_file}"
                skipped(InvalidInput(said, rule="text", document=name), self.report, place)
                continue
            known = self._corner(part, text)
            document = document or (known.document if known else document_of(name, text, {}, self.report))
            found = self._found(document, part)
            sets.append(restored(document, known.sets[0], found, self.report) if known and known.sets else found)
        if document is None:
            document = document_of(name, text, {}, self.report)
            said = "there are no lines beside the text"
            place = self.files.place(text_file)
            self.report(Loss(document.id, "annotation_set", None, "no_lines", said, Weight.CHANGED, place))
        return AnnotatedDocument(document, tuple(distinct(document, sets, self.report)))

    def _text(self, name: str, data: bytes) -> str:
        try:
            return data.decode(self.options.encoding)
        except UnicodeDecodeError as error:
            said = f"not {self.options.encoding.upper()}: byte {error.start + 1}; the option encoding names another"
            raise InvalidInput(said, rule="encoding", file=self.files.place(name)) from None
        except LookupError:
            raise no_encoding(self.options.encoding) from None

    def _corner(self, part: Part, text: str) -> AnnotatedDocument | None:
        if part.corner is None:
            return None
        try:
            return read_corner(parsed(self.files.read(part.corner)), text, self.report, self.files.place(part.corner))
        except InvalidInput as error:
            raise located(error, self.files.place(part.corner), 1) from None

    def _found(self, document: Document, part: Part) -> AnnotationSet:
        base = imported_set((), self.schema, part.annotator or self.options.annotator, self.options.layer)
        said = ((self.files.place(name), self.files.read(name)) for name in part.lines)
        options = self.options
        return read_standoff(document, said, base, options.discontinuous, self.report, options.encoding)
