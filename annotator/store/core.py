"""The tables as SQLAlchemy Core sees them, for the paths where rows as objects cost too much.

Saving, handing out, import and export run on these: an ORM flush costs several times the commit.
"""

from sqlalchemy import Table
from sqlmodel import SQLModel

from annotator.store import job_tables, tables


def _table(model: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(model.__tablename__)]


documents = _table(tables.DocumentRow)
tasks = _table(tables.Task)
annotation_sets = _table(tables.AnnotationSetRow)
spans = _table(tables.SpanRow)
links = _table(tables.LinkRow)
journal = _table(tables.JournalRow)
comments = _table(tables.CommentRow)
users = _table(tables.User)
projects = _table(tables.Project)
memberships = _table(tables.Membership)
schema_versions = _table(tables.SchemaVersion)
actor_lists = _table(tables.ActorListRow)
actors = _table(tables.ActorRow)
learnt_aliases = _table(tables.LearntAliasRow)
jobs = _table(job_tables.JobRow)
job_workers = _table(job_tables.JobWorkerRow)
