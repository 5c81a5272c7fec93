"""Which files of an archive are whose annotations: a file a document, or the whole project that INCEpTION exports.

In such a project `annotation/DOCUMENT/PERSON.…` is what a person put on a document, and `curation/DOCUMENT/…` what was
settled; each may be an archive again, with the type system in it. Corpora are published of these folders alone, too.
"""

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.formats.base import Loss, Report
from annotator.formats.sources.archives import Files, document_id, opened

#: Where a project has its annotations, and of which layer they are.
_FOLDERS = {"annotation": "annotator", "curation": "gold"}
#: The file that shows a project to be one: WebAnno puts a number behind its name.
_PROJECT = re.compile(r"exportedproject\d*\.json")
#: What a document looks like before anybody has worked on it.
_NOBODY = "INITIAL_CAS"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of annotations; `whose` and `layer` are empty where its place says nothing of it."""

    files: Files
    name: str
    place: str
    document: str
    whose: str = ""
    layer: str = ""

    def read(self) -> bytes:
        return self.files.read(self.name)


def entries(files: Files, endings: Sequence[str]) -> Iterator[Entry]:
    """The files of annotations, those of one document one after the other. Raises InvalidInput."""
    names = list(files.names)
    if len(names) == 1:
        yield Entry(files, names[0], files.place(names[0]), document_id(names[0]))
        return
    of_project = [name for name in names if _folder(name) in _FOLDERS]
    fitting = [name for name in names if name.lower().endswith(tuple(endings))]
    if _is_project(names) or (fitting and set(fitting) <= set(of_project)):
        yield from _of_project(files, sorted(of_project, key=_document), endings)
        return
    alone = Counter(document_id(name).casefold() for name in fitting)
    for name in fitting:
        own = document_id(name)
        whole = document_id(name.replace("/", "-")) if alone[own.casefold()] > 1 else own
        yield Entry(files, name, files.place(name), whole)


def form_of_project(files: Files) -> str:
    """The name of a file of annotations in a whole project; empty for files that are none."""
    if not _is_project(files.names):
        return ""
    name = next((name for name in files.names if _folder(name) in _FOLDERS), "")
    if not name.lower().endswith(".zip"):
        return name
    try:
        with opened(io.BytesIO(files.read(name)), files.place(name)) as inner:
            return next((each for each in inner.names if not each.lower().endswith("typesystem.xml")), "")
    except InvalidInput:
        # The reading proper tells it.
        return ""


def _is_project(names: Iterable[str]) -> bool:
    return any(_PROJECT.fullmatch(PurePosixPath(name).name) for name in names)


def _of_project(files: Files, names: Iterable[str], endings: Sequence[str]) -> Iterator[Entry]:
    for name in names:
        whose, document = PurePosixPath(name).stem, document_id(_document(name) + ".x")
        layer = _FOLDERS[_folder(name)]
        if whose == _NOBODY:
            continue
        if name.lower().endswith(".zip"):
            with opened(io.BytesIO(files.read(name)), files.place(name)) as inner:
                for each in inner.names:
                    if each.lower().endswith(tuple(endings)):
                        yield Entry(inner, each, inner.place(each), document, whose, layer)
        elif name.lower().endswith(tuple(endings)):
            yield Entry(files, name, files.place(name), document, whose, layer)


def _folder(name: str) -> str:
    return PurePosixPath(name).parts[-3] if len(PurePosixPath(name).parts) >= 3 else ""


def _document(name: str) -> str:
    return PurePosixPath(name).parts[-2]


def united(documents: Iterable[AnnotatedDocument], report: Report) -> Iterator[AnnotatedDocument]:
    """One document with all sets of those that follow each other under one id.

    A set on another text than the first is reported and left out.
    """
    before: AnnotatedDocument | None = None
    for annotated in documents:
        if before is None or before.document.id != annotated.document.id:
            if before is not None:
                yield before
            before = annotated
        elif before.document.text == annotated.document.text:
            before = replace(before, sets=(*before.sets, *annotated.sets))
        else:
            _lose(before.document, annotated, report)
    if before is not None:
        yield before


def _lose(document: Document, other: AnnotatedDocument, report: Report) -> None:
    for annotations in other.sets:
        said = "it is on another text than the sets before"
        report(Loss(document.id, "annotation_set", annotations.annotator, "other_text", said))


def nothing(endings: Sequence[str]) -> InvalidInput:
    """What is wrong with an archive without any such file."""
    return InvalidInput(f"there is no file in it whose name ends in {' or '.join(endings)}", rule="archive")
