"""What is open before submitting: the page and the server list the same, in the same words and order."""

import json
from pathlib import Path

import pytest

from annotator.domain.checks import soft_violations
from annotator.domain.items import link_from_json, span_from_json
from annotator.domain.schema_reader import read_schema
from annotator.domain.workspace import Workspace

CONTRACT = json.loads((Path(__file__).parents[1] / "contract" / "checks.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CONTRACT["cases"], ids=lambda case: case["name"])
def test_the_server_lists_what_is_open_as_the_contract_says(case):
    workspace = Workspace(
        CONTRACT["text"],
        read_schema(CONTRACT["schema"]),
        map(span_from_json, case["spans"]),
        map(link_from_json, case["links"]),
        case["attributes"],
    )
    assert [violation.as_json() for violation in soft_violations(workspace)] == case["violations"]


def test_the_contract_has_a_case_for_each_soft_rule():
    rules = {violation["rule"] for case in CONTRACT["cases"] for violation in case["violations"]}
    assert rules == {"required", "min", "max", "grapheme", "trigger_attributes"}
