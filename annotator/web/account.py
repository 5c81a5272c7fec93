"""My account: how pages look to me, my tokens, my sign-ins."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from annotator.domain.errors import InvalidInput
from annotator.services import tokens, users
from annotator.services.tokens import TokenSummary
from annotator.web.auth import current_person
from annotator.web.db import read_session, write_session
from annotator.web.pages import (
    AccountPage,
    NewToken,
    SettingEntry,
    SettingGroup,
    TokenEntry,
    choices,
    day,
    frame,
    render,
)
from annotator.web.preferences import SETTINGS, Preferences, changed, own_keys, preferences_of

blueprint = Blueprint("account", __name__, url_prefix="/account")


@blueprint.get("")
def show() -> str:
    return _page()


@blueprint.post("/preferences")
def set_preferences() -> Response:
    """Keep the settings that were sent, and leave what else is kept beside them."""
    person = current_person()
    with write_session() as session:
        kept = changed(users.get_preferences(session, person), request.form.to_dict())
        if "usual_keys" in request.form:
            kept.pop("keys", None)
        users.set_preferences(session, person, kept)
    flash("Kept.")
    return redirect(url_for("account.show"), HTTPStatus.SEE_OTHER)


@blueprint.post("/tokens")
def create_token() -> str | tuple[str, int]:
    """Make a token and show it; not after a redirect, since it can be shown this once only."""
    person, name = current_person(), request.form.get("name", "")
    try:
        with write_session() as session:
            secret = tokens.create_token(session, person, name)
    except InvalidInput as error:
        return _page(error=error.message), HTTPStatus.UNPROCESSABLE_ENTITY
    return _page(new_token=NewToken(name.strip(), secret))


@blueprint.post("/tokens/<int(max=2147483647):token_id>/revoke")
def revoke_token(token_id: int) -> Response:
    person = current_person()
    with write_session() as session:
        tokens.revoke_token(session, token_id, owner=person)
    flash("Revoked. Programs that carry it are let in no more.")
    return redirect(url_for("account.show"), HTTPStatus.SEE_OTHER)


def _page(new_token: NewToken | None = None, error: str | None = None) -> str:
    person = current_person()
    with read_session() as session:
        own = tokens.list_tokens(session, person)
        kept = users.get_preferences(session, person)
    around = frame(
        "My account",
        preferences=url_for("account.set_preferences"),
        create_token=url_for("account.create_token"),
        sign_out_everywhere=url_for("sign_in.out_everywhere"),
    )
    page = AccountPage(
        **around,
        tokens=[_entry(token) for token in own],
        new_token=new_token,
        settings=_groups(preferences_of(kept)),
        own_keys=own_keys(kept),
        error=error,
    )
    return render("account/index.html", page)


def _groups(chosen: Preferences) -> list[SettingGroup]:
    groups: dict[str, list[SettingEntry]] = {}
    for each in SETTINGS:
        entry = SettingEntry(each.name, each.title, each.hint, choices(each.choices), chosen.value(each))
        groups.setdefault(each.group, []).append(entry)
    return [SettingGroup(title, entries) for title, entries in groups.items()]


def _entry(token: TokenSummary) -> TokenEntry:
    return TokenEntry(
        name=token.name,
        created=token.created,
        created_text=day(token.created),
        last_used=token.used,
        last_used_text=day(token.used) if token.used else None,
        revoke_url=url_for("account.revoke_token", token_id=token.id),
    )
