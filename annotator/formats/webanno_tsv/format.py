"""WebAnno TSV 3.3: a file a document, a token a row, layers in columns. Offsets count UTF-16 units.

Read and written as the user guide of WebAnno and INCEpTION describes it (“WebAnno TSV 3.3 File format”); files of
versions 1 to 3.2 are read too. We write one layer of spans and one of links, whose features are our labels, roles and
attributes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument, Span
from annotator.domain.documents import DOCUMENT_ID, Document, checksum
from annotator.domain.schema import Schema
from annotator.formats.base import NOTHING, Carries, Destination, Loss, Report, Source, Weight, placing, refuse
from annotator.formats.maps.description import QUIET, Description, heading
from annotator.formats.options import of_writing
from annotator.formats.places.sentenced import (
    SENTENCES_HELP,
    TOKENIZER_HELP,
    Sentenced,
    Sentences,
    Tokenizer,
    TokenOptions,
    sentenced,
)
from annotator.formats.places.tokens import Token
from annotator.formats.records.checking import located
from annotator.formats.records.fitting import sound
from annotator.formats.records.layered import Layered, LayerOptions, attached
from annotator.formats.records.selection import imported_set, one_set
from annotator.formats.sources.annotation_files import Entry, entries, form_of_project, nothing, united
from annotator.formats.sources.archives import Files, document_id, file_stem, opened, writing_files
from annotator.formats.sources.files import name_of
from annotator.formats.sources.recognition import are_all
from annotator.formats.sources.unread import Unread
from annotator.formats.webanno_tsv.layers import read_layers
from annotator.formats.webanno_tsv.old import BEGINS, read_any
from annotator.formats.webanno_tsv.text import laid
from annotator.formats.webanno_tsv.writing import Sheet, covered

#: How names of such files end.
ENDINGS = (".tsv",)


@dataclass(frozen=True, slots=True)
class WebAnnoOptions(LayerOptions):
    """How to cut a text into tokens besides."""

    tokenizer: Tokenizer = field(default="words", metadata=of_writing(TOKENIZER_HELP))
    sentences: Sentences = field(default="rules", metadata=of_writing(SENTENCES_HELP))


@dataclass(frozen=True, slots=True)
class WebAnnoTsv:
    """An archive of .tsv files."""

    options: WebAnnoOptions = field(default_factory=WebAnnoOptions)

    id: ClassVar[str] = "webanno-tsv"
    title: ClassVar[str] = "WebAnno TSV 3.3"
    suffix: ClassVar[str] = ".webanno.zip"
    begins: ClassVar[tuple[str, ...]] = (
        r"#FORMAT=WebAnno TSV",
        BEGINS,
    )
    description: ClassVar[str] = "A file a document, a token a row, layers in columns: for INCEpTION and WebAnno."
    members: ClassVar[tuple[str, ...]] = (".webanno.tsv",)
    carries: ClassVar[Carries] = replace(NOTHING, text=True, ids=True, overlap=True, links=True, attributes=True)

    def write(
        self, documents: Iterable[AnnotatedDocument], destination: Destination, schema: Schema | None = None
    ) -> Iterator[Loss]:
        """One file a document; `schema` is not needed."""
        del schema
        with writing_files(destination) as files:
            for annotated in documents:
                found, tokens, losses = self._kept(annotated)
                if found is not None and tokens is not None:
                    stem = file_stem(annotated.document.id)
                    named = document_id(f"{stem}.tsv") == annotated.document.id
                    sheet = Sheet(found, tokens)
                    files.write(f"{stem}.tsv", sheet.text(named).encode("utf-8"))
                yield from losses

    def keep(self, annotated: AnnotatedDocument, schema: Schema | None = None) -> AnnotatedDocument | None:
        """The spans and links of the set that is written, in text order."""
        found, _, _ = self._kept(annotated)
        if found is None:
            return None
        base = imported_set(found.sets[0].spans, schema, self.options.annotator, self.options.layer)
        return AnnotatedDocument(
            Document(found.document.id, found.document.text), (replace(base, links=found.sets[0].links).in_order(),)
        )

    def holds(self, files: Files) -> bool:
        """Whether it is a whole project of INCEpTION in this form, or nothing else is in it than files of it."""
        return form_of_project(files).lower().endswith(ENDINGS) or are_all(self, files, *ENDINGS)

    def read(
        self, source: Source, schema: Schema | None = None, report: Report = refuse, file: str | None = None
    ) -> Iterator[AnnotatedDocument]:
        """The files of an archive, a folder or a project of INCEpTION; what cannot be read is skipped and reported."""
        file = name_of(source, file)
        with opened(source, file) as files:
            yield from united(self._documents(files, schema, report, set()), report)

    def describe(self, source: Source, file: str | None = None) -> Description:
        """Which labels have slots: they head events."""
        heads: set[str] = set()
        with opened(source, name_of(source, file)) as files:
            for _ in self._documents(files, None, QUIET, heads):
                pass
        return heading(heads)

    def _documents(
        self, files: Files, schema: Schema | None, report: Report, heads: set[str]
    ) -> Iterator[AnnotatedDocument]:
        found = not files.names
        for entry in entries(files, ENDINGS):
            found = True
            told = placing(report, entry.place)
            read = partial(self._read, entry, schema, told, heads)
            yield from sound(read, schema, told, entry.place, document=entry.document or None)
        if not found:
            raise located(nothing(ENDINGS), files.place(files.names[0]), None)

    def _tokens(self, document: Document) -> Sentenced:
        return sentenced(document, (), TokenOptions(self.options.tokenizer, self.options.sentences))[0]

    def _kept(self, annotated: AnnotatedDocument) -> tuple[AnnotatedDocument | None, Sentenced | None, list[Loss]]:
        kept, left = one_set(annotated, self.carries)
        losses = list(left)
        if kept is None:
            return None, None, losses
        document, annotations = kept.document, kept.sets[0]
        tokens = self._tokens(document)
        spans, remarks = _fitting(document, annotations.spans, tokens.tokens)
        losses += remarks
        links, loose = attached(spans, annotations.links)
        for link in loose:
            losses.append(Loss(document.id, "link", link.id, "end", f"{link.role}: a span at its end is not written"))
        written = replace(annotations, spans=tuple(spans), links=tuple(links)).in_order()
        return AnnotatedDocument(document, (written,)), tokens, losses

    def _read(self, entry: Entry, schema: Schema | None, report: Report, heads: set[str]) -> AnnotatedDocument:
        raw = read_any(entry.read())
        own = raw.document if DOCUMENT_ID.fullmatch(raw.document) else entry.document
        found = laid(raw.sentences, own, report)
        document = Document(own or f"text-{checksum(found.text)[:16]}", found.text)
        with Unread({}, report, None) as unread:
            for line, name in raw.unread:
                unread.tell({name: True}, line)
        layered = Layered(document, self.options.types, report)
        spans, links = read_layers(raw, found.places, layered)
        heads |= layered.heads
        base = imported_set(spans, schema, entry.whose or self.options.annotator, entry.layer or self.options.layer)
        return AnnotatedDocument(document, (replace(base, links=tuple(links)).in_order(),))


def _fitting(document: Document, spans: Iterable[Span], tokens: Sequence[Token]) -> tuple[list[Span], list[Loss]]:
    """The spans as rows can tell them, which begin and end in tokens, and what must be said of the others."""
    found, losses = [], []
    there = {(span.label, span.start, span.end): span for span in spans}
    for span in spans:
        units = covered(tokens, span)
        if not units:
            said = f"there is no word in {span.quote!r}"
            losses.append(Loss(document.id, "span", span.id, "misaligned", said))
            continue
        start, end = max(units[0].start, span.start), min(units[-1].end, span.end)
        if (start, end) != (span.start, span.end):
            said = f"{span.quote!r} is written without the spaces at its ends"
            other = there.setdefault((span.label, start, end), span)
            if other is not span:
                losses.append(Loss(document.id, "equal_span", span.id, "same", f"{said}: there it is {other.id}"))
                continue
            losses.append(Loss(document.id, "span", span.id, "trimmed", said, Weight.CHANGED))
            span = replace(span, start=start, end=end, quote=document.text[start:end])
        found.append(span)
    return found, losses
