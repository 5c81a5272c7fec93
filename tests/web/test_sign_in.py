"""Signing in and out in a browser: who gets in, for how long, and what a stranger learns."""

import time
from collections.abc import Callable
from unittest.mock import Mock

import pytest
from sqlalchemy import select, update

from annotator.domain.people import Person
from annotator.services import passwords, sign_in, users
from annotator.services.data_folder import Account, prepare, remember_demo
from annotator.settings import Settings
from annotator.store.session import Database
from annotator.store.tables import FailedLogin, User, WebSession
from annotator.web import Application, create_app
from annotator.web.sign_in import safe_target
from tests.web.conftest import ELSEWHERE, Program, Visitor

PASSWORD = "correct horse"


@pytest.fixture(scope="module")
def password_hash() -> str:
    """Computed once: a tenth of a second."""
    return passwords.hashed(PASSWORD)


@pytest.fixture
def bea(sqlite_database: Database, password_hash: str) -> Person:
    """Somebody who may sign in with PASSWORD."""
    with sqlite_database.write() as session:
        person = users.add_user(session, "Bea", None)
        session.execute(update(User).where(User.name == "Bea").values(password_hash=password_hash))
    return person


def sign_in_as(visitor: Visitor, name: str = "Bea", password: str = PASSWORD, **form: str) -> int:
    return visitor.post("/sign-in", {"name": name, "password": password, **form}).status_code


def test_the_right_password_opens_my_tasks(visitor: Visitor, bea: Person) -> None:
    assert visitor.get("/").location == "/sign-in?next=/"
    assert sign_in_as(visitor) == 302
    page = visitor.get("/")
    assert page.status_code == 200
    assert "Bea" in page.text


@pytest.mark.parametrize(
    ("name", "password"), [("Bea", "wrong horse"), ("Nobody", PASSWORD), ("Bea", ""), ("\x00", "x")]
)
def test_anything_else_is_refused_in_the_same_words(visitor: Visitor, bea: Person, name: str, password: str) -> None:
    answer = visitor.post("/sign-in", {"name": name, "password": password})
    assert answer.status_code == 401
    assert "The name or the password is not right." in answer.text
    assert visitor.get("/").status_code == 302


def test_an_unknown_name_takes_as_long_as_a_known_one(visitor: Visitor, bea: Person) -> None:
    taken = {}
    for name in ("Bea", "Nobody"):
        start = time.process_time()
        sign_in_as(visitor, name, "wrong horse")
        taken[name] = time.process_time() - start
    assert taken["Nobody"] > taken["Bea"] / 3


def test_an_account_without_a_password_cannot_be_signed_in_to(visitor: Visitor, ana: Person) -> None:
    assert sign_in_as(visitor, "Ana", "") == 401
    assert sign_in_as(visitor, "Ana", PASSWORD) == 401


def test_a_deactivated_person_is_out_at_once(visitor: Visitor, bea: Person, sqlite_database: Database) -> None:
    sign_in_as(visitor)
    with sqlite_database.write() as session:
        users.deactivate(session, "Bea")
    assert visitor.get("/").status_code == 302
    visitor.get("/sign-in")
    assert sign_in_as(visitor) == 401


def test_the_eleventh_failure_for_a_name_has_to_wait(
    app: Application, bea: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "matches", Mock(return_value=False))
    statuses = [sign_in_as(Visitor(app, f"203.0.113.{number}")) for number in range(11)]
    assert statuses == [401] * 10 + [429]
    assert passwords.matches.call_count == 10, "a refused attempt must cost nothing"  # type: ignore[attr-defined]
    assert sign_in_as(Visitor(app), "Somebody else") == 401


def test_many_failures_from_one_address_have_to_wait_whatever_the_names(
    app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "matches", Mock(return_value=False))
    visitor = Visitor(app, ELSEWHERE)
    statuses = [sign_in_as(visitor, f"name {number}") for number in range(sign_in.PER_ADDRESS + 1)]
    assert statuses[-2:] == [401, 429]
    assert sign_in_as(Visitor(app, "203.0.113.10"), "name 1") == 401


