"""What an import would bring: the first documents, the names of the corpus, and what is wrong with it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from annotator.domain.annotations import AnnotatedDocument, Span
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.domain.schema import Schema
from annotator.formats.base import Loss, Weight
from annotator.formats.faults import Faults, told
from annotator.formats.losses import Losses
from annotator.formats.maps.description import Describes, Description
from annotator.formats.maps.mapping import mapped
from annotator.formats.native.format import Native
from annotator.formats.places.flattening import flatten
from annotator.formats.sources.finding import Found
from annotator.services.name_choices import NameChoice, map_of, names

#: So far is looked into each file; so many documents and characters of each are shown.
LOOK_INTO, SHOWN, CHARACTERS = 500, 3, 700


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, with the label of the span that it is; "" for one of none."""

    words: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """The beginning of a document."""

    id: str
    title: str
    pieces: Sequence[Piece]
    spans: int
    links: int


@dataclass(slots=True)
class FilePreview:
    """What a file brings, as far as it was looked into."""

    name: str
    format: str
    documents: int = 0
    is_whole: bool = True
    samples: list[Sample] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    number_of_faults: int = 0
    #: What is no fault, but does not come as it stands there: a table as `Losses` makes it.
    changes: list[Json] = field(default_factory=list)


@dataclass(slots=True)
class Preview:
    """All files that were sent, and the names in them, by what they name."""

    files: list[FilePreview] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    names: dict[str, list[NameChoice]] = field(default_factory=dict)
    error: str = ""


def preview(parts: Iterable[Found], schema: Schema, chosen: Mapping[str, str]) -> Preview:
    """Look into each part; `chosen` is what people have made of names so far, by the keys of `NameChoice`."""
    found, description = Preview(), Description()
    looked: list[tuple[Found, FilePreview, list[AnnotatedDocument], _Told]] = []
    for part in parts:
        shown, records, faults = FilePreview(part.name, part.reader.title), list[AnnotatedDocument](), _Told()
        try:
            records = _records(part, schema, shown, faults, description)
        except InvalidInput as error:
            error.file = error.file or part.name
            shown.faults.append(str(error))
            shown.number_of_faults += 1
        looked.append((part, shown, records, faults))
        found.files.append(shown)
    found.names = names(description, schema, chosen)
    rules = map_of(found.names)
    for part, shown, records, faults in looked:
        if not isinstance(part.reader, Native):
            records = list(mapped(records, rules, schema, faults.take))
        shown.samples = [_sample(each) for each in records[:SHOWN]]
        faults.show(shown)
    return found


class _Told:
    """What is told of a file: its faults, and apart from them what is changed or left out as asked."""

    def __init__(self) -> None:
        self._changes = Losses()
        self._faults = Faults()

    def take(self, loss: Loss) -> None:
        (self._faults if loss.weight is Weight.LOST else self._changes).take(loss)

    def show(self, shown: FilePreview) -> None:
        shown.faults += [told(loss) for loss in self._faults.first]
        shown.number_of_faults += self._faults.number
        shown.changes = self._changes.as_json()


def _records(
    part: Found, schema: Schema, shown: FilePreview, faults: _Told, description: Description
) -> list[AnnotatedDocument]:
    """The first documents, as they are called there, and what is met in them added to the description."""
    is_native = isinstance(part.reader, Native)
    declared = part.reader.describe(part.open(), part.name) if isinstance(part.reader, Describes) else Description()
    read = part.reader.read(part.open(), schema if is_native else None, faults.take, part.name)
    records = list(islice(read, LOOK_INTO))
    shown.documents = len(records)
    shown.is_whole = next(read, None) is None if len(records) == LOOK_INTO else True
    if not is_native:
        for each in records:
            declared.add(each)
        description.join(declared)
    return records


def _sample(annotated: AnnotatedDocument) -> Sample:
    document = annotated.document
    annotations = annotated.sets[0] if annotated.sets else None
    spans = annotations.spans if annotations else ()
    kept, _ = flatten(spans, "longest")
    links = len(annotations.links) if annotations else 0
    return Sample(document.id, document.title, list(_pieces(document.text, kept)), len(spans), links)


def _pieces(text: str, spans: Iterable[Span]) -> Iterator[Piece]:
    at, end = 0, min(len(text), CHARACTERS)
    for span in spans:
        if span.start >= end:
            break
        yield Piece(text[at : span.start])
        yield Piece(text[span.start : span.end], span.label)
        at = span.end
    if at < end:
        yield Piece(text[at:end] + ("…" if end < len(text) else ""))


def sent_files(folder: Path) -> list[str]:
    """The names of the files that were sent, in order."""
    return sorted(path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
