"""Files of W3C Web Annotations: collections, pages, lists or single annotations, and the texts that they are about."""

import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.formats.base import Loss, Report, Weight, skipped
from annotator.formats.records.corner import CORNER, read_corner
from annotator.formats.records.foreign_ids import document_of
from annotator.formats.sources.archives import Files, document_id
from annotator.formats.sources.json_lines import a_list, objects_in
from annotator.formats.sources.json_stream import objects
from annotator.formats.sources.recognition import first_record, first_records, head_of
from annotator.formats.sources.unread import Unread, keys
from annotator.formats.webannotation.keys import KNOWN
from annotator.formats.webannotation.reading import read_annotations

TEXT, SUFFIX, JSON = ".txt", ".jsonld", ".json"
_KINDS = frozenset({"Annotation", "AnnotationCollection", "AnnotationPage"})
#: Keys of lists of annotations: of collections and pages, and of any JSON-LD.
_LISTS = ("items", "@graph")
#: What the keys of the model before this one are called now.
_TODAY = {"hasTarget": "target", "hasSource": "source", "hasSelector": "selector", "hasBody": "body"} | {
    **{"annotatedBy": "creator", "motivatedBy": "motivation", "chars": "value", "@type": "type", "@id": "id"}
}
#: The key of Hypothesis's annotations in what its interface tells.
_ROWS = "rows"
#: What the name of a file stands behind in an IRI.
_NAME = re.compile(r"[/:]")


def described_texts(
    files: Files, base: AnnotationSet, report: Report
) -> Iterator[tuple[str, Callable[[], AnnotatedDocument]]]:
    """Each text that files of annotations are about, with what reads it; and what errors call the file.

    Of others several files may be about one text: it comes when all of them were seen.
    """
    others = _Others()
    by_id: dict[str, str | None] = {}
    for name in files.names:
        place = files.place(name)
        try:
            tops = _annotations(files, name)
        except InvalidInput as error:
            skipped(error, report, place)
            continue
        corner = next((top[CORNER] for top in tops if _is_whole(top)), None)
        by_text = _by_text(files, name, tops, by_id, report, is_ours=corner is not None)
        if corner is None:
            others.add(place, by_text)
            continue
        for text, items in by_text.items():
            yield place, _reader(files, text, corner, items, base, report, place)
    for place, text, items, told in others.texts():
        yield place, _reader(files, text, None, items, base, report, told)


def _by_text(
    files: Files,
    name: str,
    tops: Sequence[JsonObject],
    by_id: dict[str, str | None],
    report: Report,
    *,
    is_ours: bool,
) -> dict[str | None, list[JsonObject]]:
    """The annotations of a file by the text that they are about; each one's text goes to `by_id`, too."""
    # A document of ours without annotations is one all the same.
    found: dict[str | None, list[JsonObject]] = {_own_text(files, name): []} if is_ours else {}
    for item in _all_items(tops, is_ours, report, files.place(name)):
        text = _text_of(files, name, item, by_id, is_ours=is_ours)
        by_id[str(item.get("id"))] = text
        found.setdefault(text, []).append(item)
    return found


@dataclass(slots=True)
class _Others:
    """What files of others say of each text; of a text that is not there, what each file says."""

    items: dict[tuple[str | None, str], list[JsonObject]] = field(default_factory=lambda: defaultdict(list))
    places: dict[str | None, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, place: str, by_text: Mapping[str | None, list[JsonObject]]) -> None:
        for text, items in by_text.items():
            self.items[text, "" if text else place] += items
            self.places[text].append(place)

    def texts(self) -> Iterator[tuple[str, str | None, list[JsonObject], str | None]]:
        """The first file of each text, the text, its annotations, and the file that a fault is in.

        Which of several files a fault is in, nobody knows any more.
        """
        for (text, alone), items in self.items.items():
            first, *further = [alone] if alone else self.places[text]
            yield first, text, items, None if set(further) - {first} else first


def _reader(
    files: Files,
    text_file: str | None,
    corner: Json,
    items: list[JsonObject],
    base: AnnotationSet,
    report: Report,
    place: str | None,
) -> Callable[[], AnnotatedDocument]:
    def read() -> AnnotatedDocument:
        if text_file is None:
            said = "there is no text beside it that its annotations are about: a folder or an archive holds both"
            raise InvalidInput(said, rule="no_text")
        try:
            text = files.read(text_file).decode("utf-8")
        except UnicodeDecodeError as error:
            said = f"not UTF-8: byte {error.start + 1}"
            raise InvalidInput(said, rule="encoding", file=files.place(text_file)) from None
        known = read_corner(corner, text, report, place) if corner is not None else None
        document = known.document if known else document_of(document_id(text_file), text, {}, report)
        return read_annotations(document, known, items, base, report, place)

    return read


