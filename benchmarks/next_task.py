"""How long the next task takes in a project of many documents against one of few.

Somebody asks, gets an article that nobody had, submits it, asks again; in turn in both projects. First
through the services alone, each time in one durable transaction; then over HTTP, each project on a server
of its own. Only the asking is measured.
"""

from contextlib import ExitStack
from pathlib import Path

from annotator.domain.people import Person
from annotator.services import tasks
from annotator.store.session import Database
from benchmarks import articles
from benchmarks.harness import Report, median, run, timed
from tests.http_client import Client
from tests.server import Server, add_project, add_user, opened, person, running_server

FEW = 1_000
#: Short articles: it is their number that is in question.
WORDS = 60
WARM_UP = 20


def measure(report: Report, folder: Path) -> None:
    many = 20_000 if report.options.quick else 100_000
    rounds = 100 if report.options.quick else 300
    paths = [folder / "few.db", folder / "many.db"]
    keys = [fill(path, count) for path, count in zip(paths, (FEW, many), strict=True)]
    few, most = through_services(paths, rounds)
    report.add(f"next task of {many:,} against {FEW:,}, services", median(most), 1.3, floor=median(few))
    few, most = over_http(paths, keys, rounds)
    report.add(f"next task of {many:,} against {FEW:,}, HTTP", median(most), 1.3, floor=median(few))


def fill(path: Path, count: int) -> str:
    with opened(f"sqlite:///{path}") as database:
        add_project(database, "war", [articles.article(number, WORDS) for number in range(count)])
        add_user(database, "services", None, "war")
        return add_user(database, "http", None, "war")


def through_services(paths: list[Path], rounds: int) -> tuple[list[float], list[float]]:
    times: tuple[list[float], list[float]] = ([], [])
    with ExitStack() as stack:
        databases = [stack.enter_context(opened(f"sqlite:///{path}")) for path in paths]
        people = [person(database, "services") for database in databases]
        for number in range(WARM_UP + rounds):
            for database, who, into in zip(databases, people, times, strict=True):
                ask(database, who, into if number >= WARM_UP else [])
    return times


def ask(database: Database, who: Person, into: list[float]) -> None:
    with timed(into), database.write() as session:
        found = tasks.next_task(session, who, "war")
    assert found is not None
    with database.write() as session:
        tasks.submit_task(session, who, found.task.id, despite_violations=True)


def over_http(paths: list[Path], tokens: list[str], rounds: int) -> tuple[list[float], list[float]]:
    times: tuple[list[float], list[float]] = ([], [])
    with ExitStack() as stack:
        servers: list[Server] = [
            stack.enter_context(running_server(f"sqlite:///{path}", path.with_suffix(""))) for path in paths
        ]
        clients = [
            stack.enter_context(Client(server.url, token)) for server, token in zip(servers, tokens, strict=True)
        ]
        for number in range(WARM_UP + rounds):
            for client, into in zip(clients, times, strict=True):
                ask_over_http(client, into if number >= WARM_UP else [])
    return times


def ask_over_http(client: Client, into: list[float]) -> None:
    with timed(into):
        answer = client.post("/api/v1/projects/war/tasks/next", {})
    task = answer.expect(200).json()["task"]["id"]
    client.post(f"/api/v1/tasks/{task}/submit", {"despite_violations": True}).expect(200)


if __name__ == "__main__":
    run("The next task", __doc__, measure)
