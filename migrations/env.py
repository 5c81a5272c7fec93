"""How Alembic reaches the database: over the connection it is given, in that connection's transaction.

The program upgrades through annotator/store/migrations.py, which opens that connection. Whoever writes a new
revision runs `alembic -c migrations/alembic.ini revision --autogenerate --rev-id 0007 -m "what it does"`.
"""

from typing import Literal

from alembic import context
from sqlalchemy import Connection
from sqlmodel.sql.sqltypes import AutoString

from annotator import settings
from annotator.store import tables
from annotator.store.migrations import exclusive
from annotator.store.session import Database


def render_item(kind: str, thing: object, _context: object) -> str | Literal[False]:
    """Plain SQLAlchemy in revisions: they must run when SQLModel has long changed."""
    if kind == "type" and isinstance(thing, AutoString):
        return f"sa.String(length={thing.length})" if thing.length else "sa.String()"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=tables.User.metadata,
        # SQLite cannot alter a table: a batch makes a new one and moves the rows.
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with exclusive(Database(settings.load().database)) as opened:
        run(opened)
