"""Annotations of FoLiA over words: an element with references to words is a span, its class the label.

An element in another one's list of roles is linked to it; elements of one chain of coreference are linked in order;
relations lead to what they name by id, and those that lead out of the text are attributes. What names no words but in
its roles, as predicates may, stands on those.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from annotator.domain.annotations import Link, Span
from annotator.domain.documents import Document
from annotator.domain.json import Json
from annotator.formats.base import Report, Weight
from annotator.formats.brat.reading import Discontinuous
from annotator.formats.folia.text import ASIDE, Node
from annotator.formats.places.tokens import Token
from annotator.formats.records.layered import Layered

#: Elements of syntax: of each word there is one, and they are only read when asked for.
_SYNTAX = frozenset({"su", "chunk", "dependency", "hd", "dep"})
#: What stands for the element around it: its head, or the thing itself.
_HEADS = frozenset({"hd", "cue", "rel", "anchor"})
#: What plays a part for the element around it: of a predicate, statement, sentiment or modality.
_ROLES = frozenset({"semrole", "source", "target", "scope", "relation"})
_CHAIN = "coreferencechain"
_HREF = "xlink:href"
#: What leads from one thing to another, and what it names; versions before 2 called both otherwise.
_RELATIONS, _NAMED = frozenset({"relation", "alignment"}), ("xref", "link", "aref")
#: What is said of sentiments and statements without an element of its own.
_SAID = ("polarity", "strength")
#: What is on the structure of a text or on characters, and not on words.
_NOT_ON_WORDS = frozenset({"event", "str"})


class SpanOptions(Protocol):
    """What there is to choose of how spans are read."""

    @property
    def types(self) -> str: ...
    @property
    def discontinuous(self) -> Discontinuous: ...


def read_spans(
    root: Node,
    document: Document,
    places: Mapping[str, Token],
    options: SpanOptions,
    report: Report,
    heads: set[str],
) -> tuple[list[Span], list[Link]]:
    """The spans and links of a document whose words have these places; labels of what has roles go to `heads`."""
    layered = Layered(document, options.types, report)
    reading = _Reading(
        places, layered, options, {place: number for number, place in enumerate(sorted(places.values()))}
    )
    reading.read(root, None)
    reading.relate()
    heads |= layered.heads
    return layered.spans, layered.links


@dataclass
class _Reading:
    places: Mapping[str, Token]
    layered: Layered
    options: SpanOptions
    #: The number of each word in the text: neighbours are no gap.
    order: Mapping[Token, int]
    by_id: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    relations: list[tuple[str, str, str, int]] = field(default_factory=list)
    passed: set[str] = field(default_factory=set)

    def read(self, node: Node, around: str | None) -> None:
        """The spans in an element; `around` is the span of the nearest element that has one."""
        for child in node.children:
            if child.name in ASIDE:
                continue
            if child.name == _CHAIN:
                self._chain(child)
                continue
            references = list(_references(child)) or self._of_roles(child)
            own = self._span(child, references) if references else None
            self.layered.line = child.line
            if child.name in _NOT_ON_WORDS:
                self._pass(child)
            if child.name in _RELATIONS and around is None and child.children:
                said = f"{child.attributes.get('class') or child.name} does not join two annotations"
                self.layered.lose("link", child.id or None, "ends", said, Weight.UNWANTED)
            if own is not None and around is not None and child.name in _ROLES:
                self.layered.link(child.name, around, own, {}, child.attributes.get("class") or child.name)
                self.layered.heads.add(self.labels[around])
            if own is not None:
                self._relations(child, own)
            self.read(child, own or around)

    def _pass(self, node: Node) -> None:
        """Say once of a kind of elements that they are not read."""
        if node.name not in self.passed:
            self.passed.add(node.name)
            said = f"{node.name} is not on words: it is not read"
            self.layered.lose("layer", node.name, "not_read", said, Weight.UNWANTED)

    def _of_roles(self, node: Node) -> list[str]:
        """The words of an element that names none itself: those of its roles, which is told."""
        found = [each for role in node.children if role.name in _ROLES for each in _references(role)]
        if not found or not self._is_read(node.name):
            return []
        self.layered.line = node.line
        said = f"{node.attributes.get('class') or node.name} names no words: it stands on those of its roles"
        self.layered.lose("span", node.id or None, "no_words", said, Weight.CHANGED)
        return found

    def _chain(self, chain: Node) -> None:
        named = chain.attributes.get("class") or "coreference"
        found = [self._span(each, list(_references(each)), named) for each in chain.children if each.name != "feat"]
        for one, other in pairwise([each for each in found if each is not None]):
            self.layered.link(_CHAIN, one, other, {}, named)

    def _span(self, node: Node, references: list[str], label: str = "") -> str | None:
        if node.name in _HEADS or not self._is_read(node.name) or not references:
            return None
        self.layered.line = node.line
        label = node.attributes.get("class") or label or node.name
        words = sorted(self.places[each] for each in references if each in self.places)
        if len(words) < len(references):
            self.layered.lose("span", node.id or None, "dangling", f"{label}: names words that are not in the text")
        if not words:
            return None
        pieces = self._stretches(node, label, words)
        if not pieces:
            return None
        features = {"class": label, **_features(node)}
        ids = [self.layered.span(node.name, piece.start, piece.end, features) for piece in pieces]
        if ids[0] is not None:
            self.labels[ids[0]] = label
            self.by_id |= {node.id: ids[0]} if node.id else {}
        return ids[0]

    def _is_read(self, name: str) -> bool:
        asked = {each.strip() for each in self.options.types.split(",") if each.strip()}
        return self.layered.reads(name) if asked or name not in _SYNTAX else self.layered.passes(name)

    def _stretches(self, node: Node, label: str, words: list[Token]) -> list[Token]:
        """Where an element stands, as the option says of one with a gap, which is told; nowhere, if it is left out."""
        pieces, how = self._pieces(words), self.options.discontinuous
        if len(pieces) == 1:
            return pieces
        said, about = f"{label} is in {len(pieces)} pieces", node.id or None
        if how == "report":
            self.layered.lose("span", about, "discontinuous", said)
            return []
        self.layered.lose("span", about, "joined" if how == "join" else "split", said, Weight.CHANGED)
        return [Token(pieces[0].start, pieces[-1].end)] if how == "join" else pieces

    def _pieces(self, words: list[Token]) -> list[Token]:
        found: list[Token] = []
        for before, word in zip([None, *words], words, strict=False):
            if before is not None and self.order[word] - self.order[before] <= 1:
                found[-1] = Token(found[-1].start, word.end)
            else:
                found.append(word)
        return found

    def _relations(self, node: Node, own: str) -> None:
        for child in node.children:
            if child.name in _RELATIONS:
                role = child.attributes.get("class") or child.name
                for named in (each for name in _NAMED for each in child.inside(name)):
                    self.relations.append((role, own, named.attributes.get("id", ""), child.line))

    def relate(self) -> None:
        """The links that name spans, which may stand further down."""
        for role, own, other, line in self.relations:
            self.layered.line = line
            self.layered.link("relation", own, self.by_id.get(other), {}, role)


def _references(node: Node) -> Iterator[str]:
    """The words that an element names: itself, or by its heads."""
    for child in node.children:
        if child.name == "wref":
            yield child.attributes.get("id", "")
        elif child.name in _HEADS and node.name not in _SYNTAX:
            yield from _references(child)


def _features(node: Node) -> dict[str, Json]:
    """What is said of an element, and where relations lead that leave the text: to an entry of an encyclopedia."""
    found: dict[str, Json] = {name: node.attributes[name] for name in _SAID if node.attributes.get(name)}
    for each in node.children:
        if each.name == "feat" and each.attributes.get("subset"):
            found[each.attributes["subset"]] = each.attributes.get("class", "")
        elif each.name in _RELATIONS and each.attributes.get(_HREF) and not each.children:
            found[each.attributes.get("class") or each.name] = each.attributes[_HREF]
    return found
