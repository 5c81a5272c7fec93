"""A corpus as it comes into a project: described, brought under the project's schema by a map, its faults told.

Our own format, mere texts, and corpora whose names are those of the schema, are read as they are.
"""

from collections.abc import Callable, Iterator
from itertools import takewhile
from pathlib import Path

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.errors import InvalidInput
from annotator.domain.schema import Schema
from annotator.formats.base import Reader, Report, Source, is_annotated, refuse
from annotator.formats.maps.corpus_map import CorpusMap
from annotator.formats.maps.description import QUIET, Describes, Description, described
from annotator.formats.maps.map_proposal import proposed, same_names
from annotator.formats.maps.mapping import mapped
from annotator.formats.native.format import Native
from annotator.formats.records.foreign_ids import distinct_documents


def describe(
    reader: Reader,
    source: Source,
    file: str | None = None,
    stop: Callable[[AnnotatedDocument], bool] = lambda _: False,
) -> Description:
    """What the corpus says that may be annotated, as far as it can be read: what cannot, the reading proper tells.

    `stop` looks at each document, and ends it when it has seen enough.
    """
    if not is_annotated(reader):
        return Description()
    declared = reader.describe(source, file) if isinstance(reader, Describes) else Description()
    _rewind(source)
    try:
        described(takewhile(lambda annotated: not stop(annotated), reader.read(source, None, QUIET, file)), declared)
    except InvalidInput:
        # The description is then of what stands before the fault.
        pass
    finally:
        _rewind(source)
    return declared


def first_fault(reader: Reader, source: Source, file: str | None = None) -> InvalidInput | None:
    """Why a corpus cannot be read whole, if it cannot."""
    try:
        for _ in reader.read(source, None, refuse, file):
            pass
    except InvalidInput as error:
        return error
    finally:
        _rewind(source)
    return None


def is_ours(reader: Reader, corpus_map: CorpusMap | None, *, guess: bool) -> bool:
    """Whether a corpus is read as it is: in our own format, with nothing to be called otherwise."""
    return isinstance(reader, Native) and corpus_map is None and not guess


def taken(
    reader: Reader,
    source: Source,
    schema: Schema,
    report: Report,
    file: str | None = None,
    *,
    corpus_map: CorpusMap | None = None,
    guess: bool = False,
    apart: bool = False,
) -> Iterator[AnnotatedDocument]:
    """The documents of a corpus under the schema; what does not fit it is told and left out.

    A stream of annotations is read twice, so it must be one that can be. `corpus_map` says what names are here, and
    goes before what is called the same; with `guess` what is proposed is taken too. With `apart` a text that comes
    again is another document.
    """
    if is_ours(reader, corpus_map, guess=guess) or not is_annotated(reader):
        yield from reader.read(source, schema, report, file)
        return
    found = _taken(reader, source, schema, report, file, corpus_map, guess)
    yield from distinct_documents(found, report, apart=apart)


def _taken(
    reader: Reader,
    source: Source,
    schema: Schema,
    report: Report,
    file: str | None,
    corpus_map: CorpusMap | None,
    guess: bool,
) -> Iterator[AnnotatedDocument]:
    description = describe(reader, source, file)
    if corpus_map is None and not guess and all(schema.label(name) for name in description.labels):
        yield from reader.read(source, schema, report, file)
        return
    rules = (proposed if guess else same_names)(description, schema)
    if corpus_map is not None:
        rules = corpus_map.over(rules)
    yield from mapped(reader.read(source, None, report, file), rules, schema, report)


def _rewind(source: Source) -> None:
    if not isinstance(source, Path):
        source.seek(0)
