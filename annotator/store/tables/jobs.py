"""The tables of long work."""

from typing import ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Text
from sqlmodel import Field, SQLModel

from annotator.store.tables.columns import owner

JOB_STATES = "'waiting', 'running', 'done', 'failed', 'cancelled'"


class JobRow(SQLModel, table=True):
    """One piece of long work: what it is about, how far it is, how it ended. The one truth about it."""

    __tablename__ = "jobs"
    __table_args__: ClassVar = (
        CheckConstraint(f"state IN ({JOB_STATES})", name="state"),
        Index(None, "project_id", "created_at"),
        Index(None, "state"),
    )

    key: str = Field(sa_column=Column(Text, primary_key=True))
    project_id: int = Field(sa_column=owner("projects.id"))
    user_id: int | None = Field(default=None, sa_column=Column(Integer, ForeignKey("users.id", ondelete="SET NULL")))
    #: The id of a kind; no constraint, so that a new kind needs no migration.
    kind: str = Field(sa_type=Text)
    #: What it is about, in a few words, for lists.
    about: str = Field(default="", sa_type=Text)
    payload: str = Field(default="{}", sa_type=Text)
    #: What its steps have found so far, written together with what they did.
    kept: str = Field(default="{}", sa_type=Text)
    state: str = Field(default="waiting", sa_type=Text)
    #: Raised when the work is handed to the engine anew, because the engine knows nothing of the run before.
    run: int = 1
    #: How often a process has died with the step in hand that is next.
    falls: int = 0
    #: Steps that are done, and how many there are as far as is known.
    done: int = 0
    steps: int = 0
    words: str = Field(default="", sa_type=Text)
    error: str | None = Field(default=None, sa_type=Text)
    rule: str | None = Field(default=None, sa_type=Text)
    created_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    started_at: int | None = Field(default=None, sa_type=BigInteger)
    ended_at: int | None = Field(default=None, sa_type=BigInteger)


class JobWorkerRow(SQLModel, table=True):
    """A process that works on jobs, and when it was last heard of. On SQLite there is one at most, and no row."""

    __tablename__ = "job_workers"

    id: str = Field(sa_column=Column(Text, primary_key=True))
    seen_at: int = Field(sa_column=Column(BigInteger, nullable=False))
