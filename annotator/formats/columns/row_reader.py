"""Documents out of rows of tokens: of our own, in which all is said, and of others, which are tokens and tags.

Rows of ours that follow each other are one document. A row of others is a document by itself: its text is what the
row says, where the tokens stand in it, and what else it says in a word or a number is metadata.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import cast

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.documents import DOCUMENT_ID
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Schema
from annotator.formats.base import Loss, Report, Weight, placing
from annotator.formats.columns.sheet import Sentence, Sheet, annotations_of, text_of
from annotator.formats.columns.tag_names import Names
from annotator.formats.columns.tags import OUTSIDE, UNKNOWN, Survey, is_tag
from annotator.formats.columns.token_rows import RowOptions
from annotator.formats.native.record import FORMAT, read_record, set_record
from annotator.formats.records.checking import check_value
from annotator.formats.records.fitting import sound
from annotator.formats.records.selection import imported, imported_set
from annotator.formats.sources.json_lines import a_list, a_number, a_text, an_object
from annotator.formats.sources.json_text import parsed
from annotator.formats.sources.unread import Unread, keys

TOKENS = ("tokens", "words")
TAGS = ("ner_tags", "tags", "ner", "labels", "ner_labels", "fine_ner_tags")
#: Columns in which a row of others may say its text.
TEXTS = ("text", "sentence", "sequence")
#: What is read of a row of ours, or follows from it; tags stand in columns that begin so.
_OURS = keys(
    *("id", "document_id", "tokens", "text", "start", "offsets", "links", "meta", "set"),
    spans=keys("id", "label", "origin", "start", "end", "text", "attributes"),
)
_OUR_TAGS = TAGS[0]


class RowReader:
    """Reads the rows of one file."""

    def __init__(
        self,
        options: RowOptions,
        names: Names,
        schema: Schema | None,
        report: Report,
        file: str | None,
        taken: set[str],
        prefix: str = "",
    ) -> None:
        self.options, self.names, self.schema, self.report, self.file = options, names, schema, report, file
        #: Ids of rows of others are only distinct within a file: `taken` are those of all files.
        self.taken, self.prefix = taken, prefix
        self._survey = Survey()
        self._unread = Unread({}, report, file)

    def documents(self, rows: Iterable[tuple[int, JsonObject]]) -> Iterator[AnnotatedDocument]:
        """The documents of numbered rows; one that cannot be read is reported, and left out."""
        with self._unread:
            yield from self._documents(rows)
        self._say_scheme()

    def _documents(self, rows: Iterable[tuple[int, JsonObject]]) -> Iterator[AnnotatedDocument]:
        group: list[JsonObject] = []
        first = 0
        for number, row in rows:
            ours = _is_ours(row)
            if group and not (ours and row["document_id"] == group[0]["document_id"] and row["start"] != 0):
                yield from self._document(first, group)
                group = []
            if not group:
                first = number
            if ours:
                tags = keys(*(each for each in row if each.startswith(_OUR_TAGS)))
                self._unread.tell(row, number, {**_OURS, **tags})
            group.append(row)
            if not ours:
                yield from self._document(first, group)
                group = []
        if group:
            yield from self._document(first, group)

    def _document(self, number: int, group: Sequence[JsonObject]) -> Iterator[AnnotatedDocument]:
        told = placing(self.report, self.file, number)
        ours = _is_ours(group[0])
        read = partial(self._whole, group, told) if ours else partial(self._alone, group[0], number)
        name = group[0]["document_id"] if ours else None
        return sound(read, self.schema, told, self.file, number, name if isinstance(name, str) else None)

    def _whole(self, group: Sequence[JsonObject], report: Report) -> AnnotatedDocument:
        text, spans, links = "", [], []
        name = a_text(group[0]["document_id"], "document_id")
        for row in group:
            if row["start"] != len(text):
                said = f"a row begins at {row['start']}, but {len(text)} characters came before: rows are missing"
                raise InvalidInput(said, rule="rows", document=name)
            spans += [_span(each, len(text)) for each in a_list(row["spans"], "spans")]
            links += [dict(an_object(each, "a link")) for each in a_list(row.get("links"), "links")]
            text += cast(str, row["text"])
        base = set_record(imported_set((), self.schema, self.options.annotator, self.options.layer))
        kept = dict(_said(group[0].get("set"), "set") or base)
        order = an_object(kept.pop("order", {}), "order")
        for kind, things in (("spans", spans), ("links", links)):
            kept[kind] = cast(Json, _in_order(things, a_list(order.get(kind), "order")))
        whole: dict[str, Json] = {"format": FORMAT, "id": name, "text": text, "annotation_sets": [kept]}
        whole["meta"] = dict(_said(group[0].get("meta"), "meta"))
        return read_record(whole, None, report)

    def _alone(self, row: JsonObject, number: int) -> AnnotatedDocument:
        words_in = self.options.tokens or next((each for each in TOKENS if each in row), TOKENS[0])
        tags_in = self.options.tags or next((each for each in TAGS if each in row), "")
        if words_in not in row:
            raise InvalidInput(f"the row has no column {words_in!r}; name that of the tokens", rule="columns")
        words = [a_text(word, "a token") for word in a_list(row[words_in], words_in)]
        numbers = a_list(row.get(tags_in), tags_in) if tags_in else []
        if tags_in and len(numbers) != len(words):
            raise InvalidInput(f"{len(words)} tokens, but {len(numbers)} tags", rule="columns")
        tags = self._tags(numbers, self.names.get(tags_in, self.names.get("", ()))) or [OUTSIDE] * len(words)
        self._survey.add(tags)
        text_in, said = next(((each, row[each]) for each in TEXTS if isinstance(row.get(each), str)), ("", None))
        meta = self._meta(row, (words_in, tags_in, "id", text_in), number)
        sentence = Sentence(words, [(tag,) for tag in tags], [" "] * len(words), text=cast("str | None", said))
        sheet, unplaced = Sheet(sentences=[sentence] if words else []), list[Sentence]()
        text, places = text_of(sheet, unplaced)
        spans, _ = annotations_of(sheet, text, places)
        name = self._name(row.get("id"))
        read = imported(text, spans, self.schema, self.options.annotator, self.options.layer, name)
        if unplaced:
            told = "the tokens do not stand in the text: it is made of them"
            self.report(Loss(read.document.id, "text", None, "rebuilt", told, Weight.CHANGED, self.file, number))
        return replace(read, document=replace(read.document, meta=meta))

    def _tags(self, tags: Sequence[Json], names: Sequence[str]) -> list[str]:
        # Names without letters of a scheme say which label a token has, and no more.
        plain = bool(names) and not any(is_tag(name) for name in names if name != OUTSIDE)
        return [self._tag(tag, names, plain=plain) for tag in tags]

    def _tag(self, tag: Json, names: Sequence[str], *, plain: bool) -> str:
        if type(tag) is int:
            if not 0 <= tag < len(names):
                said = "nothing says the names of tags: name them with `labels`" if not names else "has no name"
                raise InvalidInput(f"tag {tag}: {said}", rule="tag")
            tag = names[tag]
        if plain and isinstance(tag, str):
            tag = OUTSIDE if tag == OUTSIDE else f"I-{tag}"
        if not isinstance(tag, str) or not is_tag(tag) or tag == UNKNOWN:
            raise InvalidInput(f"a tag is a number or a name (O, B-label, I-label), not {tag!r}", rule="tag")
        return tag

    def _name(self, given: Json) -> str:
        """The id of a row as that of a document; empty, so that it follows from the text, where it has none."""
        said = str(given) if isinstance(given, str) or type(given) is int else ""
        name = f"{self.prefix}{said}" if DOCUMENT_ID.fullmatch(f"{self.prefix}{said}") else ""
        if not said or name in self.taken:
            return ""
        self.taken.add(name)
        return name

    def _meta(self, row: JsonObject, known: Container[str], number: int) -> dict[str, Json]:
        """What the other columns say in a word or a number; those that say more are told, once."""
        meta: dict[str, Json] = {}
        for column, value in row.items():
            if column in known or value is None:
                continue
            if isinstance(value, str | int | float):
                meta[column] = value
            else:
                self._unread.tell({column: value}, number)
        check_value(meta, "meta")
        return meta

    def _say_scheme(self) -> None:
        found = self._survey.scheme
        if found not in (None, "iob2"):
            said = f"tags are written as iob2 here, in this file they are {found}: read as they are meant"
            self.report(Loss("", "scheme", None, str(found), said, Weight.CHANGED, self.file))


def _is_ours(row: JsonObject) -> bool:
    """Whether the row says everything, as ours do: whose text it is a part of, where, and which spans are in it."""
    return (
        "document_id" in row and "spans" in row and isinstance(row.get("text"), str) and type(row.get("start")) is int
    )


def _span(value: Json, start: int) -> dict[str, Json]:
    span = {key: each for key, each in an_object(value, "a span").items() if each is not None}
    found: dict[str, Json] = {key: span[key] for key in ("id", "label", "origin") if key in span}
    found["start"] = a_number(span.get("start"), "the start of a span") + start
    found["end"] = a_number(span.get("end"), "the end of a span") + start
    found["quote"] = span.get("text", "")
    if "attributes" in span:
        found["attributes"] = dict(_said(span["attributes"], "attributes"))
    return found


def _said(value: Json, what: str) -> JsonObject:
    """An object that stands in a column as a string of JSON; nothing is an empty one."""
    if value is None:
        return {}
    return an_object(parsed(a_text(value, what).encode()), what)


def _in_order(things: list[dict[str, Json]], order: Sequence[Json]) -> list[dict[str, Json]]:
    """The things in the order of these ids; those that are not among them behind the others."""
    place = {each: number for number, each in enumerate(order) if isinstance(each, str)}
    return sorted(things, key=lambda thing: place.get(str(thing.get("id")), len(place)))
