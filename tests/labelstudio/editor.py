"""What Label Studio's editor makes of a result when somebody opens it and clicks on Update, as seen in version 1.23."""

from typing import Any

#: Of a region and of its value the editor keeps these keys and drops all others.
_REGION = ("id", "type", "from_name", "to_name", "origin", "score", "meta", "value")


def updated(result: list[dict[str, Any]], control_names: set[str]) -> list[dict[str, Any]]:
    """The result after an Update: attributes behind their regions, relations last and without `meta`."""
    regions = [item for item in result if item["type"] == "labels"]
    values = [item for item in result if item["type"] not in ("labels", "relation")]
    after: list[dict[str, Any]] = []
    for region in regions:
        saved = {key: region[key] for key in _REGION if key in region}
        after.append({"origin": "manual", **saved})
        for item in values:
            if item["id"] == region["id"] and item["from_name"] in control_names:
                meta = {"meta": region["meta"]} if region.get("meta") else {}
                after.append({key: item[key] for key in _REGION if key in item} | meta)
    there = {region["id"] for region in regions}
    after += [item for item in values if item["id"] not in there and item["from_name"] in control_names]
    for item in result:
        if item["type"] == "relation":
            after.append({key: item[key] for key in ("type", "from_id", "to_id", "direction", "labels")})
    # Line breaks in the words of a region come back as a backslash and an n.
    return [_escaped(item) for item in after]


def _escaped(item: dict[str, Any]) -> dict[str, Any]:
    value = item.get("value")
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        return item
    words = value["text"].replace("\r", "\\n").replace("\n", "\\n")
    return {**item, "value": {**value, "text": words}}
