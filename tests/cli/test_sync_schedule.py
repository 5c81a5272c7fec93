"""`annotator sync schedule` and `hook`: set, shown, ended; the secret is printed once and kept nowhere."""

import pytest

from annotator.cli import serve
from annotator.domain.errors import Unavailable
from annotator.settings import Settings
from annotator.store.session import Database
from tests import connections
from tests.cli.conftest import Run
from tests.labelstudio_server import LabelStudioServer
from tests.sync.conftest import label_studio

__all__ = ["label_studio"]


@pytest.fixture
def connected(annotator: Run, sqlite_database: Database) -> Run:
    assert annotator("project", "create", "war", "--schema", "conflict-events").code == 0
    connections.connect(sqlite_database)
    return annotator


def test_a_schedule_is_set_shown_and_ended(connected: Run) -> None:
    assert "only when somebody asks" in connected("sync", "schedule", "war").err
    assert "every 15 minutes. Next: 20" in connected("sync", "schedule", "war", "--every", "15").err
    told = connected("sync", "schedule", "war", "--json").json
    assert (told["every"], told["hints"]) == (15, False)
    assert told["due"].endswith("+00:00")
    assert connected("sync", "schedule", "war", "--every", "0", "--json").json["due"] is None


@pytest.mark.parametrize("every", ["-1", "10081", "soon"])
def test_minutes_that_are_none_are_wrong_usage(connected: Run, every: str) -> None:
    assert connected("sync", "schedule", "war", "--every", every).code == 2


def test_a_secret_is_printed_with_where_it_belongs_and_ended(connected: Run) -> None:
    made = connected("sync", "hook", "war")
    assert made.out.startswith("X-Annotator-Secret: hook_")
    assert "/hooks/label-studio/war" in made.err
    told = connected("sync", "hook", "war", "--json").json
    assert told["secret"] not in made.out
    assert connected("sync", "schedule", "war", "--json").json["hints"] is True
    assert "not taken any more" in connected("sync", "hook", "war", "--off").err
    assert connected("sync", "schedule", "war", "--json").json["hints"] is False


def test_what_is_connected_with_nothing_is_kept_in_step_by_nothing(annotator: Run) -> None:
    assert annotator("project", "create", "war", "--schema", "conflict-events").code == 0
    for words in (("schedule", "war", "--every", "5"), ("hook", "war")):
        refused = annotator("sync", *words)
        assert refused.code == 1
        assert "connected to no Label Studio" in refused.err


class Companion:
    """In the place of the worker beside a server."""

    def __init__(self) -> None:
        self.is_needed = False
        self.called = 0

    def call(self) -> None:
        self.called += 1
        self.is_needed = True


def test_a_server_starts_a_worker_for_a_schedule_that_a_command_sets_later(
    connected: Run, monkeypatch: pytest.MonkeyPatch, sqlite_database: Database
) -> None:
    companion, settings = Companion(), Settings(DATABASE_URL=str(sqlite_database.url))
    looks: list[float] = []

    def wait(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 2:
            assert companion.called == 0
            assert connected("sync", "schedule", "war", "--every", "5").code == 0

    monkeypatch.setattr(serve.time, "sleep", wait)
    serve._call_when_needed(settings, companion)  # type: ignore[arg-type]
    assert (companion.called, looks) == (1, [15.0, 15.0])


def test_a_database_that_does_not_answer_is_asked_again(
    connected: Run, monkeypatch: pytest.MonkeyPatch, sqlite_database: Database
) -> None:
    companion, settings = Companion(), Settings(DATABASE_URL=str(sqlite_database.url))
    assert connected("sync", "schedule", "war", "--every", "5").code == 0
    answers = iter([Unavailable("gone"), None])

    def is_needed(_session: object) -> bool:
        error = next(answers)
        if error is not None:
            raise error
        return True

    monkeypatch.setattr(serve.jobs, "is_worker_needed", is_needed)
    monkeypatch.setattr(serve.time, "sleep", lambda _seconds: None)
    serve._call_when_needed(settings, companion)  # type: ignore[arg-type]
    assert companion.called == 1


@pytest.mark.labelstudio
def test_a_project_is_kept_in_step_by_itself_from_the_moment_that_it_is_connected(
    annotator: Run, label_studio: LabelStudioServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANNOTATOR_LABEL_STUDIO_TOKEN", label_studio.token)
    assert annotator("project", "create", "war", "--schema", "conflict-events").code == 0
    made = annotator("sync", "connect", "war", label_studio.url, "--create", "--every", "30")
    assert made.code == 0, made.err
    told = annotator("sync", "schedule", "war", "--json").json
    assert told["every"] == 30
    assert told["due"] is not None
