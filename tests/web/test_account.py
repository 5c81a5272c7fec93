"""My account: how pages look, tokens, and what programs keep there."""

import re
from collections.abc import Callable
from dataclasses import fields
from itertools import cycle

import pytest

from annotator.domain.people import Person
from annotator.services import tokens, users
from annotator.store.session import Database
from annotator.web import Application
from annotator.web.preferences import SETTINGS, Preferences
from tests import factories
from tests.web.conftest import Program, Visitor

PREFERENCES = "/api/v1/preferences"
Maker = Callable[[Person], Program]


@pytest.fixture
def mine(ana: Person, signed_in: Callable[..., Visitor]) -> Visitor:
    visitor = signed_in(ana)
    visitor.get("/account")
    return visitor


def test_pages_look_as_one_has_set_them(mine: Visitor) -> None:
    assert 'data-theme="system" data-size="medium"' in mine.get("/account").text
    answer = mine.post("/account/preferences", {"theme": "dark", "size": "large"})
    assert (answer.status_code, answer.location) == (303, "/account")
    page = mine.get("/").text
    assert 'data-theme="dark" data-size="large"' in page
    assert "Kept." in page


def test_looks_that_do_not_exist_are_the_usual_ones(mine: Visitor) -> None:
    mine.post("/account/preferences", {"theme": '"><script>', "size": ""})
    assert 'data-theme="system" data-size="medium"' in mine.get("/account").text


def test_setting_how_pages_look_leaves_what_the_workbench_keeps(
    mine: Visitor, ana: Person, sqlite_database: Database
) -> None:
    with sqlite_database.write() as session:
        users.set_preferences(session, ana, {"keys": {"undo": "KeyZ"}})
    mine.post("/account/preferences", {"theme": "sepia", "size": "small"})
    with sqlite_database.read() as session:
        kept = users.get_preferences(session, ana)
    assert kept == {"keys": {"undo": "KeyZ"}, "theme": "sepia", "size": "small"}


def test_every_setting_can_be_made_without_a_script_and_all_pages_show_it(
    mine: Visitor, ana: Person, sqlite_database: Database
) -> None:
    wanted = {setting.name: list(setting.choices)[-1] for setting in SETTINGS}
    mine.post("/account/preferences", wanted)
    with sqlite_database.read() as session:
        assert users.get_preferences(session, ana) == wanted
    account = mine.get("/account").text
    for name, value in wanted.items():
        chosen = re.search(rf'<select id="field-{name}".*?<option value="([^"]+)" selected>', account, re.DOTALL)
        assert chosen is not None
        assert chosen[1] == value
    looks = " ".join(f'data-{name}="{wanted[name]}"' for name in ("theme", "size", "font", "width", "spoken"))
    assert looks in mine.get("/").text


def test_every_setting_comes_as_one_of_its_values() -> None:
    assert {each.name for each in fields(Preferences)} == {setting.name for setting in SETTINGS}
    assert [setting.name for setting in SETTINGS if setting.usual not in setting.choices] == []


def test_what_programs_have_put_into_preferences_breaks_no_page(mine: Visitor, ana: Person, program: Maker) -> None:
    odd = {setting.name: value for setting, value in zip(SETTINGS, cycle([[], {}, 7, None, "no"]), strict=False)}
    assert program(ana).send("PUT", PREFERENCES, json={"preferences": {**odd, "keys": 3}}).status_code == 200
    assert 'data-theme="system" data-size="medium" data-font="serif"' in mine.get("/account").text


def test_all_keys_of_ones_own_are_taken_back_at_once(mine: Visitor, ana: Person, sqlite_database: Database) -> None:
    assert 'name="usual_keys"' not in mine.get("/account").text
    with sqlite_database.write() as session:
        users.set_preferences(session, ana, {"keys": {"KeyB": "undo", "KeyU": None}})
    assert "all 2 keys" in mine.get("/account").text
    mine.post("/account/preferences", {"usual_keys": "yes"})
    with sqlite_database.read() as session:
        assert users.get_preferences(session, ana) == {}


def test_a_token_is_shown_once_and_works_until_it_is_revoked(mine: Visitor, app: Application) -> None:
    page = mine.post("/account/tokens", {"name": "nightly export"})
    [secret] = re.findall(r"ann_[\w-]{40,}", page.text)
    program = Program(app, secret)
    assert program.send("GET", "/api/v1/tasks").status_code == 200
    listed = mine.get("/account").text
    assert "nightly export" in listed
    assert secret not in listed
    [revoke] = re.findall(r'action="(/account/tokens/\d+/revoke)"', listed)
    assert mine.post(revoke).status_code == 303
    assert program.send("GET", "/api/v1/tasks").status_code == 401
    assert "nightly export" not in mine.get("/account").text


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x00b"])
def test_a_token_needs_a_name(mine: Visitor, name: str) -> None:
    answer = mine.post("/account/tokens", {"name": name})
    assert answer.status_code == 422
    assert "1 to 80 printable characters" in answer.text


def test_somebody_elses_token_cannot_be_revoked(mine: Visitor, sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        other = factories.add_person(session)
        tokens.create_token(session, other, "theirs")
        [token] = tokens.list_tokens(session, other)
    assert mine.post(f"/account/tokens/{token.id}/revoke").status_code == 404
    with sqlite_database.read() as session:
        assert len(tokens.list_tokens(session, other)) == 1


def test_preferences_are_kept_for_a_person_whole(ana: Person, program: Callable[[Person], Program]) -> None:
    mine = program(ana)
    assert mine.send("GET", PREFERENCES).get_json() == {"preferences": {}}
    for preferences in ({"a": [1, "é😀"]}, {"b": None}):
        assert mine.send("PUT", PREFERENCES, json={"preferences": preferences}).status_code == 200
        assert mine.send("GET", PREFERENCES).get_json() == {"preferences": preferences}


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('{"preferences": {"a": "' + "x" * 16384 + '"}}', "preferences"),
        ('{"preferences": {"a": "\\u0000"}}', "nul"),
        ('{"preferences": {"a": "\\ud800"}}', "surrogate"),
        ('{"preferences": []}', "request"),
        ('{"preferences": {}, "more": 1}', "request"),
    ],
)
def test_preferences_that_cannot_be_kept_are_refused(
    ana: Person, program: Callable[[Person], Program], body: str, rule: str
) -> None:
    mine = program(ana)
    answer = mine.send("PUT", PREFERENCES, data=body, content_type="application/json")
    assert (answer.status_code, answer.get_json()["rule"]) == (422, rule)
    assert mine.send("GET", PREFERENCES).get_json() == {"preferences": {}}
