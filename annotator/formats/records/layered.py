"""Annotations in layers (WebAnno, INCEpTION, UIMA): types with features, of which we make spans and links.

Our own layers are `SPAN` and `LINK`, and come back as they were. Of any other type a feature that names a value is the
label, or else the type's own name; its other features are attributes. Layers that tell of words and sentences, which
such files are full of, are only read when asked for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from annotator.domain.annotations import ITEM_ID, Link, Span
from annotator.domain.documents import Document
from annotator.domain.json import Json
from annotator.formats.base import Loss, Report, Weight
from annotator.formats.options import UNSAID_ANNOTATOR, UNSAID_LAYER, Layer, of_reading
from annotator.formats.records.features import ID, LABEL, ORIGIN, ROLE, attributes_of, read_text

#: The layers that we write. Their names can be given to layers that people make in those programs by hand.
SPAN = "webanno.custom.AnnotatorSpan"
LINK = "webanno.custom.AnnotatorLink"

#: Features that say what an annotation is, and those that say what a relation is: the first that has a value.
_LABELS = (
    *("value", "label", "category", "Category", "class", "entityType", "entity_type", "entity"),
    *("referenceType", "name"),
)
_ROLES = ("role", "label", "value", "relation", "relationType", "DependencyType", "referenceRelation")
#: Packages and types of which every word or sentence has one.
_WORDS = ("segmentation.type.", "lexmorph.type.", "syntax.type.", "metadata.type.", "webanno.api.type.")

TYPES_HELP = "the annotation types to read, with commas between; without it all but those of words and sentences"


@dataclass(frozen=True, slots=True)
class LayerOptions:
    """Whose the sets are that do not say it, and which layers are read."""

    annotator: str = field(default="import", metadata=UNSAID_ANNOTATOR)
    layer: Layer = field(default="annotator", metadata=UNSAID_LAYER)
    types: str = field(default="", metadata=of_reading(TYPES_HELP))


def short(type_name: str) -> str:
    """A type's name without its package."""
    return type_name.rpartition(".")[2]


class Layered:
    """Collects the spans and links of a document. `origin` is that of our own spans that do not say it."""

    def __init__(self, document: Document, types: str, report: Report, origin: str = "import") -> None:
        self._document, self._report, self._origin = document, report, origin
        self._asked = {name.strip() for name in types.split(",") if name.strip()}
        self._passed: set[str] = set()
        self._taken: set[tuple[str, str]] = set()
        self.spans: list[Span] = []
        self.links: list[Link] = []
        #: Labels of what has slots: such annotations tell of events.
        self.heads: set[str] = set()
        #: The line that is read, where a file has lines.
        self.line: int | None = None

    def reads(self, type_name: str) -> bool:
        """Whether this type is read; that it is not is reported once."""
        if self._asked:
            is_read = bool({type_name, short(type_name)} & self._asked) or type_name in (SPAN, LINK)
        else:
            is_read = not any(part in type_name for part in _WORDS)
        return is_read or self.passes(type_name)

    def passes(self, type_name: str) -> bool:
        """Pass a type over, which is reported once; never true."""
        if type_name not in self._passed:
            self._passed.add(type_name)
            said = f"{type_name} is not read: ask for it by the option types"
            self._report(Loss(self._document.id, "layer", type_name, "not_read", said, Weight.UNWANTED))
        return False

    def span(self, type_name: str, start: int, end: int, features: Mapping[str, Json]) -> str | None:
        """Add a span; its id, or None for one that stands nowhere, which is reported.

        Raises InvalidInput when one of our own layers was damaged.
        """
        text, is_own = self._document.text, type_name == SPAN
        label, attributes = _own(features) if is_own else _named(type_name, features)
        if not 0 <= start < end <= len(text):
            if 0 <= start == end:
                self.lose("span", None, "empty", f"{label} at {start}: there are no words in it")
            else:
                self.lose("span", None, "range", f"{label}: its offsets are no part of the text")
            return None
        span_id = self._id(features.get(ID) if is_own else None, "s", "span")
        origin = "import"
        if is_own:
            origin = read_text(_word(features, ORIGIN), ORIGIN) if ORIGIN in features else self._origin
        span = Span(span_id, label, start, end, text[start:end], attributes, origin)
        self.spans.append(span)
        return span.id

    def link(
        self, type_name: str, from_id: str | None, to_id: str | None, features: Mapping[str, Json], role: str = ""
    ) -> None:
        """Add a link; one without a span at both of its ends is reported. `role` is what it is by its place."""
        is_own = type_name == LINK
        if is_own:
            role = read_text(_word(features, ROLE), ROLE)
        elif not role:
            naming = _naming_role(features)
            role = str(features[naming]) if naming else short(type_name)
            features = {name: value for name, value in features.items() if name != naming}
        if from_id is None or to_id is None:
            self.lose("link", None, "dangling", f"{role}: there is no span at one of its ends")
            return
        self.links.append(Link(self._id(features.get(ID) if is_own else None, "l", "link"), role, from_id, to_id))
        for name, value in features.items():
            if not is_own and value and name not in _ROLES:
                said = f"{name} of the link {role} is left out: links have no values here"
                self.lose("attribute", self.links[-1].id, "link_value", said, Weight.CHANGED)

    def lose(self, kind: str, about: str | None, reason: str, detail: str, weight: Weight = Weight.LOST) -> None:
        self._report(Loss(self._document.id, kind, about, reason, detail, weight, line=self.line))

    def _id(self, said: Json, letter: str, kind: str) -> str:
        # An id is written as any value is: one of digits alone has quotation marks.
        own = read_text(said, ID) if isinstance(said, str) else ""
        if ITEM_ID.fullmatch(own) and (kind, own) not in self._taken:
            found = own
        else:
            number = len(self.spans if kind == "span" else self.links) + 1
            while (kind, f"{letter}{number}") in self._taken:
                number += 1
            found = f"{letter}{number}"
        if own and own != found:
            self.lose(kind, found, "id", f"the id {own!r} is none, or is taken: it is {found} here", Weight.CHANGED)
        self._taken.add((kind, found))
        return found


def _own(features: Mapping[str, Json]) -> tuple[str, Mapping[str, Json]]:
    words = {name: value for name, value in features.items() if isinstance(value, str)}
    return read_text(words.get(LABEL), LABEL), attributes_of(words)


def _named(type_name: str, features: Mapping[str, Json]) -> tuple[str, Mapping[str, Json]]:
    naming = next((name for name in _LABELS if isinstance(features.get(name), str) and features[name]), None)
    label = str(features[naming]) if naming else short(type_name)
    return label, {name: value for name, value in features.items() if name != naming and value is not None}


def _naming_role(features: Mapping[str, Json]) -> str | None:
    """The feature that says what a relation is: by its name, or as the only one that says anything."""
    said = [name for name, value in features.items() if value and isinstance(value, str)]
    usual = next((name for name in _ROLES if features.get(name)), None)
    return usual or (said[0] if len(said) == 1 else None)


def _word(features: Mapping[str, Json], name: str) -> str | None:
    value = features.get(name)
    return value if isinstance(value, str) else None


def attached(spans: Iterable[Span], links: Iterable[Link]) -> tuple[list[Link], list[Link]]:
    """The links both of whose ends are among the spans, and those that are not."""
    there = {span.id for span in spans}
    sound: list[Link] = []
    loose: list[Link] = []
    for link in links:
        (sound if {link.from_id, link.to_id} <= there else loose).append(link)
    return sound, loose
