"""A whole project of Label Studio moves in: a schema from its config, then all that is in it, as a sync brings it.

So nothing of it needs a way of its own: people, skips, suggestions come as they come in every sync, what only Label
Studio knows is carried along, and a run that ends early is gone on with by the next `annotator sync apply`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.domain.schema import Schema
from annotator.formats.label_studio.config import declare
from annotator.formats.maps.description import Description
from annotator.formats.maps.schema_proposal import schema_of
from annotator.labelstudio.config_reading import read_config
from annotator.labelstudio.plan import Trouble
from annotator.labelstudio.translation import names_of
from annotator.services import projects
from annotator.services.sync import connections, engine
from annotator.services.sync.client import Client, check_address
from annotator.services.sync.connections import Policy
from annotator.services.sync.engine import Outcome
from annotator.services.sync.planning import Tell, nothing_told
from annotator.store.session import Database

_PAGE = re.compile(r"(?P<before>.*)/projects/(?P<number>[1-9][0-9]{0,17})(/.*)?")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the new project is called, who gets each of its documents, and what becomes of the connection."""

    title: str = ""
    overlap: int = 1
    policy: Policy = field(default_factory=lambda: Policy(direction="pull"))
    stays_connected: bool = True


@dataclass(frozen=True, slots=True)
class MovedIn:
    """What came, and what stays behind."""

    schema: str
    title: str
    outcome: Outcome
    troubles: tuple[Trouble, ...]
    #: Controls of the config that there is nothing like here.
    unknown: tuple[str, ...]

    def as_json(self) -> dict[str, Json]:
        return {
            "title": self.title,
            "schema": self.schema,
            "done": dict(self.outcome.counts),
            "left": list(self.outcome.left),
            "troubles": [each.as_json() for each in self.troubles],
            "unknown": list(self.unknown),
        }


def split_address(address: str) -> tuple[str, int]:
    """The address of a Label Studio, and the number of a project, out of the address of one of its pages.

    Raises InvalidInput for what is none.
    """
    parts = urlsplit(address)
    found = _PAGE.fullmatch(parts.path)
    base = urlunsplit((parts.scheme, parts.netloc, found["before"] if found else "", "", ""))
    check_address(base)
    if found is None:
        said = "the address of a project has its number in it: https://labels.example.org/projects/7"
        raise InvalidInput(said, rule="address")
    return base, int(found["number"])


def move_in(
    database: Database, client: Client, slug: str, remote_id: int, wish: Wish, tell: Tell = nothing_told
) -> MovedIn:
    """Make a project of one over there, and bring all of it. Nothing changes there while the policy is to pull.

    Raises InvalidInput for a config that no schema can be made of, Conflict where there is a project of that name.
    """
    connections.check_version(client)
    there = connections.remote(client, remote_id)
    text, schema, guideline = read_schema(there, slug)
    title = wish.title or str(there.get("title") or slug)
    with database.write() as session:
        projects.create_project(session, slug, title, schema, guideline, overlap=wish.overlap)
    connections.connect(database, client, slug, remote_id, wish.policy)
    outcome = engine.apply(database, client, slug, tell=tell)
    if not wish.stays_connected:
        connections.disconnect(database, slug)
    return MovedIn(text, title, outcome, tuple(outcome.troubles), _unlike(str(there["label_config"]), schema))


def _unlike(xml: str, schema: Schema) -> tuple[str, ...]:
    """The controls that say something there is no attribute for."""
    config = read_config(xml)
    known = set(names_of(config, schema).controls.values())
    return (*(each.name for each in config.values if each.name not in known), *config.unknown)


def read_schema(there: Mapping[str, Any], name: str) -> tuple[str, Schema, str]:
    """The schema of a project there: as TOML and as it is, with its instructions as the guideline."""
    xml = str(there.get("label_config") or "")
    connections.config_of(there)
    description = Description()
    declare(xml.encode(), description)
    if not description.labels:
        raise InvalidInput("its config has no label, so that no schema can be made of it", rule="config")
    text, schema = schema_of(description, name)
    return text, schema, str(there.get("expert_instruction") or "")