def test_failures_are_forgotten_after_a_while_and_after_a_success(
    app: Application, bea: Person, sqlite_database: Database
) -> None:
    with sqlite_database.write() as session:
        for _ in range(sign_in.PER_NAME):
            sign_in.begin(session, "Bea", ELSEWHERE, local=False)
    assert sign_in_as(Visitor(app)) == 429
    with sqlite_database.write() as session:
        session.execute(update(FailedLogin).values(at=FailedLogin.at - sign_in.WINDOW))
    assert sign_in_as(Visitor(app)) == 302
    with sqlite_database.read() as session:
        assert session.scalars(select(FailedLogin)).all() == []


def test_what_was_typed_as_a_name_is_not_kept(visitor: Visitor, sqlite_database: Database) -> None:
    sign_in_as(visitor, "my password by mistake", "x")
    with sqlite_database.read() as session:
        [failure] = session.scalars(select(FailedLogin)).all()
    assert "password" not in failure.name


def test_the_cookie_is_for_this_site_alone_and_no_script(visitor: Visitor, bea: Person) -> None:
    visitor.get("/sign-in")
    answer = visitor.post("/sign-in", {"name": "Bea", "password": PASSWORD})
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_behind_https_the_cookie_is_never_sent_without_it(sqlite_database: Database, settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"secure_cookies": True}), sqlite_database)
    answer = app.test_client().get("/sign-in")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-annotator=")
    assert "Secure" in cookie
    assert "max-age=" in answer.headers["Strict-Transport-Security"]


def test_the_database_holds_no_token_that_opens_anything(
    visitor: Visitor, bea: Person, sqlite_database: Database
) -> None:
    sign_in_as(visitor)
    with visitor.client.session_transaction() as cookie:
        token = cookie["token"]
    with sqlite_database.read() as session:
        [kept] = session.scalars(select(WebSession)).all()
    assert token not in kept.token_hash
    assert kept.token_hash == sign_in.digest(token)


def test_signing_out_ends_the_sign_in_even_for_a_copy_of_the_cookie(
    app: Application, visitor: Visitor, bea: Person
) -> None:
    sign_in_as(visitor)
    stolen = Visitor(app)
    with visitor.client.session_transaction() as cookie:
        copied = dict(cookie)
    with stolen.client.session_transaction() as cookie:
        cookie.update(copied)
    assert stolen.get("/").status_code == 200
    visitor.get("/")
    assert visitor.post("/sign-out").location == "/sign-in"
    assert stolen.get("/").status_code == 302


def test_signing_out_everywhere_ends_every_sign_in_of_mine_and_no_other(
    ana: Person, bea: Person, signed_in: Callable[..., Visitor], visitor: Visitor
) -> None:
    elsewhere, other = signed_in(bea), signed_in(ana)
    sign_in_as(visitor)
    visitor.get("/")
    visitor.post("/sign-out/everywhere")
    assert [each.get("/").status_code for each in (visitor, elsewhere, other)] == [302, 302, 200]


def test_a_new_password_ends_every_sign_in(
    bea: Person, signed_in: Callable[..., Visitor], sqlite_database: Database
) -> None:
    before = signed_in(bea)
    with sqlite_database.write() as session:
        users.set_password(session, "Bea", "another horse")
    assert before.get("/").status_code == 302


def test_a_sign_in_ends_by_itself(bea: Person, signed_in: Callable[..., Visitor], sqlite_database: Database) -> None:
    before = signed_in(bea)
    with sqlite_database.write() as session:
        session.execute(update(WebSession).values(expires_at=WebSession.created_at - 1))
    assert before.get("/").status_code == 302


def test_being_seen_is_written_down_every_few_minutes_and_not_at_every_request(
    bea: Person, signed_in: Callable[..., Visitor], sqlite_database: Database
) -> None:
    visitor = signed_in(bea)

    def seen_after_a_request(minutes_ago: int) -> bool:
        with sqlite_database.write() as session:
            session.execute(update(WebSession).values(seen_at=WebSession.created_at - minutes_ago * sign_in.MINUTE))
            before = session.scalars(select(WebSession.seen_at)).one()
        visitor.get("/")
        with sqlite_database.read() as session:
            return session.scalars(select(WebSession.seen_at)).one() != before

    assert seen_after_a_request(minutes_ago=4) is False
    assert seen_after_a_request(minutes_ago=6) is True


