"""The tables of projects, of what people are in them, and of their schemas."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from annotator.store.tables.columns import owner


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

    project_id: int = Field(sa_column=owner("projects.id", primary_key=True))
    user_id: int = Field(sa_column=owner("users.id", primary_key=True))
    role: str = Field(sa_type=Text)


class SchemaVersion(SQLModel, table=True):
    """A version of a project's schema with its guideline; never changed once it is used."""

    __tablename__ = "schema_versions"
    __table_args__ = (
        UniqueConstraint("project_id", "name", "version"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(sa_column=owner("projects.id"))
    name: str = Field(sa_type=Text)
    version: int
    definition: str = Field(sa_type=Text)
    guideline: str = Field(default="", sa_type=Text)
    guideline_version: int = 1
    created_at: int = Field(sa_column=Column(BigInteger, nullable=False))
