"""The signed cookie: remembered as checked, and still checked."""

from collections.abc import Callable

import pytest

from annotator.domain.people import Person
from annotator.web import Application, cookies
from tests.web.conftest import Visitor


def cookie_of(visitor: Visitor, app: Application) -> str:
    found = visitor.client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert found is not None
    return found.value


def test_a_cookie_that_was_tampered_with_lets_nobody_in_even_when_the_true_one_is_known(
    ana: Person, signed_in: Callable[..., Visitor], visitor: Visitor, app: Application
) -> None:
    true = cookie_of(signed_in(ana), app)
    # The last character but one: of the last, two bits say nothing.
    other = true[:-2] + ("A" if true[-2] != "A" else "B") + true[-1]
    for value in (true, other, true[1:], true + "x"):
        visitor.client.set_cookie(app.config["SESSION_COOKIE_NAME"], value)
        assert visitor.get("/account").status_code == (200 if value == true else 302)


def test_a_cookie_that_is_known_grows_old_all_the_same(
    ana: Person, signed_in: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = signed_in(ana)
    assert visitor.get("/account").status_code == 200
    later = cookies.time.time() + 40 * 24 * 3600
    monkeypatch.setattr(cookies.time, "time", lambda: later)
    assert visitor.get("/account").status_code == 302


def test_what_one_request_writes_into_its_session_no_other_sees(
    ana: Person, signed_in: Callable[..., Visitor], app: Application
) -> None:
    visitor = signed_in(ana)
    value = cookie_of(visitor, app)
    name = app.config["SESSION_COOKIE_NAME"]
    with app.test_request_context(headers={"Cookie": f"{name}={value}"}) as context:
        context.session["planted"] = "yes"
    with app.test_request_context(headers={"Cookie": f"{name}={value}"}) as context:
        assert "planted" not in context.session
