"""The annotations in the cells of WebAnno TSV: spans over several rows, slots, relations and chains."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.domain.annotations import Link, Span
from annotator.domain.errors import InvalidInput
from annotator.formats.places.tokens import Token
from annotator.formats.records.layered import Layered
from annotator.formats.webanno_tsv.escapes import split, unescaped_value
from annotator.formats.webanno_tsv.reading import Column, Layer, RawFile, RawRow

_NUMBERED = re.compile(r"(.*?)\[(\d{1,9})\]", re.DOTALL)
_CHAINED = re.compile(r"(.*?)->(\d{1,9})-(\d{1,9})", re.DOTALL)
_FROM = re.compile(r"(\d+-\d+(?:\.\d+)?)(?:\[(\d{1,9})(?:_(\d{1,9}))?\])?")
_NOTHING = ("", "_")
#: The type of annotations of all layers, and how that of tokens ends, which no column is of: each row is one.
_ANY, _TOKEN = "uima.tcas.Annotation", "segmentation.type.Token"


@dataclass(slots=True)
class Found:
    """An annotation as rows tell it, bit by bit."""

    layer: Layer
    start: int
    end: int
    features: dict[str, str] = field(default_factory=dict)
    #: Slots: the feature, the role, and what it points at.
    slots: list[tuple[str, str, str, str]] = field(default_factory=list)
    number: int | None = None
    #: On how many rows it stands.
    rows: int = 1
    #: Whether it was made a span, and which one it is, if it could be.
    is_taken: bool = False
    span: str | None = None
    #: Where it begins in the file.
    line: int = 0


def read_layers(file: RawFile, places: Mapping[int, Token], into: Layered) -> tuple[list[Span], list[Link]]:
    """The spans and links of the file; raises InvalidInput with the line."""
    reading = _Reading(file, places, into)
    for sentence in file.sentences:
        for row in sentence.rows:
            try:
                reading.add(row)
            except InvalidInput as error:
                raise InvalidInput(error.message, rule=error.rule, line=row.line) from None
    reading.finish()
    return into.spans, into.links


class _Reading:
    def __init__(self, file: RawFile, places: Mapping[int, Token], into: Layered) -> None:
        self.places, self.into = places, into
        read = [layer for layer in file.layers if into.reads(layer.type)]
        #: Types that relations and slots which are read stand on: of those not read only that much is.
        ends = {column.target for layer in read for column in layer.columns if column.target}
        self.layers = read + [layer for layer in file.layers if layer not in read and layer.type in ends]
        self.found: list[Found] = []
        #: By the number that all rows of an annotation bear; numbers count through the file.
        self.numbered: dict[tuple[str, int], Found] = {}
        self.any_numbered: dict[int, Found] = {}
        #: By the row that they begin in.
        self.begun: dict[tuple[str, str], list[Found]] = {}
        self.tokens = {name for name in ends if name.endswith(_TOKEN)} - {layer.type for layer in file.layers}
        self.read = {layer.type for layer in read}
        self.relations: list[tuple[Layer, RawRow, str, dict[str, str]]] = []
        self.chains: dict[str, dict[tuple[int, int], Found]] = {}

    def add(self, row: RawRow) -> None:
        for type_ in self.tokens:
            place = self.places[row.line]
            found = Found(Layer("SP", type_, (), 0), place.start, place.end, line=row.line)
            self.begun[type_, row.name] = [found]
        for layer in self.layers:
            cells = row.cells[layer.at : layer.at + len(layer.columns)]
            if all(cell in _NOTHING for cell in cells):
                continue
            columns = [list(split(cell, "|")) if cell not in _NOTHING else [] for cell in cells]
            for values in _stacked(columns):
                {"SP": self._span, "RL": self._relation, "CH": self._chain}[layer.kind](layer, row, values)

    def _span(self, layer: Layer, row: RawRow, values: Sequence[str]) -> None:
        number: int | None = None
        features: dict[str, str] = {}
        slots: list[tuple[str, str, str, str]] = []
        for at, (column, value) in enumerate(zip(layer.columns, values, strict=True)):
            if column.kind == "targets":
                slots += _slots(column, values[at - 1], value)
                continue
            told, said = _numbered(value)
            number = number or said
            if column.kind == "feature" and told not in ("*", *_NOTHING):
                features[column.name] = unescaped_value(told)
        found = self._at(layer, row, number)
        found.features.update(features)
        found.slots += slots if len(found.slots) < len(slots) else []

    def _at(self, layer: Layer, row: RawRow, number: int | None) -> Found:
        place = self.places[row.line]
        found = self.numbered.get((layer.type, number)) if number is not None else None
        if found is None:
            found = Found(layer, place.start, place.end, line=row.line, number=number)
            self.found.append(found)
            for type_ in (layer.type, _ANY):
                self.begun.setdefault((type_, row.name), []).append(found)
            if number is not None:
                self.numbered[layer.type, number] = found
                self.any_numbered.setdefault(number, found)
        else:
            # The last row tells where it ends: what covers a part of a token may stand on the whole one, too.
            found.start, found.end = min(found.start, place.start), place.end
            found.rows += 1
        return found

    def _relation(self, layer: Layer, row: RawRow, values: Sequence[str]) -> None:
        features, source = {}, ""
        for column, value in zip(layer.columns, values, strict=True):
            if column.kind == "from":
                source = value
            elif value not in ("*", *_NOTHING):
                features[column.name] = unescaped_value(value)
        self.relations.append((layer, row, source, features))

    def _chain(self, layer: Layer, row: RawRow, values: Sequence[str]) -> None:
        told: dict[str, str] = {}
        key: tuple[int, int] | None = None
        for column, value in zip(layer.columns, values, strict=True):
            chained = _CHAINED.fullmatch(value)
            if chained is not None:
                key = int(chained.group(2)), int(chained.group(3))
            said = chained.group(1) if chained else _numbered(value)[0]
            if said not in ("*", *_NOTHING):
                told[column.name] = unescaped_value(said)
        if key is None:
            raise InvalidInput(f"{layer.type}: an element of a chain says which, as in coref->1-2", rule="chain")
        place = self.places[row.line]
        found = self.chains.setdefault(layer.type, {}).setdefault(
            key, Found(layer, place.start, place.end, line=row.line)
        )
        found.start, found.end = min(found.start, place.start), place.end
        found.features.update(told)

    def finish(self) -> None:
        """All spans, then what links them."""
        for found in self.found:
            if found.layer.type in self.read:
                self._span_of(found)
        for found in self.found:
            for feature, role, target, kind in found.slots:
                to = self._span_of(self._named(kind, target))
                self.into.line = found.line
                self.into.link(found.layer.type, found.span, to, {}, role or feature)
        for layer, row, source, features in self.relations:
            self._relate(layer, row, source, features)
        for type_, elements in self.chains.items():
            self._link_chains(type_, elements)

    def _span_of(self, found: Found | None) -> str | None:
        """The span that an annotation is; None where there is none."""
        if found is None or found.is_taken:
            return found.span if found else None
        found.is_taken, self.into.line = True, found.line
        found.span = self.into.span(found.layer.type, found.start, found.end, found.features)
        if found.span is not None and any(column.kind == "roles" for column in found.layer.columns):
            self.into.heads.add(self.into.spans[-1].label)
        return found.span

    def _relate(self, layer: Layer, row: RawRow, source: str, features: Mapping[str, str]) -> None:
        base = next((column.target for column in layer.columns if column.kind == "from"), "")
        told = _FROM.fullmatch(source)
        from_, to = self._named(base, source), self._alone(base, row.name)
        if told is not None and told.group(3) not in (None, "0"):
            to = self.numbered.get((base, int(told.group(3)))) or self.any_numbered.get(int(told.group(3)))
        ends = self._span_of(from_), self._span_of(to)
        self.into.line = row.line
        self.into.link(layer.type, *ends, features)

    def _named(self, type_: str, reference: str) -> Found | None:
        """The annotation that a cell refers to: by its number, else as the one of that type in that row."""
        told = _FROM.fullmatch(reference)
        if told is None:
            return None
        number = int(told.group(2) or 0)
        if number:
            return self.numbered.get((type_, number)) or self.any_numbered.get(number)
        if type_ != _ANY:
            return self._alone(type_, told.group(1))
        # Of which layer it is the file does not say, but where only one begins in the row that needs no number.
        begun = self.begun.get((_ANY, told.group(1)), [])
        begun = [found for found in begun if found.number is None] or begun
        return begun[0] if len(begun) == 1 else None

    def _alone(self, type_: str, row: str) -> Found | None:
        """The annotation of a type that a row names without a number, as it does what stands on that row alone."""
        begun = self.begun.get((type_, row), [])
        return min(begun, key=lambda found: (found.number is not None, found.rows > 1), default=None)

    def _link_chains(self, type_: str, elements: Mapping[tuple[int, int], Found]) -> None:
        before: tuple[int, str | None, str] | None = None
        for (chain, _), found in sorted(elements.items(), key=lambda each: each[0]):
            self.into.line = found.line
            relation = found.features.pop("referenceRelation", "")
            span = self.into.span(type_, found.start, found.end, found.features)
            if before is not None and before[0] == chain:
                self.into.link(type_, before[1], span, {}, before[2])
            before = chain, span, relation


def _stacked(columns: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """The annotations that stand on a row, each with its values by column."""
    for number in range(max(map(len, columns), default=0)):
        yield [column[number] if number < len(column) else "_" for column in columns]


def _numbered(value: str) -> tuple[str, int | None]:
    found = _NUMBERED.fullmatch(value)
    if found is None or (len(found.group(1)) - len(found.group(1).rstrip("\\"))) % 2:
        return value, None
    return found.group(1), int(found.group(2))


def _slots(column: Column, roles: str, targets: str) -> Iterator[tuple[str, str, str, str]]:
    named = list(split(_numbered(roles)[0], ";"))
    for at, target in enumerate(split(targets, ";")):
        if target not in ("*", *_NOTHING):
            role = named[at] if at < len(named) else ""
            yield column.name, "" if role in ("*", *_NOTHING) else unescaped_value(role), target, column.target
