"""The tables of the lists of actors."""

from typing import ClassVar

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKeyConstraint, Integer, Text
from sqlmodel import Field, SQLModel

from annotator.store.tables.columns import owner


class ActorListRow(SQLModel, table=True):
    """That a project has a list of actors. `stamp` is another one after each change of it."""

    __tablename__ = "actor_lists"

    project_id: int = Field(sa_column=owner("projects.id", primary_key=True))
    stamp: str = Field(sa_type=Text)


class ActorRow(SQLModel, table=True):
    """An entry of a project's list of actors, or one that people proposed by naming it."""

    __tablename__ = "actors"
    __table_args__: ClassVar = (
        CheckConstraint("state IN ('listed', 'proposed', 'refused')", name="state"),
        {"sqlite_with_rowid": False},
    )

    project_id: int = Field(sa_column=owner("projects.id", primary_key=True))
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
