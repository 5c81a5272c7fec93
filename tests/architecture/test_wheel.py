"""What a wheel holds, and that it works where there is no checkout."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
RESOURCES = ("schemas", "migrations", "seeds")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    # The build backend itself, not a front end: nothing is isolated, so nothing is downloaded.
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True)
    [built] = folder.glob("annotator-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a new environment that holds the wheel and sees the packages of this one, but no checkout."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder)
    site = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder), "platbase": str(folder)}))
    # A wheel of pure Python is installed by unpacking it.
    ZipFile(wheel).extractall(site)
    # A .pth in a folder named by a .pth is not read, so the editable install does not come along.
    (site / "packages.pth").write_text(sysconfig.get_path("purelib"))
    return folder / "bin" / "python"


@pytest.mark.parametrize("folder", RESOURCES)
def test_the_wheel_carries_the_data_folders_of_the_checkout(wheel: Path, folder: str) -> None:
    expected = {
        f"annotator/_resources/{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert expected
    assert expected <= set(ZipFile(wheel).namelist())


def test_the_wheel_carries_the_pages_and_the_licence(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    for kind in ("templates", "static"):
        files = [path for path in (ROOT / "annotator/web" / kind).rglob("*") if path.is_file()]
        assert files
        assert {path.relative_to(ROOT).as_posix() for path in files} <= names
    assert {name.rpartition("/")[2] for name in names if "/licenses/" in name} == {"LICENSE", "NOTICE"}


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    top = {name.split("/")[0] for name in ZipFile(wheel).namelist()}
    assert {name for name in top if not name.endswith(".dist-info")} == {"annotator"}


def ask(installed: Path, program: str, folder: Path) -> list[str]:
    """What `program` prints, run by the installed environment in an empty folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ANNOTATOR_"))}
    done = subprocess.run(
        [installed, "-c", program], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_an_installed_wheel_finds_its_data_without_a_checkout(installed: Path, tmp_path: Path) -> None:
    program = f"""
from annotator import resources
print(resources.in_checkout())
print(*resources.schema_names())
for name in {RESOURCES}: print(resources.folder(name))
"""
    in_checkout, schemas, *folders = ask(installed, program, tmp_path)
    assert in_checkout == "False"
    assert schemas.split() == sorted(path.stem for path in (ROOT / "schemas").glob("*.toml"))
    assert [Path(folder).relative_to(installed.parents[1]).name for folder in folders] == list(RESOURCES)


def test_an_installed_wheel_has_the_command(installed: Path, tmp_path: Path) -> None:
    program = """
from importlib.metadata import entry_points
[command] = entry_points(group="console_scripts", name="annotator")
command.load()(["--help"])
"""
    assert ask(installed, program, tmp_path)[0].startswith("Usage: ")
