"""A schema read off a corpus: every label, role and attribute that it uses, under names that a schema may have.

A beginning for people to go on from: it says what is there, and what its makers declared, but not what it means.
What is called something else here keeps its name of old under `also`, by which it is found again.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from anyascii import anyascii

from annotator.domain.json import Json
from annotator.domain.schema import Attribute, AttributeType, Choice, Label, Mark, Meaning, Role, Schema
from annotator.domain.schema_checks import RESERVED_KEYS
from annotator.domain.schema_reader import read_toml
from annotator.formats.maps.description import FORMS, AttributeUse, Description, LabelUse, RoleUse
from annotator.formats.maps.known_names import part_of

#: Colours, fill and line, in light and dark: told apart by all eyes; after the last, the same with another pattern.
COLOURS = (
    (("#70CAFA", "#106AB0"), ("#1E2732", "#349AF7")),
    (("#F4DCA0", "#82650C"), ("#252005", "#D78437")),
    (("#F999AE", "#5C0C4E"), ("#832B81", "#EDCAE5")),
    (("#DEFCFB", "#003920"), ("#235A43", "#56FAAE")),
    (("#A6B227", "#575656"), ("#485609", "#9FA098")),
)
PATTERNS = ("solid", "wavy", "dashes", "dots", "double")
_KEYS = "abcdefghijklmnopqrstuvwxyz0123456789"
_VALUE = re.compile(r"\S{1,64}")


def schema_of(description: Description, name: str) -> tuple[str, Schema]:
    """The TOML of the schema, and the schema that it says. Raises InvalidSchema for a corpus without a label."""
    text = "\n".join([*_head(description, name), *_Body(description).lines()]) + "\n"
    return text, read_toml(text, f"{name}.toml")


def own_schema(description: Description) -> Schema:
    """The schema of a corpus under its own names, whatever they are: for writing it elsewhere, not for projects."""
    labels = description.labels
    mark = Mark("A", PATTERNS[0], *COLOURS[0])
    return Schema(
        name="own",
        version=1,
        title="",
        labels=tuple(
            Label(name, name, mark, trigger=use.is_trigger, attributes=_own_attributes(use.attributes))
            for name, use in labels.items()
        ),
        roles=tuple(
            Role(
                name,
                name,
                name,
                tuple(dict.fromkeys(one for one, _ in role.ends)),
                tuple(dict.fromkeys(other for _, other in role.ends)),
                role.meaning or implied_meaning(role, labels),
            )
            for name, role in description.roles.items()
        ),
        attributes=_own_attributes(description.attributes),
    )


def _own_attributes(attributes: Mapping[str, AttributeUse]) -> tuple[Attribute, ...]:
    return tuple(
        Attribute(name, name, AttributeType(_type(use)), tuple(Choice(value, value) for value in use.values))
        for name, use in attributes.items()
    )


def implied_meaning(role: RoleUse, labels: Mapping[str, LabelUse]) -> Meaning:
    """What a role says whose corpus does not: from what heads an event it is a filler, else a relation."""
    heads = any(one in labels and labels[one].is_trigger for one, _ in role.ends)
    return Meaning.FILLER if heads else Meaning.RELATION


def fit_name(name: str, taken: Iterable[str] = ()) -> str:
    """The name in the letters that names of ours have, told apart from those that are taken."""
    # Capitals begin words: MilitaryPlatform is military_platform.
    words = re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", anyascii(name)).lower()).strip("_")
    fit = (words if words[:1].isalpha() else f"x_{words}").rstrip("_")[:60]
    taken, found, number = set(taken), fit, 1
    while found in taken:
        number += 1
        found = f"{fit}_{number}"
    return found


def fit_schema_name(name: str) -> str:
    """The name in the letters that names of schemas have."""
    return fit_name(name).replace("_", "-")


def _head(description: Description, name: str) -> list[str]:
    return [
        f"# Read off a corpus. {len(description.labels)} labels, {len(description.roles)} roles.",
        "# Say what they mean: meanings of roles, what attributes are `about`, which labels head events (`trigger`).",
        f"name = {_text(fit_schema_name(name))}",
        "version = 1",
        f"title = {_text(name)}",
    ]


class _Body:
    def __init__(self, description: Description) -> None:
        self.description = description
        self.names = _fitted(description.labels)
        self.keys = [key for key in _KEYS if key not in RESERVED_KEYS]

    def lines(self) -> Iterator[str]:
        for number, (name, label) in enumerate(self.description.labels.items()):
            yield from self._label(number, name, label)
        roles = _fitted(self.description.roles)
        for name, role in self.description.roles.items():
            if role.ends:
                yield from self._role(name, roles[name], role)
        of_document = _fitted(self.description.attributes)
        for name, attribute in self.description.attributes.items():
            yield from _attribute("document.attributes", name, of_document[name], attribute)

    def _key(self, name: str) -> list[str]:
        free = next((char for char in name if char in self.keys), self.keys[0] if self.keys else None)
        if free is None:
            return []
        self.keys.remove(free)
        return [f"key = {_text(free)}"]

    def _label(self, number: int, old: str, label: LabelUse) -> Iterator[str]:
        name = self.names[old]
        light, dark = COLOURS[number % len(COLOURS)]
        pattern = PATTERNS[(number + number // len(COLOURS)) % len(PATTERNS)]
        letters = (name[0] + (name[1:] or "")[:1]).upper() if number >= len(COLOURS) else name[0].upper()
        yield from (
            "",
            "[[labels]]",
            f"name = {_text(name)}",
            f"title = {_text(label.title or old)}",
            *_also(old, name),
        )
        yield from self._key(name)
        if label.is_trigger:
            yield "trigger = true"
        mark = f"letter = {_text(letters.strip('_'))}, pattern = {_text(pattern)}"
        yield f"mark = {{ {mark}, light = {_list(light)}, dark = {_list(dark)} }}"
        names = _fitted(label.attributes)
        for each, attribute in label.attributes.items():
            yield from _attribute("labels.attributes", each, names[each], attribute)

    def _role(self, old: str, name: str, role: RoleUse) -> Iterator[str]:
        from_ = list(dict.fromkeys(self.names[one] for one, _ in role.ends if one in self.names))
        to = list(dict.fromkeys(self.names[other] for _, other in role.ends if other in self.names))
        if not from_ or not to:
            return
        yield from ("", "[[roles]]", f"name = {_text(name)}", f"title = {_text(role.title or old)}", *_also(old, name))
        yield f"from = {_list(from_)}"
        yield f"to = {_list(to)}"
        meaning = role.meaning or implied_meaning(role, self.description.labels)
        yield f"meaning = {_text(meaning)}"
        if meaning is Meaning.FILLER and (part := part_of(old)):
            yield f"part = {_text(part)}"
        yield from self._key(name)


def _attribute(table: str, old: str, name: str, use: AttributeUse) -> Iterator[str]:
    yield from ("", f"[[{table}]]", f"name = {_text(name)}", f"title = {_text(old)}", *_also(old, name))
    kind = _type(use)
    yield f"type = {_text(kind)}"
    if kind in ("choice", "choices"):
        yield "values = ["
        for value, fit in _fitted_values(use.values).items():
            yield (
                f"  {{ value = {_text(fit)}, title = {_text(value)}"
                + "".join(f", {each}" for each in _also(value, fit))
                + " },"
            )
        yield "]"


def _type(use: AttributeUse) -> str:
    if use.forms and not (use.values or use.is_several or use.is_number):
        return next(str(kind) for kind in FORMS if kind in use.forms)
    if use.is_number and not (use.values or use.is_several or use.is_object):
        return "number"
    if use.is_object or use.is_number or not use.is_choice or not all(value.strip() for value in use.values):
        return "text"
    return "choices" if use.is_several else "choice"


def _fitted(names: Mapping[str, object]) -> dict[str, str]:
    """For each name one that a schema may have; those that may stay as they are come first to theirs."""
    found: dict[str, str] = {}
    for name in sorted(names, key=lambda each: fit_name(each) != each):
        found[name] = fit_name(name, found.values())
    return found


def _fitted_values(values: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in values:
        fit = value if _VALUE.fullmatch(value) else re.sub(r"\s+", "_", value.strip())[:60]
        number, base = 1, fit
        while fit in found.values():
            number += 1
            fit = f"{base}_{number}"
        found[value] = fit
    return found


def _also(old: str, name: str) -> list[str]:
    return [] if old == name else [f"also = {_list([old])}"]


def _text(value: str) -> str:
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(values: Sequence[Json] | Sequence[str]) -> str:
    return "[" + ", ".join(_text(str(each)) for each in values) + "]"
