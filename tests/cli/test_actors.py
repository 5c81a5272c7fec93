"""`annotator actors` as a person runs it."""

import pytest

TABLE = "name,aliases,type,country\nCoast Lions,Lions,non_state_armed,SOM\n"


@pytest.fixture
def project(annotator):
    assert annotator("project", "create", "war", "--schema", "conflict-events").code == 0
    return annotator


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "actors.csv"
    path.write_text(TABLE, "utf-8")
    return path


def test_a_table_comes_in_is_listed_and_goes_out(project, file, tmp_path):
    assert project("actors", "import", file, "--project", "war").out == "1 added, 0 changed, 0 unchanged.\n"
    (listed,) = project("actors", "list", "--project", "war", "--json").json
    assert listed == {
        "id": "coast-lions",
        "name": "Coast Lions",
        "aliases": ["Lions"],
        "type": "non_state_armed",
        "country": "SOM",
        "wikidata": None,
        "codes": {},
        "learnt": [],
    }
    assert "coast-lions  Coast Lions  non_state_armed  SOM" in project("actors", "list", "--project", "war").out
    out = tmp_path / "out.csv"
    assert project("actors", "export", "--project", "war", "--out", out).code == 0
    assert out.read_bytes().decode().splitlines()[1] == "Coast Lions,Lions,non_state_armed,SOM,,,,coast-lions"
    assert project("actors", "import", out, "--project", "war").out == "0 added, 0 changed, 1 unchanged.\n"


def test_stdin_and_stdout_are_files_too(project):
    assert project("actors", "import", "-", "--project", "war", stdin=TABLE).code == 0
    table = project("actors", "export", "--project", "war", "--out", "-")
    assert (table.code, table.err) == (0, "")
    assert project("actors", "import", "-", "--project", "war", "--json", stdin=table.out).json == {
        "added": 0,
        "changed": 0,
        "unchanged": 1,
        "dry_run": False,
    }


def test_a_dry_run_only_says_what_would_happen(project, file):
    said = project("actors", "import", file, "--project", "war", "--dry-run")
    assert said.out == "1 would be added, 0 would be changed, 0 unchanged.\n"
    assert project("actors", "list", "--project", "war", "--json").json == []


def test_a_fault_is_one_line_with_file_line_and_rule(project, file):
    file.write_text(f"{TABLE}Pride,lions,,\n", "utf-8")
    said = project("actors", "import", file, "--project", "war")
    assert said.code == 1
    assert f"{file}, line 3: 'lions' means 'Coast Lions' already" in said.err
    assert "[alias]" in said.err
    assert project("actors", "list", "--project", "war", "--json").json == []


def test_a_file_or_project_that_is_not_there_is_named(project, tmp_path):
    said = project("actors", "import", tmp_path / "gone.csv", "--project", "war")
    assert (said.code, "there is no such file" in said.err) == (1, True)
    for command in (["list"], ["export", "--out", "-"]):
        said = project("actors", *command, "--project", "peace")
        assert (said.code, "peace" in said.err) == (1, True)
