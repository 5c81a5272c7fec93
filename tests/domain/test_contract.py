"""The page's model and the server decide every change alike: both are run over one file of cases."""

import json
from pathlib import Path

import pytest

from annotator.domain.acts import apply_act
from annotator.domain.changes import acts, change_from_json
from annotator.domain.comments import Reason
from annotator.domain.errors import InvalidInput
from annotator.domain.items import comment_from_json, link_from_json, span_from_json
from annotator.domain.schema_reader import read_schema
from annotator.domain.workspace import Workspace

CONTRACT = json.loads((Path(__file__).parents[1] / "contract" / "changes.json").read_text("utf-8"))


def workspace_of(case):
    schema = case["schema"]
    before = case["before"]
    return Workspace(
        case["text"],
        read_schema(CONTRACT["schemas"][schema] if isinstance(schema, str) else schema),
        map(span_from_json, before["spans"]),
        map(link_from_json, before["links"]),
        before["attributes"],
        map(comment_from_json, before.get("comments", [])),
    )


def as_json(workspace):
    items = {"spans": workspace.spans, "links": workspace.links, "comments": workspace.comments}
    by_name = {name: [each.as_json() for each in found.values()] for name, found in items.items()}
    return in_order({**by_name, "attributes": dict(workspace.attributes)})


def in_order(state):
    return {
        "spans": sorted(state["spans"], key=lambda each: each["id"]),
        "links": sorted(state["links"], key=lambda each: each["id"]),
        "comments": sorted(state.get("comments", []), key=lambda each: each["id"]),
        "attributes": state["attributes"],
    }


def decide(workspace, case):
    sent = [change_from_json(change) for change in case["changes"]]
    return [step for act in acts(sent) for step in apply_act(workspace, act)]


@pytest.mark.parametrize("case", CONTRACT["cases"], ids=lambda case: case["name"])
def test_the_server_decides_as_the_contract_says(case):
    workspace = workspace_of(case)
    if case["refused"] is not None:
        with pytest.raises(InvalidInput) as error:
            decide(workspace, case)
        assert error.value.rule == case["refused"]["rule"]
        if "current" in case["refused"]:
            assert error.value.current == case["refused"]["current"]
        return
    done = decide(workspace, case)
    ids = {change["id"] for change in case["changes"]}
    assert [step.as_json() for step in done if step.id not in ids] == case["effects"]
    assert as_json(workspace) == in_order(case["after"])


def test_page_and_server_know_the_same_reasons():
    assert [str(reason) for reason in Reason] == CONTRACT["reasons"]
