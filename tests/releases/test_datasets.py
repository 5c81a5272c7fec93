"""What the card and the formats of a release promise to `datasets.load_dataset`, asked of the library itself."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.releases.folders import cut_folder

LOAD = """
import json, sys
from datasets import load_dataset
data = load_dataset(sys.argv[1], *sys.argv[2:])
print(json.dumps({split: [rows.num_rows, sorted(rows.features)] for split, rows in data.items()}))
"""


def loaded(folder: Path, *arguments: str, home: Path) -> dict[str, list]:
    """What is loaded, by split: how many rows, and their columns. In a process of its own, and without a network."""
    around = {**os.environ, "HF_HOME": str(home), "HF_HUB_OFFLINE": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
    command = [sys.executable, "-c", LOAD, str(folder), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=around, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, list] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.slow
def test_a_split_in_the_format_of_hugging_face_is_loaded_row_by_row(tmp_path):
    folder = cut_folder(tmp_path / "v1", formats=["huggingface"])
    with zipfile.ZipFile(folder / "data/huggingface/train.hf.zip") as packed:
        packed.extractall(tmp_path / "train")
        rows = packed.read("data/train.jsonl").splitlines()
    [number, columns] = loaded(tmp_path / "train", home=tmp_path / "home")["train"]
    assert number == len(rows) > 7
    assert set(columns) >= {"tokens", "ner_tags"}


@pytest.mark.slow
def test_the_folder_of_a_release_is_loaded_by_the_name_that_its_card_gives(tmp_path):
    folder = cut_folder(tmp_path / "v1")
    [[number, columns]] = loaded(folder, "documents", home=tmp_path / "home").values()
    assert number == 12
    assert {"document", "split", "licence", "attribution"} <= set(columns)


@pytest.mark.slow
def test_splits_in_parquet_are_loaded_by_the_name_of_the_format(tmp_path):
    folder = cut_folder(tmp_path / "v1", formats=["parquet"])
    found = loaded(folder, "parquet", home=tmp_path / "home")
    assert set(found) == {"train", "validation", "test"}
    assert all(number > 0 for number, _ in found.values())
