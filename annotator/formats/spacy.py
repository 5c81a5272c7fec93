"""spaCy's DocBin: flat spans in `doc.ents`, all of them in `doc.spans["sc"]`, for ner and spancat.

Words are ours, not those of a language's tokenizer, and are cut where a span begins or ends, so
`doc.text` is the text, character for character, and no span is ever misaligned; each cut is
reported. Id, metadata and whose the set is stand in `doc.user_data["annotator"]`; a DocBin holds
no language, so none is asked for. The one format here that is held in memory whole: a DocBin is
written at once.
"""

import gc
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal, cast

from annotator.domain.annotations import ITEM_ID, AnnotatedDocument, AnnotationSet, Span
from annotator.domain.documents import Document, checksum
from annotator.domain.errors import InvalidInput, Unavailable
from annotator.domain.json import Json
from annotator.domain.schema import Schema
from annotator.formats.base import Carries, Destination, Loss, Report, Source, refuse
from annotator.formats.checking import check_document, located
from annotator.formats.files import name_of, reading, writing
from annotator.formats.fitting import fitted
from annotator.formats.flattening import OVERLAP_HELP, Overlap, flatten
from annotator.formats.native_record import FORMAT, read_record, record
from annotator.formats.selection import chosen, imported_set, left_behind, no_set, reduced
from annotator.formats.tokens import inside, tokenize
from annotator.formats.words import words_and_spaces

if TYPE_CHECKING:
    from spacy.tokens import Doc

#: The group that spaCy's span categorizer reads by itself.
GROUP = "sc"
#: Our corner of what a Doc keeps for its users.
CORNER = "annotator"
#: No corpus on one machine unpacks to more; a file made to harm does.
LARGEST = 4 * 2**30


@dataclass(frozen=True, slots=True)
class SpacyOptions:
    """Which spans stay in `doc.ents`, and whose the sets are that say nothing of it."""

    overlap: Overlap = field(default="longest", metadata={"help": "in doc.ents: " + OVERLAP_HELP})
    annotator: str = field(default="import", metadata={"help": "whose the sets are that do not say it"})
    layer: Literal["annotator", "gold", "suggestion"] = field(
        default="annotator", metadata={"help": "the layer of sets that do not say it"}
    )


@dataclass(frozen=True, slots=True)
class SpacyDocBin:
    """A .spacy file, as `spacy train` reads it."""

    options: SpacyOptions = field(default_factory=SpacyOptions)

    id: ClassVar[str] = "spacy"
    title: ClassVar[str] = "spaCy DocBin"
    suffix: ClassVar[str] = ".spacy"
    description: ClassVar[str] = 'Flat spans in doc.ents, all spans in doc.spans["sc"]: for spaCy\'s ner and spancat.'
    carries: ClassVar[Carries] = Carries(
        text=True,
        ids=True,
        meta=True,
        every_set=False,
        provenance=True,
        origin=False,
        overlap=True,
        links=False,
        attributes=False,
        document_attributes=False,
        comments=False,
    )

    def write(
        self, documents: Iterable[AnnotatedDocument], destination: Destination, schema: Schema | None = None
    ) -> Iterator[Loss]:
        """One DocBin with user data, written after the last document; `schema` is not needed."""
        del schema
        library = _library()
        vocab, bin_ = library.vocab.Vocab(), library.tokens.DocBin(store_user_data=True)
        for annotated in documents:
            annotations = chosen(annotated)
            if annotations is None:
                yield no_set(annotated.document)
                continue
            yield from left_behind(annotated, annotations, self.carries)
            try:
                flat, losses = _flat(annotated.document, annotations, self.options.overlap)
                bin_.add(_doc(library, vocab, reduced(annotated, annotations, self.carries), flat))
            except (InvalidInput, OverflowError) as error:
                raise located(_as_input(error), None, None, annotated.document.id) from None
            yield from losses
        with writing(destination) as stream:
            stream.write(bin_.to_bytes())

    def keep(self, annotated: AnnotatedDocument, schema: Schema | None = None) -> AnnotatedDocument | None:
        """The one set that is written, with its spans, overlapping or not."""
        del schema
        annotations = chosen(annotated)
        return None if annotations is None else reduced(annotated, annotations, self.carries)

    def read(
        self, source: Source, schema: Schema | None = None, report: Report = refuse, file: str | None = None
    ) -> Iterator[AnnotatedDocument]:
        """The spans of `doc.spans["sc"]` and those of `doc.ents` that are not among them."""
        file = name_of(source, file)
        with reading(source) as stream:
            data = stream.read()
        for number, doc in enumerate(_docs(data, file), start=1):
            try:
                with _guarded():
                    annotated, losses = _annotated(doc, schema, self.options)
                for loss in losses:
                    report(loss)
                annotated = fitted(annotated, schema, report)
                check_document(annotated, schema)
            except InvalidInput as error:
                raise located(error, file, None, f"number {number}") from None
            yield annotated


def _library() -> Any:
    """spaCy, loaded on first use; raises Unavailable, naming the extra that brings it."""
    try:
        import spacy.tokens
        import spacy.vocab
    except ImportError:
        raise Unavailable('this format needs spaCy: pip install "annotator[nlp]"') from None
    return spacy


def _as_input(error: Exception) -> InvalidInput:
    return error if isinstance(error, InvalidInput) else InvalidInput(f"spaCy cannot hold it: {error}", rule="number")


