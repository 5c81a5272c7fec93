"""A schema read from its file (TOML) or from its stored form (JSON), every rule checked.

Each fault names the file and the key, as `labels[2].attributes[0].type`.
"""

import re
import tomllib
from collections.abc import Mapping
from typing import cast

from annotator.domain.attributes import problem_with
from annotator.domain.errors import InvalidSchema
from annotator.domain.json import Json
from annotator.domain.meanings import KNOWN, SCHEMES, About, Part
from annotator.domain.schema import ABOUT_BY_TYPE, Attribute, AttributeType, Choice, Label, Mark, Meaning, Role
from annotator.domain.schema import Schema as Schema
from annotator.domain.schema_checks import check, check_readings
from annotator.domain.schema_table import Table

NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
SCHEMA_NAME = re.compile(r"[a-z][a-z0-9-]{0,63}")
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
PATTERNS = ("solid", "wavy", "dashes", "dots", "double")
KEY = re.compile(r"[a-z0-9]|space")


def read_toml(text: str, file: str) -> Schema:
    """The schema of a TOML file; raises InvalidSchema naming `file`, the key and the rule."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidSchema(f"not TOML: {error}", file=file) from None
    schema = read_schema(data, file)
    check_readings(schema, file)
    return schema


def read_schema(data: Mapping[str, object], file: str = "schema") -> Schema:
    """The schema that `data` says, checked whole; raises InvalidSchema."""
    table = Table(data, "", file)
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
    check(schema, file)
    return schema


def _label(table: Table) -> Label:
    name = table.text("name", NAME)
    mark = table.table("mark")
    label = Label(
        name=name,
        title=table.text("title", default=name),
        key=_key(table),
        trigger=table.flag("trigger"),
        description=table.text("description", default=""),
        mark=_mark(mark),
        attributes=table.each("attributes", _attribute),
        also=_also(table),
    )
    mark.end()
    return label


def _mark(table: Table) -> Mark:
    return Mark(
        letter=table.text("letter", re.compile(r"\w{1,2}")),
        pattern=table.one_of("pattern", PATTERNS),
        light=_colours(table, "light"),
        dark=_colours(table, "dark"),
    )


def _colours(table: Table, key: str) -> tuple[str, str]:
    colours = table.strings(key, 2)
    if len(colours) != 2 or not all(COLOUR.fullmatch(colour) for colour in colours):
        table.fail(key, "must be two colours, fill and line, each as #RRGGBB")
    return (colours[0], colours[1])


def _attribute(table: Table) -> Attribute:
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
        also=_also(table),
    )
    if attribute.default is not None and (problem := problem_with(attribute, attribute.default)):
        table.fail("default", problem)
    return attribute


def _about(table: Table, kind: AttributeType) -> About | None:
    """What an attribute is about; its type says it where that leaves no doubt."""
    implied = ABOUT_BY_TYPE.get(kind)
    said = table.one_of_or_none("about", [str(each) for each in About])
    if said is not None and (implied or About(said) in ABOUT_BY_TYPE.values()) and said != implied:
        table.fail("about", f"is {implied or 'something else'} for the type {kind}, not {said!r}")
    return About(said) if said is not None else implied


def _choice(table: Table, index: int, data: object, about: About | None) -> Choice:
    if isinstance(data, str):
        data = {"value": data}
    choice = Table(data, f"{table.path}.values[{index}]", table.file)
    value = choice.text("value", re.compile(r"\S{1,64}"))
    title = choice.text("title", default=value.replace("_", " "))
    known = KNOWN.get(about, ()) if about else ()
    means = choice.one_of_or_none("means", known)
    found = Choice(value, title, _key(choice), means, _codes(choice), _also(choice))
    choice.end()
    return found


def _codes(choice: Table) -> Mapping[str, str]:
    """What other schemes call a value."""
    if choice.take("codes") is None:
        return {}
    codes = choice.table("codes")
    found = {scheme: codes.text(scheme) for scheme in SCHEMES if codes.take(scheme) is not None}
    codes.end()
    return found


def _role(table: Table) -> Role:
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
        key=_key(table),
        description=table.text("description", default=""),
        part=_part(table),
        also=_also(table),
    )
    if role.max and role.min > role.max:
        table.fail("min", "may not be more than max")
    return role


def _part(table: Table) -> Part | None:
    said = table.one_of_or_none("part", [str(each) for each in Part])
    return Part(said) if said else None


def _key(table: Table) -> str | None:
    return None if table.take("key") is None else table.text("key", KEY)


def _also(table: Table) -> tuple[str, ...]:
    """What the thing is called in corpora of others."""
    return table.strings("also", 0)
