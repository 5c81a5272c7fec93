"""The schemas that ship: names and keys are legal and unique, marks can be told apart and read."""

import re
import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

SCHEMAS = Path(__file__).parents[2] / "schemas"
FILES = sorted(SCHEMAS.glob("*.toml"))
NAME = re.compile(r"[a-z][a-z0-9_]*")
KEY = re.compile(r"[a-z0-9]|space")
#: Undo, pick up, values, flag, guideline, hint jump and next belong to the workbench, and so do the digits.
RESERVED = set("uevfgjn0123456789")
TYPES = {"choice", "choices", "text", "number", "count", "date", "place", "actor"}
MEANINGS = {"filler", "same_event", "same_value", "part_of", "relation"}
PAGE = {"light": ("#FFFFFF", "#1B1B1B"), "dark": ("#16181C", "#F1F1F1")}


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def attributes(schema: dict[str, Any]) -> list[dict[str, Any]]:
    owners = [*schema["labels"], schema.get("document", {})]
    return [attribute for owner in owners for attribute in owner.get("attributes", [])]


def values(attribute: dict[str, Any]) -> list[str]:
    return [each if isinstance(each, str) else each["value"] for each in attribute.get("values", [])]


def luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_default_schema_and_one_of_another_kind_ship() -> None:
    assert {"conflict-events", "detention-reports"} <= {path.stem for path in FILES}
    one, other = (read(SCHEMAS / f"{name}.toml") for name in ("conflict-events", "detention-reports"))
    assert not {label["name"] for label in one["labels"]} & {label["name"] for label in other["labels"]}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
class TestEachSchema:
    def test_is_named_as_its_file_and_has_its_guideline_beside_it(self, path: Path) -> None:
        schema = read(path)
        assert schema["name"] == path.stem
        assert schema["version"] >= 1
        guideline = (SCHEMAS / schema["guideline"]).read_text(encoding="utf-8")
        assert f"version {schema['version']} of the schema `{schema['name']}`" in guideline

    def test_has_a_section_of_the_guideline_for_every_label(self, path: Path) -> None:
        schema = read(path)
        guideline = (SCHEMAS / schema["guideline"]).read_text(encoding="utf-8")
        for label in schema["labels"]:
            assert f"\n## {label['title']}\n" in guideline

    def test_uses_legal_names_and_each_once(self, path: Path) -> None:
        schema = read(path)
        for group in (schema["labels"], schema["roles"], *(label.get("attributes", []) for label in schema["labels"])):
            names = [each["name"] for each in group]
            assert all(NAME.fullmatch(name) for name in names)
            assert len(set(names)) == len(names)

    def test_gives_every_attribute_a_known_type_and_a_default_among_its_values(self, path: Path) -> None:
        for attribute in attributes(read(path)):
            assert attribute["type"] in TYPES
            allowed = values(attribute)
            assert bool(allowed) == (attribute["type"] in ("choice", "choices"))
            assert len(set(allowed)) == len(allowed)
            if "default" in attribute:
                assert attribute["default"] in allowed

    def test_gives_every_key_one_meaning_and_leaves_the_workbench_its_own(self, path: Path) -> None:
        schema = read(path)
        label_keys = [label["key"] for label in schema["labels"]]
        roles = [role for role in schema["roles"] if "key" in role]
        keys = {*label_keys, *(role["key"] for role in roles)}
        assert all(KEY.fullmatch(key) for key in keys)
        assert not keys & RESERVED
        assert len(set(label_keys)) == len(label_keys)
        assert not set(label_keys) & {role["key"] for role in roles}
        for one, other in combinations(roles, 2):
            assert one["key"] != other["key"] or not set(one["to"]) & set(other["to"])

    def test_gives_the_values_of_a_label_keys_that_do_not_collide(self, path: Path) -> None:
        for label in read(path)["labels"]:
            tables = [each for attribute in label.get("attributes", []) for each in attribute.get("values", [])]
            keys = [each["key"] for each in tables if isinstance(each, dict) and "key" in each]
            assert len(set(keys)) == len(keys)

    def test_joins_only_labels_that_are_there_and_triggers_by_same_event(self, path: Path) -> None:
        schema = read(path)
        triggers = {label["name"] for label in schema["labels"] if label.get("trigger")}
        names = {label["name"] for label in schema["labels"]}
        assert triggers
        for role in schema["roles"]:
            assert role["meaning"] in MEANINGS
            assert {*role["from"], *role["to"]} <= names
            if role["meaning"] == "same_event":
                assert {*role["from"], *role["to"]} <= triggers
                assert role["max"] == 1

    def test_marks_labels_by_letter_and_pattern_and_not_by_colour_alone(self, path: Path) -> None:
        marks = [label["mark"] for label in read(path)["labels"]]
        assert len({mark["letter"] for mark in marks}) == len(marks)
        assert len({mark["pattern"] for mark in marks}) == len(marks)

    @pytest.mark.parametrize("theme", PAGE)
    def test_has_marks_that_can_be_read(self, path: Path, theme: str) -> None:
        page, text = PAGE[theme]
        for label in read(path)["labels"]:
            fill, line = label["mark"][theme]
            assert contrast(text, fill) >= 7, label["name"]
            assert contrast(page, line) >= 4.5, label["name"]
            assert contrast(fill, line) >= 3, label["name"]


def test_only_the_class_of_an_event_is_required_by_the_default_schema() -> None:
    schema = read(SCHEMAS / "conflict-events.toml")
    assert [each["name"] for each in attributes(schema) if each.get("required")] == ["event_class"]


def test_the_guideline_of_the_default_schema_can_be_read_in_ten_minutes() -> None:
    words = (SCHEMAS / "conflict-events.md").read_text(encoding="utf-8").split()
    assert 1500 <= len(words) <= 2500
