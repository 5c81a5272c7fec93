"""Every table: columns and constraints, no behaviour.

Times are whole milliseconds since 1970 in UTC; JSON is text, so that both databases keep it
byte for byte. Spans and links are keyed by (set, id), because ids are made by the page.
"""

from typing import ClassVar

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

SQLModel.metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

TASK_STATES = "'open', 'submitted', 'skipped', 'reopened'"


def _owner(target: str, *, primary_key: bool = False) -> Column[int]:
    """A column that names its owner, and goes with it."""
    return Column(
        Integer,
        ForeignKey(target, ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
        autoincrement=False,
    )


class User(SQLModel, table=True):
    """Somebody who may sign in."""

    __tablename__ = "users"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    password_hash: str | None = Field(default=None, sa_type=Text)
    is_admin: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    is_active: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))
    #: The demo account may sign in from this machine only.
    loopback_only: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    created_at: int = Field(sa_column=Column(BigInteger, nullable=False))


class WebSession(SQLModel, table=True):
    """A sign-in in a browser. The cookie holds the token, this row only its hash."""

    __tablename__ = "web_sessions"

    token_hash: str = Field(sa_column=Column(Text, primary_key=True))
    user_id: int = Field(sa_column=_owner("users.id"))
    created_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    seen_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    expires_at: int = Field(sa_column=Column(BigInteger, nullable=False))

    __table_args__ = (Index(None, "user_id"),)


