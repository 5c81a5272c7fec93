"""The lines of brat's standoff files (.ann, .a1, .a2): text-bound, event, relation, equivalence, attribute, note.

From brat's "Standoff format" and the parser of its server. Lines end at line feeds alone; a field ends at a tab.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from annotator.domain.errors import InvalidInput
from annotator.formats.sources.stories import no_encoding

#: What a type, a role or a value of brat may be made of: no spaces, and no sign that parts a line.
NAME = re.compile(r"[^\s:;|,<>]+")
#: A label and pairs of offsets. brat's own labels are one word; files that others made for it have spaces in them.
_PLACED = re.compile(r"(\S+(?:\s+[^\s\d]\S*)*)\s+(\d{1,9}\s+\d{1,9}(?:\s*;\s*\d{1,9}\s+\d{1,9})*)\s*")
_DIGITS = re.compile(r"\d+$")
#: What files of shared tasks name the two ends of a normalization.
_ANNOTATION, _REFERENT = "Annotation:", "Referent:"


@dataclass(frozen=True, slots=True)
class TextBound:
    """`T1	Label 0 4;9 12	words`: pieces of the text."""

    id: str
    label: str
    pieces: tuple[tuple[int, int], ...]
    quote: str


@dataclass(frozen=True, slots=True)
class Event:
    """`E1	Label:T1 Role:T2 Role2:E3`: arguments by role, numbers behind repeated roles taken off."""

    id: str
    label: str
    trigger: str
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """`R1	Role Arg1:T1 Arg2:T2`, or an event without a trigger: `E1	Role Agent:T1 Target:T2`.

    `further` are arguments beside the two ends, by role.
    """

    id: str
    role: str
    ends: tuple[str, str]
    further: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Equivalence:
    """`*	Equiv T1 T2 T3`: without direction, and without an id."""

    role: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attribute:
    """`A1	Name T1 value`; without a value it is true. `M` is the older letter for it."""

    id: str
    name: str
    target: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Normalization:
    """`N1	Name T1 base:entry	words`, or `N1	Base Annotation:T1 Referent:entry`: an entry of a data base."""

    id: str
    name: str
    target: str
    base: str
    entry: str
    words: str


@dataclass(frozen=True, slots=True)
class Note:
    """`#1	AnnotatorNotes T1	words`."""

    id: str
    kind: str
    target: str
    words: str


Line: TypeAlias = TextBound | Event | Relation | Equivalence | Attribute | Normalization | Note


def lines(data: bytes, encoding: str = "utf-8") -> Iterator[tuple[int, Line | InvalidInput]]:
    """Each line with its number, or what is wrong with it; raises InvalidInput where there is no such encoding."""
    for number, raw in enumerate(data.split(b"\n"), start=1):
        try:
            text = raw.decode(encoding).removeprefix("\ufeff" if number == 1 else "").rstrip("\r")
        except UnicodeDecodeError as error:
            said = f"not {encoding.upper()}: byte {error.start + 1} of the line"
            yield number, InvalidInput(said, rule="encoding")
            continue
        except LookupError:
            raise no_encoding(encoding) from None
        if not text.strip():
            continue
        try:
            yield number, _line(text)
        except InvalidInput as error:
            yield number, error


def _line(text: str) -> Line:
    item_id, *rest = text.split("\t", 2)
    if not rest or not item_id:
        raise _wrong(text, "an id, a tab and what is said")
    said, words = rest[0], rest[1] if len(rest) > 1 else ""
    take = _KINDS.get(item_id[0])
    if take is None:
        raise _wrong(text, "a line of one of T, E, R, *, A, M, N and #")
    return take(item_id, said, words)


def _text_bound(item_id: str, said: str, words: str) -> TextBound:
    found = _PLACED.fullmatch(said)
    if found is None:
        raise _wrong(said, "a label and pairs of offsets, with semicolons between")
    pieces = (piece.split() for piece in found[2].split(";"))
    return TextBound(item_id, found[1], tuple((int(start), int(end)) for start, end in pieces), words)


def _event(item_id: str, said: str, words: str) -> Event | Relation:
    head, *arguments = said.split() or [""]
    if ":" not in head:
        return _relation(item_id, said, words)
    label, trigger = _pair(head, said)
    return Event(item_id, label, trigger, tuple(_roles(_pair(each, said) for each in arguments)))


def _roles(arguments: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for role, target in arguments:
        yield _DIGITS.sub("", role) or role, target


def _relation(item_id: str, said: str, words: str) -> Relation:
    # Some programs put a tab between the role and its ends.
    role, *arguments = (said if ":" in said else f"{said} {words}").split() or [""]
    pairs = [_pair(each, said) for each in arguments]
    if len(pairs) < 2:
        raise _wrong(said, "a trigger, or two spans that are joined,")
    (_, one), (_, other), *further = pairs
    return Relation(item_id, role, (one, other), tuple(_roles(further)))


def _equivalence(_: str, said: str, __: str) -> Equivalence:
    role, *members = said.split() or [""]
    return Equivalence(role, tuple(members))


def _attribute(item_id: str, said: str, _: str) -> Attribute:
    name, target, *value = _parts(said, 2, 3, "an attribute names what it is said of, and at most one value")
    return Attribute(item_id, name, target, value[0] if value else None)


def _normalization(item_id: str, said: str, words: str) -> Normalization:
    name, target, reference = _parts(said, 3, 3, "a normalization names a span and an entry")
    if reference.startswith(_REFERENT):
        return Normalization(
            item_id, name, target.removeprefix(_ANNOTATION), name, reference.removeprefix(_REFERENT), words
        )
    base, colon, entry = reference.partition(":")
    if not colon:
        raise _wrong(said, "an entry as base:entry")
    return Normalization(item_id, name, target, base, entry, words)


def _note(item_id: str, said: str, words: str) -> Note:
    kind, target = _parts(said, 2, 2, "a note names its kind and what it is on")
    return Note(item_id, kind, target, words)


_KINDS: Mapping[str, Callable[[str, str, str], Line]] = {
    "T": _text_bound,
    "E": _event,
    "R": _relation,
    "*": _equivalence,
    "A": _attribute,
    "M": _attribute,
    "N": _normalization,
    "#": _note,
}


def _parts(said: str, least: int, most: int, expected: str) -> list[str]:
    parts = said.split(maxsplit=most - 1)
    if len(parts) < least:
        raise _wrong(said, expected)
    return [part.strip() for part in parts]


def _pair(word: str, said: str) -> tuple[str, str]:
    name, colon, target = word.partition(":")
    if not (colon and name and target):
        raise _wrong(said, "name:id")
    return name, target


def _wrong(text: str, expected: str) -> InvalidInput:
    return InvalidInput(f"{expected} is expected, not {text[:60]!r}", rule="line")
