"""Signing in and out in a browser."""

from http import HTTPStatus

from flask import Blueprint, current_app, flash, redirect, request, session, url_for
from werkzeug.wrappers import Response

from annotator.services import data_folder, sign_in
from annotator.settings import Settings
from annotator.web.auth import COOKIE_KEY, current_person, find_person, forget_person, is_local
from annotator.web.db import write_session
from annotator.web.pages import SignInPage, frame, render

SETTINGS = "annotator.settings"

blueprint = Blueprint("sign_in", __name__)


def settings() -> Settings:
    found: Settings = current_app.extensions[SETTINGS]
    return found


@blueprint.get("/sign-in")
def form() -> str | Response:
    """The form; somebody who is signed in goes on to where they were going."""
    target = safe_target(request.args.get("next", ""))
    if find_person() is not None:
        return redirect(target or url_for("tasks.index"))
    return _form(target)


@blueprint.post("/sign-in")
def submit() -> tuple[str, int] | Response:
    name, password = request.form.get("name", ""), request.form.get("password", "")
    target = safe_target(request.form.get("next", ""))
    address = request.remote_addr or "unknown"
    try:
        with write_session() as opened:
            attempt = sign_in.begin(opened, name, address, local=is_local())
    except sign_in.TooManyAttemptsError as error:
        return _form(target, name, error.message), HTTPStatus.TOO_MANY_REQUESTS
    if not attempt.accepts(password):
        return _form(target, name, "The name or the password is not right."), HTTPStatus.UNAUTHORIZED
    days = settings().session_days
    with write_session() as opened:
        token = sign_in.complete(opened, attempt, password, days)
    # A new session altogether: nothing that was planted in the old one is kept.
    session.clear()
    session.permanent = True
    session[COOKIE_KEY] = token
    return redirect(target or url_for("tasks.index"))


@blueprint.post("/sign-out")
def out() -> Response:
    """End this sign-in; a program that carries a token has none."""
    token = session.get(COOKIE_KEY)
    if isinstance(token, str):
        with write_session() as opened:
            sign_in.sign_out(opened, token)
    return _left("You are signed out.")


@blueprint.post("/sign-out/everywhere")
def out_everywhere() -> Response:
    """End every sign-in of this person, on all devices."""
    person = current_person()
    with write_session() as opened:
        sign_in.sign_out_everywhere(opened, person)
    return _left("You are signed out on all devices.")


def safe_target(target: str) -> str:
    """The path to go on to, if it is one of this site; empty otherwise.

    A browser takes `//host` and `/\\host` for another site, and drops control characters before it looks.
    """
    harmless = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if harmless and len(target) <= 2000 else ""


def _left(message: str) -> Response:
    session.clear()
    forget_person()
    flash(message)
    return redirect(url_for("sign_in.form"), HTTPStatus.SEE_OTHER)


def _form(target: str, name: str = "", error: str | None = None) -> str:
    demo = data_folder.find_demo(settings()) if is_local() else None
    page = SignInPage(**frame("Sign in"), name=name, next=target, error=error, demo=demo)
    return render("auth/sign_in.html", page)
