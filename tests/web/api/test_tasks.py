"""Tasks over HTTP: the shapes and answers that the page and programs count on."""

import json

import pytest

TEXT = "Rebels killed three people in Loikaw."


def span(span_id="s1", label="actor", words="Rebels", **rest):
    start = TEXT.index(words)
    shape = {"id": span_id, "label": label, "start": start, "end": start + len(words), "quote": words}
    return {**shape, "attributes": {}, "origin": "human", **rest}


def adding(change_id="c1", act="a1", after=None):
    return {"id": change_id, "act": act, "kind": "add_span", "before": None, "after": after or span()}


@pytest.fixture
def annotator(world):
    world.add_document(TEXT, key="d1")
    return world.program("annotator")


def next_task(program):
    return program.post("/projects/war/tasks/next").get_json()


def test_a_task_is_handed_out_saved_submitted_and_listed(annotator):
    task = next_task(annotator)
    task_id = task["task"]["id"]
    assert task["document"]["text"] == TEXT
    assert task["task"]["read_only"] is False
    saved = annotator.post(f"/tasks/{task_id}/changes", {"changes": [adding()]})
    assert saved.get_json() == {"revision": 1, "outcomes": [{"act": "a1", "status": "applied", "effects": []}]}
    submitted = annotator.post(f"/tasks/{task_id}/submit")
    assert submitted.get_json()["task"]["state"] == "submitted"
    again = annotator.get(f"/tasks/{task_id}").get_json()
    assert again["annotations"]["spans"] == [span()]
    assert again["task"]["read_only"] is True
    listed = annotator.get("/tasks?state=submitted").get_json()
    assert [each["id"] for each in listed["tasks"]] == [task_id]


def test_when_nothing_is_left_the_answer_is_empty(world):
    answer = world.program("annotator").post("/projects/war/tasks/next")
    assert (answer.status_code, answer.data) == (204, b"")


@pytest.mark.parametrize("header", [{}, {"content_type": "application/json"}])
def test_a_body_whose_fields_may_all_be_left_out_may_be_left_out_itself(annotator, header):
    task = annotator.ask("POST", "/projects/war/tasks/next", **header)
    assert task.status_code == 200
    submitted = annotator.ask("POST", f"/tasks/{task.get_json()['task']['id']}/submit", **header)
    assert submitted.get_json()["task"]["state"] == "submitted"
    assert annotator.ask("POST", "/projects/war/tasks/next", **header).status_code == 204


def test_the_description_says_which_bodies_may_be_left_out(annotator):
    paths = annotator.get("/openapi.json").get_json()["paths"]
    bodies = {
        path: operation["requestBody"].get("required")
        for path, operations in paths.items()
        for operation in operations.values()
        if "requestBody" in operation
    }
    assert sorted(path for path, required in bodies.items() if not required) == [
        "/api/v1/projects/{slug}/tasks/next",
        "/api/v1/tasks/{task_id}/submit",
    ]
    assert "/api/v1/tasks/{task_id}/changes" in bodies


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        ('{"besides": [', "application/json"),
        ('{"besides": []}', "text/plain"),
        ("null", "application/json"),
        ("[]", "application/json"),
    ],
)
def test_a_body_that_is_no_json_object_is_named_and_not_passed_over(annotator, data, content_type):
    answer = annotator.ask("POST", "/projects/war/tasks/next", data=data, content_type=content_type)
    problem = answer.get_json()
    assert (answer.status_code, problem["rule"]) == (422, "request")
    assert problem["detail"].startswith("the body is no JSON object; send one")


def test_a_body_that_is_needed_and_left_out_names_what_is_missing(annotator):
    task_id = next_task(annotator)["task"]["id"]
    for action, field in (("changes", "changes"), ("skip", "reason")):
        answer = annotator.ask("POST", f"/tasks/{task_id}/{action}")
        assert answer.status_code == 422
        assert [each["at"] for each in answer.get_json()["errors"]] == [field]


def test_a_refused_act_says_rule_detail_change_and_what_stands(annotator):
    task_id = next_task(annotator)["task"]["id"]
    annotator.post(f"/tasks/{task_id}/changes", {"changes": [adding()]})
    answer = annotator.post(f"/tasks/{task_id}/changes", {"changes": [adding("c2", "a2", span("s2"))]})
    (outcome,) = answer.get_json()["outcomes"]
    assert answer.status_code == 200
    assert outcome == {
        "act": "a2",
        "status": "refused",
        "effects": [],
        "rule": "equal_span",
        "detail": "actor stands on these words already",
        "current": span(),
        "change": "c2",
    }


def test_what_the_server_adds_to_complete_an_act_is_told(annotator):
    task_id = next_task(annotator)["task"]["id"]
    killed = span("s2", "action", "killed")
    link = {"id": "l1", "role": "agent", "from": "s2", "to": "s1"}
    annotator.post(
        f"/tasks/{task_id}/changes",
        {
            "changes": [
                adding(),
                adding("c2", "a2", killed),
                {"id": "c3", "act": "a3", "kind": "add_link", "before": None, "after": link},
            ]
        },
    )
    removal = {"id": "c4", "act": "a4", "kind": "remove_span", "before": span(), "after": None}
    (outcome,) = annotator.post(f"/tasks/{task_id}/changes", {"changes": [removal]}).get_json()["outcomes"]
    assert outcome["effects"] == [{"id": "c4.1", "act": "a4", "kind": "remove_link", "before": link, "after": None}]
    journal = annotator.get(f"/tasks/{task_id}/journal?after=3").get_json()
    assert [each["id"] for each in journal["changes"]] == ["c4.1", "c4"]


