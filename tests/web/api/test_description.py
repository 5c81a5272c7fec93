"""The API does what its description says, whatever is sent: swept by schemathesis."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def lead(sqlite_world):
    sqlite_world.add_document(key="d1")
    lead = sqlite_world.program("lead")
    lead.post("/projects/war/tasks/next")
    return lead


def operations(world):
    description = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", world.app)
    return {operation.ok().label: operation.ok() for operation in description.get_all_operations()}


def sweep(operation, token=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}

    @given(case=operation.as_strategy())
    @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def ask(case):
        case.headers = {**(case.headers or {}), **headers}
        # A body of any other kind than its header says is not what is described.
        response = case.call()
        case.validate_response(response, checks=CHECKS)

    ask()


@pytest.mark.slow
def test_no_request_gets_an_answer_that_is_not_described(sqlite_world, lead):
    found = operations(sqlite_world)
    for label, operation in found.items():
        try:
            sweep(operation, lead.token)
        except Exception as error:
            raise AssertionError(f"{label}: {error}") from error
    assert "POST /api/v1/tasks/{task_id}/changes" in found


@pytest.mark.slow
def test_whoever_shows_no_token_gets_nothing_but_described_refusals(sqlite_world, lead):
    for operation in operations(sqlite_world).values():
        sweep(operation)
    assert lead.get("/tasks").get_json()["tasks"][0]["revision"] == 0
