"""FoLiA, the Format for Linguistic Annotation: XML in which words have ids and annotations name words. Only read.

As its documentation describes it (“FoLiA: Format for Linguistic Annotation”, versions 1 and 2). Of annotations over
words all are read but those of syntax, unless they are asked for: entities, predicates with their roles, coreference,
statements, sentiments, times, observations.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import ClassVar

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.documents import DOCUMENT_ID, Document, checksum
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.domain.schema import Schema
from annotator.domain.xml_events import walk
from annotator.formats.base import NOTHING, Carries, Loss, Report, Source, Weight, placing, refuse
from annotator.formats.brat.reading import DISCONTINUOUS_HELP, Discontinuous
from annotator.formats.folia.spans import read_spans
from annotator.formats.folia.text import Node, laid
from annotator.formats.folia.unread import tell_unread
from annotator.formats.maps.description import QUIET, Description, heading
from annotator.formats.options import of_reading
from annotator.formats.records.checking import located
from annotator.formats.records.fitting import sound
from annotator.formats.records.layered import LayerOptions
from annotator.formats.records.selection import imported_set
from annotator.formats.sources.annotation_files import Entry, entries, nothing
from annotator.formats.sources.archives import opened
from annotator.formats.sources.files import name_of

_NAMESPACE = "http://ilk.uvt.nl/folia "
_XML = "http://www.w3.org/XML/1998/namespace "
_XLINK = "http://www.w3.org/1999/xlink "
ENDINGS = (".folia.xml", ".xml")


@dataclass(frozen=True, slots=True)
class FoliaOptions(LayerOptions):
    """What becomes of a span that has a gap, besides."""

    discontinuous: Discontinuous = field(default="join", metadata=of_reading(DISCONTINUOUS_HELP))


@dataclass(frozen=True, slots=True)
class Folia:
    """One file a document, in a folder or an archive of them, or alone."""

    options: FoliaOptions = field(default_factory=FoliaOptions)

    id: ClassVar[str] = "folia"
    title: ClassVar[str] = "FoLiA XML"
    suffix: ClassVar[str] = ".folia.xml"
    description: ClassVar[str] = "Documents with annotations over words, as FoLiA's tools write them."
    carries: ClassVar[Carries] = replace(
        NOTHING, text=True, ids=True, meta=True, overlap=True, links=True, attributes=True
    )
    members: ClassVar[tuple[str, ...]] = (suffix,)
    begins: ClassVar[tuple[str, ...]] = (r"(?s)\s*(?:<[?!].*?>\s*)*<FoLiA\b",)

    def read(
        self, source: Source, schema: Schema | None = None, report: Report = refuse, file: str | None = None
    ) -> Iterator[AnnotatedDocument]:
        """The documents; a file that is none is skipped and reported."""
        yield from self._documents(source, schema, report, file, set())

    def describe(self, source: Source, file: str | None = None) -> Description:
        """Which labels have roles: they head events."""
        heads: set[str] = set()
        for _ in self._documents(source, None, QUIET, file, heads):
            pass
        return heading(heads)

    def _documents(
        self, source: Source, schema: Schema | None, report: Report, file: str | None, heads: set[str]
    ) -> Iterator[AnnotatedDocument]:
        file = name_of(source, file)
        with opened(source, file) as files:
            found = not files.names
            for entry in entries(files, ENDINGS):
                found = True
                told = placing(report, entry.place)
                read = partial(self._read, entry, schema, told, heads)
                yield from sound(read, schema, told, entry.place, document=entry.document or None)
            if not found:
                raise located(nothing(ENDINGS[1:]), files.place(files.names[0]), None)

    def _read(self, entry: Entry, schema: Schema | None, report: Report, heads: set[str]) -> AnnotatedDocument:
        root = _tree(entry.read())
        own = root.id if DOCUMENT_ID.fullmatch(root.id) else entry.document.removesuffix(".folia")
        differing: list[Node] = []
        found = laid(root, differing.append)
        document = Document(own or f"text-{checksum(found.text)[:16]}", found.text, _meta(root))
        for node in differing:
            said = f"the text of {node.name} {node.id} is not that of its words: it is made of them"
            report(Loss(document.id, "text", node.id or None, "rebuilt", said, Weight.CHANGED, line=node.line))
        tell_unread(root, report)
        spans, links = read_spans(root, document, found.places, self.options, report, heads)
        base = imported_set(spans, schema, self.options.annotator, self.options.layer)
        return AnnotatedDocument(document, (replace(base, links=tuple(links)).in_order(),))


def _tree(data: bytes) -> Node:
    """The elements of a file; raises InvalidInput for one that is no FoLiA."""
    growing = _Growing()
    walk(data, growing.start, growing.end, growing.text, growing.at)
    root = growing.open[0].children[0]
    if root.name != "FoLiA":
        raise InvalidInput(f"a file of FoLiA has the element FoLiA, not {root.name.split(' ')[-1]}", rule="format")
    return root


class _Growing:
    """A tree that grows as a file is walked through: the elements that are open, the outermost first."""

    def __init__(self) -> None:
        self.open = [Node("", {})]
        self.line = 0

    def at(self, line: int) -> None:
        self.line = line

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        told = {
            key.replace(_XML, "xml:").replace(_XLINK, "xlink:").removeprefix(_NAMESPACE): value
            for key, value in attributes.items()
        }
        node = Node(name.removeprefix(_NAMESPACE), told, self.line)
        if node.name == "br" and self.open[-1].name == "t":
            self.open[-1].text += "\n"
        self.open[-1].children.append(node)
        self.open.append(node)

    def end(self, _: str) -> None:
        node = self.open.pop()
        # The text of an element holds that of the marks of style in it.
        if self._is_text():
            self.open[-1].text += node.text

    def text(self, words: str) -> None:
        if self._is_text() or self.open[-1].name == "meta":
            self.open[-1].text += words

    def _is_text(self) -> bool:
        return self.open[-1].name == "t" or self.open[-1].name.startswith("t-")


def _meta(root: Node) -> dict[str, Json]:
    return {each.attributes["id"]: each.text.strip() for each in root.inside("meta") if each.attributes.get("id")}
