"""The gazetteer on disk: what ships is found, many may ask at once, and one that was replaced or is old is noticed."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from annotator.domain.errors import InvalidInput, Unavailable
from annotator.store import gazetteer as module
from annotator.store.gazetteer import GazetteerFile
from annotator.store.gazetteer_building import SHIPPED
from annotator.values.gazetteer import Entry
from tests.gazetteers import gazetteer, place

__all__ = ["gazetteer"]

SPELLINGS = [
    ("Baghdad", "98182"),
    ("BAGDAD", "98182"),
    ("بغداد", "98182"),
    ("Deir ez-Zor", "170794"),
    ("Dayr az Zawr", "170794"),
    ("Deir al-Zor", "170794"),
    ("Dayr ez-Zawr", "170794"),
    ("El Fasher", "379555"),
    ("Al-Fashir", "379555"),
    ("الفاشر", "379555"),
    ("Gaza", "281133"),
    ("Gaza City", "281133"),
    ("Loikaw", "1313479"),
    ("Kyiv", "703448"),
    ("Kiev", "703448"),
    ("Aleppo", "170063"),
    ("Halab", "170063"),
    ("Alep", "170063"),
    ("Hasakah", "173811"),
    ("Iraq", "99237"),
    ("Irak", "99237"),
    ("العراق", "99237"),
    ("U.S.", "6252001"),
    ("Estados Unidos", "6252001"),
    ("Washington", "4140963"),
    ("Franja de Gaza", "281132"),
    ("Red Sea", "red-sea"),
    ("Mar Rojo", "red-sea"),
    ("Donbass", "donbas"),
]


@pytest.mark.parametrize(("name", "id_"), SPELLINGS)
def test_what_ships_is_found_by_other_spellings_and_in_other_languages(gazetteer, name, id_):
    assert id_ in {entry.id for entry in gazetteer.find(name)}


@pytest.mark.parametrize("name", ["", "-", "Xyzzyville", "'"])
def test_what_is_no_place_is_not_found(gazetteer, name):
    assert gazetteer.find(name) == []


def test_an_entry_has_all_that_a_value_needs(gazetteer):
    (baghdad,) = [each for each in gazetteer.find("Bagdad") if each.id == "98182"]
    assert (baghdad.country, baghdad.admin1, baghdad.feature) == ("IQ", "Baghdad Governorate", "PPLC")
    assert (round(baghdad.lat), round(baghdad.lon)) == (33, 44)


def test_a_country_is_found_by_either_of_its_codes(gazetteer):
    assert [gazetteer.country(code).name for code in ("IQ", "irq")] == ["Iraq", "Iraq"]
    assert gazetteer.country("QQ") is None


def test_names_that_begin_so_are_found_but_not_for_a_letter_or_two(gazetteer):
    assert "Baghdad" in {entry.name for entry in gazetteer.begin("bagh")}
    assert gazetteer.begin("ba") == []


def test_what_news_means_by_a_name_is_marked(gazetteer):
    assert [entry.name for entry in gazetteer.find("Gaza") if entry.is_meant] == ["Gaza Strip"]


def test_the_file_that_ships_is_small_and_says_whose_data_it_is():
    assert SHIPPED.stat().st_size < 3_000_000
    assert "CC BY 4.0" in (SHIPPED.parent / "README.md").read_text("utf-8")


@pytest.mark.slow
def test_many_processes_may_start_where_nothing_is_made_yet(tmp_path: Path):
    folder = tmp_path / "data" / "gazetteer"
    program = (
        "import sys; from pathlib import Path; from annotator.store.gazetteer import GazetteerFile\n"
        "print(GazetteerFile(Path(sys.argv[1])).find('Bagdad')[0].name)"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", program, folder], stdout=subprocess.PIPE, text=True) for _ in range(5)
    ]
    assert [process.communicate(timeout=90)[0] for process in started] == ["Baghdad\n"] * 5
    assert len(list(folder.glob("*.db"))) == 1


def test_threads_may_ask_at_the_same_time(gazetteer):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: gazetteer.find("Mosul")[0].id, range(200)))
    assert set(found) == {"99072"}


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GazetteerFile:
    """A gazetteer of a test's own, whose program ships two places."""
    ship(monkeypatch, [(place(1, "Kasheru", "NG"), ["Old Kasheru"])], "first")
    return GazetteerFile(tmp_path / "gazetteer")


