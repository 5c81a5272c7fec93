"""Columns: a token a line, its tag last, a blank line after a sentence, -DOCSTART- before a document.

What `conll2003` and `iob2` share. Tags are IOB2 on writing; IOB1, IOB2 and BIOES (BILOU) are
read. The text is rebuilt of its tokens, with single spaces, and a line for each sentence.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Literal, TypeAlias

from annotator.domain.annotations import AnnotatedDocument, Span
from annotator.domain.errors import InvalidInput
from annotator.domain.schema import Schema
from annotator.domain.sentences import sentences
from annotator.formats.base import NOTHING, Destination, Loss, Report, Source
from annotator.formats.checking import located
from annotator.formats.files import name_of, reading, writing
from annotator.formats.fitting import fitted
from annotator.formats.flattening import OVERLAP_HELP, Overlap, flatten
from annotator.formats.selection import chosen, imported, left_behind, no_set
from annotator.formats.tokens import Token, cut, inside, tokenize

#: A word and its tag; a sentence of them.
Row: TypeAlias = tuple[str, str]
Sentence: TypeAlias = list[Row]

START = "-DOCSTART-"

#: Words and flat labels, and not one thing besides.
CARRIES = NOTHING

_GAPS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_COLUMNS = re.compile(r"[ \t]+")
_TAG = re.compile(r"([BIESLU])-(\S+)")


@dataclass(frozen=True, slots=True)
class ColumnOptions:
    """How to write overlapping spans, and whose the sets are that are read."""

    overlap: Overlap = field(default="longest", metadata={"help": OVERLAP_HELP})
    annotator: str = field(default="import", metadata={"help": "whose the annotation sets are that are read"})
    layer: Literal["annotator", "gold", "suggestion"] = field(
        default="annotator", metadata={"help": "the layer of the annotation sets that are read"}
    )


def lay_out(annotated: AnnotatedDocument, options: ColumnOptions) -> tuple[list[Sentence] | None, list[Loss]]:
    """The rows of a document, and all that they leave behind; None for a document without a set."""
    document, annotations = annotated.document, chosen(annotated)
    if annotations is None:
        return None, [no_set(document)]
    losses = list(left_behind(annotated, annotations, CARRIES))
    named = []
    for span in annotations.spans:
        if _GAPS.search(span.label):
            said = f"a tag has no spaces, {span.label!r} has"
            losses.append(Loss(document.id, "span", span.id, "label", said))
        else:
            named.append(span)
    kept, dropped = flatten(named, options.overlap)
    for span, other in dropped:
        same = (span.start, span.end) == (other.start, other.end)
        said = f"{span.label} “{span.quote}” yields to {other.label} “{other.quote}” ({other.id})"
        losses.append(Loss(document.id, "equal_span" if same else "overlap", span.id, options.overlap, said))
    rows = _rows(annotated, kept, losses)
    rebuilt, _ = _rebuild(rows)
    if rebuilt != document.text:
        losses.append(Loss(document.id, "text", None, "words", "spaces and line breaks are not carried"))
    return rows, losses


def _rows(annotated: AnnotatedDocument, kept: Sequence[Span], losses: list[Loss]) -> list[Sentence]:
    text, document_id = annotated.document.text, annotated.document.id
    whole = tokenize(text)
    for span in inside(whole, kept):
        said = f"{span.label} “{span.quote}” begins or ends inside a token: the token is cut in two"
        losses.append(Loss(document_id, "token", span.id, "cut", said))
    tokens = cut(whole, kept)
    tags = dict(_tags(tokens, kept, document_id, losses))
    return [
        [(_word(text, token), tags.get(token, "O")) for token in sentence] for sentence in sentences(text, tokens, kept)
    ]


def _tags(
    tokens: Sequence[Token], kept: Sequence[Span], document_id: str, losses: list[Loss]
) -> Iterator[tuple[Token, str]]:
    at = 0
    for span in kept:
        while at < len(tokens) and tokens[at].end <= span.start:
            at += 1
        covered = []
        while at < len(tokens) and tokens[at].end <= span.end:
            covered.append(tokens[at])
            at += 1
        if not covered:
            losses.append(Loss(document_id, "span", span.id, "misaligned", f"there is no word in {span.quote!r}"))
        elif (covered[0].start, covered[-1].end) != (span.start, span.end):
            said = f"{span.quote!r} is written without the spaces at its ends"
            losses.append(Loss(document_id, "span", span.id, "trimmed", said))
        for index, token in enumerate(covered):
            yield token, ("I-" if index else "B-") + span.label


def _word(text: str, token: Token) -> str:
    # A mark may sit on a space, and then the space is in its grapheme, but may not be in a column.
    return _GAPS.sub("", text[token.start : token.end])


def _rebuild(rows: Iterable[Sentence]) -> tuple[str, list[Span]]:
    """The text of the rows, and their spans on it."""
    lines, spans, at = [], [], 0
    for sentence in rows:
        line = " ".join(word for word, _ in sentence)
        spans += [(label, at + start, at + end, line[start:end]) for label, start, end in _spans_of_sentence(sentence)]
        lines.append(line)
        at += len(line) + 1
    return "\n".join(lines), [
        Span(f"s{number}", label, start, end, quote, {}, "import")
        for number, (label, start, end, quote) in enumerate(spans, start=1)
    ]


def _spans_of_sentence(sentence: Sentence) -> Iterator[tuple[str, int, int]]:
    label, start, end, at = "", 0, 0, 0
    for word, tag in sentence:
        mark, named = ("O", "") if tag == "O" else (tag[0], tag[2:])
        if label and (mark in "OBSU" or named != label):
            yield label, start, end
            label = ""
        if named and not label:
            label, start = named, at
        end = at + len(word)
        if label and mark in "ESLU":
            yield label, start, end
            label = ""
        at = end + 1
    if label:
        yield label, start, end


def document_of(rows: Iterable[Sentence], schema: Schema | None, options: ColumnOptions) -> AnnotatedDocument:
    """The document that rows say."""
    text, spans = _rebuild(rows)
    return imported(text, spans, schema, options.annotator, options.layer)


def write_documents(
    documents: Iterable[AnnotatedDocument], destination: Destination, options: ColumnOptions, start: str, row: str
) -> Iterator[Loss]:
    """Write the rows of each document after a line `start`, each as `row` says; yield the losses."""
    with writing(destination) as stream:
        for annotated in documents:
            try:
                rows, losses = lay_out(annotated, options)
            except InvalidInput as error:
                raise located(error, None, None, annotated.document.id) from None
            if rows is not None:
                lines = [start, "", *(line for sentence in rows for line in _lines(sentence, row))]
                stream.write("".join(line + "\n" for line in lines).encode("utf-8"))
            yield from losses


def _lines(sentence: Sentence, row: str) -> Iterator[str]:
    for word, tag in sentence:
        yield row.format(word=word, tag=tag)
    yield ""


def kept(annotated: AnnotatedDocument, schema: Schema | None, options: ColumnOptions) -> AnnotatedDocument | None:
    """What reading brings back of a document."""
    rows, _ = lay_out(annotated, options)
    return None if rows is None else document_of(rows, schema, options)


def read_documents(
    source: Source, schema: Schema | None, options: ColumnOptions, report: Report, file: str | None
) -> Iterator[AnnotatedDocument]:
    """The documents of a file of columns; raises InvalidInput with the line."""
    file = name_of(source, file)
    with reading(source) as stream:
        for number, rows in _blocks(stream, file):
            try:
                annotated = fitted(document_of(rows, schema, options), schema, report)
            except InvalidInput as error:
                raise located(error, file, number) from None
            yield annotated


def _blocks(stream: BinaryIO, file: str | None) -> Iterator[tuple[int, list[Sentence]]]:
    """Line number and rows of each document."""
    rows: list[Sentence] = []
    first, width, open_document, in_sentence = 1, 0, False, False
    for number, raw in enumerate(stream, start=1):
        columns = _columns(raw, number, file)
        if columns and columns[0] == START:
            if open_document:
                yield first, rows
            rows, first, open_document, in_sentence = [], number, True, False
        elif not columns:
            in_sentence = False
        else:
            width = width or len(columns)
            if not in_sentence:
                rows.append([])
            rows[-1].append(_row(columns, width, number, file))
            open_document = in_sentence = True
    if open_document:
        yield first, rows


def _columns(raw: bytes, number: int, file: str | None) -> list[str]:
    try:
        line = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip(" \t\r\n")
    except UnicodeDecodeError as error:
        said = f"not UTF-8: byte {error.start + 1} of the line"
        raise InvalidInput(said, rule="encoding", file=file, line=number) from None
    return _COLUMNS.split(line) if line else []


def _row(columns: Sequence[str], width: int, number: int, file: str | None) -> Row:
    if len(columns) != width or width < 2:
        said = f"{len(columns)} column(s), {max(width, 2)} expected"
        raise InvalidInput(said, rule="columns", file=file, line=number)
    word, tag = columns[0], columns[-1]
    if tag != "O" and not _TAG.fullmatch(tag):
        said = f"the last column is a tag (O, B-label, I-label), not {tag!r}"
        raise InvalidInput(said, rule="tag", file=file, line=number)
    return word, tag
