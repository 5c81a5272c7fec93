"""Columns: a token a line, its tag last, a blank line after a sentence, -DOCSTART- before a document.

What the formats of columns share. Tokens and sentences are those of `sentenced`. By option comments as in CoNLL-U
go with them (`# newdoc id`, `# sent_id`, `# text`); what of a text a `# text` cannot hold, line breaks and other
white space, stands in a comment of our own, `# exact`. Then the id and the text come back as they were.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from typing import BinaryIO, Literal, TypeAlias

from annotator.domain.annotations import AnnotatedDocument, Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.schema import Schema
from annotator.formats.base import NOTHING, Carries, Destination, Loss, Report, Source, Weight, placing
from annotator.formats.columns.layout import COLUMNS, DOCUMENT, LAYER, SAMPLE, layout_of
from annotator.formats.columns.reader import EXACT, SheetReader
from annotator.formats.columns.sheet import Sentence, Sheet, annotations_of, text_of
from annotator.formats.columns.tags import OUTSIDE, Scheme, Slips, tags_of
from annotator.formats.options import READ_ANNOTATOR, READ_LAYER, Layer, of_reading, of_writing
from annotator.formats.places.flattening import LAYERED_HELP, LayeredOverlap, cost_of, flatten, layered
from annotator.formats.places.sentenced import GAPS, Sentenced, TokenOptions, sentenced
from annotator.formats.records.checking import located
from annotator.formats.records.fitting import sound
from annotator.formats.records.selection import Besides, chosen, imported, left_behind, no_set
from annotator.formats.sources.files import name_of, reading, writing
from annotator.formats.sources.stories import ENCODING_HELP, decoded, marked

#: How many lines are looked at to find out how the columns lie.
LOOK_INTO = 2000

#: Spans that stay, by the column of tags that they stand in; without layers there is one.
Layers: TypeAlias = list[list[Span]]


@dataclass(frozen=True, slots=True)
class ColumnOptions(TokenOptions):
    """How columns are written, where they stand in files of others, and whose the sets are that are read."""

    overlap: LayeredOverlap = field(default="longest", metadata=of_writing(LAYERED_HELP))
    comments: Literal["no", "yes"] = field(
        default="no", metadata=of_writing("write comments with the id and the text, so that these come back")
    )
    word: str = field(
        default="", metadata=of_reading("the column of the words in a file that is read: 1 the first, -1 the last")
    )
    tag: str = field(
        default="", metadata=of_reading("the column of the tags, numbered like `word`; or several, with commas")
    )
    encoding: str = field(default="utf-8", metadata=of_reading(ENCODING_HELP))
    annotator: str = field(default="import", metadata=READ_ANNOTATOR)
    layer: Layer = field(default="annotator", metadata=READ_LAYER)


@dataclass(frozen=True, slots=True)
class Look:
    """How a format of columns looks: the line before a document, a row, its tags."""

    start: str
    row: str
    scheme: Scheme
    #: The columns of `row` before the tag, as `# global.columns` names them.
    names: str


def carried(options: ColumnOptions) -> Carries:
    """Words and flat labels; with comments the text, with layers what overlaps under another label."""
    return replace(NOTHING, text=options.comments == "yes", overlap=options.overlap == "layers")


def laid_out(
    annotated: AnnotatedDocument, options: ColumnOptions, scheme: Scheme, schema: Schema | None
) -> tuple[Sheet | None, list[Loss]]:
    """The sheet of a document, and all that it leaves behind; None for a document without a set."""
    document, annotations = annotated.document, chosen(annotated)
    if annotations is None:
        return None, [no_set(document)]
    besides = Besides(document_id=options.comments == "yes")
    losses = list(left_behind(annotated, annotations, carried(options), besides))
    layers = _layers(document, annotations.spans, options, schema, losses)
    found, told = sentenced(document, list(chain(*layers)), options, marks=(DOCUMENT,))
    losses += (loss for loss in told if loss.kind != "text" or options.comments == "no")
    sheet = Sheet(sentences=_sentences(found, layers, scheme))
    if options.comments == "yes":
        _comment(sheet, document, found)
    return sheet, losses


def _layers(
    document: Document, spans: Iterable[Span], options: ColumnOptions, schema: Schema | None, losses: list[Loss]
) -> Layers:
    labels = _labels(schema) if options.overlap == "layers" else None
    named = []
    for span in spans:
        if GAPS.search(span.label) or (labels is not None and span.label not in labels):
            said = f"there is no column for {span.label!r}: a tag has no spaces, and only the schema's labels have one"
            losses.append(Loss(document.id, "span", span.id, "label", said))
        else:
            named.append(span)
    if options.overlap == "layers":
        by_label, dropped = layered(named)
        layers = [by_label.get(label, []) for label in labels or ()]
    else:
        kept, dropped = flatten(named, options.overlap)
        layers = [kept]
    losses += _of_overlap(document, named, dropped, options.overlap)
    return layers


def _labels(schema: Schema | None) -> list[str]:
    if schema is None:
        raise InvalidInput(
            "overlap=layers writes a column for each label of the schema: name the schema", rule="schema"
        )
    return [label.name for label in schema.labels if not GAPS.search(label.name)]


def _of_overlap(
    document: Document, spans: Sequence[Span], dropped: Sequence[tuple[Span, Span]], policy: LayeredOverlap
) -> Iterator[Loss]:
    for span, other in dropped:
        same = (span.start, span.end) == (other.start, other.end)
        said = f"{span.label} “{span.quote}” yields to {other.label} “{other.quote}” ({other.id})"
        yield Loss(document.id, "equal_span" if same else "overlap", span.id, policy, said)
    yield from cost_of(document, spans, dropped, policy)


def _sentences(found: Sentenced, layers: Layers, scheme: Scheme) -> list[Sentence]:
    columns = [_column(found, spans, scheme) for spans in layers]
    sentences = []
    for words, at in zip(found.words_by_sentence, found.offsets, strict=True):
        tags = [tuple(column[index] for column in columns) for index in range(at, at + len(words))]
        sentences.append(Sentence(words, tags, [" "] * len(words)))
    return sentences


def _column(found: Sentenced, spans: Iterable[Span], scheme: Scheme) -> list[str]:
    tags = [OUTSIDE] * len(found.tokens)
    for span in spans:
        stretch = found.stretch(span)
        if stretch is not None:
            first, end = stretch
            tags[first:end] = tags_of(span.label, end - first, scheme)
    return tags


def _comment(sheet: Sheet, document: Document, found: Sentenced) -> None:
    """Give the sheet the document's id and text, each sentence its own with all up to the next."""
    text = document.text
    sheet.id = document.id
    if not found.sentences:
        sheet.lead = text
    starts = [0, *(sentence[0].start for sentence in found.sentences[1:]), len(text)]
    for index, (sentence, tokens) in enumerate(zip(sheet.sentences, found.sentences, strict=True)):
        # A comment loses the spaces at its ends, and a sentence may begin with one that bears a mark.
        sentence.text = GAPS.sub(" ", text[tokens[0].start : tokens[-1].end]).strip()
        whole = text[starts[index] : starts[index + 1]]
        if whole != sentence.text + ("\n" if index + 1 < len(sheet.sentences) else ""):
            sentence.exact = whole


