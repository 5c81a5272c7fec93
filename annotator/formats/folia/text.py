"""The text of a FoLiA document, out of its words or out of what stands above them, and where each word is in it.

A text may stand several times: at each word, at its sentence, paragraph, and above. The outermost is taken, as the
least was changed there, and words are looked for in it from left to right; where it is not there, or its words are
not, it is made of the words, which have a space behind them unless they say that they have none.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.formats.places.sentenced import aligned
from annotator.formats.places.tokens import Token

#: What parts a text into lines, and what only parts it into sentences.
_SENTENCES = frozenset({"s", "utt", "quote"})
#: What is no part of the text: other readings, what was there before a correction, and what is said of words.
ASIDE = frozenset(
    {"alt", "altlayers", "original", "suggestion", "morphology", "phonology", "metadata", "comment", "foreign-data"}
)
#: The class of the text as it is now; others are what it was before it was normalised, or scanned.
_CURRENT = ("", "current")


@dataclass(slots=True)
class Node:
    """An element with what stands in it."""

    name: str
    attributes: Mapping[str, str]
    line: int = 0
    children: list["Node"] = field(default_factory=list)
    text: str = ""

    @property
    def id(self) -> str:
        return self.attributes.get("xml:id", "")

    def inside(self, name: str) -> Iterator["Node"]:
        """The elements of this name in it, at any depth."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.inside(name)


@dataclass(slots=True)
class Laid:
    """A text, and where each word stands in it, by its id."""

    text: str = ""
    places: dict[str, Token] = field(default_factory=dict)

    def add(self, text: str, words: Sequence[tuple[str, Token]], separator: str) -> None:
        """Put a piece of text behind what is there."""
        if self.text and text:
            self.text += separator
        before = len(self.text)
        self.text += text
        for word_id, place in words:
            self.places.setdefault(word_id, Token(before + place.start, before + place.end))


def laid(root: Node, differs: Callable[[Node], object]) -> Laid:
    """The text below an element; `differs` is told of each that has another text than its words."""
    found = Laid()
    for node, separator in _blocks(root, "\n"):
        text, words = _block(node, differs)
        found.add(text, words, separator)
    return found


def _blocks(node: Node, separator: str) -> Iterator[tuple[Node, str]]:
    """The outermost elements that have a text of their own, or words right in them, each with what stands before it."""
    if _own_text(node) is not None or any(child.name in ("w", "correction") for child in node.children):
        yield node, separator
        return
    first = True
    for child in node.children:
        if child.name in ASIDE:
            continue
        between = separator if first else " " if child.name in _SENTENCES else "\n"
        for block, before in _blocks(child, between):
            yield block, before
            first = False


def _block(node: Node, differs: Callable[[Node], object]) -> tuple[str, list[tuple[str, Token]]]:
    words = [(word.id, (_own_text(word) or "").strip(), word.attributes.get("space") != "no") for word in _words(node)]
    words = [word for word in words if word[1]]
    own = (_own_text(node) or "").strip()
    if own:
        places = aligned(own, [text for _, text, _ in words])
        if places is not None:
            return own, [(word[0], place) for word, place in zip(words, places, strict=True)]
        differs(node)
    made, found = "", []
    for word_id, text, has_space in words:
        found.append((word_id, Token(len(made), len(made) + len(text))))
        made += text + (" " if has_space else "")
    return made.rstrip(" "), found


def _words(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.name == "w":
            yield child
        elif child.name not in ASIDE:
            yield from _words(child)


def _own_text(node: Node) -> str | None:
    """The text that stands right at an element, of words also that of their correction."""
    if node.name == "t":
        return None
    for child in node.children:
        if child.name == "t" and child.attributes.get("class", "") in _CURRENT:
            return child.text
    corrected = [new for child in node.children if child.name == "correction" for new in child.inside("new")]
    return next((text for new in corrected if (text := _own_text(new)) is not None), None) if node.name == "w" else None
