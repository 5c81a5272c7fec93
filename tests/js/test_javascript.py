"""Runs the JavaScript tests, so that one runner counts all."""

import subprocess
from pathlib import Path

import pytest

from tools.javascript import MISSING, find_node

HERE = Path(__file__).parent
FILES = sorted(HERE.rglob("*.test.*js"))


@pytest.fixture(scope="session")
def node() -> Path:
    found = find_node()
    if found is None:
        pytest.skip(MISSING)
    return found


@pytest.mark.parametrize("file", FILES, ids=[str(file.relative_to(HERE)) for file in FILES])
def test_the_javascript_tests_pass(node: Path, file: Path) -> None:
    done = subprocess.run([node, "--test-reporter=spec", file], cwd=HERE, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(f"{done.stdout}\n{done.stderr}", pytrace=False)
