"""A schema read from its file (TOML) or from its stored form (JSON), every rule checked.

Each fault names the file and the key, as `labels[2].attributes[0].type`.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar, cast

from annotator.domain.attributes import problem_with
from annotator.domain.errors import InvalidSchema
from annotator.domain.json import Json
from annotator.domain.meanings import KNOWN, READABLE, SCHEMES, About, Part
from annotator.domain.schema import ABOUT_BY_TYPE, Attribute, AttributeType, Choice, Label, Mark, Meaning, Role
from annotator.domain.schema import Schema as Schema

NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
SCHEMA_NAME = re.compile(r"[a-z][a-z0-9-]{0,63}")
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
PATTERNS = ("solid", "wavy", "dashes", "dots", "double")
KEY = re.compile(r"[a-z0-9]|space")
#: Keys of the workbench itself: undo, pick up, values, flag, guideline, hint jump, next.
RESERVED_KEYS = frozenset("uevfgjn")

Item = TypeVar("Item")


def read_toml(text: str, file: str) -> Schema:
    """The schema of a TOML file; raises InvalidSchema naming `file`, the key and the rule."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidSchema(f"not TOML: {error}", file=file) from None
    schema = read_schema(data, file)
    _check_readings(schema, file)
    return schema


def read_schema(data: Mapping[str, object], file: str = "schema") -> Schema:
    """The schema that `data` says, checked whole; raises InvalidSchema."""
    table = _Table(data, "", file)
    document = table.table("document") if "document" in data else table
    schema = Schema(
        name=table.text("name", SCHEMA_NAME),
        version=table.number("version", least=1),
        title=table.text("title", default=str(data.get("name", ""))),
        description=table.text("description", default=""),
        guideline=table.text("guideline", default=""),
        guideline_version=table.number("guideline_version", least=1, default=1),
        labels=table.each("labels", _label, least=1),
        roles=table.each("roles", _role),
        attributes=document.each("attributes", _attribute),
    )
    if "document" in data:
        document.end()
    table.end()
    _check_names(schema, file)
    _check_other_names(schema, file)
    _check_roles(schema, file)
    _check_keys(schema, file)
    return schema


