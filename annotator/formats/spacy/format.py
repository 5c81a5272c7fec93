"""spaCy's DocBin: flat spans in `doc.ents`, all of them in `doc.spans["sc"]`, for ner and spancat.

A DocBin holds no language, so none is asked for. It is written at once: the one format here that
is held in memory whole.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, ClassVar

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.schema import Schema
from annotator.formats.base import NOTHING, Carries, Destination, Loss, Report, Source, Weight, placing, refuse
from annotator.formats.options import UNSAID_ANNOTATOR, UNSAID_LAYER, Layer, of_reading, of_writing
from annotator.formats.places.flattening import OVERLAP_HELP, Overlap, flatten
from annotator.formats.places.sentenced import TOKENIZER_HELP, Tokenizer, tokens_of
from annotator.formats.places.tokens import Token, inside
from annotator.formats.records.checking import located
from annotator.formats.records.fitting import sound
from annotator.formats.records.selection import imported_set, one_set
from annotator.formats.sources.files import name_of, reading, writing
from annotator.formats.spacy.docbin import annotated_of, doc_of, docs_of, library

#: What is kept of each token: no tags, no heads, which nobody set and which would treble the file.
ATTRIBUTES = ("ENT_IOB", "ENT_TYPE", "ENT_ID")


@dataclass(frozen=True, slots=True)
class SpacyOptions:
    """How words are cut, which spans stay in `doc.ents`, what is read, and whose the sets are that do not say it."""

    tokenizer: Tokenizer = field(default="words", metadata=of_writing(TOKENIZER_HELP))
    overlap: Overlap = field(default="longest", metadata=of_writing("in doc.ents: " + OVERLAP_HELP))
    groups: str = field(
        default="", metadata=of_reading("span groups to read besides `sc` and doc.ents, with commas between; or `all`")
    )
    annotator: str = field(default="import", metadata=UNSAID_ANNOTATOR)
    layer: Layer = field(default="annotator", metadata=UNSAID_LAYER)


@dataclass(frozen=True, slots=True)
class SpacyDocBin:
    """A .spacy file, as `spacy train` reads it."""

    options: SpacyOptions = field(default_factory=SpacyOptions)

    id: ClassVar[str] = "spacy"
    title: ClassVar[str] = "spaCy DocBin"
    suffix: ClassVar[str] = ".spacy"
    description: ClassVar[str] = 'Flat spans in doc.ents, all spans in doc.spans["sc"]: for spaCy\'s ner and spancat.'
    carries: ClassVar[Carries] = replace(NOTHING, text=True, ids=True, meta=True, provenance=True, overlap=True)

    def write(
        self, documents: Iterable[AnnotatedDocument], destination: Destination, schema: Schema | None = None
    ) -> Iterator[Loss]:
        """One DocBin with user data, written after the last document; `schema` is not needed."""
        del schema
        spacy = library()
        vocab, bin_ = spacy.vocab.Vocab(), spacy.tokens.DocBin(attrs=ATTRIBUTES, store_user_data=True)
        for annotated in documents:
            kept, losses = one_set(annotated, self.carries)
            yield from losses
            if kept is None:
                continue
            try:
                tokens = tokens_of(kept.document.text, self.options.tokenizer)
                flat, remarks = _flat(kept.document, kept.sets[0], tokens, self.options.overlap)
                bin_.add(doc_of(spacy, vocab, kept, tokens, flat))
            except (InvalidInput, OverflowError) as error:
                raise located(_as_input(error), None, None, kept.document.id) from None
            yield from remarks
        with writing(destination) as stream:
            stream.write(bin_.to_bytes())

    def keep(self, annotated: AnnotatedDocument, schema: Schema | None = None) -> AnnotatedDocument | None:
        """The one set that is written, with its spans, overlapping or not."""
        del schema
        return one_set(annotated, self.carries)[0]

    def read(
        self, source: Source, schema: Schema | None = None, report: Report = refuse, file: str | None = None
    ) -> Iterator[AnnotatedDocument]:
        """The spans of `doc.spans["sc"]`, and those of `doc.ents` and of other `groups` that are not among them."""
        file = name_of(source, file)
        with reading(source) as stream:
            data = stream.read()
        base = imported_set((), schema, self.options.annotator, self.options.layer)
        groups = [name.strip() for name in self.options.groups.split(",") if name.strip()]
        told, number = placing(report, file), 0
        try:
            for doc in docs_of(data):
                number += 1
                read = partial(_told, doc, base, groups, told)
                yield from sound(read, schema, told, file, None, f"number {number}")
        except InvalidInput as error:
            raise located(error, file, None, f"number {number}" if number else None) from None


def _told(doc: Any, base: AnnotationSet, groups: Sequence[str], report: Report) -> AnnotatedDocument:
    annotated, losses = annotated_of(doc, base, groups)
    for loss in losses:
        report(loss)
    return annotated


def _as_input(error: Exception) -> InvalidInput:
    return error if isinstance(error, InvalidInput) else InvalidInput(f"spaCy cannot hold it: {error}", rule="number")


def _flat(
    document: Document, annotations: AnnotationSet, tokens: Sequence[Token], overlap: Overlap
) -> tuple[list[Span], list[Loss]]:
    """The spans for `doc.ents`, and what must be said of those that are not, or that cut a token."""
    losses = []
    trimmed = []
    for span in annotations.spans:
        # spaCy's ner cannot learn an entity that begins or ends with white space, and stops.
        if span.quote.strip() == span.quote:
            trimmed.append(span)
        else:
            said = f"{span.label} {span.quote!r} begins or ends with white space: it is in doc.spans alone"
            losses.append(Loss(document.id, "span", span.id, "not_in_ents", said, Weight.CHANGED))
    flat, dropped = flatten(trimmed, overlap)
    for span, other in dropped:
        said = f"{span.label} “{span.quote}” is in doc.spans alone: in doc.ents it yields to “{other.quote}”"
        losses.append(Loss(document.id, "overlap", span.id, "not_in_ents", said, Weight.CHANGED))
    for span in inside(tokens, annotations.spans):
        said = f"{span.label} “{span.quote}” begins or ends inside a token: the token is cut in two"
        losses.append(Loss(document.id, "token", span.id, "cut", said, Weight.CHANGED))
    return flat, losses
