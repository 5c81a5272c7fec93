"""A document as WebAnno TSV 3.3: sentences, a token a row, and below it the parts that spans begin or end with.

Every annotation has a number, by which the rows that it covers, and what is linked to it, name it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.domain.annotations import AnnotatedDocument, Link, Span
from annotator.formats.places.sentenced import Sentenced
from annotator.formats.places.tokens import Token
from annotator.formats.places.utf16 import Utf16
from annotator.formats.records.features import ID, LABEL, ROLE, features_of, names_of, written
from annotator.formats.records.layered import LINK, SPAN
from annotator.formats.webanno_tsv.escapes import escaped_text, escaped_value

HEAD = "#FORMAT=WebAnno TSV 3.3"
#: A comment between sentences, which WebAnno passes over: the id of a document that no file's name can be.
DOCUMENT = "#Document.id="
EMPTY, NO_VALUE, STACKED = "_", "*", "|"


@dataclass(slots=True)
class Row:
    """A token, or a part of one, with the spans on it and the links that end in it."""

    name: str
    place: Token
    spans: list[Span] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


class Sheet:
    """The rows of a document with one set."""

    def __init__(self, annotated: AnnotatedDocument, tokens: Sentenced) -> None:
        self._document, self._set = annotated.document, annotated.sets[0]
        text = self._document.text
        self._counting = Utf16(text)
        self._sentences = [list(sentence) for sentence in tokens.sentences] or ([[]] if text else [])
        self._with_head()
        self._tokens = [token for sentence in self._sentences for token in sentence]
        #: By token the rows that anything stands on: itself, and parts of it.
        self._parts: dict[Token, dict[Token, Row]] = {}
        self._numbers = {span.id: number for number, span in enumerate(self._set.spans, start=1)}
        self._first: dict[str, Row] = {}
        # Once a span: it stands on as many rows as it has words.
        self._told = {span.id: self._features(span) for span in self._set.spans}

    def text(self, named: bool) -> str:
        """The file; `named` when its name tells the document's id."""
        features = names_of(self._set.spans)
        lines = [HEAD, "|".join([f"#T_SP={SPAN}", ID, LABEL, *features])]
        if self._set.links:
            lines.append("|".join([f"#T_RL={LINK}", ID, ROLE, f"BT_{SPAN}"]))
        lines += [""]
        sentences = self._rows()
        # Most rows: nothing stands on them.
        bare = "\t".join([EMPTY] * (2 + len(features) + (3 if self._set.links else 0)))
        if not named:
            lines += ["", DOCUMENT + escaped_text(self._document.id)]
        for number, rows in enumerate(sentences):
            lines += [""] if number or named else []
            lines += [f"#Text={escaped_text(line)}" for line in self._sentence(number).split("\n")]
            lines += [f"{self._head(row)}\t{self._cells(row, features) if row.spans else bare}\t" for row in rows]
        return "\n".join([*lines, ""])

    def _with_head(self) -> None:
        """A sentence begins with its first token; before the first one only spaces may stand, so others are a token."""
        text = self._document.text
        first = self._sentences[0][0].start if self._sentences and self._sentences[0] else len(text)
        if text[:first].strip(" ") or (first and first == len(text)):
            self._sentences[0].insert(0, Token(0, first))

    def _sentence(self, number: int) -> str:
        """The text of a sentence: up to the next, but for a line break with spaces, which readers put there again."""
        text, start = self._document.text, self._sentences[number][0].start
        if number + 1 == len(self._sentences):
            return text[start:]
        end, behind = self._sentences[number][-1].end, self._sentences[number + 1][0].start
        gap = text[end:behind]
        return text[start:end] if gap[:1] == "\n" and not gap[1:].strip(" ") else text[start:behind]

    def _rows(self) -> list[list[Row]]:
        for span in self._set.spans:
            for row in self._units(span):
                row.spans.append(span)
                self._first.setdefault(span.id, row)
        for link in self._set.links:
            self._first[link.to_id].links.append(link)
        found = []
        for at, sentence in enumerate(self._sentences, start=1):
            rows: list[Row] = []
            for number, token in enumerate(sentence, start=1):
                parts = self._parts.get(token, {})
                whole = parts.pop(token, None) or Row("", token)
                whole.name = f"{at}-{number}"
                rows.append(whole)
                for part, place in enumerate(sorted(parts) if parts else (), start=1):
                    parts[place].name = f"{whole.name}.{part}"
                    rows.append(parts[place])
            found.append(rows)
        return found

    def _units(self, span: Span) -> Iterator[Row]:
        for token in covered(self._tokens, span):
            place = Token(max(token.start, span.start), min(token.end, span.end))
            yield self._parts.setdefault(token, {}).setdefault(place, Row("", place))

    def _head(self, row: Row) -> str:
        """Which row it is, its place and its word. Only what stands before the first word has to be escaped."""
        start, end = row.place
        word = self._document.text[start:end]
        parts_itself = "\n" in word or "\t" in word or "\r" in word
        place = f"{self._counting.from_points(start)}-{self._counting.from_points(end)}"
        return f"{row.name}\t{place}\t{escaped_text(word) if parts_itself else word}"

    def _cells(self, row: Row, features: Sequence[str]) -> str:
        cells = []
        told = [self._told[span.id] for span in row.spans]
        for name in (ID, LABEL, *features):
            cells.append(self._cell(told, name, [f"[{self._numbers[span.id]}]" for span in row.spans]))
        if self._set.links:
            links = [
                {ID: written(link.id, self._document.id), ROLE: written(link.role, self._document.id)}
                for link in row.links
            ]
            cells += [self._cell(links, name, [""] * len(links)) for name in (ID, ROLE)]
            cells.append(STACKED.join(self._from(link) for link in row.links) or EMPTY)
        return "\t".join(cells)

    def _features(self, span: Span) -> Mapping[str, str]:
        own = {ID: written(span.id, self._document.id), LABEL: written(span.label, self._document.id)}
        return own | features_of(span.attributes, self._document.id)

    def _cell(self, told: Sequence[Mapping[str, str]], name: str, numbers: Sequence[str]) -> str:
        if not told:
            return EMPTY
        values = (
            (escaped_value(each[name]) if name in each else NO_VALUE) + number
            for each, number in zip(told, numbers, strict=True)
        )
        return STACKED.join(values)

    def _from(self, link: Link) -> str:
        return f"{self._first[link.from_id].name}[{self._numbers[link.from_id]}_{self._numbers[link.to_id]}]"


def covered(tokens: Sequence[Token], span: Span) -> Sequence[Token]:
    """The tokens that a span covers, wholly or in part."""
    first = bisect_right(tokens, span.start, key=lambda token: token.end)
    return tokens[first : bisect_left(tokens, span.end, key=lambda token: token.start)]
