"""The list of actors over HTTP: completion, leads' changes, and the table for programs."""

import pytest

LIONS = {"name": "Coast Lions", "aliases": ["Lions", "~the Pride"], "type": "non_state_armed", "country": "SOM"}


@pytest.fixture
def lead(world):
    return world.program("lead")


@pytest.fixture
def robot(world):
    return world.program("engineer")


def put(program, key, body):
    return program.ask("PUT", f"/projects/war/actors/{key}", json=body)


def table(program, content, query=""):
    return program.ask("POST", f"/projects/war/actors.csv{query}", data=content)


def names(program, query=""):
    return [each["name"] for each in program.get(f"/projects/war/actors{query}").get_json()["actors"]]


def test_an_entry_is_added_found_changed_and_removed(lead, world):
    made = lead.post("/projects/war/actors", LIONS).get_json()
    assert made == {**LIONS, "id": "coast-lions", "wikidata": None, "codes": {}}
    annotator = world.program("annotator")
    (found,) = annotator.get("/projects/war/actors?query=pri").get_json()["actors"]
    assert found == made
    (listed,) = annotator.get("/projects/war/actors").get_json()["actors"]
    assert listed == {**made, "learnt": []}
    assert put(lead, "coast-lions", {"name": "Lions of the Coast"}).get_json()["type"] == "unknown"
    assert names(lead) == ["Lions of the Coast"]
    assert lead.ask("DELETE", "/projects/war/actors/coast-lions").status_code == 204
    assert lead.ask("DELETE", "/projects/war/actors/coast-lions").status_code == 204
    assert names(lead) == []


def test_a_key_may_be_chosen_and_is_taken_once(lead):
    assert lead.post("/projects/war/actors", {**LIONS, "id": "cl"}).get_json()["id"] == "cl"
    taken = lead.post("/projects/war/actors", {"name": "Pride", "id": "cl"})
    assert (taken.status_code, taken.get_json()["rule"]) == (409, "exists")


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ({**LIONS, "country": "Somalia"}, "country"),
        ({**LIONS, "type": "army"}, "type"),
        ({**LIONS, "wikidata": "30"}, "wikidata"),
        ({"name": "Pride", "aliases": ["the guard"]}, "alias"),
        ({"name": ""}, "request"),
        ({**LIONS, "codes": {"acled": "1"}}, "request"),
        ({**LIONS, "colour": "red"}, "request"),
    ],
)
def test_what_breaks_a_rule_is_refused_by_its_name(lead, body, rule):
    put(lead, "guard", {"name": "Lake Guard", "aliases": ["Guard"]})
    refused = lead.post("/projects/war/actors", body)
    assert (refused.status_code, refused.get_json()["rule"]) == (422, rule)
    assert names(lead) == ["Lake Guard"]


def test_completion_gives_ten_at_most_best_first(lead):
    table(lead, "name\nOld Lake Guard\n" + "".join(f"Lake Guard {number}\n" for number in range(20)))
    put(lead, "lg", {"name": "Lake Guard"})
    found = names(lead, "?query=lake+guard")
    assert len(found) == 10
    assert found[0] == "Lake Guard"
    assert "Old Lake Guard" not in found
    assert names(lead, "?query=old") == ["Old Lake Guard"]


def test_a_program_moves_the_list_as_a_table(robot, lead):
    first = table(robot, "name,aliases\nCoast Lions,Lions\n", "?dry_run=true").get_json()
    assert first == {"added": 1, "changed": 0, "unchanged": 0, "dry_run": True}
    assert names(robot) == []
    assert table(robot, "name,aliases\nCoast Lions,Lions\n").get_json()["added"] == 1
    out = robot.get("/projects/war/actors.csv", buffered=True)
    assert out.data.decode().splitlines()[1] == "Coast Lions,Lions,unknown,,,,,coast-lions"
    assert table(robot, out.data).get_json()["unchanged"] == 1
    bad = table(robot, "name,type\nPride,army\n")
    assert (bad.status_code, bad.get_json()["line"], bad.get_json()["rule"]) == (422, 2, "type")
    assert lead.post("/projects/war/actors", {"name": "Pride"}).status_code == 200
    assert robot.post("/projects/war/actors", {"name": "Guard"}).status_code == 403


def test_readings_say_what_is_learnt(lead, world):
    document = world.add_document("Shots of the Lions hit. The Lions fled.")
    lead.post("/projects/war/actors", {"name": "Coast Lions"})
    task = lead.post("/projects/war/tasks/next").get_json()["task"]["id"]
    start = document.text.index("Lions")
    value = {"id": "coast-lions", "name": "Coast Lions", "by": "human"}
    span = {
        "id": "s",
        "label": "actor",
        "start": start,
        "end": start + 5,
        "quote": "Lions",
        "attributes": {"identity": value},
    }
    change = {"id": "c", "act": "a", "kind": "add_span", "before": None, "after": span}
    assert lead.post(f"/tasks/{task}/changes", {"changes": [change]}).get_json()["outcomes"][0]["status"] == "applied"
    again = document.text.rindex("Lions")
    place = {"label": "actor", "start": again, "end": again + 5}
    (reading,) = lead.post(f"/tasks/{task}/readings", {"places": [place]}).get_json()["readings"]
    assert reading["values"] == {"identity": {**value, "by": "rule"}}
    assert reading["learnt"] == ["identity"]
    (listed,) = lead.get("/projects/war/actors").get_json()["actors"]
    assert listed["learnt"] == [{"words": "Lions", "seen": 1}]
