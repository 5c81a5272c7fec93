"""Whole journeys in a real browser against the real server: from signing in to a corpus."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.hands import PASSWORD, Hands, sign_in
from tests.server import add_project, add_user, opened, running_server

CONFLICT = {
    "schema": "conflict-events",
    "text": (
        "Drones hit market\n\n"
        "PORT HALIA (Demo) — Government drones struck a market in Port Halia on Tuesday, killing at least 12 "
        "traders, the Harbour Doctors said.\n\nA second strike hit a fuel depot. Nobody was hurt.\n"
    ),
    "spans": [
        ("Government drones", "a", "actor"),
        ("struck", "x", "action"),
        ("Port Halia", "z", "location"),
        ("at least 12 traders", "c", "casualty"),
        ("Harbour Doctors", "a", "actor"),
    ],
    "trigger": "struck",
    "links": [
        ("q", "Government drones", "agent"),
        (" ", "Port Halia", "location"),
        (" ", "at least 12 traders", "casualty"),
        ("t", "Harbour Doctors", "source"),
    ],
}
DETENTION = {
    "schema": "detention-reports",
    "text": (
        "Three teachers held\n\nOfficers of the Northern Guard took three teachers from Tarsa school on Monday "
        "and brought them to Fort Nine, relatives said.\n"
    ),
    "spans": [
        ("Northern Guard", "a", "authority"),
        ("took", "s", "custody"),
        ("three teachers", "d", "detainee"),
        ("Fort Nine", "b", "facility"),
    ],
    "trigger": "took",
    "links": [
        ("q", "Northern Guard", "holder"),
        (" ", "three teachers", "held"),
        (" ", "Fort Nine", "facility"),
    ],
}
NEXT = "Quiet day\n\nNothing happened in Tarsa on Wednesday.\n"


@pytest.fixture(params=[CONFLICT, DETENTION], ids=lambda each: each["schema"])
def story(request):
    return request.param


@pytest.fixture
def server(tmp_path, story):
    url = f"sqlite:///{tmp_path / 'journey.db'}"
    with opened(url) as database:
        add_project(database, "war", [story["text"], NEXT], schema=story["schema"])
        add_user(database, "ann", PASSWORD, "war")
    with running_server(url, tmp_path / "data") as running:
        yield running


@pytest.fixture
def page(page, watched):
    # Chromium reports every answer of 400 and more as an error, also those that the page expects.
    return watched(page, "409 (Conflict)", "ERR_INTERNET_DISCONNECTED")


def submit(page):
    """Submit, and once more where something that is not set was listed; the next article opens."""
    page.keyboard.press("Control+Enter")
    anyway = page.get_by_role("button", name="Submit anyway")
    there = page.locator("#text", has_text="Nothing happened")
    anyway.or_(there).wait_for()
    if anyway.is_visible():
        page.keyboard.press("Control+Enter")
    there.wait_for()


def annotator_command(server, *arguments):
    """The command as an engineer types it, on the server's database."""
    command = [str(Path(sys.executable).with_name("annotator")), *arguments]
    environment = {"DATABASE_URL": server.database_url, "ANNOTATOR_DATA": str(server.data), "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True)


def test_an_article_is_annotated_linked_submitted_and_exported(page, server, story, tmp_path):
    sign_in(page, server.url, "ann", PASSWORD)
    page.get_by_role("button", name="Next article").click()
    hands = Hands(page)
    hands.wait_until_ready()
    for words, key, _ in story["spans"]:
        hands.label(words, key)
    assert hands.spans() == {(label, words) for words, _, label in story["spans"]}
    hands.press("e", story["trigger"])
    for key, words, _ in story["links"]:
        hands.press(key, words)
    hands.press("Escape")
    hands.wait_until_saved()
    submit(page)

    out = tmp_path / "corpus.jsonl"
    annotator_command(server, "export", "--project", "war", "--format", "native", "--out", str(out))
    (record,) = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    (mine,) = record["annotation_sets"]
    by_id = {span["id"]: span for span in mine["spans"]}
    assert {(span["label"], span["quote"]) for span in mine["spans"]} == {
        (label, words) for words, _, label in story["spans"]
    }
    said = {(link["role"], by_id[link["from"]]["quote"], by_id[link["to"]]["quote"]) for link in mine["links"]}
    assert said == {(role, story["trigger"], words) for _, words, role in story["links"]}


def test_work_is_there_again_after_a_reload_and_can_still_be_undone(page, server, story):
    sign_in(page, server.url, "ann", PASSWORD)
    page.get_by_role("button", name="Next article").click()
    hands = Hands(page)
    hands.wait_until_ready()
    words, key, label = story["spans"][0]
    hands.label(words, key)
    hands.wait_until_saved()
    page.reload()
    page.wait_for_selector("#text mark")
    assert hands.spans() == {(label, words)}
    page.keyboard.press("Control+z")
    page.wait_for_selector("#text mark", state="detached")
    hands.wait_until_saved()
    page.reload()
    hands.wait_until_ready()
    assert hands.spans() == set()


def test_what_is_done_while_the_server_is_away_is_saved_when_it_is_back(page, server, story):
    sign_in(page, server.url, "ann", PASSWORD)
    page.get_by_role("button", name="Next article").click()
    hands = Hands(page)
    hands.wait_until_ready()
    page.context.set_offline(True)
    for words, key, _ in story["spans"]:
        hands.label(words, key)
    page.wait_for_function("() => /Offline|device/.test(document.querySelector('#saved').textContent)")
    page.context.set_offline(False)
    hands.wait_until_saved()
    page.reload()
    page.wait_for_selector("#text mark")
    assert hands.spans() == {(label, words) for words, _, label in story["spans"]}


def test_what_was_submitted_is_shown_to_read_and_can_be_taken_up_again(page, server, story):
    sign_in(page, server.url, "ann", PASSWORD)
    page.get_by_role("button", name="Next article").click()
    hands = Hands(page)
    hands.wait_until_ready()
    words, key, label = story["spans"][0]
    hands.label(words, key)
    hands.wait_until_saved()
    submit(page)
    page.goto(server.url)
    page.get_by_role("link", name=story["text"].splitlines()[0]).or_(page.get_by_role("link", name="Article 1")).click()
    page.wait_for_selector("#text mark")
    hands.label(story["trigger"], "x" if story is CONFLICT else "s")
    assert hands.spans() == {(label, words)}, "nothing changes in what is only to be read"
    page.get_by_role("button", name="Reopen").click()
    page.wait_for_selector("#text mark")
    hands.press("Delete", words)
    page.wait_for_selector("#text mark", state="detached")
    hands.wait_until_saved()
