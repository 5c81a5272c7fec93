"""What is carried along of a result, by keys that stay the same, and the regions that it hangs on.

An item, or a note on a region, goes where its region goes: no editor survives one that hangs on nothing.
"""

import json
from collections.abc import Mapping, Set

from annotator.domain.json import Json

Item = dict[str, Json]
#: Before the id of a region: the key of the notes on it that are not ours.
META = "meta:"


def as_item(value: Json) -> Item:
    """The value as an item: nothing, where it is none."""
    return dict(value) if isinstance(value, dict) else {}


def ends(item: Item) -> set[str]:
    """The regions that an item needs."""
    if item.get("type") == "relation":
        return {str(item.get("from_id")), str(item.get("to_id"))}
    return {str(item.get("id"))} if "start" in as_item(item.get("value") or {}) else set()


def key_of(item: Item) -> str:
    """What an item is called among those that are carried."""
    if item.get("type") == "relation":
        roles = json.dumps(item.get("labels") or [], ensure_ascii=False)
        return f"relation:{item.get('from_id')}:{item.get('to_id')}:{item.get('direction')}:{roles}"
    region = item.get("id") if "start" in as_item(item.get("value") or {}) else ""
    return f"item:{region}:{item.get('from_name')}:{item.get('type')}"


def regions(key: str, value: Json) -> set[str]:
    """The regions that one thing that is carried hangs on; a region that is carried itself hangs on none."""
    if key.startswith(META):
        return {key.removeprefix(META)}
    item = as_item(value)
    return set() if item.get("type") == "labels" else ends(item)


def own_regions(carried: Mapping[str, Json]) -> set[str]:
    """The regions that are carried themselves, with a label that is none here."""
    items = (as_item(value) for key, value in carried.items() if not key.startswith(META))
    return {str(item.get("id")) for item in items if item.get("type") == "labels"}


def without_regions(carried: Mapping[str, Json], gone: Set[str]) -> dict[str, Json]:
    """What is left when these regions are gone."""
    lost = gone - own_regions(carried)
    return {key: value for key, value in carried.items() if not regions(key, value) & lost}


def changed_on(before: Mapping[str, Json], after: Mapping[str, Json]) -> set[str]:
    """The regions on which something has come, or is another."""
    new = [key for key, value in after.items() if key not in before or before[key] != value]
    return {end for key in new for end in regions(key, after[key])}
