"""What browsers are told they may do with our answers."""

from collections.abc import Callable

import pytest

from annotator.domain.people import Person
from annotator.settings import Settings
from annotator.web import Application
from annotator.web.security import CONTENT_SECURITY_POLICY
from tests.web.conftest import Visitor


@pytest.mark.parametrize("path", ["/sign-in", "/", "/nowhere", "/healthz", "/api/v1/tasks", "/api/v1/openapi.json"])
def test_every_answer_carries_the_headers(visitor: Visitor, path: str) -> None:
    headers = visitor.get(path).headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


def test_the_policy_allows_no_inline_code_and_no_other_site() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'; script-src 'self'; style-src 'self';")


def test_pages_hold_no_inline_code(ana: Person, signed_in: Callable[..., Visitor]) -> None:
    visitor = signed_in(ana)
    for path in ("/", "/account", "/nowhere"):
        page = visitor.get(path).text
        assert " style=" not in page
        assert " onclick=" not in page
        assert "<script>" not in page


def test_static_files_are_kept_for_ever_and_pages_never(app: Application, visitor: Visitor) -> None:
    assert app.static_url_path is not None
    assert visitor.get(f"{app.static_url_path}/css/base.css").headers["Cache-Control"].endswith("immutable")
    assert visitor.get(f"{app.static_url_path}/css/missing.css").headers["Cache-Control"] == "no-store"
    assert visitor.get("/static/of-another-version/css/base.css").status_code == 404
    assert visitor.get("/sign-in").headers["Cache-Control"] == "no-store"


def test_a_static_file_cannot_be_asked_for_outside_of_its_folder(app: Application, visitor: Visitor) -> None:
    assert visitor.get(f"{app.static_url_path}/../auth.py").status_code == 404
    assert visitor.get(f"{app.static_url_path}/%2e%2e/auth.py").status_code == 404


def test_the_secret_is_made_once_and_kept_private(app: Application, settings: Settings) -> None:
    path = settings.data / "secret-key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert app.config["SECRET_KEY"] == path.read_text()
    assert len(path.read_text()) >= 64


def test_a_body_that_is_too_large_is_refused_before_it_is_read(
    ana: Person, signed_in: Callable[..., Visitor], app: Application
) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    visitor = signed_in(ana)
    visitor.get("/account")
    answer = visitor.client.put(
        "/api/v1/preferences", json={"preferences": {"a": "x" * 2000}}, headers={"X-CSRFToken": visitor.csrf}
    )
    assert (answer.status_code, answer.get_json()["rule"]) == (413, "request_entity_too_large")
