"""A document as columns hold it: sentences of words with a tag for each, and what comments said of its text.

Beside tags there may be mentions of chains.

The text is the words with single spaces between and a line for each sentence, unless comments say it exactly.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from annotator.domain.annotations import Link, Span
from annotator.formats.columns.chains import Mention, links_of
from annotator.formats.columns.tags import stretches
from annotator.formats.places.sentenced import aligned, rebuilt
from annotator.formats.places.tokens import Token


@dataclass(slots=True)
class Sentence:
    """Words, and for each the tags in every column of tags."""

    words: list[str] = field(default_factory=list)
    tags: list[tuple[str, ...]] = field(default_factory=list)
    #: Of each word, what follows it, where that is known.
    gaps: list[str] = field(default_factory=list)
    #: Of each word, the line in which it stands.
    lines: list[int] = field(default_factory=list)
    #: Its text without the line break behind it, and with everything up to the next sentence.
    text: str | None = None
    exact: str | None = None
    line: int = 0
    #: Of words numbered in the sentence.
    mentions: list[Mention] = field(default_factory=list)

    def placed(self) -> tuple[str, list[Token]] | None:
        """Its text, and where its words stand; None if they do not stand in the text that it says."""
        said = self.text if self.exact is None else self.exact
        if said is None and any(gap != " " for gap in self.gaps[:-1]):
            said = "".join(chain(*zip(self.words, [*self.gaps[:-1], ""], strict=True)))
        if said is None:
            return rebuilt([self.words])
        places = aligned(said, self.words)
        return None if places is None else (said, places)


@dataclass(slots=True)
class Sheet:
    """A document: where it begins in its file, its id if it says one, its sentences."""

    line: int = 1
    id: str | None = None
    sentences: list[Sentence] = field(default_factory=list)
    #: The text of a document without any sentence.
    lead: str = ""


def text_of(sheet: Sheet, unplaced: list[Sentence]) -> tuple[str, list[Token]]:
    """The text, and the place of each word; sentences that are not made of their words are added to `unplaced`."""
    parts, places, at = [sheet.lead], [], len(sheet.lead)
    for index, sentence in enumerate(sheet.sentences):
        found = sentence.placed()
        if found is None:
            unplaced.append(sentence)
        text, own = found or rebuilt([sentence.words])
        if (sentence.exact is None or found is None) and index + 1 < len(sheet.sentences):
            text += "\n"
        places += [Token(at + place.start, at + place.end) for place in own]
        parts.append(text)
        at += len(text)
    return "".join(parts), places


def annotations_of(sheet: Sheet, text: str, places: Sequence[Token]) -> tuple[list[Span], list[Link]]:
    """The spans that tags and brackets say, in text order, numbered, and what links those of a chain."""
    found = sorted(_mentions(sheet), key=lambda each: (each.first, -each.end))
    spans = []
    for number, each in enumerate(found, start=1):
        start, stop = places[each.first].start, places[each.end - 1].end
        spans.append(Span(f"s{number}", each.label, start, stop, text[start:stop], dict(each.attributes), "import"))
    return spans, list(links_of([(span.id, each) for span, each in zip(spans, found, strict=True)]))


def _mentions(sheet: Sheet) -> Iterator[Mention]:
    at = 0
    for sentence in sheet.sentences:
        for column in zip(*sentence.tags, strict=True):
            for label, first, end in stretches(column):
                yield Mention(label, at + first, at + end)
        for mention in sentence.mentions:
            yield replace(mention, first=at + mention.first, end=at + mention.end)
        at += len(sentence.words)