class _Table:
    """One table of the file: takes keys one by one, and refuses those that nobody took."""

    def __init__(self, data: object, path: str, file: str) -> None:
        self.path, self.file = path, file
        if not isinstance(data, Mapping):
            self.fail("", "must be a table")
        self.data = cast(Mapping[str, object], data)
        self.taken: set[str] = set()

    def fail(self, key: str, rule: str) -> None:
        where = ".".join(part for part in (self.path, key) if part)
        raise InvalidSchema(f"{where or 'the file'}: {rule}", file=self.file)

    def take(self, key: str, default: object = None) -> object:
        self.taken.add(key)
        value = self.data.get(key)
        return default if value is None else value

    def text(self, key: str, pattern: re.Pattern[str] | None = None, default: str | None = None) -> str:
        value = self.take(key, default)
        if value is None:
            self.fail(key, "is missing")
        if not isinstance(value, str):
            self.fail(key, f"must be a string, not {value!r}")
        if pattern and not pattern.fullmatch(cast(str, value)):
            self.fail(key, f"{value!r} does not match {pattern.pattern}")
        return cast(str, value)

    def number(self, key: str, least: int = 0, default: int | None = None) -> int:
        value = self.take(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            self.fail(key, f"must be a whole number of at least {least}, not {value!r}")
        return cast(int, value)

    def flag(self, key: str) -> bool:
        value = self.take(key, False)
        if not isinstance(value, bool):
            self.fail(key, f"must be true or false, not {value!r}")
        return cast(bool, value)

    def one_of(self, key: str, allowed: Sequence[str]) -> str:
        value = self.take(key)
        if value not in allowed:
            self.fail(key, f"must be one of {', '.join(allowed)}, not {value!r}")
        return cast(str, value)

    def one_of_or_none(self, key: str, allowed: Sequence[str]) -> str | None:
        return None if self.take(key) is None else self.one_of(key, allowed)

    def key_name(self) -> str | None:
        if self.take("key") is None:
            return None
        return self.text("key", KEY)

    def items(self, key: str, least: int = 0) -> Sequence[object]:
        value = self.take(key, [])
        if not isinstance(value, list) or len(value) < least:
            self.fail(key, f"must be a list of at least {least}")
        return cast(Sequence[object], value)

    def table(self, key: str) -> "_Table":
        path = ".".join(part for part in (self.path, key) if part)
        return _Table(self.take(key), path, self.file)

    def each(self, key: str, read: "Callable[[_Table], Item]", least: int = 0) -> tuple[Item, ...]:
        path = ".".join(part for part in (self.path, key) if part)
        found = []
        for index, data in enumerate(self.items(key, least)):
            table = _Table(data, f"{path}[{index}]", self.file)
            found.append(read(table))
            table.end()
        return tuple(found)

    def strings(self, key: str, least: int) -> tuple[str, ...]:
        values = self.items(key, least)
        if not all(isinstance(value, str) for value in values):
            self.fail(key, "must be a list of strings")
        return tuple(cast(Sequence[str], values))

    def also(self) -> tuple[str, ...]:
        """What the thing is called in corpora of others."""
        return self.strings("also", 0)

    def end(self) -> None:
        unknown = sorted(set(self.data) - self.taken)
        if unknown:
            self.fail(unknown[0], "is not a key that is known here")


def _label(table: _Table) -> Label:
    name = table.text("name", NAME)
    mark = table.table("mark")
    label = Label(
        name=name,
        title=table.text("title", default=name),
        key=table.key_name(),
        trigger=table.flag("trigger"),
        description=table.text("description", default=""),
        mark=_mark(mark),
        attributes=table.each("attributes", _attribute),
        also=table.also(),
    )
    mark.end()
    return label


def _mark(table: _Table) -> Mark:
    return Mark(
        letter=table.text("letter", re.compile(r"\w{1,2}")),
        pattern=table.one_of("pattern", PATTERNS),
        light=_colours(table, "light"),
        dark=_colours(table, "dark"),
    )


def _colours(table: _Table, key: str) -> tuple[str, str]:
    colours = table.strings(key, 2)
    if len(colours) != 2 or not all(COLOUR.fullmatch(colour) for colour in colours):
        table.fail(key, "must be two colours, fill and line, each as #RRGGBB")
    return (colours[0], colours[1])


def _attribute(table: _Table) -> Attribute:
    name = table.text("name", NAME)
    kind = AttributeType(table.one_of("type", [str(each) for each in AttributeType]))
    about = _about(table, kind)
    values = tuple(_choice(table, index, data, about) for index, data in enumerate(table.items("values")))
    chosen = kind in (AttributeType.CHOICE, AttributeType.CHOICES)
    if chosen != bool(values):
        table.fail("values", "are what choice and choices have, and only they")
    if len({choice.value for choice in values}) != len(values):
        table.fail("values", "may not repeat")
    attribute = Attribute(
        name=name,
        title=table.text("title", default=name.replace("_", " ")),
        type=kind,
        values=values,
        default=cast(Json, table.take("default")),
        required=table.flag("required"),
        read=table.flag("read"),
        description=table.text("description", default=""),
        about=about,
        also=table.also(),
    )
    if attribute.default is not None and (problem := problem_with(attribute, attribute.default)):
        table.fail("default", problem)
    return attribute


def _about(table: _Table, kind: AttributeType) -> About | None:
    """What an attribute is about; its type says it where that leaves no doubt."""
    implied = ABOUT_BY_TYPE.get(kind)
    said = table.one_of_or_none("about", [str(each) for each in About])
    if said is not None and (implied or About(said) in ABOUT_BY_TYPE.values()) and said != implied:
        table.fail("about", f"is {implied or 'something else'} for the type {kind}, not {said!r}")
    return About(said) if said is not None else implied


def _choice(table: _Table, index: int, data: object, about: About | None) -> Choice:
    if isinstance(data, str):
        data = {"value": data}
    choice = _Table(data, f"{table.path}.values[{index}]", table.file)
    value = choice.text("value", re.compile(r"\S{1,64}"))
    title = choice.text("title", default=value.replace("_", " "))
    known = KNOWN.get(about, ()) if about else ()
    means = choice.one_of_or_none("means", known)
    found = Choice(value, title, choice.key_name(), means, _codes(choice), choice.also())
    choice.end()
    return found


def _codes(choice: _Table) -> Mapping[str, str]:
    """What other schemes call a value."""
    if choice.take("codes") is None:
        return {}
    codes = choice.table("codes")
    found = {scheme: codes.text(scheme) for scheme in SCHEMES if codes.take(scheme) is not None}
    codes.end()
    return found


def _role(table: _Table) -> Role:
    name = table.text("name", NAME)
    title = table.text("title", default=name.replace("_", " "))
    role = Role(
        name=name,
        title=title,
        phrase=table.text("phrase", default=title.lower()),
        from_labels=table.strings("from", 1),
        to_labels=table.strings("to", 1),
        meaning=Meaning(table.one_of("meaning", [str(each) for each in Meaning])),
        min=table.number("min", default=0),
        max=table.number("max", default=0),
        key=table.key_name(),
        description=table.text("description", default=""),
        part=_part(table),
        also=table.also(),
    )
    if role.max and role.min > role.max:
        table.fail("min", "may not be more than max")
    return role


def _part(table: _Table) -> Part | None:
    said = table.one_of_or_none("part", [str(each) for each in Part])
    return Part(said) if said else None


def _check_names(schema: Schema, file: str) -> None:
    for what, names in (
        ("labels", [label.name for label in schema.labels]),
        ("roles", [role.name for role in schema.roles]),
        ("document.attributes", [each.name for each in schema.attributes]),
        *((f"attributes of label {label.name}", [each.name for each in label.attributes]) for label in schema.labels),
    ):
        repeated = sorted({name for name in names if names.count(name) > 1})
        if repeated:
            raise InvalidSchema(f"{what}: {repeated[0]!r} is there twice", file=file)


def _check_other_names(schema: Schema, file: str) -> None:
    """A name of somebody else's corpus means one thing here."""
    for what, others in (
        ("labels", [name for each in schema.labels for name in each.also]),
        ("roles", [name for each in schema.roles for name in each.also]),
        *((f"attributes of label {label.name}", _others(label.attributes)) for label in schema.labels),
    ):
        repeated = sorted({name for name in others if others.count(name) > 1})
        if repeated:
            raise InvalidSchema(f"{what}: {repeated[0]!r} is also the name of two", file=file)


def _others(attributes: Sequence[Attribute]) -> list[str]:
    return [name for each in attributes for name in each.also]


def _check_readings(schema: Schema, file: str) -> None:
    """In files only: what projects keep may be older than `about`."""
    for label in schema.labels:
        for attribute in label.attributes:
            if attribute.read and attribute.about not in READABLE:
                known = ", ".join(sorted(READABLE))
                said = f"label {label.name}: {attribute.name} is not read from words; what is read is about {known}"
                raise InvalidSchema(said, file=file)


def _check_roles(schema: Schema, file: str) -> None:
    for role in schema.roles:
        for name in (*role.from_labels, *role.to_labels):
            if schema.label(name) is None:
                raise InvalidSchema(f"role {role.name}: there is no label {name!r}", file=file)
        if role.meaning is Meaning.SAME_EVENT and not all(
            schema.is_trigger(name) for name in (*role.from_labels, *role.to_labels)
        ):
            raise InvalidSchema(f"role {role.name}: same_event joins labels with trigger = true", file=file)


def _check_keys(schema: Schema, file: str) -> None:
    """One key, one meaning: a role key may be shared where the label of the target decides."""
    labels = [label for label in schema.labels if label.key]
    roles = [role for role in schema.roles if role.key]
    for index, label in enumerate(labels):
        _refuse_key(label.key in RESERVED_KEYS, f"label {label.name}", "the workbench", file)
        for other in labels[index + 1 :]:
            _refuse_key(label.key == other.key, f"label {label.name}", other.name, file)
        for role in roles:
            _refuse_key(label.key == role.key, f"label {label.name}", f"role {role.name}", file)
    for index, role in enumerate(roles):
        _refuse_key(role.key in RESERVED_KEYS, f"role {role.name}", "the workbench", file)
        for after in roles[index + 1 :]:
            shared = set(role.to_labels) & set(after.to_labels)
            clash = role.key == after.key and bool(shared)
            _refuse_key(clash, f"role {role.name}", f"role {after.name}", file)


def _refuse_key(clash: bool, what: str, other: str, file: str) -> None:
    if clash:
        raise InvalidSchema(f"{what}: its key is also a key of {other}", file=file)
