"""Places over HTTP: read from the words of a task, and looked up by whoever corrects one by hand."""

import pytest

from annotator.web.gazetteer import EXTENSION
from tests.gazetteers import gazetteer

__all__ = ["gazetteer"]

TEXT = "TRIPOLI, Lebanon (AP) - Men were killed near Beirut on Monday. They fled to Tripoli."


@pytest.fixture
def here(sqlite_world, gazetteer):
    sqlite_world.app.extensions[EXTENSION] = gazetteer
    return sqlite_world


@pytest.fixture
def annotator(here):
    here.add_document(TEXT, key="d1")
    return here.program("annotator")


@pytest.fixture
def task_id(annotator):
    return annotator.post("/projects/war/tasks/next").get_json()["task"]["id"]


def names(answer):
    return [(place["name"], place["country"]) for place in answer.get_json()["places"]]


def test_what_words_say_of_a_place_is_offered_with_the_other_readings(annotator, task_id):
    start = TEXT.index("Beirut")
    places = [{"label": "location", "start": start, "end": start + 6}, {"label": "location", "start": 0, "end": 7}]
    near, dateline = annotator.post(f"/tasks/{task_id}/readings", {"places": places}).get_json()["readings"]
    assert (near["values"]["place"]["name"], near["values"]["precision"]) == ("Beirut", "2")
    assert "loc_role" not in near["values"]
    assert (dateline["values"]["place"]["country"], dateline["values"]["loc_role"]) == ("LB", "dateline")
    assert ("Tripoli", "LY") in [(each["name"], each["country"]) for each in dateline["others"]["place"]]


def test_places_are_looked_up_by_name_and_by_how_it_begins(annotator):
    assert names(annotator.get("/places?query=Bagdad"))[0] == ("Baghdad", "IQ")
    found = annotator.get("/places?query=khan youn").get_json()["places"]
    assert found[0]["id"] == "281124"
    assert len(found) <= 10


def test_a_task_puts_the_places_of_its_story_first(annotator, task_id):
    assert names(annotator.get("/places?query=Tripoli"))[0] == ("Tripoli", "LY")
    assert names(annotator.get(f"/places?query=Tripoli&task={task_id}"))[0] == ("Tripoli", "LB")


def test_the_task_of_somebody_else_tells_nothing_of_its_story(here, task_id):
    answer = here.program("annotator").get(f"/places?query=Tripoli&task={task_id}")
    assert answer.status_code == 404


def test_whoever_is_not_signed_in_looks_up_nothing(here):
    answer = here.app.test_client().get("/api/v1/places?query=Tripoli")
    assert answer.status_code == 401


@pytest.mark.parametrize("query", ["", "query=", "query=Tripoli&task=x", f"query={'a' * 201}", "query=a&near=b"])
def test_a_question_of_another_shape_is_refused(annotator, query):
    assert annotator.get(f"/places?{query}").status_code == 422


def test_what_is_called_like_nothing_finds_nothing(annotator):
    assert names(annotator.get("/places?query=Xyzzyville")) == []
