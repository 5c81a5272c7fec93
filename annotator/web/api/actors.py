"""A project's list of actors over HTTP: asked while somebody types, kept by leads, moved as CSV by programs."""

from dataclasses import asdict
from http import HTTPStatus
from io import BytesIO
from typing import Annotated, Any, BinaryIO, Literal, cast

from flask import Response, request, send_file
from flask_openapi import APIBlueprint, Tag
from pydantic import BaseModel, Field

from annotator.domain.actors import Actor as Entry
from annotator.domain.actors import actor
from annotator.services import actors
from annotator.store.session import discard
from annotator.web.api.bodies import Body
from annotator.web.api.payloads import FILE, ProjectPath, Strict
from annotator.web.api.problems import PROBLEMS
from annotator.web.auth import current_person
from annotator.web.db import read_session, write_session

blueprint = APIBlueprint(
    "api_actors",
    __name__,
    url_prefix="/api/v1/projects",
    abp_tags=[Tag(name="actors", description="a project's list of actors")],
    abp_security=[{"token": []}, {"cookie": []}],
    abp_responses=PROBLEMS,
)

Key = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9_-]*$")]
Words = Annotated[str, Field(min_length=1, max_length=200)]
Short = Annotated[str, Field(max_length=200)]


class ActorPath(ProjectPath):
    key: Key


class ActorsQuery(Strict):
    query: Short | None = None


class ActorBody(Body):
    """An entry without its key. An alias with ~ before it may mean others too."""

    name: Words
    aliases: list[Words] = Field(default=[], max_length=1000)
    type: Short = ""
    country: Short | None = None
    wikidata: Short | None = None
    codes: dict[Literal["plover", "cameo"], Short] = Field(default={})

    def entry(self, key: str = "") -> Entry:
        """The entry; raises InvalidInput with the rule that it breaks."""
        codes = {str(scheme): code for scheme, code in self.codes.items()}
        return actor(self.name, self.aliases, self.type, self.country or "", self.wikidata or "", codes, key)


class NewActor(ActorBody):
    """An entry; its key is made of the name where none is given."""

    id: Key | None = None


class Learnt(BaseModel):
    """Words that people took for the entry, and on how many spans."""

    words: str
    seen: int


class Actor(BaseModel):
    id: str
    name: str
    aliases: list[str]
    type: str
    country: str | None
    wikidata: str | None
    codes: dict[str, str]
    learnt: list[Learnt] = Field(default=[], description="told in the whole list only")


class ActorAnswer(BaseModel):
    actors: list[Actor]


class TableQuery(Strict):
    dry_run: bool = False


class Imported(BaseModel):
    """What an import did, or with `dry_run` would have done, in entries."""

    added: int
    changed: int
    unchanged: int
    dry_run: bool


@blueprint.get("/<slug>/actors", responses={200: ActorAnswer})
def listed(path: ProjectPath, query: ActorsQuery) -> Any:
    """The whole list with what was learnt; or with a query at most ten entries, best first."""
    with read_session() as session:
        person = current_person()
        if query.query is not None:
            found = actors.search_actors(session, person, path.slug, query.query)
            return {"actors": [each.as_json() for each in found]}
        listing = actors.list_actors(session, person, path.slug)
    return {"actors": [actors.told(listing, each) for each in listing.actors]}


@blueprint.post("/<slug>/actors", responses={200: Actor})
def add(path: ProjectPath, body: NewActor) -> Any:
    """Put an entry on the list; 409 when its key is taken."""
    with write_session() as session:
        return actors.add_actor(session, current_person(), path.slug, body.entry(body.id or "")).as_json()


@blueprint.put("/<slug>/actors/<key>", responses={200: Actor})
def put(path: ActorPath, body: ActorBody) -> Any:
    """The entry under this key, in the place of what stood there."""
    with write_session() as session:
        return actors.put_actor(session, current_person(), path.slug, body.entry(path.key)).as_json()


@blueprint.delete("/<slug>/actors/<key>", responses={204: None})
def remove(path: ActorPath) -> Any:
    """Take the entry off the list, if it is there; annotations keep its name."""
    with write_session() as session:
        actors.remove_actor(session, current_person(), path.slug, path.key)
    return "", HTTPStatus.NO_CONTENT


@blueprint.get("/<slug>/actors.csv", responses={200: FILE})
def export(path: ProjectPath) -> Response:
    """The list as CSV."""
    with read_session() as session:
        table = actors.take_out(session, current_person(), path.slug)
    name = f"{path.slug}-actors.csv"
    return send_file(BytesIO(table), "application/octet-stream", as_attachment=True, download_name=name)


@blueprint.post("/<slug>/actors.csv", responses={200: Imported})
def import_(path: ProjectPath, query: TableQuery) -> Any:
    """Bring in the CSV in the body, whole or not at all; with `dry_run` only say what would happen."""
    with write_session() as session:
        source = cast(BinaryIO, request.stream)
        report = actors.bring_in(session, current_person(), path.slug, source, "the request")
        if query.dry_run:
            discard(session)
    return {**asdict(report), "dry_run": query.dry_run}
