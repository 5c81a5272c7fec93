"""The gazetteer that ships, made once for the whole run; and a small one of a test's own."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from annotator.store.gazetteer import GazetteerFile
from annotator.values.gazetteer import GEONAMES, Entry
from annotator.values.place_names import folded, loosened

#: Kept on the run, because a fixture that several modules import is one for each.
_MADE = pytest.StashKey[GazetteerFile]()


@pytest.fixture
def gazetteer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> GazetteerFile:
    """The gazetteer that ships; not to be changed."""
    stash = request.config.stash
    if _MADE not in stash:
        stash[_MADE] = GazetteerFile(tmp_path_factory.mktemp("gazetteer"))
        stash[_MADE].prepare()
    return stash[_MADE]


def put_into(gazetteer: GazetteerFile, data: Path) -> None:
    """Give a data folder the gazetteer, as if it had been made there."""
    shutil.copytree(gazetteer.folder, data / "gazetteer")


def place(id_: int, name: str, country: str, feature: str = "PPL", population: int = 50_000, code: str = "1") -> Entry:
    """An entry whose point nobody looks at."""
    return Entry(GEONAMES, f"{id_}", name, 1.0, 2.0, country, "", feature, population, code)


class FewPlaces:
    """A gazetteer of the places that a test makes up, each under its own name."""

    def __init__(self, *entries: Entry) -> None:
        self.entries = sorted(entries, key=lambda entry: -entry.population)

    def find(self, name: str) -> Sequence[Entry]:
        key = folded(name)
        found = [entry for entry in self.entries if folded(entry.name) == key]
        return found or [entry for entry in self.entries if loosened(folded(entry.name)) == loosened(key)]

    def begin(self, name: str) -> Sequence[Entry]:
        return [entry for entry in self.entries if folded(entry.name).startswith(folded(name))]

    def country(self, code: str) -> Entry | None:
        return next((each for each in self.entries if each.feature.startswith("PCL") and each.country == code), None)
