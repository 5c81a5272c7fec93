"""Modules stay small enough to be read in one go. (Ruff stops a function that is too branched.)"""

from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST_MODULE = 400
LONGEST_PAGE_MODULE = 250
# A split follows a noun or a stage. These names say only that something was left over.
NAMES_OF_LEFTOVERS = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}


def too_long(files: list[Path], longest: int) -> dict[str, int]:
    assert files, "found nothing to measure"
    lengths = {str(file.relative_to(ROOT)): len(file.read_text("utf-8").splitlines()) for file in files}
    return {name: lines for name, lines in lengths.items() if lines > longest}


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    assert too_long(list(ROOT.glob("annotator/**/*.py")), LONGEST_MODULE) == {}


def test_no_module_of_the_page_is_longer_than_two_hundred_and_fifty_lines() -> None:
    assert too_long(list(ROOT.glob("annotator/web/static/workbench/**/*.js")), LONGEST_PAGE_MODULE) == {}


def test_no_module_is_named_for_leftovers() -> None:
    files = [*ROOT.glob("annotator/**/*.py"), *ROOT.glob("annotator/web/static/workbench/**/*.js")]
    assert [str(file.relative_to(ROOT)) for file in files if file.stem in NAMES_OF_LEFTOVERS] == []
