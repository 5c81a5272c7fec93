"""The data folder: private, and never half written."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from annotator.domain.errors import Unavailable
from annotator.services import data_folder
from annotator.services.data_folder import Account
from annotator.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "deep" / "data")


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_the_folder_is_for_its_owner_alone(settings: Settings) -> None:
    assert mode(data_folder.prepare(settings)) == 0o700
    assert data_folder.prepare(settings) == settings.data, "it is there already"


def test_a_folder_that_cannot_be_made_is_named_with_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(Unavailable, match="set ANNOTATOR_DATA"):
            data_folder.prepare(Settings(data=folder))


def test_a_folder_that_cannot_be_written_to_is_named_with_the_setting(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whoever runs the tests as root may write everywhere.
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(Unavailable, match="cannot be written to; set ANNOTATOR_DATA"):
        data_folder.prepare(settings)


def test_processes_that_start_at_once_share_one_secret(settings: Settings) -> None:
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: data_folder.secret_key(settings), range(32)))
    assert len(secrets) == 1
    assert mode(data_folder.secret_file(settings)) == 0o600


def test_an_empty_secret_is_refused_and_not_used(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    data_folder.prepare(settings)
    data_folder.secret_file(settings).touch()
    with pytest.raises(Unavailable, match="is empty: remove it"):
        data_folder.secret_key(settings)


def test_how_to_sign_in_to_the_demo_is_kept_until_the_password_changes(settings: Settings) -> None:
    data_folder.prepare(settings)
    assert data_folder.find_demo(settings) is None
    data_folder.remember_demo(settings, Account("demo", "one"))
    data_folder.remember_demo(settings, Account("demo", "two"))
    assert data_folder.find_demo(settings) == Account("demo", "two")
    data_folder.forget_demo(settings, "somebody else")
    assert data_folder.find_demo(settings) is not None
    data_folder.forget_demo(settings, "demo")
    assert data_folder.find_demo(settings) is None


@pytest.mark.parametrize("content", ["", "{}", "[]", "nonsense", '{"name": "demo"}'])
def test_a_damaged_note_of_the_demo_is_as_good_as_none(settings: Settings, content: str) -> None:
    data_folder.prepare(settings)
    (settings.data / "demo-account.json").write_text(content)
    assert data_folder.find_demo(settings) is None
