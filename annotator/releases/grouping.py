"""Which documents of a corpus belong together: near-duplicates, the same wire story, the same event."""

from collections.abc import Generator, Mapping

from annotator.domain.annotations import SchemaRef
from annotator.domain.schema import Schema
from annotator.releases.corpus import Corpus
from annotator.releases.happenings import Happenings, happenings
from annotator.releases.joined import Joined
from annotator.releases.near_duplicates import Signatures, join_near
from annotator.releases.plan import Tie, Ties
from annotator.releases.steps import Progress
from annotator.releases.wires import Wires, marks_of

#: Candidates between two words about how far it is.
_OFTEN = 256


def joined_documents(
    corpus: Corpus, schemas: Mapping[SchemaRef, Schema], ties: Ties
) -> Generator[Progress, None, Joined]:
    """Join all that belongs together, in two goes over the corpus; a signature a document is what is held.

    Raises Unavailable when near-duplicates are asked for and cannot be found here.
    """
    joined = Joined(len(corpus))
    wires = Wires() if Tie.WIRE in ties.by else None
    events = Happenings() if Tie.EVENT in ties.by else None
    signatures = Signatures() if Tie.NEAR in ties.by else None
    for number, annotated in enumerate(corpus):
        if wires:
            wires.join(joined, number, marks_of(annotated.document))
        if events:
            events.join(joined, number, happenings(annotated, schemas))
        if signatures is not None:
            signatures.add(annotated.document.text)
        yield Progress("reading", number + 1, len(corpus))
    if signatures is not None:
        for looked_at in join_near(joined, signatures, lambda each: corpus[each].document.text, ties.similarity):
            if looked_at % _OFTEN == 0:
                yield Progress("comparing", looked_at, None)
    return joined
