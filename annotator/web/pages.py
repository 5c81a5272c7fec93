"""What each template is given: one typed `page`, whose names the template's first comment lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, g, get_flashed_messages, render_template, url_for
from flask_wtf.csrf import generate_csrf

from annotator.domain.json import JsonObject
from annotator.domain.people import Person
from annotator.services import users
from annotator.services.data_folder import Account
from annotator.web.auth import find_person
from annotator.web.db import read_session
from annotator.web.preferences import Preferences, preferences_of


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a selection."""

    value: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What layouts/base.html reads."""

    title: str
    static: str
    csrf_token: str
    user: Person | None
    preferences: Preferences
    messages: Sequence[str]
    urls: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemPage(Page):
    status: int
    detail: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage(Page):
    name: str
    next: str
    error: str | None
    demo: Account | None


@dataclass(frozen=True, slots=True)
class TokenEntry:
    """A token in the list of one's own."""

    name: str
    created: str
    created_text: str
    last_used: str | None
    last_used_text: str | None
    revoke_url: str


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token just made: the only time that it is shown."""

    name: str
    secret: str


@dataclass(frozen=True, slots=True)
class SettingEntry:
    """A setting as a form asks for it."""

    name: str
    title: str
    hint: str
    choices: Sequence[Choice]
    chosen: str


@dataclass(frozen=True, slots=True)
class SettingGroup:
    title: str
    settings: Sequence[SettingEntry]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage(Page):
    tokens: Sequence[TokenEntry]
    new_token: NewToken | None
    settings: Sequence[SettingGroup]
    own_keys: int
    error: str | None


@dataclass(frozen=True, slots=True)
class ProjectEntry:
    """A project in the list of one's own."""

    title: str
    slug: str
    done: int
    total: int | None
    has_open: bool
    nothing_left: bool
    next_url: str
    guideline_url: str
    actors_url: str
    events_url: str | None
    import_url: str | None
    export_url: str | None
    releases_url: str | None
    sync_url: str | None
    example_url: str | None


@dataclass(frozen=True, slots=True)
class TaskEntry:
    """A task in the list of one's own."""

    title: str
    url: str
    project_title: str
    state: str
    state_title: str
    date: str
    date_text: str
    reopen_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksPage(Page):
    projects: Sequence[ProjectEntry]
    tasks: Sequence[TaskEntry]
    query: str
    state: str
    states: Sequence[Choice]
    older_url: str | None
    newest_url: str | None


@dataclass(frozen=True, slots=True)
class Titled:
    """Something of which a page says no more than its title."""

    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidelinePage(Page):
    project: Titled
    version: int
    schema_version: int
    guideline_html: str


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """An entry of the list of actors."""

    key: str
    name: str
    kind: str
    country: str
    aliases: Sequence[str]
    unsure: Sequence[str]
    edit_url: str


@dataclass(frozen=True, slots=True)
class LearntEntry:
    """Words that people took for an entry."""

    key: str
    name: str
    words: str
    seen: int


@dataclass(frozen=True, slots=True)
class ProposedEntry:
    """Somebody who was named without being on the list."""

    key: str
    name: str
    seen: int


@dataclass(frozen=True, slots=True)
class ActorForm:
    """An entry as its form shows it; without a key it is a new one. Aliases stand one a line."""

    key: str = ""
    name: str = ""
    aliases: str = ""
    type: str = ""
    country: str = ""
    wikidata: str = ""
    plover: str = ""
    cameo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorsPage(Page):
    project: Titled
    actors: Sequence[ActorEntry]
    number: int
    learnt: Sequence[LearntEntry]
    proposed: Sequence[ProposedEntry]
    query: str
    form: ActorForm
    kinds: Sequence[Choice]
    error: str | None
    may_keep: bool
    may_import: bool
    may_export: bool
    first_url: str | None
    further_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbenchPage(Page):
    data: JsonObject
    modules: Sequence[str]
    document: Titled
    project: Titled
    position: str
    read_only: bool
    state: str
    may_reopen: bool


def frame(title: str, **urls: str) -> dict[str, Any]:
    """What every page is made with; `urls` are those of this page, besides the ones that all have."""
    person = find_person()
    return _frame(title, person, preferences_of(preferences(person)) if person else Preferences(), urls)


def preferences(person: Person) -> JsonObject:
    """What this person has set for themselves."""
    with read_session() as session:
        return users.get_preferences(session, person)


def _frame(title: str, person: Person | None, chosen: Preferences, urls: Mapping[str, str]) -> dict[str, Any]:
    common = {
        "home": url_for("tasks.index"),
        "sign_in": url_for("sign_in.form"),
        "sign_out": url_for("sign_in.out"),
        "account": url_for("account.show"),
    }
    return {
        "title": title,
        "static": current_app.static_url_path,
        "csrf_token": generate_csrf(),
        "user": person,
        "preferences": chosen,
        "messages": get_flashed_messages(),
        "urls": {**common, **urls},
    }


def render(template: str, page: Page) -> str:
    return render_template(template, page=page)


def render_problem(status: int, title: str, detail: str, advice: str) -> str:
    """The page of an error. Asks the database nothing when that may be what is wrong."""
    around = frame(title) if status < 500 else _frame(title, g.get("person"), Preferences(), {})
    return render("errors/problem.html", ProblemPage(**around, status=status, detail=detail, advice=advice))


def choices(titles: Mapping[str, str]) -> list[Choice]:
    return [Choice(value, title) for value, title in titles.items()]


def day(moment: str) -> str:
    """The day of a moment in ISO 8601, as a date to be read."""
    return moment[:10]