def ship(monkeypatch: pytest.MonkeyPatch, rows: Sequence[tuple[Entry, Sequence[str]]], fingerprint: str) -> None:
    monkeypatch.setattr(module, "shipped_rows", lambda: iter(rows))
    monkeypatch.setattr(module, "shipped_fingerprint", lambda: fingerprint)


def test_nothing_is_made_before_somebody_asks(own):
    assert own.describe() == []
    assert not own.folder.exists()


def test_a_program_that_ships_other_places_makes_its_file_anew(own, monkeypatch):
    assert own.find("Kasheru")
    ship(monkeypatch, [(place(2, "Dourga", "ML"), [])], "second")
    newer = GazetteerFile(own.folder)
    assert (newer.find("Kasheru"), [entry.name for entry in newer.find("Dourga")]) == ([], ["Dourga"])
    assert [path.name for path in own.folder.glob("*.db")] == ["shipped-second.db"]


def test_what_is_grown_comes_besides_what_ships_and_is_seen_by_whoever_asks_already(own):
    assert own.find("Wadi Rumman") == []
    own.grow(iter([(place(7, "Wadi Rumman", "LY"), ["وادي الرمان"])]), "small", "a file")
    assert [own.find(name)[0].id for name in ("وادي الرمان", "Old Kasheru")] == ["7", "1"]
    (grown, shipped) = own.describe()
    assert (grown.name, grown.entries, grown.made_from, grown.state) == ("small", 2, "a file", "in use")
    assert (shipped.name, shipped.state) == ("shipped", "not in use")
    assert own.shrink()
    assert own.find("Wadi Rumman") == []
    assert not own.shrink()


def test_a_place_that_a_dump_knows_better_is_taken_from_it_with_all_its_names(own):
    own.grow(iter([(place(1, "Kasheru Town", "NG", population=90_000), [])]), "small", "a file")
    (found,) = own.find("Old Kasheru")
    assert (found.name, found.population, own.find("Kasheru Town")) == ("Kasheru Town", 90_000, [found])


def test_when_growing_fails_half_way_everything_stays_as_it_was(own):
    own.grow(iter([(place(7, "Wadi Rumman", "LY"), [])]), "small", "a file")

    def broken() -> Iterator[tuple[Entry, Sequence[str]]]:
        yield place(8, "Elsewhere", "LY"), []
        raise InvalidInput("no number", rule="columns", file="dump.txt", line=2)

    with pytest.raises(InvalidInput):
        own.grow(broken(), "large", "another")
    assert (own.find("Elsewhere"), own.describe()[0].name) == ([], "small")
    assert [path for path in own.folder.iterdir() if path.name.startswith(".")] == []


def test_one_that_another_version_grew_is_not_read_and_said(own, monkeypatch):
    own.grow(iter([(place(7, "Wadi Rumman", "LY"), [])]), "small", "a file")
    monkeypatch.setattr(module, "FORMAT", "99")
    newer = GazetteerFile(own.folder)
    assert (newer.find("Wadi Rumman"), newer.find("Kasheru")[0].id) == ([], "1")
    assert newer.describe()[0].state == "made by another version of the program"


def test_what_a_killed_process_left_is_gone_after_the_next_one(own):
    own.folder.mkdir(parents=True)
    left = own.folder / ".grown.db-left"
    left.write_bytes(b"half a file")
    own.grow(iter([]), "none", "a file")
    assert not left.exists()


def test_a_damaged_file_is_an_error_that_says_what_to_do(own):
    own.find("Kasheru")
    next(own.folder.glob("*.db")).write_bytes(b"no database at all" * 100)
    with pytest.raises(Unavailable, match="remove the folder"):
        GazetteerFile(own.folder).find("Kasheru")


def test_a_folder_that_cannot_be_made_is_an_error_that_names_it(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Unavailable, match="file"):
        GazetteerFile(tmp_path / "file" / "gazetteer").find("Kasheru")
