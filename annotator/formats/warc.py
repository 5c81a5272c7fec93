"""WARC: archives of the web (ISO 28500), as crawlers write them; each page with an article is a document.

So is each text of an archive of texts that somebody took out of pages (WET, as Common Crawl has them). Read by
warcio, as a stream: memory holds one page.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, ClassVar

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.errors import InvalidInput, Unavailable
from annotator.domain.json import Json
from annotator.domain.schema import Schema
from annotator.formats.base import NOTHING, RECORD, Carries, Loss, Report, Source, Weight, refuse, skipped
from annotator.formats.options import NoOptions
from annotator.formats.sources.articles import LARGEST, article
from annotator.formats.sources.files import name_of, reading
from annotator.formats.sources.stories import story

_PAGES = ("text/html", "application/xhtml+xml")
_TEXT = "text/plain"
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
#: So far into a page browsers look for its encoding.
_HEAD = 1024


@dataclass(frozen=True, slots=True)
class Warc:
    """Responses and resources that are pages, and texts of pages; what a page refers to is passed over."""

    options: NoOptions = field(default_factory=NoOptions)

    id: ClassVar[str] = "warc"
    title: ClassVar[str] = "Web archive (WARC)"
    suffix: ClassVar[str] = ".warc.gz"
    endings: ClassVar[tuple[str, ...]] = (".warc",)
    description: ClassVar[str] = "An archive of pages: the article of each, with address, date, source and licence."
    carries: ClassVar[Carries] = replace(NOTHING, text=True, meta=True)
    annotated: ClassVar[bool] = False

    def read(
        self,
        source: Source,
        schema: Schema | None = None,  # noqa: ARG002  # pages bring no annotations
        report: Report = refuse,
        file: str | None = None,
    ) -> Iterator[AnnotatedDocument]:
        """An article a page, in the order of the archive; a page without one is told, but is no fault."""
        name = name_of(source, file)
        with reading(source) as stream:
            for number, record in enumerate(_records(stream, name), start=1):
                page = _page(record, number, report, name)
                if page is None:
                    continue
                where = {"url": record.rec_headers.get_header("WARC-Target-URI")}
                when = {"retrieved": record.rec_headers.get_header("WARC-Date")}
                known: dict[str, Json] = {key: value for key, value in (where | when).items() if value}
                try:
                    yield _document(page, record, known)
                except InvalidInput as error:
                    if error.rule != "no_article":
                        skipped(_placed(error, number, record), report, name)
                        continue
                    said = _placed(error, number, record).message
                    report(Loss("", RECORD, str(number), error.rule, said, Weight.UNWANTED, name))


def _records(stream: BinaryIO, name: str | None) -> Iterator[Any]:
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError:
        raise Unavailable('web archives need warcio: pip install "annotator[ingest]"') from None
    records = iter(ArchiveIterator(stream))
    number = 0
    while True:
        number += 1
        try:
            record = next(records, None)
        except Exception:
            # A damaged archive fails wherever warcio or zlib first trips over it, with words that hold its bytes.
            raise InvalidInput(f"record {number}: no WARC that can be read", rule="warc", file=name) from None
        if record is None:
            return
        if not record.rec_type:
            raise InvalidInput(f"record {number}: it has no type", rule="warc", file=name)
        yield record


def _page(record: Any, number: int, report: Report, name: str | None) -> bytes | None:
    """The bytes of a record that is a page; None for one that is none, or that cannot be read."""
    if not _is_page(record):
        return None
    try:
        page: bytes = record.content_stream().read(LARGEST + 1)
        left = getattr(record.raw_stream, "limit", 0)
    except Exception as error:
        skipped(_placed(InvalidInput(f"cannot be read: {error}", rule="warc"), number, record), report, name)
        return None
    if left and len(page) <= LARGEST:
        # warcio takes a file that ends too early for one that ends.
        said = f"it is cut short: {left} bytes are missing"
        skipped(_placed(InvalidInput(said, rule="warc"), number, record), report, name)
        return None
    return page


def _document(page: bytes, record: Any, known: dict[str, Json]) -> AnnotatedDocument:
    if record.rec_type != "conversion":
        return article(_in_utf8(page, record), known=known)
    try:
        text = page.decode().strip()
    except UnicodeError as error:
        raise InvalidInput(f"no text in UTF-8: {error}", rule="encoding") from None
    if not text:
        raise InvalidInput("there is no text in it", rule="no_article")
    return story(text, known=known)


def _in_utf8(page: bytes, record: Any) -> bytes:
    """The page in UTF-8, where its encoding is said in front of it alone; as it is where nobody says it, or wrongly."""
    said = _CHARSET.search(record.http_headers.get_header("Content-Type") or "") if record.http_headers else None
    if said is None or _CHARSET.search(page[:_HEAD].decode("latin-1")):
        return page
    try:
        page.decode()
    except UnicodeError:
        pass
    else:
        return page
    try:
        name = codecs.lookup(said[1]).name
        # Servers that say so mean what Windows does.
        return page.decode("cp1252" if name in ("iso8859-1", "ascii") else name).encode()
    except (LookupError, UnicodeError):
        return page


def _is_page(record: Any) -> bool:
    if record.rec_type == "conversion":
        return (record.rec_headers.get_header("Content-Type") or "").lower().startswith(_TEXT)
    if record.rec_type == "resource":
        kind = record.rec_headers.get_header("Content-Type") or ""
    elif record.rec_type == "response" and record.http_headers is not None:
        if not (record.http_headers.get_statuscode() or "").startswith("2"):
            return False
        kind = record.http_headers.get_header("Content-Type") or ""
    else:
        return False
    return bool(kind.lower().startswith(_PAGES))


def _placed(error: InvalidInput, number: int, record: Any) -> InvalidInput:
    where = record.rec_headers.get_header("WARC-Target-URI") or "no address"
    return InvalidInput(f"record {number} ({where}): {error.message}", rule=error.rule, document=error.document)