def document_of(sheet: Sheet, schema: Schema | None, options: ColumnOptions, report: Report) -> AnnotatedDocument:
    """The document that a sheet says."""
    unplaced: list[Sentence] = []
    text, places = text_of(sheet, unplaced)
    spans, links = annotations_of(sheet, text, places)
    annotated = imported(text, spans, schema, options.annotator, options.layer, sheet.id or "")
    if links:
        annotated = replace(annotated, sets=(replace(annotated.sets[0], links=tuple(links)),))
    for sentence in unplaced:
        said = "the comment on its text is not made of the words of the sentence: the words are taken"
        loss = Loss(annotated.document.id, "text", None, "words", said, Weight.CHANGED, line=sentence.line or None)
        report(loss)
    return annotated


def write_documents(
    documents: Iterable[AnnotatedDocument],
    destination: Destination,
    options: ColumnOptions,
    look: Look,
    schema: Schema | None,
) -> Iterator[Loss]:
    """Write the rows of each document behind its first line; yield the losses."""
    with writing(destination) as stream:
        if options.overlap == "layers":
            names = " ".join(LAYER + label for label in _labels(schema))
            stream.write(f"# {COLUMNS} = {look.names} {names}\n\n".encode())
        for annotated in documents:
            try:
                sheet, losses = laid_out(annotated, options, look.scheme, schema)
            except InvalidInput as error:
                raise located(error, None, None, annotated.document.id) from None
            if sheet is not None:
                stream.write("".join(line + "\n" for line in _lines(sheet, look)).encode("utf-8"))
            yield from losses


