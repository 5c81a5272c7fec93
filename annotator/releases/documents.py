"""The table of documents: where each came from, whose it is, and in which split it stands."""

import csv
import io
from collections.abc import Iterable, Iterator

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.json import JsonObject
from annotator.formats.sources.spreadsheets import guarded
from annotator.releases.choosing import flags

COLUMNS = (
    *("document", "split", "group", "title", "source", "url", "published", "language", "licence", "attribution"),
    *("characters", "sha256", "annotators", "sets", "spans", "links", "flags"),
)
#: What metadata call the same thing, the first that is there.
LICENCE = ("licence", "license", "rights_statement")
SOURCE = ("source", "publisher", "agency")
ATTRIBUTION = ("attribution", "credit", "copyright", "rights")
ADDRESS = ("url", "canonical_url", "link")


def licence_of(meta: JsonObject) -> str:
    """Under which licence a document is, as its metadata say; empty where they do not."""
    return _first(meta, LICENCE)


def source_of(meta: JsonObject) -> str:
    """Where a document came from, as its metadata say."""
    return _first(meta, SOURCE)


def _first(meta: JsonObject, keys: Iterable[str]) -> str:
    return next((value.strip() for key in keys if isinstance(value := meta.get(key), str) and value.strip()), "")


def row_of(annotated: AnnotatedDocument, split: str, group: str) -> list[str]:
    """The row of a document; `group` is the first document of those that belong together with it, if there are any."""
    document, meta, sets = annotated.document, annotated.document.meta, annotated.sets
    whose = ";".join(dict.fromkeys(each.annotator for each in sets))
    numbers = (
        len(sets),
        sum(len(each.spans) for each in sets),
        sum(len(each.links) for each in sets),
        sum(map(flags, sets)),
    )
    return [
        *(document.id, split, group, document.title, source_of(meta), _first(meta, ADDRESS)),
        *(_first(meta, ("published",)), document.language or "", licence_of(meta)),
        # Who is to be named: as is said, else the source.
        _first(meta, ATTRIBUTION) or source_of(meta),
        *(str(len(document.text)), document.checksum, whose, *map(str, numbers)),
    ]


def table(rows: Iterable[list[str]], columns: Iterable[str] = COLUMNS) -> Iterator[bytes]:
    """Rows as CSV (RFC 4180) under their columns, one by one; no cell is taken for a formula."""
    yield _line(list(columns))
    for row in rows:
        yield _line([guarded(cell) for cell in row])


def _line(cells: list[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue().encode("utf-8")