def _annotations(files: Files, name: str) -> list[JsonObject]:
    """What stands in a file of annotations; nothing for another file. Raises InvalidInput where nobody can tell."""
    if name.endswith(SUFFIX):
        return [found for _, found in objects(io.BytesIO(files.read(name)))]
    if not name.endswith(JSON) or not _describes(first_record(head_of(files, name))):
        return []
    return [found for _, found in objects(io.BytesIO(files.read(name)))]


def holds_annotations(files: Files) -> bool:
    """Whether there are texts, and annotations in files of JSON that do not say what they are by their names."""
    names = [name for name in files.names if name.endswith(JSON)]
    is_told = any(name.endswith(TEXT) for name in files.names)
    return is_told and any(map(_describes, first_records(files, names)))


def _describes(top: JsonObject) -> bool:
    """Whether an object is an annotation, some of them, or what Hypothesis tells of some."""
    rows = objects_in(top, _ROWS)
    return bool(_KINDS.intersection(map(str, _types(top)))) or any("target" in each for each in rows)


def _is_whole(top: JsonObject) -> bool:
    """Whether our corner in it is that of a document: a single annotation has one, too."""
    return CORNER in top and "Annotation" not in _types(top)


def _types(item: JsonObject) -> list[Json]:
    types = item.get("type", item.get("@type"))
    return types if isinstance(types, list) else [types]


def _all_items(tops: Sequence[JsonObject], is_ours: bool, report: Report, place: str) -> Iterator[JsonObject]:
    """The annotations of a file; what holds none, and is none, is told, and so is what is not read of those that do."""
    # What a collection of ours is called its corner says.
    with Unread({**KNOWN, **keys("label")} if is_ours else KNOWN, report, place) as unread:
        for top in tops:
            items = list(_items(top))
            if items or is_ours or isinstance(top.get("first"), dict) or any(top.get(key) == [] for key in _LISTS):
                unread.tell(top, None)
            else:
                said = "it is no annotation, and none stand in it"
                report(Loss("", "file", place, "not_read", said, Weight.CHANGED, place))
            yield from items


def _items(top: JsonObject) -> Iterator[JsonObject]:
    """The annotations of a collection, of a page, of a graph, or the one that this is."""
    first = top.get("first")
    if isinstance(first, dict):
        yield from _items(first)
    elif _ROWS in top:
        yield from (_of_hypothesis(row) for row in objects_in(top, _ROWS))
    elif isinstance(listed := next((top[key] for key in _LISTS if key in top), None), list):
        # A graph may hold what annotations refer to, too.
        found = (item for item in listed if isinstance(item, dict) and ("@graph" not in top or _is_one(item)))
        yield from map(_of_today, found)
    elif _is_one(top):
        yield _of_today(top)


def _is_one(item: JsonObject) -> bool:
    return "Annotation" in _types(item) or "target" in item or "hasTarget" in item


def _of_today(item: JsonObject) -> JsonObject:
    """An annotation of the Open Annotation model of 2013 in the words of the one that came of it; another as it is."""
    return _renamed(item) if "hasTarget" in item else item


def _renamed(item: JsonObject) -> dict[str, Json]:
    return {_TODAY.get(key, key): _with_new_names(key, value) for key, value in item.items()}


def _with_new_names(key: str, value: Json) -> Json:
    if isinstance(value, list):
        return [_with_new_names(key, each) for each in value]
    if isinstance(value, dict):
        return _renamed(value)
    return value.removeprefix("oa:") if isinstance(value, str) and key in ("@type", "motivatedBy") else value


def _of_hypothesis(row: JsonObject) -> JsonObject:
    """A row of Hypothesis as an annotation: its tags name what it is on, its text is a remark."""
    tags = [tag for tag in a_list(row.get("tags"), "tags") if isinstance(tag, str)]
    bodies: list[Json] = [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags]
    if isinstance(row.get("text"), str) and row["text"]:
        bodies.append({"type": "TextualBody", "purpose": "commenting", "value": row["text"]})
    return {"id": row.get("id"), "creator": row.get("user"), "target": row.get("target"), "body": bodies}


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
    """The text of the same name; or else the only one that there is."""
    own = str(PurePosixPath(name).with_suffix(TEXT))
    texts = [each for each in files.names if each.endswith(TEXT)]
    return own if own in texts else (texts[0] if len(texts) == 1 else None)
