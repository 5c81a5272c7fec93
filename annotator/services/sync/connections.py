"""Which project of a Label Studio a project here is kept in step with, under which policy, and as whom."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from sqlmodel import Session

from annotator.domain.errors import AnnotatorError, Conflict, InvalidInput, NotFound
from annotator.domain.json import Json, JsonObject
from annotator.labelstudio.config_reading import Config, read_config
from annotator.labelstudio.identity import description_mark
from annotator.labelstudio.label_config import label_config
from annotator.labelstudio.translation import names_of
from annotator.services import projects
from annotator.services.projects import row_of
from annotator.services.sync.client import Client, Gone, Lacking, Refused, Stopped, check_address
from annotator.settings import Settings
from annotator.store import sync_connections
from annotator.store.clock import now
from annotator.store.session import Database
from annotator.store.sync_connections import StoredConnection

DIRECTIONS = ("both", "push", "pull")
#: What may go over there.
KINDS = ("documents", "submitted", "gold", "suggestions")
#: The versions of Label Studio that this was tried with.
KNOWN_VERSIONS = ("1.23.",)


@dataclass(frozen=True, slots=True)
class Policy:
    """Which way things go, what of ours goes over, and who is who: address there -> name here."""

    direction: str = "both"
    push: tuple[str, ...] = ("documents", "submitted", "gold")
    people: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.direction not in DIRECTIONS:
            raise InvalidInput(f"a direction is {', '.join(DIRECTIONS)}, not {self.direction!r}", rule="policy")
        unknown = [each for each in self.push if each not in KINDS]
        if unknown:
            raise InvalidInput(f"what is pushed is of {', '.join(KINDS)}, not {unknown[0]!r}", rule="policy")

    @property
    def pushes(self) -> bool:
        return self.direction != "pull"

    @property
    def pulls(self) -> bool:
        return self.direction != "push"

    def as_json(self) -> dict[str, Json]:
        return {"direction": self.direction, "push": list(self.push), "people": dict(self.people)}


def read_policy(data: JsonObject) -> Policy:
    """The policy that `as_json` wrote."""
    people = cast(Mapping[str, str], data.get("people") or {})
    return Policy(str(data.get("direction", "both")), tuple(cast(list[str], data.get("push", []))), dict(people))


def read_pairs(said: Iterable[str]) -> dict[str, str]:
    """Who is who, out of words like ADDRESS=NAME. Raises InvalidInput for others."""
    found: dict[str, str] = {}
    for each in said:
        there, _, here = each.partition("=")
        if not there or not here:
            raise InvalidInput(f"say ADDRESS=NAME, not {each!r}", rule="person")
        found[there] = here
    return found


def token(settings: Settings) -> str:
    """The token of the environment. Raises InvalidInput when there is none."""
    if settings.label_studio_token is not None:
        found = settings.label_studio_token.get_secret_value().strip()
    elif settings.label_studio_token_file is not None:
        path = Path(settings.label_studio_token_file)
        if not path.is_file():
            raise InvalidInput(f"ANNOTATOR_LABEL_STUDIO_TOKEN_FILE: there is no file {path}", rule="token")
        found = path.read_text("utf-8").strip()
    else:
        found = ""
    if not found or not found.isascii() or not found.isprintable() or " " in found:
        raise InvalidInput("set ANNOTATOR_LABEL_STUDIO_TOKEN, or ANNOTATOR_LABEL_STUDIO_TOKEN_FILE", rule="token")
    return found


def connection(session: Session, slug: str) -> StoredConnection:
    """The connection of a project; raises NotFound."""
    project, _ = projects.for_operator(session, slug)
    found = sync_connections.find(session, row_of(project))
    if found is None:
        said = f"`annotator sync connect {slug} ADDRESS`, with --create or --project NUMBER"
        raise NotFound(f"{slug} is connected to no Label Studio: say {said}")
    return found


@dataclass(frozen=True, slots=True)
class Connected:
    """What `connect` made or found."""

    address: str
    remote_id: int
    title: str
    created: bool
    #: What the schema has and the labelling config has no place for.
    missing: tuple[str, ...]

    def as_json(self) -> dict[str, Json]:
        return {
            "address": self.address,
            "project": self.remote_id,
            "title": self.title,
            "created": self.created,
            "missing": list(self.missing),
        }


def connect(database: Database, client: Client, slug: str, remote_id: int | None, policy: Policy) -> Connected:
    """Connect a project with one over there: the one of that id, or with None a new one from our schema.

    Raises Conflict where it is connected already, and InvalidInput for a project that has no config of a text.
    """
    with database.read() as session:
        project, schema = projects.for_operator(session, slug)
        if sync_connections.find(session, row_of(project)) is not None:
            raise Conflict(f"{slug} is connected already: `annotator sync disconnect {slug}` first", rule="connected")
    check_version(client)
    mark = str(uuid.uuid4())
    found = _made(client, project.title, label_config(schema), mark) if remote_id is None else remote(client, remote_id)
    config = config_of(found)
    values = {
        "project_id": row_of(project),
        "mark": mark,
        "address": client.address,
        "remote_id": int(found["id"]),
        "remote_created": str(found["created_at"]),
        "title": str(found.get("title") or ""),
        "created_at": now(),
    }
    with database.write() as session:
        if sync_connections.find(session, row_of(project)) is not None:
            raise Conflict(f"{slug} is connected already", rule="connected")
        sync_connections.add(session, {**values, "policy": _dumped(policy)})
    missing = names_of(config, schema).missing(schema)
    return Connected(client.address, int(found["id"]), str(values["title"]), remote_id is None, tuple(missing))


def disconnect(database: Database, slug: str) -> None:
    """Forget the connection. Nothing of either project is touched."""
    with database.write() as session:
        sync_connections.remove(session, connection(session, slug).project_id)


def change(
    database: Database,
    slug: str,
    direction: str | None = None,
    push: Sequence[str] = (),
    people: Mapping[str, str] | None = None,
    address: str | None = None,
) -> Policy:
    """Change what is named of a connection; the policy that there is then. An address is of the same Label Studio."""
    if address is not None:
        check_address(address)
    with database.write() as session:
        found = connection(session, slug)
        old = read_policy(found.policy)
        new = Policy(direction or old.direction, tuple(push) or old.push, {**old.people, **(people or {})})
        where = address.rstrip("/") if address else found.address
        sync_connections.change(session, found.project_id, policy=_dumped(new), address=where)
    return new


def check_version(client: Client) -> str:
    """The version over there; raises Stopped for what is no Label Studio."""
    try:
        found = client.get("/api/version")
    except Lacking:
        raise Stopped(
            f"{client.address} is no Label Studio: there is nothing at {client.address}/api/version"
        ) from None
    release = found.get("release") if isinstance(found, dict) else None
    if not isinstance(release, str):
        raise Stopped(f"{client.address} is no Label Studio")
    return release


def remote(client: Client, remote_id: int) -> dict[str, Any]:
    """The project over there; raises Gone."""
    try:
        found = client.get(f"/api/projects/{remote_id}/")
    except Gone:
        said = "or none that may be seen by whose the token is"
        raise Gone(f"{client.address} has no project {remote_id}, {said}") from None
    if not isinstance(found, dict) or "created_at" not in found:
        raise Stopped(f"{client.address} has no project {remote_id}")
    return found


def config_of(project: Mapping[str, Any]) -> Config:
    """The labelling config of a project over there. Raises InvalidInput, naming the project, for one without a text."""
    try:
        return read_config(str(project.get("label_config") or ""))
    except AnnotatorError as error:
        called = f"project {project.get('id')} ({project.get('title')})"
        raise InvalidInput(f"the labelling config of {called}: {error.message}", rule="config") from None


def _made(client: Client, title: str, config: str, mark: str) -> dict[str, Any]:
    # Between 3 and 50 characters, says Label Studio.
    called = (title if len(title) >= 3 else f"{title} (Annotator)")[:50]
    body: dict[str, Json] = {"title": called, "label_config": config, "description": description_mark(mark)}
    made = client.write("POST", "/api/projects/", body)
    if not isinstance(made, dict) or "id" not in made:
        raise Refused("Label Studio made no project of it")
    return remote(client, int(made["id"]))


def _dumped(policy: Policy) -> str:
    from annotator.store.rows import dump

    return dump(policy.as_json())
