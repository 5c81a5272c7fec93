"""The demo articles as the tests of this folder read them: plain JSON, nothing of the program."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
PROJECT = tomllib.loads((SEEDS / "project.toml").read_text(encoding="utf-8"))
SCHEMA = tomllib.loads((ROOT / "schemas" / f"{PROJECT['schema']}.toml").read_text(encoding="utf-8"))
RECORDS: dict[str, dict[str, Any]] = {
    name: json.loads((SEEDS / f"{name}.jsonl").read_text(encoding="utf-8")) for name in PROJECT["documents"]
}
ARTICLE = "iraq-us-talks"
INVENTED = [name for name in RECORDS if name != ARTICLE]
#: Absent keys mean their default: a set without spans and links says that there is nothing to mark.
GOLD: dict[str, dict[str, Any]] = {
    name: {"attributes": {}, "spans": [], "links": [], **record["annotation_sets"][0]}
    for name, record in RECORDS.items()
    if "annotation_sets" in record
}
LABELS = {label["name"]: label for label in SCHEMA["labels"]}
ROLES = {role["name"]: role for role in SCHEMA["roles"]}
TRIGGERS = {name for name, label in LABELS.items() if label.get("trigger")}


def meaning(link: dict[str, str]) -> str:
    return str(ROLES[link["role"]]["meaning"])


def by_id(gold: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {span["id"]: span for span in gold["spans"]}


def further_triggers(gold: dict[str, Any]) -> set[str]:
    return {link["from"] for link in gold["links"] if meaning(link) == "same_event"}


def main_triggers(gold: dict[str, Any]) -> list[dict[str, Any]]:
    further = further_triggers(gold)
    return [span for span in gold["spans"] if span["label"] in TRIGGERS and span["id"] not in further]


def counts(name: str) -> list[dict[str, Any]]:
    return [span["attributes"]["count"] for span in GOLD[name]["spans"] if "count" in span.get("attributes", {})]


def shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return set(zip(words, words[1:], words[2:], strict=False))


def similarity(one: str, other: str) -> float:
    first, second = shingles(RECORDS[one]["text"]), shingles(RECORDS[other]["text"])
    return len(first & second) / len(first | second)
