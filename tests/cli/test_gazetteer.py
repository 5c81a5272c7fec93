"""`annotator value place` and `annotator gazetteer`: places read, and more of them taken in from a dump."""

import json
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from annotator.services import dumps
from annotator.store.gazetteer import GazetteerFile
from tests.cli.conftest import Run
from tests.gazetteers import gazetteer, put_into

__all__ = ["gazetteer"]

# What ships is taken in anew, beside the dump.
pytestmark = pytest.mark.slow


class Silent(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing of it."""

    def log_message(self, *_: object) -> None:
        return


def row(id_: int, name: str, names: str = "", latitude: str = "6.5") -> str:
    before = [f"{id_}", name, name, names, latitude, "7.5", "P", "PPL", "NG", "", "27", "", "", "", "1200"]
    return "\t".join([*before, "", "", "Africa/Lagos", "2026-01-01"]) + "\n"


@pytest.fixture
def started(bare: Run, gazetteer: GazetteerFile, tmp_path: Path) -> Run:
    """Runs a command where the gazetteer that ships was made before."""
    put_into(gazetteer, tmp_path / "data")
    return bare


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "few.txt"
    path.write_text(row(900000001, "Kasheru", "Kashéru,Old Kasheru") + row(900000002, "Kwami"), "utf-8")
    return path


@pytest.fixture
def packed(dump: Path) -> Path:
    path = dump.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as file:
        file.write(dump, "few.txt")
    return path


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where the test's folder is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=tmp_path))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


# ---------------------------------------------------------------- value place


def test_a_place_is_told_with_its_point_its_precision_and_what_else_it_may_be(started: Run) -> None:
    said = started("value", "place", "near Aleppo", "Rafah", "the north")
    assert said.code == 0
    near, open_, none = said.out.splitlines()
    assert near.startswith("near Aleppo: Aleppo, Aleppo Governorate, SY [PPL] (36.2012, 37.1612), precision 2; or ")
    assert open_.startswith("Rafah: open: ")
    assert none == "the north: no place of that name"


def test_programs_get_the_value_that_would_be_kept_and_the_others_one_object_a_line(started: Run) -> None:
    said = started("value", "place", "-", "--json", stdin="Bagdad\nXyzzyville\n")
    found = [json.loads(line) for line in said.out.splitlines()]
    assert (found[0]["best"]["id"], found[0]["best"]["by"], found[0]["precision"]) == ("98182", "rule", "1")
    assert found[1] == {"phrase": "Xyzzyville", "best": None, "others": [], "precision": None}


@pytest.mark.parametrize(("country", "id_"), [("PS", "281102"), ("EGY", "350350")])
def test_the_country_that_words_are_about_decides(started: Run, country: str, id_: str) -> None:
    said = started("value", "place", "Rafah", "--json", "--country", country)
    assert json.loads(said.out)["best"]["id"] == id_


def test_spanish_places_are_read_by_spanish_words(started: Run) -> None:
    said = started("value", "place", "cerca de Alepo", "--json", "--language", "es")
    assert (json.loads(said.out)["best"]["id"], json.loads(said.out)["precision"]) == ("170063", "2")


@pytest.mark.parametrize(("option", "value"), [("--country", "QQ"), ("--language", "xx")])
def test_a_country_or_language_that_there_is_not_is_an_error(started: Run, option: str, value: str) -> None:
    said = started("value", "place", "Rafah", option, value)
    assert (said.code, said.out) == (1, "")
    assert value in said.err


# ---------------------------------------------------------------- gazetteer


def test_before_the_first_look_up_there_is_no_gazetteer_and_doctor_says_when_it_comes(
    bare: Run, tmp_path: Path
) -> None:
    assert bare("gazetteer", "list", "--json").json == []
    (found,) = [each for each in bare("doctor", "--json").json if each["what"] == "gazetteer"]
    assert found["state"] == "missing"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["text", "zip", "address"])
def test_a_dump_is_taken_in_from_a_file_or_an_address_besides_what_ships(
    started: Run, dump: Path, packed: Path, address: str, kind: str
) -> None:
    source = {"text": str(dump), "zip": str(packed), "address": f"{address}/few.zip"}[kind]
    said = started("gazetteer", "grow", "few", "--from", source)
    assert (said.code, said.out) == (0, "")
    for words, id_ in (("Old Kasheru", "900000001"), ("Bagdad", "98182"), ("Irak", "99237")):
        assert json.loads(started("value", "place", words, "--json").out)["best"]["id"] == id_
    grown, shipped = started("gazetteer", "list", "--json").json
    assert (grown["name"], grown["made_from"], grown["state"]) == ("few", source, "in use")
    assert (grown["entries"], shipped["state"]) == (shipped["entries"] + 2, "not in use")
    assert list(dump.parent.glob("data/gazetteer/download-*")) == []


def test_a_place_lies_in_the_division_that_what_ships_knows(started: Run, dump: Path) -> None:
    started("gazetteer", "grow", "few", "--from", dump)
    found = json.loads(started("value", "place", "Kasheru", "--json").out)["best"]
    assert (found["country"], found["admin1"], found["feature"]) == ("NG", "Borno State", "PPL")


def test_the_way_back_is_one_command(started: Run, dump: Path) -> None:
    started("gazetteer", "grow", "few", "--from", dump)
    assert started("gazetteer", "reset").err == "The gazetteer that ships is in use.\n"
    assert json.loads(started("value", "place", "Kasheru", "--json").out)["best"] is None
    assert started("gazetteer", "reset").err == "The gazetteer that ships is in use, as before.\n"


def test_without_a_source_the_set_is_asked_from_geonames(
    started: Run, packed: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dumps.address_of("cities500") == "https://download.geonames.org/export/dump/cities500.zip"
    monkeypatch.setattr(dumps, "OFFICIAL", address)
    assert started("gazetteer", "grow", "few").code == 0
    assert started("gazetteer", "list", "--json").json[0]["made_from"] == f"{address}/few.zip"


def test_a_bad_line_is_told_by_file_line_and_rule_and_nothing_changes(started: Run, dump: Path, tmp_path: Path) -> None:
    started("gazetteer", "grow", "few", "--from", dump)
    bad = tmp_path / "bad.txt"
    bad.write_text(row(900000003, "Elsewhere") + row(900000004, "Wrong", latitude="north"), "utf-8")
    said = started("gazetteer", "grow", "bad", "--from", bad)
    assert (said.code, said.out) == (1, "")
    assert said.err == f"Error: {bad}, line 2: latitude 'north' is no number [latitude]\n"
    assert json.loads(started("value", "place", "Elsewhere", "--json").out)["best"] is None
    assert started("gazetteer", "list", "--json").json[0]["name"] == "few"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "there is no place in it [empty]"),
        (b"<html>\n", "line 1: 1 columns instead of 19 [columns]"),
        (b"caf\xe9\n", "line 1: this is no UTF-8 [encoding]"),
        (b"PK\x05\x06" + bytes(18), "the zip file holds 0 tables (.txt) instead of one [zip]"),
    ],
)
def test_a_file_that_is_no_dump_is_an_error_that_says_why(
    started: Run, tmp_path: Path, content: bytes, problem: str
) -> None:
    (tmp_path / "other").write_bytes(content)
    said = started("gazetteer", "grow", "--from", tmp_path / "other")
    assert (said.code, problem in said.err) == (1, True), said.err


@pytest.mark.parametrize("source", ["nowhere.txt", ".", "ftp://127.0.0.1/few.zip", "http://127.0.0.1:9/few.zip"])
def test_a_source_that_is_not_there_is_an_error_that_names_it(started: Run, source: str) -> None:
    said = started("gazetteer", "grow", "--from", source)
    assert (said.code, source in said.err) == (1, True), said.err


def test_an_address_that_has_no_such_file_is_an_error_with_its_answer(started: Run, address: str) -> None:
    said = started("gazetteer", "grow", "--from", f"{address}/nothing.zip")
    assert (said.code, "answers 404" in said.err) == (1, True)


def test_a_damaged_zip_file_is_an_error_and_nothing_changes(started: Run, packed: Path) -> None:
    content = bytearray(packed.read_bytes())
    content[60:70] = bytes(10)
    packed.write_bytes(bytes(content))
    said = started("gazetteer", "grow", "--from", packed)
    assert (said.code, "the zip file is damaged" in said.err) == (1, True), said.err
    assert [each["name"] for each in started("gazetteer", "list", "--json").json] == ["shipped"]


def test_a_set_with_a_name_that_is_none_is_refused(started: Run) -> None:
    said = started("gazetteer", "grow", "../secret")
    assert (said.code, "[name]" in said.err or "no name of a set" in said.err) == (1, True)


def test_doctor_tells_the_gazetteer_in_use_and_one_that_cannot_be(started: Run, tmp_path: Path) -> None:
    def found() -> dict[str, str]:
        return next(each for each in started("doctor", "--json").json if each["what"] == "gazetteer")

    assert (found()["state"], "shipped, 73," in found()["detail"]) == ("ok", True)
    (tmp_path / "data" / "gazetteer" / "grown.db").write_bytes(b"no database at all" * 100)
    assert (found()["state"], "annotator gazetteer reset" in found()["detail"]) == ("wrong", True)