def _doc(library: Any, vocab: Any, annotated: AnnotatedDocument, flat: Iterable[Span]) -> "Doc":
    text, spans = annotated.document.text, annotated.sets[0].spans
    words, spaces = words_and_spaces(text, spans)
    doc = library.tokens.Doc(vocab, words=words, spaces=spaces)
    starts, ends = {}, {}
    for token in doc:
        starts[token.idx] = token.i
        ends[token.idx + len(token)] = token.i + 1
    made = {
        span.id: library.tokens.Span(doc, starts[span.start], ends[span.end], label=span.label, span_id=span.id)
        for span in spans
    }
    doc.spans[GROUP] = list(made.values())
    doc.ents = [made[span.id] for span in flat]
    # Everything that a Doc has no place for, in the words of the native record; spans stand in the Doc.
    kept = record(annotated)
    known = cast(list[dict[str, Json]], kept["annotation_sets"])[0]
    known.pop("spans", None)
    doc.user_data[CORNER] = {"id": kept["id"], "meta": kept.get("meta", {}), "set": known}
    return cast("Doc", doc)


def _flat(document: Document, annotations: AnnotationSet, overlap: Overlap) -> tuple[list[Span], list[Loss]]:
    """The spans for `doc.ents`, and what must be said of those that are not, or that cut a token."""
    losses = []
    trimmed = []
    for span in annotations.spans:
        # spaCy's ner cannot learn an entity that begins or ends with white space, and stops.
        if span.quote.strip() == span.quote:
            trimmed.append(span)
        else:
            said = f"{span.label} {span.quote!r} begins or ends with white space: it is in doc.spans alone"
            losses.append(Loss(document.id, "span", span.id, "not_in_ents", said))
    flat, dropped = flatten(trimmed, overlap)
    for span, other in dropped:
        said = f"{span.label} “{span.quote}” is in doc.spans alone: in doc.ents it yields to “{other.quote}”"
        losses.append(Loss(document.id, "overlap", span.id, "not_in_ents", said))
    for span in inside(tokenize(document.text), annotations.spans):
        said = f"{span.label} “{span.quote}” begins or ends inside a token: the token is cut in two"
        losses.append(Loss(document.id, "token", span.id, "cut", said))
    return flat, losses


@contextmanager
def _guarded() -> Iterator[None]:
    """Whatever goes wrong in here, the file is to blame."""
    collecting = gc.isenabled()
    try:
        yield
    except InvalidInput:
        raise
    except Exception as error:
        # A damaged file fails wherever spaCy, numpy or msgpack first trips over it.
        raise InvalidInput(f"no DocBin that spaCy can read: {error}", rule="docbin") from None
    finally:
        # srsly switches it off while it unpacks, and leaves it off when that fails.
        if collecting:
            gc.enable()


def _docs(data: bytes, file: str | None) -> Iterator["Doc"]:
    """The Docs of a file; raises InvalidInput for whatever is no DocBin."""
    library = _library()
    try:
        with _guarded():
            _check_size(data)
            docs = library.tokens.DocBin().from_bytes(data).get_docs(library.vocab.Vocab())
        while True:
            with _guarded():
                doc = next(docs, None)
            if doc is None:
                return
            yield doc
    except InvalidInput as error:
        raise located(error, file, None) from None


def _check_size(data: bytes) -> None:
    unpacker, size = zlib.decompressobj(), 0
    while data and not unpacker.eof:
        size += len(unpacker.decompress(data, 2**20))
        data = unpacker.unconsumed_tail
        if size > LARGEST:
            raise InvalidInput(f"unpacks to more than {LARGEST} bytes", rule="too_large")


def _annotated(doc: "Doc", schema: Schema | None, options: SpacyOptions) -> tuple[AnnotatedDocument, list[Loss]]:
    text = doc.text
    corner = _plain(doc.user_data.get(CORNER))
    known: Mapping[str, Json] = corner if isinstance(corner, dict) else {}
    whole: dict[str, Json] = {"format": FORMAT, "id": known.get("id", f"text-{checksum(text)[:16]}"), "text": text}
    whole["meta"] = known.get("meta", {})
    if "set" in known:
        whole["annotation_sets"] = [known["set"]]
    said = read_record(whole)
    document = said.document
    others = sorted(set(doc.spans) - {GROUP})
    losses = [
        *(Loss(document.id, "span_group", each, "not_read", f"only the group {GROUP!r} is read") for each in others),
        *(Loss(document.id, "category", each, "not_read", "categories of the text are not read") for each in doc.cats),
    ]
    return AnnotatedDocument(document, (_set(said, _spans(doc, text), schema, options),)), losses


def _set(
    annotated: AnnotatedDocument, spans: Iterable[Span], schema: Schema | None, options: SpacyOptions
) -> AnnotationSet:
    made = imported_set(spans, schema, options.annotator, options.layer)
    if not annotated.sets:
        return made
    known = annotated.sets[0]
    return AnnotationSet(known.annotator, known.schema, known.layer, known.status, known.guideline, spans=made.spans)


def _spans(doc: "Doc", text: str) -> list[Span]:
    group = list(doc.spans[GROUP]) if GROUP in doc.spans else []
    there = {(span.start_char, span.end_char, span.label_) for span in group}
    group += [span for span in doc.ents if (span.start_char, span.end_char, span.label_) not in there]
    ids = [span.id_ for span in group]
    own = all(ITEM_ID.fullmatch(each) for each in ids) and len(set(ids)) == len(ids)
    return [
        Span(
            id=span.id_ if own else f"s{number}",
            label=span.label_,
            start=span.start_char,
            end=span.end_char,
            quote=text[span.start_char : span.end_char],
            attributes={},
            origin="import",
        )
        for number, span in enumerate(group, start=1)
    ]


def _plain(value: object) -> Json:
    """The tuples of msgpack as the lists they were."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return cast(Json, value)
