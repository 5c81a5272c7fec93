"""What holds of a schema as a whole: a name is there once, roles join what there is, a key means one thing."""

from collections.abc import Sequence

from annotator.domain.errors import InvalidSchema
from annotator.domain.meanings import READABLE
from annotator.domain.schema import Attribute, Meaning, Schema

#: Keys of the workbench itself: undo, pick up, values, flag, guideline, hint jump, next.
RESERVED_KEYS = frozenset("uevfgjn")


def check(schema: Schema, file: str) -> None:
    """Raises InvalidSchema naming `file`, the thing and the rule."""
    _check_names(schema, file)
    _check_other_names(schema, file)
    _check_roles(schema, file)
    _check_keys(schema, file)


def check_readings(schema: Schema, file: str) -> None:
    """In files only: what projects keep may be older than `about`."""
    for label in schema.labels:
        for attribute in label.attributes:
            if attribute.read and attribute.about not in READABLE:
                known = ", ".join(sorted(READABLE))
                said = f"label {label.name}: {attribute.name} is not read from words; what is read is about {known}"
                raise InvalidSchema(said, file=file)


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
