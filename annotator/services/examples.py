"""Examples out of gold: how words like these were labelled before, in their sentences."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import regex
from sqlmodel import Session

from annotator.domain.annotations import Span
from annotator.domain.json import Json
from annotator.domain.people import Person
from annotator.domain.permissions import Action
from annotator.domain.sentences import sentences
from annotator.domain.tokens import tokenize
from annotator.services.projects import get_project, row_of
from annotator.store import examples
from annotator.store.examples import GoldSpan, Source

#: How many are shown.
MANY = 3
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of a gold document; `start` and `end` of the span count from the sentence's own start."""

    document: str
    title: str
    sentence: str
    label: str
    start: int
    end: int
    attributes: dict[str, Json]


def find_examples(
    session: Session, person: Person, slug: str, *, label: str, words: str, besides: str = ""
) -> list[Example]:
    """The gold spans of that label nearest to these words; of equals those in the language of `besides` first.

    Never of a document that this person is at work on, nor of the document `besides`.
    """
    project = get_project(session, person, slug, Action.SEE_PROJECT)
    found = examples.gold_spans(session, row_of(project), label, person.id, besides)
    rows = sorted({span.document for span in found})
    languages, own = examples.languages(session, row_of(project), rows, besides)
    likeness = Likeness(words)
    nearest = _nearest(found, lambda span: (*likeness.of(span.quote), bool(own) and languages[span.document] == own))
    texts = examples.sources(session, sorted({span.document for span in nearest}))
    return [_example(span, texts[span.document]) for span in nearest]


def _nearest(found: Iterable[GoldSpan], likeness: Callable[[GoldSpan], tuple[float, ...]]) -> list[GoldSpan]:
    """The first few of the likest, another document each while there are any, and no words of one twice."""
    # Sorting is stable: what is as like as another stays in its order, newest first.
    ranked = sorted(found, key=likeness, reverse=True)
    chosen: dict[tuple[int, str], GoldSpan] = {}
    documents: set[int] = set()
    for is_again in (False, True):
        for span in ranked:
            same = (span.document, span.quote.casefold())
            if len(chosen) < MANY and same not in chosen and (span.document in documents) is is_again:
                chosen[same] = span
                documents.add(span.document)
    return sorted(chosen.values(), key=likeness, reverse=True)


class Likeness:
    """How like some words are to given ones: the words they share count before the letters they share."""

    def __init__(self, words: str) -> None:
        self._words, self._letters = _parts(words)
        self._known: dict[str, tuple[float, float]] = {}

    def of(self, quote: str) -> tuple[float, float]:
        found = self._known.get(quote)
        if found is None:
            words, letters = _parts(quote)
            found = self._known[quote] = (_shared(self._words, words), _shared(self._letters, letters))
        return found


def _parts(words: str) -> tuple[frozenset[str], frozenset[str]]:
    folded = _WORD.findall(words.casefold())
    line = f" {' '.join(folded)} "
    return frozenset(folded), frozenset(line[at : at + 3] for at in range(len(line) - 2))


def _shared(these: frozenset[str], those: frozenset[str]) -> float:
    """Dice's coefficient; 0 where both are empty."""
    both = len(these) + len(those)
    return 2 * len(these & those) / both if both else 0.0


def _example(span: GoldSpan, source: Source) -> Example:
    start, end = _sentence(source.text, span)
    return Example(
        document=source.key,
        title=source.title,
        sentence=source.text[start:end],
        label=span.label,
        start=span.start - start,
        end=span.end - start,
        attributes=span.values(),
    )


def _sentence(text: str, span: GoldSpan) -> tuple[int, int]:
    """The sentence around a span, without the line breaks at its ends."""
    # A line break ends a sentence: the lines that the span touches are all that has to be read.
    first = text.rfind("\n", 0, span.start) + 1
    last = text.find("\n", span.end)
    line = text[first : last if last >= 0 else len(text)]
    here = Span("", span.label, span.start - first, span.end - first, span.quote)
    for tokens in sentences(line, tokenize(line), [here]):
        start, end = first + tokens[0].start, first + tokens[-1].end
        if start <= span.start and span.end <= end:
            return start, end
    return span.start, span.end
