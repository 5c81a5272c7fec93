"""What a run knows from its beginning: both projects, the words of both, who is who."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from annotator.domain.annotations import SchemaRef
from annotator.labelstudio.config_reading import Config
from annotator.labelstudio.exchange import Words
from annotator.labelstudio.translation import names_of
from annotator.services.sync import connections, reading
from annotator.services.sync.client import Client
from annotator.services.sync.connections import Policy, read_policy
from annotator.store import projects as stored_projects
from annotator.store.session import Database
from annotator.store.sync_connections import StoredConnection


@dataclass(slots=True)
class Context:
    """All of it. Schemas are by name and version, with the row that they are stored under."""

    database: Database
    client: Client
    slug: str
    connection: StoredConnection
    policy: Policy
    config: Config
    config_digest: str
    newest: SchemaRef
    words: Mapping[SchemaRef, Words]
    schema_rows: Mapping[SchemaRef, int]
    guideline: int
    overlap: int
    emails: dict[int, str]
    remarks: list[str] = field(default_factory=list)

    @property
    def project_id(self) -> int:
        return self.connection.project_id

    def known(self, schema: SchemaRef) -> SchemaRef:
        """The schema of that name and version, or the newest where the project has none such."""
        return schema if schema in self.words else self.newest

    def name_of(self, email: str) -> str:
        """What the person of an address is called here."""
        return self.policy.people.get(email, email)

    def number_of(self, name: str) -> int | None:
        """The number there of who is called so here; None for who is nobody there."""
        there = {here: email for email, here in self.policy.people.items()}
        email = there.get(name, name)
        return next((number for number, each in self.emails.items() if each == email), None)


def prepare(database: Database, client: Client, slug: str) -> Context:
    """Look at both sides before anything is done.

    Raises Gone or Conflict where the project over there is not the one that was connected, Stopped where there is no
    access, InvalidInput for a labelling config that is none of a text.
    """
    with database.read() as session:
        found = connections.connection(session, slug)
        versions = stored_projects.schema_versions(session, found.project_id)
        newest = stored_projects.current_schema(session, found.project_id)
        overlap = stored_projects.get(session, slug).overlap
    release = connections.check_version(client)
    project = reading.check_project(client, found)
    xml, config = str(project.get("label_config") or ""), connections.config_of(project)
    words = {}
    for version in versions:
        schema = stored_projects.read_definition(version.definition)
        words[SchemaRef(version.name, version.version)] = Words(schema, names_of(config, schema))
    context = Context(
        database=database,
        client=client,
        slug=slug,
        connection=found,
        policy=read_policy(found.policy),
        config=config,
        config_digest=hashlib.sha256(xml.encode()).hexdigest(),
        newest=SchemaRef(newest.name, newest.version),
        words=words,
        schema_rows={SchemaRef(each.name, each.version): row_of_version(each) for each in versions},
        guideline=newest.guideline_version,
        overlap=overlap,
        emails=reading.people(client),
    )
    context.remarks += _remarks(context, release, project)
    return context


def row_of_version(version: object) -> int:
    found = getattr(version, "id", None)
    assert isinstance(found, int), "a version that was stored has a row"
    return found


def _remarks(context: Context, release: str, project: Mapping[str, object]) -> list[str]:
    found = []
    if not release.startswith(connections.KNOWN_VERSIONS):
        found.append(f"Label Studio {release} is none of the versions that this was tried with")
    if project.get("evaluate_predictions_automatically"):
        found.append("the project asks its model for predictions whenever its tasks are listed, which a sync does")
    if context.connection.config_digest not in ("", context.config_digest):
        found.append("the labelling config is another one than in the last run")
    newest = context.words[context.newest]
    missing = newest.names.missing(newest.schema)
    if missing:
        said = f"`annotator sync config {context.slug}` prints one that has it"
        found.append(f"the labelling config has no {', '.join(missing)}: what bears it stays here; {said}")
    return found
