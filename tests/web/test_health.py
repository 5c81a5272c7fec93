"""What those are told who watch the server."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from sqlalchemy import text

from annotator.domain.people import Person
from annotator.settings import Settings
from annotator.store.session import Database
from annotator.web import Application, create_app
from annotator.web.health import count_changes
from tests import factories
from tests.web.conftest import ELSEWHERE, Program, Visitor


def test_a_server_in_order_is_alive_and_ready(visitor: Visitor) -> None:
    assert visitor.get("/healthz").get_json() == {"status": "alive"}
    assert visitor.get("/readyz").get_json() == {"status": "ready"}


def test_without_its_tables_it_is_alive_and_says_why_it_is_not_ready(
    new_database: Database, settings: Settings
) -> None:
    client = create_app(settings, new_database).test_client()
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "annotator db upgrade" in answer.get_json()["detail"]


def test_without_its_database_it_says_so(settings: Settings) -> None:
    database = Database("postgresql+psycopg://nobody@127.0.0.1:1/nowhere")
    answer = create_app(settings, database).test_client().get("/readyz")
    assert answer.status_code == 503
    assert "does not answer" in answer.get_json()["detail"]
    database.close()


def test_a_database_of_another_version_is_not_ready(visitor: Visitor, sqlite_database: Database) -> None:
    def revise(statement: str) -> None:
        with sqlite_database.write() as session:
            session.execute(text(statement))

    revise("UPDATE alembic_version SET version_num = 'x' || version_num")
    try:
        assert visitor.get("/readyz").status_code == 503
    finally:
        revise("UPDATE alembic_version SET version_num = substr(version_num, 2)")


def test_requests_are_counted_by_endpoint_and_never_by_address(visitor: Visitor) -> None:
    for path in ("/sign-in", "/sign-in?next=/", "/nowhere/1", "/nowhere/2"):
        visitor.get(path)
    visitor.client.open("/sign-in", method="BREW")
    numbers = visitor.get("/metrics").text
    assert 'annotator_requests_total{endpoint="sign_in.form",method="GET",status="200"} 2.0' in numbers
    assert 'annotator_requests_total{endpoint="none",method="GET",status="404"} 2.0' in numbers
    assert 'method="other",status="405"' in numbers
    assert 'annotator_request_seconds_count{endpoint="sign_in.form"} 2.0' in numbers
    assert "nowhere" not in numbers
    assert "BREW" not in numbers


def test_acts_are_counted_by_what_became_of_them(app: Application, visitor: Visitor) -> None:
    with app.app_context():
        count_changes(applied=3, refused=1)
        count_changes(applied=2, refused=0)
    numbers = visitor.get("/metrics").text
    assert 'annotator_acts_total{outcome="applied"} 5.0' in numbers
    assert 'annotator_acts_total{outcome="refused"} 1.0' in numbers


def test_numbers_are_for_this_machine_and_for_administrators(
    app: Application, sqlite_database: Database, ana: Person, program: Callable[[Person], Program]
) -> None:
    with sqlite_database.write() as session:
        admin = factories.add_person(session, is_admin=True)
    assert Visitor(app).get("/metrics").status_code == 200
    assert Visitor(app, ELSEWHERE).get("/metrics").status_code == 401
    assert program(ana).send("GET", "/metrics").status_code == 403
    assert program(admin).send("GET", "/metrics").status_code == 200


@pytest.mark.slow
def test_several_processes_add_up_their_numbers(tmp_path: Path) -> None:
    program = dedent(
        """
        import sys
        from pathlib import Path
        from annotator.services import upkeep
        from annotator.settings import Settings
        from annotator.web import create_app
        settings = Settings(data=Path(sys.argv[1]), log_level="ERROR")
        with upkeep.opened(settings) as database:
            upkeep.upgrade(database)
        client = create_app(settings).test_client()
        client.get("/sign-in")
        print(client.get("/metrics").text)
        """
    )
    metrics = tmp_path / "metrics"
    metrics.mkdir()
    environment = {"PROMETHEUS_MULTIPROC_DIR": str(metrics), "PATH": ""}
    said = [
        subprocess.check_output([sys.executable, "-c", program, tmp_path / "data"], env=environment, text=True)
        for _ in range(2)
    ]
    counted = 'annotator_requests_total{endpoint="sign_in.form",method="GET",status="200"}'
    assert [f"{counted} {number}" in text for number, text in zip(("1.0", "2.0"), said, strict=True)] == [True, True]
