"""What stands in a document of FoLiA that is not read: elements, and what elements that are read say besides.

Told once a file, with how often. What only says who annotated a thing, when, how surely and by which set of classes
is no loss.
"""

from annotator.domain.json import Json
from annotator.formats.base import Report
from annotator.formats.folia.text import Node
from annotator.formats.sources.unread import Unread, keys

#: What any element may have, and what says nothing of the text.
_ANYWHERE = (
    *("xml:id", "id", "set", "annotator", "annotatortype", "datetime", "processor", "textclass", "confidence", "auth"),
    *("space", "typegroup", "format", "xlink:type", "xlink:href"),
)
#: What parts a text, and where annotations stand in lists: a class of these is not read, and told.
_FRAMES = frozenset(
    {
        *("text", "speech", "body", "div", "p", "s", "utt", "quote", "head", "list", "item", "table", "tablehead"),
        *("row", "cell", "caption", "figure", "label", "note", "part", "entry", "def", "term", "ex", "gap"),
        *("linebreak", "whitespace", "br", "hiddenw", "correction", "new", "current"),
        *("entities", "chunking", "chunks", "syntax", "dependencies", "semroles", "coreferences", "statements"),
        *("sentiments", "modalities", "observations", "timing", "spanrelations", "complexalignments"),
    }
)
#: What is read as it is; of a word its class is no more than whether it is one, of a text which one it is.
_READ = {
    "FoLiA": ("version", "generator", "external"),
    "w": ("class",),
    "t": ("class", "offset", "ref"),
    "wref": ("t",),
    "feat": ("subset", "class"),
    **dict.fromkeys(("xref", "link", "aref"), ("type", "t", "class")),
}
#: What a thing over words says: what it is, and for sentiments how much.
_SPANS = ("class", "polarity", "strength")
#: What is read elsewhere, or told in words of its own.
_ELSEWHERE = frozenset({"metadata", "event", "str"})
_RELATIONS = frozenset({"relation", "alignment"})


def tell_unread(root: Node, report: Report) -> None:
    """Tell what is not read of a document, and how often."""
    with Unread({}, report, None) as unread:
        _look(root, unread)


def _look(node: Node, unread: Unread) -> None:
    if node.name in _ELSEWHERE or node.name.startswith("t-"):
        return
    known = () if node.name in _FRAMES else _READ.get(node.name, _SPANS if _is_over_words(node) else None)
    if known is None:
        unread.tell({node.name: True}, node.line)
        return
    said: dict[str, Json] = {key: value for key, value in node.attributes.items() if not key.startswith("xmlns")}
    unread.tell({node.name: said}, node.line, {node.name: keys(*_ANYWHERE, *known)})
    for child in node.children:
        _look(child, unread)


def _is_over_words(node: Node) -> bool:
    """Whether it names words or things, by itself or by what stands in it, or is a relation out of the text."""
    if node.name in _RELATIONS:
        return True
    return any(child.name in ("wref", "xref", "link", "aref") or _is_over_words(child) for child in node.children)
