"""The tables of the sync with Label Studio."""

from typing import ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from annotator.store.tables.columns import owner


class SyncConnectionRow(SQLModel, table=True):
    """Which project of a Label Studio a project is kept in step with, and whose run is on at the moment."""

    __tablename__ = "sync_connections"

    project_id: int = Field(sa_column=owner("projects.id", primary_key=True))
    #: Stands in what is made there, so that ours is known again.
    mark: str = Field(sa_type=Text)
    address: str = Field(sa_type=Text)
    remote_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    #: With it the id is an identity: numbers are given again.
    remote_created: str = Field(sa_type=Text)
    title: str = Field(sa_type=Text)
    policy: str = Field(default="{}", sa_type=Text)
    #: Of the labelling config that the last run found.
    config_digest: str = Field(default="", sa_type=Text)
    lock_key: str | None = Field(default=None, sa_type=Text)
    lock_host: str = Field(default="", sa_type=Text)
    lock_pid: int = 0
    lock_at: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    created_at: int = Field(sa_column=Column(BigInteger, nullable=False))


class SyncRowRow(SQLModel, table=True):
    """That a document is a task there, or a set an annotation or a prediction, and what both had in common last."""

    __tablename__ = "sync_rows"
    __table_args__: ClassVar = (
        UniqueConstraint("project_id", "kind", "document_id", "set_id"),
        Index(None, "project_id", "remote_task"),
        CheckConstraint("kind IN ('task', 'annotation', 'prediction')", name="kind"),
        CheckConstraint("state IN ('synced', 'open', 'gone')", name="state"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(sa_column=owner("projects.id"))
    kind: str = Field(sa_type=Text)
    #: Rows of documents and sets. No foreign keys: that one is gone here is something to tell over there.
    document_id: int
    #: 0 for a task.
    set_id: int = 0
    remote_task: int = Field(sa_column=Column(BigInteger, nullable=False))
    remote_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    remote_created: str = Field(default="", sa_type=Text)
    #: Of a task: what its line in a listing looked like when it was last read.
    stamp: str = Field(default="", sa_type=Text)
    base: str = Field(default="{}", sa_type=Text)
    digest: str = Field(default="", sa_type=Text)
    #: "synced": what is there is the base. "open": it has to be read each time. "gone": not there any more.
    state: str = Field(default="synced", sa_type=Text)
    #: In how many runs on end it was not there.
    missing: int = 0
    error: str | None = Field(default=None, sa_type=Text)


class SyncConflictRow(SQLModel, table=True):
    """One thing that both sides changed; `choice` is whose word a person gave it."""

    __tablename__ = "sync_conflicts"
    __table_args__: ClassVar = (Index(None, "project_id"), Index(None, "row_id"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(sa_column=owner("projects.id"))
    row_id: int = Field(
        sa_column=Column(Integer, ForeignKey("sync_rows.id", ondelete="CASCADE"), nullable=False, autoincrement=False)
    )
    kind: str = Field(sa_type=Text)
    about: str = Field(sa_type=Text)
    field: str = Field(sa_type=Text)
    base: str = Field(sa_type=Text)
    local: str = Field(sa_type=Text)
    remote: str = Field(sa_type=Text)
    found_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    choice: str | None = Field(default=None, sa_type=Text)


class SyncWriteRow(SQLModel, table=True):
    """A request that is about to change something there: written down before it is sent, gone when it is known done."""

    __tablename__ = "sync_writes"
    __table_args__: ClassVar = (Index(None, "project_id"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(sa_column=owner("projects.id"))
    kind: str = Field(sa_type=Text)
    payload: str = Field(sa_type=Text)
    at: int = Field(sa_column=Column(BigInteger, nullable=False))


class SyncRunRow(SQLModel, table=True):
    """A run: when, what it did, how it ended."""

    __tablename__ = "sync_runs"
    __table_args__: ClassVar = (Index(None, "project_id"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(sa_column=owner("projects.id"))
    key: str = Field(sa_type=Text)
    plan: str = Field(default="", sa_type=Text)
    started_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    ended_at: int | None = Field(default=None, sa_type=BigInteger)
    counts: str = Field(default="{}", sa_type=Text)
    error: str | None = Field(default=None, sa_type=Text)
    #: What made it begin: "command", "page", "schedule", "hint"; and the name of whoever asked, where somebody did.
    way: str | None = Field(default=None, sa_type=Text)
    whose: str | None = Field(default=None, sa_type=Text)


class SyncScheduleRow(SQLModel, table=True):
    """When a connected project is kept in step by itself."""

    __tablename__ = "sync_schedules"

    project_id: int = Field(sa_column=owner("projects.id", primary_key=True))
    #: Minutes from one run to the next; 0: none by themselves.
    every: int = 0
    #: When the next one is to begin; none where there is nothing to wait for.
    due_at: int | None = Field(default=None, sa_type=BigInteger)
    #: The hash of the secret of whoever may say that something has changed over there.
    hook: str | None = Field(default=None, sa_type=Text)
    #: When that was last said.
    hinted_at: int | None = Field(default=None, sa_type=BigInteger)