class ApiToken(SQLModel, table=True):
    """A token for a program, kept as a hash; its owner sees the name only."""

    __tablename__ = "api_tokens"
    __table_args__ = (Index(None, "user_id"),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(sa_column=_owner("users.id"))
    name: str = Field(sa_type=Text)
    token_hash: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    created_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    used_at: int | None = Field(default=None, sa_type=BigInteger)
    expires_at: int | None = Field(default=None, sa_type=BigInteger)
    revoked_at: int | None = Field(default=None, sa_type=BigInteger)


class FailedLogin(SQLModel, table=True):
    """A sign-in that failed; counted by name and by address, over all processes."""

    __tablename__ = "failed_logins"
    __table_args__ = (Index(None, "name", "at"), Index(None, "address", "at"))

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(sa_type=Text)
    address: str = Field(sa_type=Text)
    at: int = Field(sa_column=Column(BigInteger, nullable=False))


class Preference(SQLModel, table=True):
    """What a person has set for themselves, as one JSON object."""

    __tablename__ = "preferences"

    user_id: int = Field(sa_column=_owner("users.id", primary_key=True))
    data: str = Field(default="{}", sa_type=Text)


class Project(SQLModel, table=True):
    """One schema, its documents, its people."""

    __tablename__ = "projects"
    __table_args__ = (
        CheckConstraint("overlap >= 1", name="overlap"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    title: str = Field(sa_type=Text)
    #: How many annotators each document is handed out to.
    overlap: int = Field(default=1, sa_column=Column(Integer, nullable=False))
    #: How long a task that nobody has touched stays reserved, in minutes.
    reserve_minutes: int = Field(default=120, sa_column=Column(Integer, nullable=False))
    #: A finished task that everybody in the project may look at. No foreign key: it would go round in a circle.
    example_task_id: int | None = None
    created_at: int = Field(sa_column=Column(BigInteger, nullable=False))


class Membership(SQLModel, table=True):
    """What a person is in a project."""

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint("role IN ('annotator', 'adjudicator', 'lead', 'engineer')", name="role"),
        Index(None, "user_id"),
    )

    project_id: int = Field(sa_column=_owner("projects.id", primary_key=True))
    user_id: int = Field(sa_column=_owner("users.id", primary_key=True))
    role: str = Field(sa_type=Text)


class SchemaVersion(SQLModel, table=True):
    """A version of a project's schema with its guideline; never changed once it is used."""

    __tablename__ = "schema_versions"
    __table_args__ = (
        UniqueConstraint("project_id", "name", "version"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(sa_column=_owner("projects.id"))
    name: str = Field(sa_type=Text)
    version: int
    definition: str = Field(sa_type=Text)
    guideline: str = Field(default="", sa_type=Text)
    guideline_version: int = 1
    created_at: int = Field(sa_column=Column(BigInteger, nullable=False))


class DocumentRow(SQLModel, table=True):
    """A document: its text never changes. `key` is its id towards the world."""

    __tablename__ = "documents"
    __table_args__ = (
        UniqueConstraint("project_id", "key"),
        Index(None, "project_id", "checksum"),
        Index(None, "project_id", "position"),
        # What is still to be handed out: the next task is the first row of this index.
        Index(
            "ix_documents_open",
            "project_id",
            "position",
            sqlite_where=text("open_slots > 0"),
            postgresql_where=text("open_slots > 0"),
        ),
        CheckConstraint("open_slots >= 0", name="open_slots"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(sa_column=_owner("projects.id"))
    key: str = Field(sa_type=Text)
    title: str = Field(sa_type=Text)
    checksum: str = Field(sa_type=Text)
    position: int = Field(sa_column=Column(BigInteger, nullable=False))
    #: How many more annotators this document may be handed out to.
    open_slots: int = 1
    created_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    meta: str = Field(default="{}", sa_type=Text)
    text: str = Field(sa_type=Text)


class Task(SQLModel, table=True):
    """One annotator's work on one document."""

    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("document_id", "user_id"),
        Index(None, "user_id", "project_id", "state"),
        Index(None, "user_id", "project_id", "position"),
        Index(None, "user_id", "updated_at"),
        Index(
            "ix_tasks_reserved",
            "project_id",
            "reserved_until",
            sqlite_where=text("reserved_until IS NOT NULL"),
            postgresql_where=text("reserved_until IS NOT NULL"),
        ),
        CheckConstraint(f"state IN ({TASK_STATES})", name="state"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(sa_column=_owner("projects.id"))
    document_id: int = Field(sa_column=_owner("documents.id"))
    user_id: int = Field(sa_column=_owner("users.id"))
    #: The document's position, kept here so that a person's place in the project is one look-up.
    position: int = Field(sa_column=Column(BigInteger, nullable=False))
    state: str = Field(default="open", sa_type=Text)
    #: Until when nobody else gets it while it is untouched; empty once it is worked on.
    reserved_until: int | None = Field(default=None, sa_type=BigInteger)
    skip_reason: str | None = Field(default=None, sa_type=Text)
    created_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    updated_at: int = Field(sa_column=Column(BigInteger, nullable=False))


class AnnotationSetRow(SQLModel, table=True):
    """All that one annotator put on one document; `revision` counts its journal."""

    __tablename__ = "annotation_sets"
    __table_args__ = (
        UniqueConstraint("document_id", "layer", "annotator", "schema_version_id"),
        CheckConstraint("layer IN ('annotator', 'gold', 'suggestion')", name="layer"),
        CheckConstraint(f"status IN ({TASK_STATES})", name="status"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(sa_column=_owner("documents.id"))
    task_id: int | None = Field(
        default=None,
        sa_column=Column(Integer, ForeignKey("tasks.id", ondelete="CASCADE"), unique=True),
    )
    annotator: str = Field(sa_type=Text)
    layer: str = Field(default="annotator", sa_type=Text)
    status: str = Field(default="open", sa_type=Text)
    schema_version_id: int = Field(sa_column=Column(Integer, ForeignKey("schema_versions.id"), nullable=False))
    guideline: int = 1
    attributes: str = Field(default="{}", sa_type=Text)
    skip_reason: str | None = Field(default=None, sa_type=Text)
    revision: int = 0


class SpanRow(SQLModel, table=True):
    """A span; `start` and `end` count code points of the document's text."""

    __tablename__ = "spans"
    __table_args__: ClassVar = (
        Index(None, "set_id", "start"),
        CheckConstraint('start >= 0 AND "end" > start', name="range"),
        {"sqlite_with_rowid": False},
    )

    set_id: int = Field(sa_column=_owner("annotation_sets.id", primary_key=True))
    id: str = Field(sa_column=Column(Text, primary_key=True))
    label: str = Field(sa_type=Text)
    start: int
    end: int
    quote: str = Field(sa_type=Text)
    attributes: str = Field(default="{}", sa_type=Text)
    origin: str = Field(default="human", sa_type=Text)


class LinkRow(SQLModel, table=True):
    """A link between two spans of one set."""

    __tablename__ = "links"
    __table_args__: ClassVar = (
        UniqueConstraint("set_id", "role", "from_id", "to_id"),
        Index(None, "set_id", "from_id"),
        Index(None, "set_id", "to_id"),
        CheckConstraint("from_id <> to_id", name="ends"),
        {"sqlite_with_rowid": False},
    )

    set_id: int = Field(sa_column=_owner("annotation_sets.id", primary_key=True))
    id: str = Field(sa_column=Column(Text, primary_key=True))
    role: str = Field(sa_type=Text)
    from_id: str = Field(sa_type=Text)
    to_id: str = Field(sa_type=Text)


class JournalRow(SQLModel, table=True):
    """One change that was applied: what was, what is, when and by whom. Never changed."""

    __tablename__ = "journal"
    __table_args__: ClassVar = (
        UniqueConstraint("set_id", "change_id"),
        {"sqlite_with_rowid": False},
    )

    set_id: int = Field(sa_column=_owner("annotation_sets.id", primary_key=True))
    revision: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    change_id: str = Field(sa_type=Text)
    act: str = Field(sa_type=Text)
    #: One of `domain/changes.py`; no constraint, so that a new kind does not copy every row there is.
    kind: str = Field(sa_type=Text)
    before: str | None = Field(default=None, sa_type=Text)
    after: str | None = Field(default=None, sa_type=Text)
    user_id: int | None = Field(default=None, sa_column=Column(Integer, ForeignKey("users.id", ondelete="SET NULL")))
    at: int = Field(sa_column=Column(BigInteger, nullable=False))


class CommentRow(SQLModel, table=True):
    """A remark, or with a reason a flag, on a span, on some words or on the document."""

    __tablename__ = "comments"
    __table_args__: ClassVar = (Index(None, "set_id", "span"), {"sqlite_with_rowid": False})

    set_id: int = Field(sa_column=_owner("annotation_sets.id", primary_key=True))
    id: str = Field(sa_column=Column(Text, primary_key=True))
    author: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    reason: str | None = Field(default=None, sa_type=Text)
    span: str | None = Field(default=None, sa_type=Text)
    start: int | None = None
    end: int | None = None
    created: str = Field(sa_type=Text)


class ActorListRow(SQLModel, table=True):
    """That a project has a list of actors. `stamp` is another one after each change of it."""

    __tablename__ = "actor_lists"

    project_id: int = Field(sa_column=_owner("projects.id", primary_key=True))
    stamp: str = Field(sa_type=Text)


class ActorRow(SQLModel, table=True):
    """An entry of a project's list of actors, or one that people proposed by naming it."""

    __tablename__ = "actors"
    __table_args__: ClassVar = (
        CheckConstraint("state IN ('listed', 'proposed', 'refused')", name="state"),
        {"sqlite_with_rowid": False},
    )

    project_id: int = Field(sa_column=_owner("projects.id", primary_key=True))
    key: str = Field(sa_column=Column(Text, primary_key=True))
    state: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    #: A JSON list: they are read with the entry, and looked up in memory.
    aliases: str = Field(sa_type=Text)
    type: str = Field(sa_type=Text)
    country: str | None = Field(default=None, sa_type=Text)
    wikidata: str | None = Field(default=None, sa_type=Text)
    codes: str = Field(sa_type=Text)
    #: Of one that was proposed: how many spans name it.
    seen: int = 0


class LearntAliasRow(SQLModel, table=True):
    """Words that people took for an actor of the list; `seen` is on how many spans they stand so."""

    __tablename__ = "learnt_aliases"
    __table_args__: ClassVar = (
        ForeignKeyConstraint(["project_id", "actor"], ["actors.project_id", "actors.key"], ondelete="CASCADE"),
        {"sqlite_with_rowid": False},
    )

    project_id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    actor: str = Field(sa_column=Column(Text, primary_key=True))
    #: The words as they are compared.
    folded: str = Field(sa_column=Column(Text, primary_key=True))
    words: str = Field(sa_type=Text)
    seen: int
    #: A lead has said that they do not mean it: they are not learnt again.
    is_dropped: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
