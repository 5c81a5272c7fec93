"""Ids and names that other programs give, as ids of ours: kept where they can be, else derived, never random."""

import hashlib
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace

from annotator.domain.annotations import ITEM_ID, AnnotatedDocument, AnnotationSet
from annotator.domain.documents import DOCUMENT_ID, Document, checksum
from annotator.domain.json import JsonObject
from annotator.formats.base import Loss, Report, Weight

#: So much of an id is kept where a number comes behind it.
_LONGEST = 190


def derived_id(prefix: str, *words: str) -> str:
    """An id that follows from what it names, so that it is the same each time."""
    return f"{prefix}-{hashlib.sha256(' '.join(words).encode('utf-8', 'replace')).hexdigest()[:20]}"


def free_id(given: str, taken: Container[str], prefix: str) -> str:
    """The id that was given where it can be one and is not taken; else one derived from it."""
    if ITEM_ID.fullmatch(given) and given not in taken:
        return given
    number = 1
    while (found := derived_id(prefix, given, str(number))) in taken:
        number += 1
    return found


def document_of(given: str | None, text: str, meta: JsonObject, report: Report) -> Document:
    """A document under the id that was given; one that can be none is reported, and follows from the text then."""
    derived = f"text-{checksum(text)[:16]}"
    if given is not None and not DOCUMENT_ID.fullmatch(given):
        said = f"{given!r} is no id of a document; it is {derived} here"
        report(Loss(derived, "ids", given, "document_id", said, Weight.CHANGED))
        given = None
    return Document(given or derived, text, meta)


def distinct_documents(
    documents: Iterable[AnnotatedDocument], report: Report, *, apart: bool = False
) -> Iterator[AnnotatedDocument]:
    """No two texts have one id: a further one gets an id of its own, which is told.

    A text that comes again under its id gains the sets that say anything else, each under a name of its own; or, with
    `apart`, is another document.
    """
    known: dict[str, _Known] = {}
    for annotated in documents:
        given, own = annotated.document.id, hash(annotated.document.text)
        name, number = given, 1
        while name in known and (apart or known[name].text != own):
            number += 1
            name = f"{given[:_LONGEST]}-{number}"
        if number > 1:
            which = "the same" if known[given].text == own else "another"
            said = f"there is another document {given!r} with {which} text: this one is {name!r} here"
            report(Loss(name, "ids", given, "duplicate", said, Weight.CHANGED))
            annotated = replace(annotated, document=replace(annotated.document, id=name))
        is_again = name in known
        sets = tuple(known.setdefault(name, _Known(own)).further(annotated, report))
        if sets or not is_again:
            yield replace(annotated, sets=sets)
        elif not annotated.sets:
            report(Loss(name, "document", name, "duplicate", "the same text was here before", Weight.CHANGED))


class _Known:
    """What was seen of a document: hashes, since a corpus need not fit into memory."""

    def __init__(self, text: int) -> None:
        self.text = text
        self._sets: set[int] = set()
        self._whose: set[int] = set()

    def further(self, annotated: AnnotatedDocument, report: Report) -> Iterator[AnnotationSet]:
        """Those of its sets that say what none before said, nobody's twice."""
        before = self._sets.copy()
        for each in annotated.sets:
            said = hash(repr(each))
            if said in before:
                detail = "the same text with the same annotations was here before: they are one here"
                report(
                    Loss(annotated.document.id, "annotation_set", each.annotator, "duplicate", detail, Weight.CHANGED)
                )
                continue
            self._sets.add(said)
            name, number = each.annotator, 1
            while before and hash((each.annotator, each.layer, each.schema)) in self._whose:
                number += 1
                each = replace(each, annotator=f"{name} ({number})")
            if number > 1:
                detail = f"{name} has {number}: it is {each.annotator} here"
                report(Loss(annotated.document.id, "annotation_set", name, "same_annotator", detail, Weight.CHANGED))
            self._whose.add(hash((each.annotator, each.layer, each.schema)))
            yield each


def distinct(document: Document, sets: Iterable[AnnotationSet], report: Report) -> Iterator[AnnotationSet]:
    """Nobody has two sets of one document: a second one of the same person gets a name of its own."""
    seen = set()
    for each in sets:
        name, number = each.annotator, 1
        while (each.annotator, each.layer, each.schema) in seen:
            number += 1
            each = replace(each, annotator=f"{name} ({number})")
        if number > 1:
            said = f"{name} has {number}: it is {each.annotator} here"
            report(Loss(document.id, "annotation_set", name, "same_annotator", said, Weight.CHANGED))
        seen.add((each.annotator, each.layer, each.schema))
        yield each
