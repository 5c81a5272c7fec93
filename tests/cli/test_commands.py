"""What holds for every command: help at once, errors in one line, the right exit code."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from annotator import cli, resources
from annotator.cli import COMMANDS
from tests.cli.conftest import Run


def every_command() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(cli.cli)
    for name in COMMANDS:
        command = cli.cli.get_command(context, name)  # type: ignore[attr-defined]
        assert command is not None
        yield name, command
        for verb, inner in getattr(command, "commands", {}).items():
            yield f"{name} {verb}", inner


@pytest.mark.parametrize("arguments", [["--help"], ["-h"]])
def test_help_lists_every_command_with_what_it_does(bare: Run, arguments: list[str]) -> None:
    said = bare(*arguments)
    assert said.code == 0
    assert said.out.startswith("Usage: annotator ")
    for name, (_, text) in COMMANDS.items():
        assert f"{name} " in said.out
        assert text in said.out


def test_help_imports_no_command_and_no_database() -> None:
    program = (
        "import sys, annotator.cli; code = annotator.cli.run(['--help']);"
        "print([name for name in ('sqlalchemy', 'flask', 'pydantic', 'annotator.cli.serve') if name in sys.modules])"
    )
    said = subprocess.check_output([sys.executable, "-c", program], text=True)
    assert said.splitlines()[-1] == "[]"


def test_every_command_explains_itself() -> None:
    unexplained = [name for name, command in every_command() if not command.help]
    unexplained += [
        f"{name} --{option.name}"
        for name, command in every_command()
        for option in command.params
        if isinstance(option, click.Option) and not option.help
    ]
    assert unexplained == []


def test_the_version_is_that_of_the_package(bare: Run) -> None:
    from importlib.metadata import version

    assert bare("--version").out == f"annotator {version('annotator')}\n"


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["user", "nonsense"], ["db", "upgrade", "too", "many"], ["--nonsense"], ["token", "create"]],
)
def test_wrong_usage_exits_with_two_and_says_how_it_goes(bare: Run, arguments: list[str]) -> None:
    said = bare(*arguments)
    assert said.code == 2
    assert said.out == ""
    assert "Usage: annotator" in said.err


def test_an_error_is_one_line_on_stderr_and_exit_code_one(annotator: Run) -> None:
    said = annotator("user", "deactivate", "Nobody")
    assert (said.code, said.out, said.err) == (1, "", "Error: there is no user 'Nobody'\n")


@pytest.mark.parametrize(("arguments", "code"), [(["--version"], 0), (["nonsense"], 2)])
def test_the_program_leaves_with_the_exit_code(arguments: list[str], code: int) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    assert left.value.code == code


def test_a_file_that_cannot_be_read_is_named(annotator: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "/some/file")

    monkeypatch.setattr("annotator.services.users.list_users", fail)
    said = annotator("user", "list")
    assert (said.code, said.err) == (1, "Error: /some/file: Permission denied\n")


def test_a_setting_that_is_wrong_is_named(bare: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANNOTATOR_PORT", "many")
    said = bare("user", "list")
    assert said.code == 1
    assert said.err.startswith("Error: ANNOTATOR_PORT: ")
    monkeypatch.delenv("ANNOTATOR_PORT")
    monkeypatch.setenv("ANNOTATOR_PROT", "1")
    assert "ANNOTATOR_PROT is no setting of this program" in bare("user", "list").err


def test_a_database_without_tables_is_an_error_that_says_what_to_do(bare: Run) -> None:
    said = bare("user", "list")
    assert said.code == 1
    assert said.err == "Error: the database has revision none, not 0007: run `annotator db upgrade`\n"


def test_a_database_that_does_not_answer_is_an_error_and_no_traceback(
    bare: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody:secret@127.0.0.1:1/nowhere")
    for arguments in (("user", "list"), ("db", "upgrade"), ("db", "check")):
        said = bare(*arguments)
        assert said.code == 1
        assert "the database says: " in said.err
        assert "Traceback" not in said.err
        assert "secret" not in said.err


@pytest.mark.parametrize("url", ["nonsense", "mysql://localhost/x", "sqlite:////proc/nowhere/x.db"])
def test_a_database_address_that_makes_no_sense_is_an_error_and_no_traceback(
    bare: Run, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    said = bare("user", "list")
    assert said.code == 1
    assert said.err.startswith("Error: ")


def test_ctrl_c_stops_a_command_without_a_traceback(annotator: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("annotator.services.users.list_users", interrupt)
    said = annotator("user", "list")
    assert (said.code, said.err.strip()) == (130, "Error: stopped")


@pytest.mark.parametrize("lines", [1, 0])
def test_a_reader_that_has_seen_enough_ends_a_command_quietly(tmp_path: Path, lines: int) -> None:
    program = (
        "import click, annotator.cli\n"
        "@click.command()\n"
        "def loud():\n"
        "    'x'\n"
        "    for number in range(20000): click.echo('a line of output')\n"
        "annotator.cli.cli.get_command = lambda *_: loud\n"
        "annotator.cli.COMMANDS = {'loud': ('', '')}\n"
        "annotator.cli.main(['loud'])\n"
    )
    (tmp_path / "loud.py").write_text(program)
    said = subprocess.run(
        f"'{sys.executable}' loud.py 2>errors | head -n {lines}; cat errors",
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "a line of output\n" * lines


def test_a_project_gets_the_next_version_of_its_schema_after_a_look_at_what_it_would_do(annotator, tmp_path):
    assert annotator("project", "create", "war", "--schema", "conflict-events").code == 0
    shipped = resources.schema_text("conflict-events")
    assert shipped is not None
    newer = tmp_path / "next.toml"
    text = shipped.replace("version = 1", "version = 2", 1).replace('guideline = "conflict-events.md"\n', "")
    newer.write_text(text.replace('name = "actor"\n', 'name = "party"\n', 1).replace('["actor"', '["party"'))
    refused = annotator("project", "revise", "war", "--schema", newer)
    assert (refused.code, "--rename label:actor=NEW" in refused.err) == (1, True)
    how = ("project", "revise", "war", "--schema", newer, "--rename", "label:actor=party")
    looked = annotator(*how, "--dry-run")
    assert (looked.code, "Version 2: 0 sets would go over to it." in looked.err) == (0, True)
    assert annotator("project", "list", "--json").json[0]["version"] == 1
    assert annotator(*how).code == 0
    assert annotator("project", "list", "--json").json[0]["version"] == 2
    assert annotator("project", "revise", "war", "--schema", newer, "--rename", "nonsense").code == 2
