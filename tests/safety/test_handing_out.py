"""Handing out over HTTP: people who ask at the same moment get different articles, and nothing is left over."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.http_client import Client
from tests.safety.crowds import at_once
from tests.server import add_project, add_user, opened, running_server

pytestmark = pytest.mark.slow


#: How often everybody asks.
TURNS = 8


@contextmanager
def two_and_eight(url: str, folder: Path, workers: int, overlap: int) -> Iterator[list[list[Client]]]:
    """Two crowds, each with a project of its own on one server, and just enough articles for all turns."""
    tokens: list[list[str]] = []
    with opened(url) as database:
        for people in (2, 8):
            project = f"for-{people}"
            texts = [f"Rebels took town {number}." for number in range(people * TURNS // overlap)]
            add_project(database, project, texts, overlap=overlap)
            tokens.append([add_user(database, f"{number}-of-{people}", None, project) for number in range(people)])
    with running_server(url, folder, workers=workers) as server, ExitStack() as stack:
        yield [[stack.enter_context(Client(server.url, token)) for token in crowd] for crowd in tokens]


def ask(client: Client, project: str) -> str | None:
    """The article that is handed out to this person now, submitted at once; None when nothing is left."""
    answer = client.post(f"/api/v1/projects/{project}/tasks/next", {}).expect(200, 204)
    if answer.status == 204:
        return None
    found = answer.json()
    client.post(f"/api/v1/tasks/{found['task']['id']}/submit", {"despite_violations": True}).expect(200)
    return str(found["document"]["id"])


def turn(clients: list[Client], project: str) -> list[str | None]:
    """What each gets when all ask at the same moment."""
    return at_once([partial(ask, client, project) for client in clients])


def test_people_who_ask_at_the_same_moment_never_get_the_same_article(
    database_url: str, tmp_path: Path, workers: int
) -> None:
    with two_and_eight(database_url, tmp_path, workers, overlap=1) as crowds:
        for crowd in crowds:
            project = f"for-{len(crowd)}"
            served = Counter(key for _ in range(TURNS) for key in turn(crowd, project))
            assert None not in served
            assert set(served.values()) == {1}
            assert len(served) == len(crowd) * TURNS
            assert set(turn(crowd, project)) == {None}


def test_with_an_overlap_of_two_exactly_two_different_people_get_each_article(
    database_url: str, tmp_path: Path, workers: int
) -> None:
    with two_and_eight(database_url, tmp_path, workers, overlap=2) as crowds:
        for crowd in crowds:
            project = f"for-{len(crowd)}"
            articles = len(crowd) * TURNS // 2
            readers: dict[str, set[int]] = defaultdict(set)
            while any(answers := turn(crowd, project)):
                for number, key in enumerate(answers):
                    if key is not None:
                        assert number not in readers[key], "handed out to the same person twice"
                        readers[key].add(number)
                # In the last turns more people ask than there are articles left: nobody may be told that nothing is
                # left, only because others are being served at that moment.
                done = {key for key, numbers in readers.items() if len(numbers) == 2}
                for number in (number for number, key in enumerate(answers) if key is None):
                    assert len(done | {key for key, numbers in readers.items() if number in numbers}) == articles
            assert [len(numbers) for numbers in readers.values()] == [2] * articles


def test_one_person_who_asks_from_eight_devices_at_the_same_moment_is_in_one_place(
    database_url: str, tmp_path: Path, workers: int
) -> None:
    with opened(database_url) as database:
        add_project(database, "war", [f"Rebels took town {number}." for number in range(TURNS)], overlap=2)
        token = add_user(database, "person", None, "war")

    def fetch(client: Client) -> int:
        found = client.post("/api/v1/projects/war/tasks/next", {}).expect(200).json()
        return int(found["task"]["id"])

    with running_server(database_url, tmp_path, workers=workers) as server, ExitStack() as stack:
        devices = [stack.enter_context(Client(server.url, token)) for _ in range(8)]
        for _ in range(TURNS):
            tasks = set(at_once([partial(fetch, device) for device in devices]))
            assert len(tasks) == 1
            submit = f"/api/v1/tasks/{tasks.pop()}/submit"
            devices[0].post(submit, {"despite_violations": True}).expect(200)
