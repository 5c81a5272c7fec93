"""No other site may act through a browser that is signed in here."""

from collections.abc import Callable

import pytest

from annotator.domain.people import Person
from annotator.services import users
from annotator.store.session import Database
from tests.web.conftest import Program, Visitor

PREFERENCES = "/api/v1/preferences"


def kept(database: Database, person: Person) -> object:
    with database.read() as session:
        return users.get_preferences(session, person)


@pytest.mark.parametrize("token", [None, "", "made up"])
def test_a_form_without_the_pages_token_does_nothing(
    ana: Person, signed_in: Callable[..., Visitor], sqlite_database: Database, token: str | None
) -> None:
    visitor = signed_in(ana)
    form = {"theme": "dark", "size": "large"} | ({} if token is None else {"csrf_token": token})
    answer = visitor.client.post("/account/preferences", data=form)
    assert answer.status_code == 400
    assert kept(sqlite_database, ana) == {}


def test_a_script_needs_the_token_in_a_header(
    ana: Person, signed_in: Callable[..., Visitor], sqlite_database: Database
) -> None:
    visitor = signed_in(ana)
    visitor.get("/account")
    body = {"preferences": {"theme": "dark"}}
    refused = visitor.client.put(PREFERENCES, json=body)
    assert (refused.status_code, refused.get_json()["rule"]) == (400, "csrf")
    assert kept(sqlite_database, ana) == {}
    assert visitor.client.put(PREFERENCES, json=body, headers={"X-CSRFToken": visitor.csrf}).status_code == 200
    assert kept(sqlite_database, ana) == {"theme": "dark"}


def test_the_token_of_one_sign_in_is_worth_nothing_in_another(
    ana: Person, signed_in: Callable[..., Visitor], visitor: Visitor
) -> None:
    visitor.get("/sign-in")
    other = signed_in(ana)
    other.get("/account")
    answer = other.client.put(PREFERENCES, json={"preferences": {}}, headers={"X-CSRFToken": visitor.csrf})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"Origin": "https://localhost"}, 200),
        ({"Referer": "https://localhost/tasks/1"}, 200),
        ({"Origin": "https://evil.example"}, 400),
        ({"Origin": "http://localhost"}, 400),
        ({}, 400),
    ],
)
def test_behind_https_the_token_must_come_from_our_own_address(
    ana: Person, signed_in: Callable[..., Visitor], given: dict[str, str], status: int
) -> None:
    visitor = signed_in(ana)
    visitor.get("/account")
    answer = visitor.client.put(
        PREFERENCES,
        base_url="https://localhost",
        json={"preferences": {"theme": "dark"}},
        headers={"X-CSRFToken": visitor.csrf, **given},
    )
    assert answer.status_code == status


def test_signing_in_needs_the_token_too(visitor: Visitor) -> None:
    assert visitor.client.post("/sign-in", data={"name": "Ana", "password": "x"}).status_code == 400


def test_a_program_needs_none_since_no_browser_sends_its_token_along(
    ana: Person, program: Callable[[Person], Program]
) -> None:
    assert program(ana).send("PUT", PREFERENCES, json={"preferences": {}}).status_code == 200


@pytest.mark.parametrize("shown", ["Bearer", "Bearer nonsense", "Basic YTpi", "nonsense", ""])
def test_a_token_that_is_no_good_is_not_made_up_for_by_a_cookie(
    ana: Person, signed_in: Callable[..., Visitor], shown: str
) -> None:
    visitor = signed_in(ana)
    answer = visitor.client.put(PREFERENCES, json={"preferences": {}}, headers={"Authorization": shown})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