def read(annotator, task_id, *places):
    sent = [{"label": label, "start": start, "end": end} for label, start, end in places]
    return annotator.post(f"/tasks/{task_id}/readings", {"places": sent})


def test_words_are_read_for_what_the_schema_wants_read_and_nothing_is_kept(annotator):
    found = next_task(annotator)
    task_id, text = found["task"]["id"], found["document"]["text"]
    (reading,) = read(annotator, task_id, ("casualty", 0, len(text))).get_json()["readings"]
    assert (reading["label"], reading["start"], reading["end"]) == ("casualty", 0, len(text))
    assert reading["values"]["count"]["by"] == "rule"
    assert read(annotator, task_id, ("action", 0, 3)).get_json()["readings"][0]["values"] == {}
    assert annotator.get(f"/tasks/{task_id}").get_json()["annotations"]["spans"] == []


@pytest.mark.parametrize(
    ("place", "rule"), [(("planet", 0, 3), "label"), (("casualty", 0, 10_000), "range"), (("casualty", 3, 3), "range")]
)
def test_a_place_that_cannot_be_read_is_refused_by_its_rule(annotator, place, rule):
    answer = read(annotator, next_task(annotator)["task"]["id"], place)
    assert (answer.status_code, answer.get_json()["rule"]) == (422, rule)


def test_submitting_with_things_to_see_answers_them_once(annotator):
    task_id = next_task(annotator)["task"]["id"]
    annotator.post(f"/tasks/{task_id}/changes", {"changes": [adding(after=span("s2", "action", "killed"))]})
    answer = annotator.post(f"/tasks/{task_id}/submit")
    problem = answer.get_json()
    assert (answer.status_code, answer.content_type) == (409, "application/problem+json")
    assert problem["rule"] == "violations"
    assert [each["attribute"] for each in problem["violations"]] == ["event_class"]
    assert annotator.post(f"/tasks/{task_id}/submit", {"despite_violations": True}).status_code == 200


def test_a_submitted_task_answers_that_it_is_not_open(annotator):
    task_id = next_task(annotator)["task"]["id"]
    annotator.post(f"/tasks/{task_id}/submit")
    answer = annotator.post(f"/tasks/{task_id}/changes", {"changes": [adding()]})
    assert (answer.status_code, answer.get_json()["rule"]) == (409, "task_state")
    assert annotator.post(f"/tasks/{task_id}/reopen").get_json()["state"] == "reopened"
    assert annotator.post(f"/tasks/{task_id}/changes", {"changes": [adding()]}).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {**adding(), "kind": "invent"},
        {**adding(), "id": "no spaces"},
        {**adding(), "id": "x" * 65},
        {**adding(), "colour": "red"},
        {**adding(), "after": "a span"},
        {**adding(), "act": 7},
    ],
)
def test_a_malformed_change_is_refused_whole_with_a_problem(annotator, change):
    task_id = next_task(annotator)["task"]["id"]
    answer = annotator.post(f"/tasks/{task_id}/changes", {"changes": [adding("ok", "ok"), change]})
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert annotator.get(f"/tasks/{task_id}").get_json()["annotations"]["spans"] == []


@pytest.mark.parametrize(
    "after",
    [
        {**span(), "start": 2**40, "end": 2**40 + 6},
        {**span(), "start": 1.5},
        {**span(), "start": True},
        {**span(), "attributes": ["x"]},
        {**span(), "extra": 1},
        {"name": "relevance", "value": "yes"},
        None,
    ],
)
def test_a_change_with_a_strange_span_is_refused_by_itself(annotator, after):
    task_id = next_task(annotator)["task"]["id"]
    change = {**adding(), "after": after}
    (outcome,) = annotator.post(f"/tasks/{task_id}/changes", {"changes": [change]}).get_json()["outcomes"]
    assert outcome["status"] == "refused"


@pytest.mark.parametrize("escape", ["\\u0000", "\\ud800", "\\uDC00x"])
def test_characters_that_nothing_can_store_are_refused(annotator, escape):
    task_id = next_task(annotator)["task"]["id"]
    body = json.dumps({"changes": [adding(after=span(quote="QUOTE"))]}).replace("QUOTE", escape)
    answer = annotator.ask("POST", f"/tasks/{task_id}/changes", data=body, content_type="application/json")
    assert answer.status_code == 422


def test_an_escape_of_a_character_outside_the_basic_plane_is_fine(world):
    world.add_document("👩 fled", key="emoji")
    program = world.program("annotator")
    task_id = next_task(program)["task"]["id"]
    after = {**span(), "start": 0, "end": 1, "quote": "👩"}
    body = json.dumps({"changes": [adding(after=after)]}, ensure_ascii=True)
    answer = program.ask("POST", f"/tasks/{task_id}/changes", data=body, content_type="application/json")
    assert answer.get_json()["outcomes"][0]["status"] == "applied"


@pytest.mark.parametrize("address", ["/tasks/999999", "/tasks/99999999999999999999", "/tasks/0", "/projects/none"])
def test_what_is_not_there_is_a_problem_and_no_fault_of_ours(annotator, address):
    answer = annotator.get(address)
    assert answer.status_code in (404, 422)
    assert answer.content_type == "application/problem+json"


def test_a_method_that_is_not_allowed_says_which_are(annotator):
    answer = annotator.ask("DELETE", "/tasks")
    assert (answer.status_code, answer.content_type) == (405, "application/problem+json")
    assert "GET" in answer.headers["Allow"]
