"""Docs of spaCy and annotated documents: the one from the other.

Words are ours, not those of a language's tokenizer, and are cut where a span begins or ends: so
`doc.text` is the text, character for character, and no span is ever misaligned. What a Doc has no
place for stands in its user data under our name.
"""

import gc
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from annotator.domain.annotations import ITEM_ID, AnnotatedDocument, AnnotationSet, Span
from annotator.domain.documents import checksum
from annotator.domain.errors import InvalidInput, Unavailable
from annotator.domain.json import Json
from annotator.formats.base import Loss, Weight
from annotator.formats.native.record import FORMAT, read_record, record
from annotator.formats.places.tokens import Token
from annotator.formats.spacy.words import words_and_spaces

if TYPE_CHECKING:
    from spacy.tokens import Doc

#: What asks for every group.
ALL = "all"
#: The group that spaCy's span categorizer reads by itself.
GROUP = "sc"
#: What a span's entry in a base of knowledge is called, there and here.
KNOWLEDGE = "kb_id"
#: Our corner of what a Doc keeps for its users.
CORNER = "annotator"
#: No corpus on one machine unpacks to more; a file made to harm does.
LARGEST = 4 * 2**30


def library() -> Any:
    """spaCy, loaded on first use; raises Unavailable, naming the extra that brings it."""
    try:
        import spacy.tokens
        import spacy.vocab
    except ImportError:
        raise Unavailable('this format needs spaCy: pip install "annotator[nlp]"') from None
    return spacy


def doc_of(
    spacy: Any, vocab: Any, annotated: AnnotatedDocument, tokens: Iterable[Token], flat: Iterable[Span]
) -> "Doc":
    """The Doc of a document with one set; those of its spans that are `flat` stand in `doc.ents` too."""
    text, spans = annotated.document.text, annotated.sets[0].spans
    words, spaces = words_and_spaces(text, tokens, spans)
    doc = spacy.tokens.Doc(vocab, words=words, spaces=spaces)
    starts, ends, at = {}, {}, 0
    for index, (word, space) in enumerate(zip(words, spaces, strict=True)):
        starts[at] = index
        ends[at + len(word)] = index + 1
        at += len(word) + space
    made = {
        span.id: spacy.tokens.Span(doc, starts[span.start], ends[span.end], label=span.label, span_id=span.id)
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


@contextmanager
def guarded() -> Iterator[None]:
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


def docs_of(data: bytes) -> Iterator["Doc"]:
    """The Docs of a file; raises InvalidInput for whatever is no DocBin."""
    spacy = library()
    with guarded():
        _check_size(data)
        docs = spacy.tokens.DocBin().from_bytes(data).get_docs(spacy.vocab.Vocab())
    while True:
        with guarded():
            doc = next(docs, None)
        if doc is None:
            return
        yield doc


def _check_size(data: bytes) -> None:
    unpacker, size = zlib.decompressobj(), 0
    while data and not unpacker.eof:
        size += len(unpacker.decompress(data, 2**20))
        data = unpacker.unconsumed_tail
        if size > LARGEST:
            raise InvalidInput(f"unpacks to more than {LARGEST} bytes", rule="too_large")


def annotated_of(doc: "Doc", base: AnnotationSet, groups: Collection[str] = ()) -> tuple[AnnotatedDocument, list[Loss]]:
    """The document of a Doc, and what of it is not read; `base` is the set of one that does not say whose it is.

    Beside `sc` the span groups of these names are read, or `all`; a span without a label has the name of its group.

    Raises InvalidInput for a Doc that was damaged or is none of ours.
    """
    with guarded():
        text, wanted = doc.text, [GROUP, *(name for name in doc.spans if name in groups or ALL in groups)]
        spans = _spans(doc, wanted)
        corner = _plain(doc.user_data.get(CORNER))
        meta, others = _told(doc.user_data)
        unread, categories = sorted(set(doc.spans) - set(wanted)), sorted(doc.cats)
    known: Mapping[str, Json] = corner if isinstance(corner, dict) else {}
    whole: dict[str, Json] = {"format": FORMAT, "id": known.get("id", f"text-{checksum(text)[:16]}"), "text": text}
    whole["meta"] = known.get("meta", {}) if known else meta
    if "set" in known:
        whole["annotation_sets"] = [known["set"]]
    said = read_record(whole)
    annotations = replace(said.sets[0] if said.sets else base, spans=tuple(spans))
    losses = [
        *(
            Loss(said.document.id, "span_group", each, "not_read", "say with `groups` that it is read")
            for each in unread
        ),
        *(
            Loss(
                said.document.id, "column", each, "not_read", "what is kept of it for users is not read", Weight.CHANGED
            )
            for each in (*others, *(meta if known else ()))
        ),
        *(Loss(said.document.id, "category", each, "not_read", "categories are not read") for each in categories),
    ]
    return AnnotatedDocument(said.document, (annotations,)), losses


def _told(kept: Mapping[Any, object]) -> tuple[dict[str, Json], list[str]]:
    """What is kept for users beside our corner: words and numbers, and the names of what is more."""
    others = {key: value for key, value in kept.items() if key != CORNER and value is not None}
    meta = {
        key: value for key, value in others.items() if isinstance(key, str) and isinstance(value, str | int | float)
    }
    return cast(dict[str, Json], meta), sorted(str(key) for key in others if key not in meta)


def _spans(doc: "Doc", groups: Sequence[str]) -> list[Span]:
    text = doc.text
    found: dict[str, list[Any]] = {name: list(doc.spans[name]) for name in groups if name in doc.spans}
    own_group = [(span, span.label_) for span in found.pop(GROUP, [])]
    labelled = [(span, span.label_ or name) for name, spans in found.items() for span in spans]
    there = {(span.start_char, span.end_char, label) for span, label in own_group}
    for span, label in (*((span, span.label_) for span in doc.ents), *labelled):
        if (span.start_char, span.end_char, label) not in there:
            there.add((span.start_char, span.end_char, label))
            own_group.append((span, label))
    ids = [span.id_ for span, _ in own_group]
    own = all(ITEM_ID.fullmatch(each) for each in ids) and len(set(ids)) == len(ids)
    return [
        Span(
            id=span.id_ if own else f"s{number}",
            label=label,
            start=span.start_char,
            end=span.end_char,
            quote=text[span.start_char : span.end_char],
            attributes={KNOWLEDGE: span.kb_id_} if span.kb_id_ else {},
            origin="import",
        )
        for number, (span, label) in enumerate(own_group, start=1)
    ]


def _plain(value: object) -> Json:
    """The tuples of msgpack as the lists they were."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return cast(Json, value)
