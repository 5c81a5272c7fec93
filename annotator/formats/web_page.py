"""Saved web pages: a file a page, its article the document."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.errors import InvalidInput
from annotator.domain.schema import Schema
from annotator.formats.base import NOTHING, Carries, Report, Source, refuse, skipped
from annotator.formats.options import NoOptions
from annotator.formats.sources.archives import document_id
from annotator.formats.sources.articles import LARGEST, article
from annotator.formats.sources.files import name_of, reading


@dataclass(frozen=True, slots=True)
class WebPage:
    """HTML as a browser saves it; its encoding is found out as browsers do."""

    options: NoOptions = field(default_factory=NoOptions)

    id: ClassVar[str] = "html"
    title: ClassVar[str] = "Web page"
    suffix: ClassVar[str] = ".html"
    endings: ClassVar[tuple[str, ...]] = (".htm", ".xhtml")
    description: ClassVar[str] = "A saved page: its article, with title, date, source and licence."
    carries: ClassVar[Carries] = replace(NOTHING, text=True, meta=True)
    annotated: ClassVar[bool] = False

    def read(
        self,
        source: Source,
        schema: Schema | None = None,  # noqa: ARG002  # a page brings no annotations
        report: Report = refuse,
        file: str | None = None,
    ) -> Iterator[AnnotatedDocument]:
        """The one article of the page, under the name of its file."""
        name = name_of(source, file)
        with reading(source) as stream:
            page = stream.read(LARGEST + 1)
        try:
            yield article(page, document_id(PurePath(name).name) if name else "")
        except InvalidInput as error:
            skipped(error, report, name)
