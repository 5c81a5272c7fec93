"""The tables of documents and of what people put on them."""

from typing import ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from annotator.store.tables.columns import owner

TASK_STATES = "'open', 'submitted', 'skipped', 'reopened'"


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
    project_id: int = Field(sa_column=owner("projects.id"))
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
    project_id: int = Field(sa_column=owner("projects.id"))
    document_id: int = Field(sa_column=owner("documents.id"))
    user_id: int = Field(sa_column=owner("users.id"))
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
    document_id: int = Field(sa_column=owner("documents.id"))
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

    set_id: int = Field(sa_column=owner("annotation_sets.id", primary_key=True))
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

    set_id: int = Field(sa_column=owner("annotation_sets.id", primary_key=True))
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

    set_id: int = Field(sa_column=owner("annotation_sets.id", primary_key=True))
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

    set_id: int = Field(sa_column=owner("annotation_sets.id", primary_key=True))
    id: str = Field(sa_column=Column(Text, primary_key=True))
    author: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    reason: str | None = Field(default=None, sa_type=Text)
    span: str | None = Field(default=None, sa_type=Text)
    start: int | None = None
    end: int | None = None
    created: str = Field(sa_type=Text)
