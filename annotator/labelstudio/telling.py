"""A conflict in words that people know: of which words of the text, and what each side says of them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from annotator.domain.json import Json
from annotator.domain.schema import Attribute, AttributeType, Schema
from annotator.labelstudio.canonical import Mark
from annotator.labelstudio.merging import Conflict

#: Characters of the text before and behind the words, and of a value that is shown as it came.
AROUND, LONGEST = 60, 400
NOTHING = "Nothing"
#: What is said of a whole set: what it is about -> its title, and its words for yes and no.
_FLAGS = {"is_skipped": ("Skipped", "Skipped", "Not skipped"), "is_gold": ("Gold", "Gold", "Not gold")}
_STATES = {"there": "As it was", "changed": "Changed", "deleted": "Deleted"}


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a text with what stands around them."""

    before: str
    words: str
    behind: str


@dataclass(frozen=True, slots=True)
class Said:
    """What one side says: words of the text, where it is about their place, and lines."""

    lines: tuple[str, ...]
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """What a conflict is about, the words that it is about where both sides mean the same, and what each says."""

    title: str
    quote: Quote | None
    base: Said
    local: Said
    remote: Said


def tell(conflict: Conflict, text: str, schema: Schema, marks: Mapping[str, Mark]) -> Telling:
    """The conflict in words; `marks` are the spans that it may be about, as they stand here."""
    return _Teller(text, schema, marks).tell(conflict)


def _how(said: str) -> str:
    """What stands behind the word only tells one change from another."""
    return _STATES.get(said.partition(" ")[0], said)


class _Teller:
    """Tells of one document."""

    def __init__(self, text: str, schema: Schema, marks: Mapping[str, Mark]) -> None:
        self.text, self.schema, self.marks = text, schema, marks

    def tell(self, conflict: Conflict) -> Telling:
        match conflict.kind:
            case "span":
                return self._span(conflict)
            case "document":
                attribute = self.schema.attribute(conflict.about)
                title = attribute.title if attribute else conflict.about
                return self._plain(f"{title}, of the whole text", conflict, attribute)
            case "set":
                title, yes, no = _FLAGS.get(conflict.about, (conflict.about, "Yes", "No"))
                return self._sides(title, None, conflict, lambda value: Said((yes if value is True else no,)))
            case "annotation":
                return self._sides("All of it", None, conflict, lambda value: Said((_how(str(value)),)))
            case "link":
                return self._link(conflict)
            case _:
                return self._plain("What only Label Studio knows", conflict, None)

    def _span(self, conflict: Conflict) -> Telling:
        mark = self.marks.get(conflict.about)
        quote = self.quote(mark.start, mark.end) if mark else None
        if conflict.field == "place":
            return self._sides("Where it stands", None, conflict, self._place)
        if conflict.field == "label":
            return self._sides("Label", quote, conflict, lambda value: Said((self._label(str(value)),)))
        if conflict.field:
            label = self.schema.label(mark.label) if mark else None
            attribute = label.attribute(conflict.field) if label else None
            title = attribute.title if attribute else conflict.field
            return self._sides(title, quote, conflict, lambda value: Said((in_words(attribute, value),)))
        return self._sides("Marked words", None, conflict, self._mark)

    def _link(self, conflict: Conflict) -> Telling:
        start, _, rest = conflict.about.partition(" ")
        name, _, end = rest.rpartition(" ")
        role = next((each for each in self.schema.roles if each.name == name), None)
        ends = [self.text[mark.start : mark.end] if (mark := self.marks.get(each)) else "…" for each in (start, end)]
        title = f"Link: “{ends[0]}” {role.title if role else name} “{ends[1]}”"
        return self._sides(title, None, conflict, lambda value: Said(("There" if value else "Not there",)))

    def _plain(self, title: str, conflict: Conflict, attribute: Attribute | None) -> Telling:
        return self._sides(title, None, conflict, lambda value: Said((in_words(attribute, value),)))

    @staticmethod
    def _sides(title: str, quote: Quote | None, conflict: Conflict, say: Callable[[Json], Said]) -> Telling:
        return Telling(title, quote, say(conflict.base), say(conflict.local), say(conflict.remote))

    def _place(self, value: Json) -> Said:
        start, end = cast(list[int], value)
        return Said((), self.quote(start, end))

    def _mark(self, value: Json) -> Said:
        if not isinstance(value, dict):
            return Said(("Not marked",))
        start, end, name = cast(int, value["start"]), cast(int, value["end"]), str(value["label"])
        label, lines = self.schema.label(name), [self._label(name)]
        for key, said in sorted(cast(Mapping[str, Json], value.get("attributes") or {}).items()):
            attribute = label.attribute(key) if label else None
            lines.append(f"{attribute.title if attribute else key}: {in_words(attribute, said)}")
        return Said(tuple(lines), self.quote(start, end))

    def _label(self, name: str) -> str:
        label = self.schema.label(name)
        return label.title if label else name

    def quote(self, start: int, end: int) -> Quote:
        before, behind = max(0, start - AROUND), end + AROUND
        return Quote(
            ("…" if before else "") + self.text[before:start],
            self.text[start:end],
            self.text[end:behind] + ("…" if behind < len(self.text) else ""),
        )


def in_words(attribute: Attribute | None, value: Json) -> str:
    """A value as people read it; one that there is no attribute for as it came."""
    if value is None or value == [] or value == "":
        return NOTHING
    if attribute is None:
        return _as_it_came(value)
    if attribute.type in (AttributeType.CHOICE, AttributeType.CHOICES):
        several = value if isinstance(value, list) else [value]
        return ", ".join(found.title if (found := attribute.choice(each)) else str(each) for each in several)
    if isinstance(value, dict):
        return _reading(attribute.type, value)
    return _as_it_came(value)


def _reading(kind: AttributeType, value: Mapping[str, Json]) -> str:
    """A count, date, place or actor, with the words that it was read from."""
    # Zero is a number, and counts.
    known = {name: each for name, each in value.items() if each is not None and each is not False and each != ""}
    if kind is AttributeType.COUNT:
        said = _count(known)
    elif kind is AttributeType.DATE:
        said = " to ".join(dict.fromkeys(str(known[name]) for name in ("from", "to") if name in known))
    else:
        said = ", ".join(str(known[name]) for name in ("name", "admin1", "country", "id") if name in known)
    words = f"“{known['text']}”" if "text" in known else ""
    return ": ".join(each for each in (words, said) if each) or _as_it_came(dict(value))


def _count(known: Mapping[str, Json]) -> str:
    op = str(known.get("op", "")).replace("_", " ")
    if known.get("op") == "range" and {"lower", "upper"} <= set(known):
        return f"{known['lower']} to {known['upper']}"
    number = next((known[name] for name in ("value", "best", "lower", "upper") if name in known), None)
    words = "" if op == "exact" else op
    return " ".join(str(each) for each in (words, number) if each not in (None, ""))


def _as_it_came(value: Json) -> str:
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}…"


def _state(value: Json) -> str:
    return _STATES.get(str(value), str(value))
