"""`annotator sync schedule` and `hook`: set, shown, ended; the secret is printed once and kept nowhere."""

import pytest

from annotator.store.session import Database
from tests import connections
from tests.cli.conftest import Run


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
