"""A cut depends on the documents and the plan, and on nothing that a process brings along."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.domain.errors import InvalidInput
from annotator.releases.archive import write_zip
from annotator.releases.corpus import Corpus
from annotator.releases.joined import Joined
from tests.releases.folders import attacks, cut_folder

CUT = """
import pathlib, sys
from annotator import formats
from tests.releases.folders import cut_folder
cut_folder(pathlib.Path(sys.argv[1]), formats=[each.id for each in formats.writers()])
"""
ROOT = Path(__file__).parents[2]


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_processes_that_hash_otherwise_cut_the_same_bytes(tmp_path):
    found = []
    for seed in ("1", "2"):
        folder = tmp_path / seed / "v1"
        around = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", CUT, str(folder)], check=True, env=around, cwd=ROOT)
        found.append(contents(folder))
    assert found[0].keys() == found[1].keys()
    assert [name for name in found[0] if found[0][name] != found[1][name]] == []


def test_an_archive_is_the_same_wherever_and_whenever_it_is_made(tmp_path):
    made = []
    for place in ("one", "other"):
        folder = cut_folder(tmp_path / place / "v1", attacks(2), split={"by": "none"})
        for number, path in enumerate(folder.rglob("*")):
            os.utime(path, (number, number))
        with (tmp_path / f"{place}.zip").open("w+b") as stream:
            write_zip(folder, stream)
        made.append((tmp_path / f"{place}.zip").read_bytes())
    assert made[0] == made[1]


def test_any_document_of_a_corpus_is_found_again_by_its_number(tmp_path):
    folder = cut_folder(tmp_path / "v1")
    files = sorted((folder / "data/native").iterdir())
    corpus = Corpus(files)
    whole = list(corpus)
    assert len(corpus) == len(whole) == 12
    assert [corpus[number] for number in range(12)] == whole


def test_a_line_that_is_no_document_is_told_with_file_and_line(tmp_path):
    file = tmp_path / "train.jsonl"
    file.write_text("\n{\n")
    with pytest.raises(InvalidInput) as error:
        list(Corpus([file]))
    assert (error.value.file, error.value.line) == ("train.jsonl", 2)


def test_a_split_that_nothing_came_into_has_no_files(tmp_path):
    folder = cut_folder(tmp_path / "v1", attacks(1), formats=["iob2"])
    assert [path.name for path in (folder / "data/iob2").iterdir()] == ["train.iob2"]
    assert Joined(0).groups() == {}
