"""A corpus written and counted."""

from collections.abc import Iterable, Iterator

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.schema import Schema
from annotator.formats.base import Destination, Writer
from annotator.formats.losses import Losses
from annotator.formats.records.selection import Written


def write_corpus(
    writer: Writer, corpus: Iterable[AnnotatedDocument], out: Destination, schema: Schema | None, losses: Losses
) -> Written:
    """Write the corpus; `losses` takes each loss. How much stands in what was written."""
    count = Written()

    def counted() -> Iterator[AnnotatedDocument]:
        for annotated in corpus:
            count.add(annotated, writer.carries)
            yield annotated

    for loss in writer.write(counted(), out, schema):
        losses.take(loss)
        count.take(loss)
    return count
