"""Mentions in brackets: `(12`, `12)`, `(12)`, as columns of coreference and the last column of CoNLL-U have them.

Known are the last column of OntoNotes (CoNLL-2012), where brackets hold the number of a chain and stand with `|`
between; the same with a type before the number, `(person-3`, as GUM writes it; and `Entity` in MISC, as CorefUD
describes it (https://ufal.mff.cuni.cz/corefud), whose fields the comment `global.Entity` names: there a bracket that
closes has the first of them alone. Mentions may nest and cross, and end with their sentence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise

from annotator.domain.annotations import Link

#: What links a mention to the next one of its chain, and the label of a mention without a type.
ROLE, MENTION = "coreference", "mention"
#: The key in MISC, and the fields of what it opens where nobody names them.
KEY, FIELDS = "entity", ("eid", "etype", "head", "other")
_TYPES = frozenset(("etype", "type"))
#: What the first field is called where it is that of a chain, and not of a type alone.
_CHAINS = frozenset(("eid", "grp", "id", "entity"))
_NOTHING = frozenset(("_", "-", "*", ""))
_BRACKET = re.compile(r"\(([^()|]+)(\))?|([^()|]+)\)")
_CELL = re.compile(r"(?:\|?(?:\([^()|\s]+\)?|[^()|\s]+\)))+")
#: A type with the number of its chain, fields that begin with a chain, and a part of a mention that is in several.
_TYPED = re.compile(r"(.+)-(\d+)")
_NUMBERED = re.compile(r"e?\d+(?:\[\d+/\d+\])?-.*", re.DOTALL)
_PART = re.compile(r"(.+)\[(\d+)/(\d+)\]")


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of words with what is said of it; mentions of one chain are linked."""

    label: str
    first: int
    end: int
    chain: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


def is_chain(cell: str) -> bool:
    """Whether this may stand in a column of brackets."""
    return cell in _NOTHING or _CELL.fullmatch(cell) is not None


def opens(cell: str) -> bool:
    """Whether a mention begins here."""
    return cell.startswith("(") and _CELL.fullmatch(cell) is not None


@dataclass(slots=True)
class Brackets:
    """Takes the cells of a sentence, one by one. `fields` are those of `Entity`, if somebody names them."""

    fields: Sequence[str] = ()
    mentions: list[Mention] = field(default_factory=list)
    #: What does not fit, in words.
    faults: list[str] = field(default_factory=list)
    #: Mentions in several pieces, which are joined.
    joined: list[str] = field(default_factory=list)
    _open: list[tuple[str, int]] = field(default_factory=list)
    _parts: dict[str, Mention] = field(default_factory=dict)

    def add(self, cell: str, first: int, end: int) -> None:
        """The cell of a word, or of what stands between two and so ends where it begins."""
        for opened, alone, closed in _BRACKET.findall("" if cell in _NOTHING else cell):
            if opened:
                self._open.append((opened, first))
            if alone or closed:
                self._close(opened or closed, end)

    def finish(self) -> None:
        """The sentence is over."""
        self.faults += [f"the mention ({said} does not end in its sentence" for said, _ in self._open]
        self.faults += [f"the mention ({name} lacks its last part" for name in self._parts]

    def _close(self, name: str, end: int) -> None:
        fitting = [at for at, (said, _) in enumerate(self._open) if name in (said, said.partition("-")[0])]
        if not fitting:
            self.faults.append(f"nothing opens the mention {name})")
            return
        said, first = self._open.pop(fitting[-1])
        name = said.partition("-")[0]
        found = self._mention(said, first, end)
        part = _PART.fullmatch(name)
        if part is not None:
            self._add_part(replace(found, chain=part[1] if found.chain else ""), part)
        elif first == end:
            self.faults.append(f"the mention ({said} has no words")
        else:
            self.mentions.append(found)

    def _add_part(self, found: Mention, part: re.Match[str]) -> None:
        before = self._parts.pop(part[1], None) if part[2] != "1" else None
        whole = found if before is None else replace(before, end=found.end)
        if part[2] != part[3]:
            self._parts[part[1]] = whole
        elif whole.first < whole.end:
            self.joined.append(f"the mention ({part[1]} is in {part[3]} pieces")
            self.mentions.append(whole)

    def _mention(self, said: str, first: int, end: int) -> Mention:
        fields = self.fields or (FIELDS if _NUMBERED.fullmatch(said) else ())
        if not fields:
            typed = _TYPED.fullmatch(said)
            label = typed[1] if typed else MENTION if said.isdecimal() else said
            return Mention(label, first, end, said)
        values = said.split("-", len(fields) - 1)
        told = {key.lower(): value for key, value in zip(fields, values, strict=False) if value}
        label = next((told.pop(key) for key in tuple(told) if key in _TYPES), MENTION)
        chain_name = next((told.pop(key) for key in tuple(told) if key in _CHAINS), "")
        return Mention(label, first, end, chain_name, told)


def links_of(mentions: Sequence[tuple[str, Mention]]) -> Iterator[Link]:
    """From each mention to the next of its chain; mentions in text order, with the ids of their spans."""
    chains: dict[str, list[str]] = {}
    for name, mention in mentions:
        if mention.chain:
            chains.setdefault(mention.chain, []).append(name)
    pairs = chain.from_iterable(pairwise(ids) for ids in chains.values())
    for number, (one, other) in enumerate(pairs, start=1):
        yield Link(f"l{number}", ROLE, one, other)
