"""brat's annotation.conf and visual.conf: written for a schema or for what a corpus uses, and read.

From brat's "Configuration": sections of entities, relations, events and attributes; `<NAME>=…` names a list, an
indented or `!`-marked type stands for those under it, `?`, `*`, `+` and `{…}` say how often a role may be filled.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from annotator.domain.schema import Attribute, AttributeType, Meaning, Schema
from annotator.formats.brat.lines import NAME
from annotator.formats.maps.description import AttributeUse, Description

ANNOTATION, VISUAL = "annotation.conf", "visual.conf"

_COUNT = re.compile(r"[?*+]$|\{[^}]*\}$")
#: A value of an attribute, or what an attribute is said of, in angle brackets: an option of brat's, not a name.
_OPTION = re.compile(r"<[^>]*>$")


def annotation_conf(schema: Schema | None, used: Description) -> bytes:
    """The types of a schema; without one those that are used."""
    told = _of_schema(schema) if schema else _of_use(used)
    return ("\n".join(told) + "\n").encode()


def visual_conf(schema: Schema) -> bytes:
    """Titles and colours of labels, titles of roles."""
    titles = [(each.name, each.title) for each in schema.labels]
    titles += [(each.name, each.title) for each in schema.roles]
    drawn = (f"{each.name}\tbgColor:{each.mark.light[0]}, borderColor:{each.mark.light[1]}" for each in schema.labels)
    return ("\n".join(["[labels]", *map(_titled, titles), "[drawing]", *drawn]) + "\n").encode()


def _titled(named: tuple[str, str]) -> str:
    name, title = named
    return f"{name} | {' '.join(title.replace('|', '/').split())}"


def choices(schema: Schema | None) -> Mapping[str, Sequence[str]]:
    """The attributes that brat can hold as such: of one value out of words without spaces, by name."""
    found: dict[str, dict[str, None]] = {}
    for label in schema.labels if schema else ():
        for attribute in label.attributes:
            if is_choice(attribute):
                found.setdefault(attribute.name, {}).update(dict.fromkeys(each.value for each in attribute.values))
    return {name: list(values) for name, values in found.items()}


def is_choice(attribute: Attribute) -> bool:
    """Whether a line of brat holds every value of the attribute."""
    return attribute.type is AttributeType.CHOICE and all(NAME.fullmatch(each.value) for each in attribute.values)


def _of_schema(schema: Schema) -> Iterator[str]:
    yield "[entities]"
    yield from (label.name for label in schema.labels if not label.trigger)
    yield "[relations]"
    for role in schema.roles:
        if role.meaning is not Meaning.FILLER or not all(map(schema.is_trigger, role.from_labels)):
            yield f"{role.name}\tArg1:{'|'.join(role.from_labels)}, Arg2:{'|'.join(role.to_labels)}"
    # Spans may nest, cross and stand on the same words.
    yield "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>"
    yield "[events]"
    for label in (each for each in schema.labels if each.trigger):
        roles = [each for each in schema.roles_from(label.name) if each.meaning is Meaning.FILLER]
        counts = {0: "*", 1: "?"}
        arguments = (
            f"{each.name}{counts.get(each.max, f'{{0-{each.max}}}')}:{'|'.join(each.to_labels)}" for each in roles
        )
        yield f"{label.name}\t{', '.join(arguments)}".rstrip()
    yield "[attributes]"
    for name, values in choices(schema).items():
        bearers = [each.name for each in schema.labels if any(one.name == name for one in each.attributes)]
        yield f"{name}\tArg:{'|'.join(bearers)}, Value:{'|'.join(values)}"


def _of_use(used: Description) -> Iterator[str]:
    yield "[entities]"
    yield from (name for name in used.labels if NAME.fullmatch(name))
    yield "[relations]"
    for name, role in used.roles.items():
        if NAME.fullmatch(name):
            one, other = (dict.fromkeys(ends[at] for ends in role.ends) for at in (0, 1))
            yield f"{name}\tArg1:{'|'.join(one)}, Arg2:{'|'.join(other)}"
    yield "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>"
    yield from ("[events]", "[attributes]")
    found: dict[str, tuple[list[str], dict[str, None]]] = {}
    for name, label in used.labels.items():
        for each, use in label.attributes.items():
            if NAME.fullmatch(each) and not use.is_object and not use.is_several and not use.is_number:
                bearers, values = found.setdefault(each, ([], {}))
                bearers.append(name)
                values.update(dict.fromkeys(value for value in use.values if NAME.fullmatch(value)))
    for name, (bearers, values) in found.items():
        if values:
            yield f"{name}\tArg:{'|'.join(bearers)}, Value:{'|'.join(values)}"


def read_annotation_conf(text: str, description: Description) -> None:
    """Add what an annotation.conf declares; lines that say nothing of it are passed over."""
    sections = dict(_sections(text))
    macros = {
        name: value.split("|")
        for lines in sections.values()
        for name, sign, value in (line.partition("=") for line in lines)
        if sign and name.startswith("<")
    }
    entities = [*_names(sections.get("entities", ()))]
    events = [_declared(line) for line in sections.get("events", ()) if _is_type(line)]
    heads = [name for name, _ in events]
    lists = {**macros, "<ENTITY>": entities, "<EVENT>": heads, "<ANY>": [*entities, *heads]}
    for name in entities:
        description.label(name)
    for name, arguments in events:
        description.label(name).is_trigger = True
        for role, targets in arguments:
            _join(description, role, [name], _expanded(targets, lists), Meaning.FILLER)
    for name, arguments in (_declared(line) for line in sections.get("relations", ()) if _is_type(line)):
        if len(arguments) > 1:
            (_, one), (_, other) = arguments[:2]
            # Equiv is the one relation whose sense brat itself knows.
            sense = Meaning.SAME_VALUE if name == "Equiv" else None
            _join(description, name, _expanded(one, lists), _expanded(other, lists), sense)
    for name, arguments in (_declared(line) for line in sections.get("attributes", ()) if _is_type(line)):
        _say(description, name, arguments, lists)


def read_visual_conf(text: str, description: Description) -> None:
    """Add what people read for labels and roles: `[labels]` has the name and then the titles, the longest first."""
    for line in dict(_sections(text)).get("labels", ()):
        name, *titles = (each.strip() for each in line.split("|"))
        for use in (description.labels.get(name), description.roles.get(name)):
            if use is not None and titles and titles[0] != name:
                use.title = titles[0]


def _sections(text: str) -> Iterator[tuple[str, list[str]]]:
    lines: list[str] = []
    for line in text.splitlines():
        line = line.split("#", 1)[0].strip()
        if line.startswith("[") and line.endswith("]"):
            lines = []
            yield line[1:-1].strip().lower(), lines
        elif line and not line.startswith("---"):
            lines.append(line)


def _is_type(line: str) -> bool:
    return not line.startswith(("<", "!"))


def _names(lines: Iterable[str]) -> Iterator[str]:
    yield from (line.split()[0] for line in lines if _is_type(line))


def _declared(line: str) -> tuple[str, list[tuple[str, list[str]]]]:
    """The name, and each argument with its types: `Role?:A|B`."""
    name, *rest = line.split(None, 1)
    arguments = []
    for argument in (rest[0] if rest else "").split(","):
        role, colon, types = argument.strip().partition(":")
        name_of_role = _COUNT.sub("", role.strip())
        if colon and not _OPTION.match(name_of_role):
            arguments.append((name_of_role, types.strip().split("|")))
    return name, arguments


def _expanded(types: Iterable[str], lists: Mapping[str, Sequence[str]]) -> list[str]:
    found: dict[str, None] = {}
    for each in types:
        found.update(dict.fromkeys(lists.get(each, () if each.startswith("<") else (each,))))
    return list(found)


def _join(
    description: Description, role: str, from_: Iterable[str], to: Sequence[str], meaning: Meaning | None
) -> None:
    use = description.role(role)
    use.meaning = use.meaning or meaning
    for one in from_:
        for other in to:
            # Declared, and not yet used.
            use.ends[one, other] += 0


def _say(
    description: Description, name: str, arguments: Sequence[tuple[str, list[str]]], lists: Mapping[str, Sequence[str]]
) -> None:
    told = dict(arguments)
    for label in _expanded(told.get("Arg", ()), lists):
        if label in description.labels:
            use = description.label(label).attributes.setdefault(name, AttributeUse())
            for value in _expanded(told.get("Value", ("true",)), lists):
                use.values[value] += 0
