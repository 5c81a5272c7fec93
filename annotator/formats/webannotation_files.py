"""Files of W3C Web Annotations: collections, pages, lists or single annotations, and the texts that they are about."""

import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.formats.archives import Files, document_id
from annotator.formats.base import Report, skipped
from annotator.formats.corner import CORNER, read_corner
from annotator.formats.foreign_ids import document_of
from annotator.formats.json_stream import objects
from annotator.formats.webannotation_reading import read_annotations

TEXT, SUFFIX = ".txt", ".jsonld"
#: What the name of a file stands behind in an IRI.
_NAME = re.compile(r"[/:]")


def described_texts(
    files: Files, base: AnnotationSet, report: Report
) -> Iterator[tuple[str, Callable[[], AnnotatedDocument]]]:
    """Each text that a file of annotations is about, with what reads it; and what errors call the file."""
    for name in files.names:
        if not name.endswith(SUFFIX):
            continue
        place = files.place(name)
        try:
            tops = [found for _, found in objects(io.BytesIO(files.read(name)))]
        except InvalidInput as error:
            skipped(error, report, place)
            continue
        corner = next((top[CORNER] for top in tops if _is_whole(top)), None)
        by_text: dict[str | None, list[JsonObject]] = defaultdict(list)
        by_id: dict[str, str | None] = {}
        if corner is not None:
            by_text[_own_text(files, name)] = []
        for item in (item for top in tops for item in _items(top)):
            text = _text_of(files, name, item, by_id, is_ours=corner is not None)
            by_id[str(item.get("id"))] = text
            by_text[text].append(item)
        for text, items in by_text.items():
            yield place, _reader(files, text, corner, items, base, report, place)


def _reader(
    files: Files,
    text_file: str | None,
    corner: Json,
    items: list[JsonObject],
    base: AnnotationSet,
    report: Report,
    place: str,
) -> Callable[[], AnnotatedDocument]:
    def read() -> AnnotatedDocument:
        if text_file is None:
            raise InvalidInput("there is no text beside it that its annotations are about", rule="no_text")
        try:
            text = files.read(text_file).decode("utf-8")
        except UnicodeDecodeError as error:
            said = f"not UTF-8: byte {error.start + 1}"
            raise InvalidInput(said, rule="encoding", file=files.place(text_file)) from None
        known = read_corner(corner, text, report, place) if corner is not None else None
        document = known.document if known else document_of(document_id(text_file), text, {}, report)
        return read_annotations(document, known, items, base, report, place)

    return read


def _is_whole(top: JsonObject) -> bool:
    """Whether our corner in it is that of a document: a single annotation has one, too."""
    return CORNER in top and "Annotation" not in _types(top)


def _types(item: JsonObject) -> list[Json]:
    types = item.get("type", item.get("@type"))
    return types if isinstance(types, list) else [types]


def _items(top: JsonObject) -> Iterator[JsonObject]:
    """The annotations of a collection, of a page, or the one that this is."""
    first = top.get("first")
    if isinstance(first, dict):
        yield from _items(first)
    elif isinstance(top.get("items"), list):
        yield from (item for item in top["items"] if isinstance(item, dict))  # type: ignore[union-attr]
    elif "Annotation" in _types(top) or "target" in top:
        yield top


def _text_of(files: Files, name: str, item: JsonObject, by_id: dict[str, str | None], *, is_ours: bool) -> str | None:
    """The file with the text that an annotation is about; that of the annotation that it is about.

    None where it names a text that is not there: what lies beside it is another. Ours may have been renamed together.
    """
    targets = item.get("target")
    for target in targets if isinstance(targets, list) else [targets]:
        iri = target.get("source", target.get("id")) if isinstance(target, dict) else target
        iri = iri.get("id") if isinstance(iri, dict) else iri
        if not isinstance(iri, str):
            continue
        if iri in by_id:
            return by_id[iri]
        beside = str(PurePosixPath(name).parent / unquote(_NAME.split(iri.partition("#")[0])[-1]))
        if beside.endswith(TEXT) and (beside in files.names or not is_ours):
            return beside if beside in files.names else None
    return _own_text(files, name)


def _own_text(files: Files, name: str) -> str | None:
    own = name.removesuffix(SUFFIX) + TEXT
    return own if own in files.names else None
