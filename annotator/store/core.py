"""The tables as SQLAlchemy Core sees them, for the paths where rows as objects cost too much.

Saving, handing out, import and export run on these: an ORM flush costs several times the commit.
"""

from sqlalchemy import Table
from sqlmodel import SQLModel

from annotator.store import tables


def table_of(model: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(model.__tablename__)]


documents = table_of(tables.DocumentRow)
tasks = table_of(tables.Task)
annotation_sets = table_of(tables.AnnotationSetRow)
spans = table_of(tables.SpanRow)
links = table_of(tables.LinkRow)
journal = table_of(tables.JournalRow)
comments = table_of(tables.CommentRow)
users = table_of(tables.User)
projects = table_of(tables.Project)
memberships = table_of(tables.Membership)
schema_versions = table_of(tables.SchemaVersion)
actor_lists = table_of(tables.ActorListRow)
actors = table_of(tables.ActorRow)
learnt_aliases = table_of(tables.LearntAliasRow)
jobs = table_of(tables.JobRow)
job_workers = table_of(tables.JobWorkerRow)