def _lines(sheet: Sheet, look: Look) -> Iterator[str]:
    yield look.start
    yield ""
    if sheet.id is not None:
        yield f"# newdoc id = {sheet.id}"
    if sheet.lead:
        yield f"# {EXACT} = {json.dumps(sheet.lead)}"
        yield ""
    for number, sentence in enumerate(sheet.sentences, start=1):
        if sheet.id is not None:
            yield f"# sent_id = {sheet.id}-{number}"
            yield f"# text = {sentence.text}"
        if sentence.exact is not None:
            yield f"# {EXACT} = {json.dumps(sentence.exact)}"
        for word, tags in zip(sentence.words, sentence.tags, strict=True):
            yield look.row.format(word=word, tag=" ".join(tags))
        yield ""


def kept(
    annotated: AnnotatedDocument, schema: Schema | None, options: ColumnOptions, scheme: Scheme
) -> AnnotatedDocument | None:
    """What reading brings back of a document."""
    sheet, _ = laid_out(annotated, options, scheme, schema)
    return None if sheet is None else document_of(sheet, schema, options, lambda _: None)


def read_documents(
    source: Source, schema: Schema | None, options: ColumnOptions, scheme: Scheme, report: Report, file: str | None
) -> Iterator[AnnotatedDocument]:
    """The documents of a file of columns; raises InvalidInput with the line."""
    file = name_of(source, file)
    with reading(source) as stream:
        reader, lines = _reader(_utf8(stream, options.encoding, file), options, report, file)
        for sheet in reader.sheets(lines):
            told = placing(report, file, sheet.line)
            yield from sound(partial(document_of, sheet, schema, options, told), schema, told, file, sheet.line)
        found = reader.survey.scheme
        if found is not None and found != scheme:
            said = f"tags are written as {scheme} here, in this file they are {found}: read as they are meant"
            report(Loss("", "scheme", None, found, said, Weight.CHANGED, file))
        _tell_slips(reader.survey.slips, str(reader.survey.nearest), report, file)


def _tell_slips(slips: Slips, scheme: str, report: Report, file: str | None) -> None:
    """Say which tags their scheme does not allow where they stand, each with its line."""
    for slip in slips.first:
        said = f"{slip.tag} {slip.said}, as it cannot in {scheme}: it is read as it is meant"
        report(Loss("", "tag", slip.tag, "repaired", said, Weight.CHANGED, file, slip.line))
    if slips.number > len(slips.first):
        said = f"{slips.number - len(slips.first)} more tags are read as they are meant"
        report(Loss("", "tag", None, "repaired", said, Weight.CHANGED, file))


def _utf8(stream: BinaryIO, encoding: str, file: str | None) -> Iterator[bytes]:
    """The lines in UTF-8, whatever the file is in; a line that is not as declared is left for the reader to tell."""
    first = stream.readline()
    if marked(first) not in (None, "utf-8-sig"):
        text = decoded(first + stream.read(), encoding, file)
        yield from (line.encode() for line in text.split("\n"))
        return
    for line in chain([first], stream):
        yield line if encoding == "utf-8" else decoded(line, encoding, file).encode()


def _reader(
    stream: Iterator[bytes], options: ColumnOptions, report: Report, file: str | None
) -> tuple[SheetReader, Iterable[bytes]]:
    head = list(islice(stream, LOOK_INTO))
    lines = [line.decode("utf-8-sig", "replace").rstrip("\r\n") for line in head]
    found = layout_of(lines, options.word, options.tag)
    samples = next((line.startswith(SAMPLE) for line in lines if line.strip(" \t")), False)
    return SheetReader(found, report, file, samples=samples), chain(head, stream)
