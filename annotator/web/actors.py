"""A project's list of actors as a page: its people read it, its leads keep it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import BinaryIO, cast

from flask import Blueprint, flash, redirect, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from annotator.domain.actors import CODES, TYPES, Actor, actor
from annotator.domain.errors import Conflict, InvalidInput
from annotator.domain.permissions import Action, Role, may
from annotator.services import actors, projects
from annotator.services.actors import Listing
from annotator.web.auth import current_person
from annotator.web.db import read_session, write_session
from annotator.web.pages import (
    ActorEntry,
    ActorForm,
    ActorsPage,
    Choice,
    LearntEntry,
    ProposedEntry,
    Titled,
    frame,
    render,
)

blueprint = Blueprint("actors", __name__, url_prefix="/projects")

#: Entries on one page of the list, and the longest list that is searched for one.
MANY, ALL = 100, 1_000_000
#: A kind as it is read: "State military", "Non-state armed".
KINDS = {
    each: each.replace("intl_org", "international organisation")
    .replace("non_", "non-")
    .replace("pro_", "pro-")
    .replace("_", " ")
    .capitalize()
    for each in TYPES
}
Answer = Response | str | tuple[str, int]


@blueprint.get("/<slug>/actors")
def show(slug: str) -> Answer:
    """The list; `edit` is the key of the entry in the form, `begin` where in the list the page begins."""
    return _page(slug)


@blueprint.post("/<slug>/actors")
def save(slug: str) -> Answer:
    """Add the entry of the form, or change the one that it is about."""
    key = _sent("key")
    with _writing(slug) as work:
        entry = _written()
        if key:
            actors.put_actor(work.session, current_person(), slug, entry)
        else:
            actors.add_actor(work.session, current_person(), slug, entry)
        work.says = f"{entry.name} is {'changed' if key else 'on the list'}."
    return work.answer(slug, _as_sent())


@blueprint.post("/<slug>/actors/remove")
def remove(slug: str) -> Answer:
    """Take an entry off the list."""
    with _writing(slug) as work:
        actors.remove_actor(work.session, current_person(), slug, _sent("key"))
        work.says = "Removed. Annotations keep the name."
    return work.answer(slug)


@blueprint.post("/<slug>/actors/learnt")
def judge_alias(slug: str) -> Answer:
    """Make learnt words an alias, or drop them."""
    accept, words = _sent("verdict") == "accept", _sent("words")
    with _writing(slug) as work:
        actors.judge_alias(work.session, current_person(), slug, _sent("key"), words, accept=accept)
        work.says = f"“{words}” is an alias now." if accept else f"“{words}” is dropped, and not learnt again."
    return work.answer(slug)


@blueprint.post("/<slug>/actors/proposed")
def judge_proposal(slug: str) -> Answer:
    """Put a proposed actor on the list, or refuse it."""
    accept = _sent("verdict") == "accept"
    with _writing(slug) as work:
        actors.judge_proposal(work.session, current_person(), slug, _sent("key"), accept=accept)
        work.says = "It is on the list now." if accept else "Refused, and not proposed again."
    return work.answer(slug)


@blueprint.post("/<slug>/actors/import")
def import_(slug: str) -> Answer:
    """Bring in the CSV that was chosen, whole or not at all."""
    sent = request.files.get("file")
    with _writing(slug, Action.IMPORT) as work:
        stream = cast(BinaryIO, sent.stream if sent else request.stream)
        report = actors.bring_in(work.session, current_person(), slug, stream, (sent and sent.filename) or "the file")
        work.says = f"{report.added} added, {report.changed} changed, {report.unchanged} unchanged."
    return work.answer(slug)


# ---------------------------------------------------------------- what forms do


@dataclass(slots=True)
class _Work:
    """What a form does in one transaction, and what is said of it afterwards."""

    session: Session
    says: str = ""
    fault: InvalidInput | Conflict | None = None

    @contextmanager
    def minding(self) -> Iterator[None]:
        """Remember the rule that is broken, and let the error go on."""
        try:
            yield
        except (InvalidInput, Conflict) as error:
            self.fault = error
            raise

    def answer(self, slug: str, form: ActorForm | None = None) -> Answer:
        """Back to the list; or the list with what is wrong, and the form as it was sent."""
        if self.fault is None:
            flash(self.says)
            return redirect(url_for("actors.show", slug=slug), HTTPStatus.SEE_OTHER)
        said = str(self.fault) if isinstance(self.fault, InvalidInput) else self.fault.message
        return _page(slug, form, said), HTTPStatus.UNPROCESSABLE_ENTITY


@contextmanager
def _writing(slug: str, action: Action = Action.KEEP_ACTORS) -> Iterator[_Work]:
    """A transaction of somebody who may do this there, thrown away when what was sent breaks a rule."""
    person = current_person()
    with suppress(InvalidInput, Conflict), write_session() as session:
        projects.get_project(session, person, slug, action)
        work = _Work(session)
        with work.minding():
            yield work


def _sent(name: str) -> str:
    return request.form.get(name, "").strip()


def _as_sent() -> ActorForm:
    return ActorForm(**{name: request.form.get(name, "") for name in ActorForm.__dataclass_fields__})


def _written() -> Actor:
    """The entry in the form; raises InvalidInput with the rule that it breaks."""
    form = _as_sent()
    codes = {scheme: getattr(form, scheme) for scheme in CODES}
    aliases = form.aliases.splitlines()
    return actor(form.name, aliases, form.type, form.country, form.wikidata, codes, form.key)


# ---------------------------------------------------------------- what the page shows


def _page(slug: str, form: ActorForm | None = None, error: str | None = None) -> str:
    person, query = current_person(), request.args.get("query", "")[:200].strip()
    with read_session() as session:
        project = projects.get_project(session, person, slug, Action.SEE_PROJECT)
        summary = projects.summary(session, person, project)
        listing = actors.list_actors(session, person, slug)
        found = actors.search_actors(session, person, slug, query, ALL) if query else listing.actors
    if form is None:
        edited = next((each for each in listing.actors if each.key == request.args.get("edit")), None)
        form = _form(edited) if edited else ActorForm()
    begin, role = _begin(), Role(summary.role)
    return render(
        "projects/actors.html",
        ActorsPage(
            **frame(f"Actors of {summary.title}", **_urls(slug)),
            project=Titled(summary.title),
            actors=[_entry(slug, each) for each in found[begin : begin + MANY]],
            number=len(found),
            query=query,
            form=form,
            kinds=[Choice(value, title) for value, title in KINDS.items()],
            error=error,
            first_url=_list_url(slug, query, 0) if begin else None,
            further_url=_list_url(slug, query, begin + MANY) if begin + MANY < len(found) else None,
            learnt=_learnt(listing),
            proposed=[ProposedEntry(each.actor.key, each.actor.name, each.seen) for each in listing.proposed],
            may_keep=may(role, Action.KEEP_ACTORS),
            may_import=may(role, Action.IMPORT),
            may_export=may(role, Action.EXPORT),
        ),
    )


def _begin() -> int:
    begin = request.args.get("begin", "0")
    return int(begin) if begin.isascii() and begin.isdecimal() and len(begin) < 9 else 0


def _urls(slug: str) -> dict[str, str]:
    names = ("show", "save", "remove", "judge_alias", "judge_proposal", "import_")
    urls = {name.strip("_"): url_for(f"actors.{name}", slug=slug) for name in names}
    return {**urls, "export": url_for("api_actors.export", slug=slug)}


def _list_url(slug: str, query: str, begin: int) -> str:
    return url_for("actors.show", slug=slug, query=query or None, begin=begin or None)


def _entry(slug: str, each: Actor) -> ActorEntry:
    return ActorEntry(
        key=each.key,
        name=each.name,
        kind=KINDS[each.type],
        country=each.country or "",
        aliases=each.words[1:],
        unsure=each.unsure,
        edit_url=url_for("actors.show", slug=slug, edit=each.key, _anchor="entry"),
    )


def _learnt(listing: Listing) -> list[LearntEntry]:
    names = {each.key: each.name for each in listing.actors}
    found = (each for words in listing.learnt.values() for each in words)
    ranked = sorted(found, key=lambda each: (-each.seen, each.words))
    return [LearntEntry(each.key, names[each.key], each.words, each.seen) for each in ranked]


def _form(each: Actor) -> ActorForm:
    return ActorForm(
        key=each.key,
        name=each.name,
        aliases="\n".join(each.aliases),
        type=each.type,
        country=each.country or "",
        wikidata=each.wikidata or "",
        plover=each.codes.get("plover", ""),
        cameo=each.codes.get("cameo", ""),
    )
