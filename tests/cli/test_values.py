"""`annotator value`: what a phrase says, for people in words and for programs one object a line."""

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_a_count_is_told_in_words(bare: Run) -> None:
    said = bare("value", "count", "over 40 militants", "dozens of targets")
    assert (said.code, said.err) == (0, "")
    assert said.out == (
        "over 40 militants: more_than, from 41 to open, best 41\ndozens of targets: no number of people\n"
    )


def test_programs_get_the_value_that_would_be_kept_one_object_a_line(bare: Run) -> None:
    said = bare("value", "count", "-", "--json", "--profile", "muc4", stdin="at least 3\n\nSEVERAL CHILDREN\r\n")
    first, empty, last = map(json.loads, said.out.splitlines())
    assert (first["op"], first["lower"], first["upper"], first["by"], first["code"]) == (
        "at_least",
        3,
        None,
        "rule",
        "3-",
    )
    assert empty == {"phrase": "", "op": None}
    assert (last["phrase"], last["code"]) == ("SEVERAL CHILDREN", "PLURAL")


def test_things_are_no_toll_and_have_a_code_where_a_scheme_numbers_them(bare: Run) -> None:
    said = bare("value", "count", "TWO BUSES", "POWER TOWERS", "$40,000", "--json", "--profile", "muc4")
    two, towers, money = [json.loads(line) for line in said.out.splitlines()]
    assert two == {"phrase": "TWO BUSES", "op": None, "profile": "muc4", "code": "2"}
    assert towers["code"] == "PLURAL"
    assert money == {"phrase": "$40,000", "op": None}
    said = bare("value", "count", "two buses", "--profile", "muc4")
    assert said.out == 'two buses: no number of people (muc4: "2")\n'
    assert "code" not in bare("value", "count", "two buses", "--json", "--profile", "acled-like").out


def test_another_language_and_words_of_a_project_can_be_read(bare: Run, tmp_path: Path) -> None:
    own = tmp_path / "words.toml"
    own.write_text('measures = ["cabras"]\n[vague]\n"un montón de" = 10\n', "utf-8")
    said = bare("value", "count", "un montón de soldados", "40 cabras", "--language", "es", "--words", own)
    assert said.out == ("un montón de soldados: vague, from 10 to open, best open\n40 cabras: no number of people\n")


def test_what_cannot_be_read_is_said_with_its_place(bare: Run, tmp_path: Path) -> None:
    bad = tmp_path / "words.toml"
    bad.write_text("vague = 7\n", "utf-8")
    for arguments, words in (
        (("x", "--language", "xx"), "nothing can be read in 'xx'; there are: en, es"),
        (("x", "--words", tmp_path / "none.toml"), "there is no such file"),
        (("x", "--words", bad), "the table vague of count words has another shape"),
    ):
        said = bare("value", "count", *arguments)
        assert said.code == 1
        assert words in said.err


def test_a_date_is_told_in_words(bare: Run) -> None:
    said = bare("value", "date", "on Wednesday", "last week", "a wall", "--anchor", "2024-02-08")
    assert (said.code, said.err) == (0, "")
    assert said.out == (
        "on Wednesday: 2024-02-07, precision 1 (Wednesday)\n"
        "last week: 2024-01-29 to 2024-02-04, precision 3 (last week)\n"
        "a wall: no date\n"
    )


def test_programs_get_dates_one_object_a_line_and_may_ask_for_what_is_planned(bare: Run) -> None:
    said = bare("value", "date", "-", "--anchor", "2024-02-08", "--planned", "--json", stdin="Sunday\nnothing\n")
    first, last = map(json.loads, said.out.splitlines())
    assert (first["text"], first["from"], first["to"], first["by"]) == ("Sunday", "2024-02-11", "2024-02-11", "rule")
    assert last == {"phrase": "nothing", "from": None}


def test_without_an_anchor_only_what_names_its_year_is_read(bare: Run) -> None:
    said = bare("value", "date", "3 de mayo de 2023", "el lunes", "--language", "es")
    assert said.out.splitlines() == [
        "3 de mayo de 2023: 2023-05-03, precision 1 (3 de mayo de 2023)",
        "el lunes: no date",
    ]