def test_a_planted_session_is_not_kept_through_signing_in(visitor: Visitor, bea: Person) -> None:
    visitor.get("/sign-in")
    with visitor.client.session_transaction() as cookie:
        cookie["planted"] = "yes"
    sign_in_as(visitor)
    with visitor.client.session_transaction() as cookie:
        assert "planted" not in cookie


@pytest.mark.parametrize("target", ["/tasks/7", "/?state=open&query=a%20b", "/projects/demo/guideline#events"])
def test_signing_in_goes_on_to_where_one_was_going(visitor: Visitor, bea: Person, target: str) -> None:
    answer = visitor.post("/sign-in", {"name": "Bea", "password": PASSWORD, "next": target})
    assert answer.location == target


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "",
        "tasks",
    ],
)
def test_signing_in_never_goes_on_to_another_site(visitor: Visitor, bea: Person, target: str) -> None:
    assert safe_target(target) == ""
    answer = visitor.post("/sign-in", {"name": "Bea", "password": PASSWORD, "next": target})
    assert answer.location == "/"


def test_asking_for_a_page_leads_through_signing_in_back_to_it(visitor: Visitor, bea: Person) -> None:
    asked = visitor.get("/?state=open")
    form = visitor.get(asked.location)
    assert 'name="next" value="/?state=open"' in form.text


class TestTheDemoAccount:
    """Its password is shown on the form, so it opens this machine's door only."""

    @pytest.fixture(autouse=True)
    def _demo(self, bea: Person, settings: Settings, sqlite_database: Database) -> None:
        with sqlite_database.write() as session:
            session.execute(update(User).values(loopback_only=True))
        prepare(settings)
        remember_demo(settings, Account("Bea", PASSWORD))

    def test_it_signs_in_on_this_machine_and_the_form_says_how(self, visitor: Visitor) -> None:
        assert PASSWORD in visitor.get("/sign-in").text
        assert sign_in_as(visitor) == 302
        assert visitor.get("/").status_code == 200

    @pytest.mark.parametrize(
        ("address", "headers"),
        [
            (ELSEWHERE, {}),
            ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}),
            ("127.0.0.1", {"X-Real-IP": ELSEWHERE}),
            ("127.0.0.1", {"Forwarded": f"for={ELSEWHERE}"}),
            ("127.0.0.1", {"Host": "rebound.example"}),
        ],
    )
    def test_it_does_not_from_elsewhere_or_through_a_proxy(
        self, app: Application, bea: Person, signed_in: Callable[..., Visitor], address: str, headers: dict[str, str]
    ) -> None:
        visitor = Visitor(app, address)
        form = visitor.get("/sign-in", headers=headers)
        assert PASSWORD not in form.text
        answer = visitor.post("/sign-in", {"name": "Bea", "password": PASSWORD}, headers=headers)
        assert answer.status_code == 401
        assert signed_in(bea, address).get("/", headers=headers).status_code == 302

    def test_its_tokens_do_not_either(
        self, app: Application, bea: Person, program: Callable[[Person], Program]
    ) -> None:
        token = program(bea).token
        statuses = [
            Program(app, token, address).send("GET", "/api/v1/tasks").status_code for address in ("::1", ELSEWHERE)
        ]
        assert statuses == [200, 401]


def test_behind_a_proxy_failures_are_counted_for_whom_it_names(sqlite_database: Database, settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"proxies": 1}), sqlite_database)
    visitor = Visitor(app, "127.0.0.1")
    visitor.get("/sign-in")
    # The client's own claim comes first, what our proxy saw last.
    visitor.post("/sign-in", {"name": "Bea", "password": "x"}, headers={"X-Forwarded-For": f"10.0.0.1, {ELSEWHERE}"})
    with sqlite_database.read() as session:
        assert session.scalars(select(FailedLogin.address)).all() == [ELSEWHERE]
