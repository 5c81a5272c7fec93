"""`annotator release`: cut, list, verify and diff as a person types them."""

import json
from pathlib import Path

import pytest

from annotator.services.demo import load_demo
from annotator.store.session import Database
from tests.cli.conftest import Run

CUT = ("release", "cut", "v1", "--project", "demo")
RATIO = ("--ratio", "train=60,dev=20,test=20")


@pytest.fixture
def demo(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        load_demo(session)


pytestmark = pytest.mark.usefixtures("demo")


def test_a_release_is_cut_listed_verified_and_compared(annotator: Run, tmp_path: Path) -> None:
    said = annotator(*CUT, *RATIO, "--format", "iob2", "--option", "iob2.overlap=first")
    assert said.code == 0, said.err
    rows = [line.split() for line in said.out.splitlines()]
    assert rows[0] == ["SPLIT", "DOCUMENTS", "SETS", "SPANS", "LINKS", "EVENTS"]
    assert [row[:2] for row in rows[1:]] == [["train", "5"], ["dev", "2"], ["test", "2"]]
    assert "left out: 6 documents (no set)" in said.err
    assert "iob2 lost: 9 × text (words)" in said.err
    assert "Cut v1, sha256:" in said.err
    [entry] = annotator("release", "list", "--json").json
    assert (entry["project"], entry["name"], entry["documents"], entry["formats"]) == ("demo", "v1", 9, "native, iob2")
    assert "v1" in annotator("release", "list", "--project", "demo").out
    assert annotator("release", "list", "--project", "other", "--json").json == []
    whole = annotator("release", "verify", "v1")
    assert (whole.code, whole.err) == (0, "v1 is whole.\n")
    assert annotator("release", "cut", "v2", "--project", "demo", *RATIO).code == 0
    assert annotator("release", "diff", "v1", "v2").err == "No document differs.\n"
    assert annotator("release", "cut", "v3", "--project", "demo", "--no-split").code == 0
    moved = annotator("release", "diff", "v2", "v3", "--project", "demo")
    assert moved.out.splitlines()[0] == "iraq-us-talks: moved from train to all"
    assert len(annotator("release", "diff", "v2", "v3", "--json").json) == 9


def test_what_is_wrong_with_a_release_is_told_with_its_file_and_exit_code_1(annotator: Run, tmp_path: Path) -> None:
    assert annotator(*CUT, "--out", tmp_path).code == 0
    folder = tmp_path / "v1"
    (folder / "README.md").write_text("Trust me.\n")
    said = annotator("release", "verify", folder)
    assert said.code == 1
    assert said.out.startswith("README.md: has 10 bytes, not ")
    assert said.err.endswith("1 faults.\n")
    [fault] = annotator("release", "verify", folder, "--json").json["faults"]
    assert fault["file"] == "README.md"
    missing = annotator("release", "verify", "v9")
    assert (missing.code, missing.err) == (1, "Error: there is no release 'v9'\n")


def test_a_plan_says_all_and_options_win_over_it(annotator: Run, tmp_path: Path) -> None:
    (tmp_path / "splits.csv").write_text(
        "document,split\n" + "".join(f"{each},train\n" for each in GOLD[1:]) + f"{GOLD[0]},test\n"
    )
    plan = tmp_path / "plan.toml"
    plan.write_text(
        """
        name = "v1"
        project = "demo"
        formats = ["iob2"]
        seed = 4
        [split]
        by = "given"
        given = "splits.csv"
        [about]
        title = "From the plan"
        licence = "CC0-1.0"
        """
    )
    said = annotator("release", "cut", "--plan", plan, "--json").json
    assert {split: each["documents"] for split, each in said["splits"].items()} == {"train": 8, "test": 1}
    assert (said["name"], said["about"]["title"], said["plan"]["seed"]) == ("v1", "From the plan", 4)
    options = ("--title", "From the option", "--seed", 5, "--no-split", "--tie", "near", "--similarity", 0.7)
    over = annotator("release", "cut", "v2", "--plan", plan, *options, "--date", "2024-01-31", "--json").json
    assert (over["name"], over["plan"]["seed"], over["date"]) == ("v2", 5, "2024-01-31")
    assert over["about"]["title"] == "From the option"
    assert over["about"]["licence"] == "CC0-1.0"
    assert over["plan"]["split"] == {"by": "none"}
    assert over["plan"]["ties"] == {"by": ["near"], "similarity": 0.7}
    none = annotator("release", "cut", "v3", "--plan", plan, "--tie", "none", "--json").json
    assert none["plan"]["ties"]["by"] == []


GOLD = (
    *("iraq-us-talks", "cattle-market-bombs", "rival-tolls-kasheru", "film-club-library", "patrol-ambush-counts"),
    *("fuel-convoy-attack-ar", "bridge-protest-posts", "twin-port-raids", "lake-village-raid-zh"),
)


def test_splits_may_be_by_date_or_given(annotator: Run, tmp_path: Path) -> None:
    dated = annotator(*CUT, "--by-date", "train,test=2024-06-01", "--json").json
    assert {split: each["documents"] for split, each in dated["splits"].items()} == {"train": 5, "test": 4}
    given = tmp_path / "given.csv"
    given.write_text("document,split\n" + "".join(f"{each},one\n" for each in GOLD))
    said = annotator("release", "cut", "v2", "--project", "demo", "--splits", given, "--leave-out-crossing", "--json")
    assert said.json["plan"]["split"]["crossing"] == "leave_out"
    for content, why in (
        ("id,split\n", "columns are document and split"),
        ("document,split\na,x\na,y\n", "two splits"),
    ):
        given.write_text(content)
        wrong = annotator("release", "cut", "v3", "--project", "demo", "--splits", given)
        assert wrong.code == 1
        assert why in wrong.err
        assert str(given) in wrong.err


def test_a_dry_run_leaves_nothing(annotator: Run) -> None:
    said = annotator(*CUT, "--dry-run", "--undated", "train", "--leave-out-flagged", "--leave-out-comments")
    assert (said.code, "Would cut v1" in said.err) == (0, True)
    assert annotator("release", "list", "--json").json == []
    assert annotator(*CUT, "--resume", "--strict").code == 0


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("v1",), 2, "name the project"),
        (("--project", "demo"), 2, "name the release"),
        (("v1", "--project", "nothing"), 1, "there is no project 'nothing'"),
        (("v 1", "--project", "demo"), 1, "name: "),
        (("v1", "--project", "demo", "--no-split", "--ratio", "a=1"), 2, "one of them"),
        (("v1", "--project", "demo", "--ratio", "train"), 1, "splits are given as"),
        (("v1", "--project", "demo", "--format", "tea"), 1, "tea"),
        (("v1", "--project", "demo", "--sets", "submitted", "--annotator", "ana"), 1, "an annotator is named"),
        (("v1", "--project", "demo", "--sets", "annotator", "--annotator", "nobody"), 1, "no document has such a set"),
    ],
)
def test_what_cannot_be_cut_says_why(annotator: Run, words: tuple[str, ...], code: int, why: str) -> None:
    said = annotator("release", "cut", *words)
    assert (said.code, why in said.err) == (code, True), said.err
    assert "Traceback" not in said.err


def test_the_manifest_that_is_printed_is_the_one_that_is_written(annotator: Run, tmp_path: Path) -> None:
    said = annotator(*CUT, "--out", tmp_path, "--json").json
    assert said == json.loads((tmp_path / "v1/manifest.json").read_text("utf-8"))
