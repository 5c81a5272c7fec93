"""What SQLite should expect of spans and links: many sets, some of them large.

Without it SQLite takes a set for ten rows and walks over all of it to find one: a save into a document of
2,000 spans would cost what 2,000 rows cost. The numbers are those that `ANALYZE` would find in a large
project (rows, then rows a value of the first column, of the first two ...), and it may replace them.
PostgreSQL counts for itself.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

EXPECTED = (
    ("spans", "spans", "1000000 100 1"),
    ("spans", "ix_spans_set_id_start", "1000000 100 1"),
    ("links", "links", "1000000 100 1"),
    ("links", "ix_links_set_id_from_id", "1000000 100 3"),
    ("links", "ix_links_set_id_to_id", "1000000 100 2"),
)
_STATISTICS = sa.table("sqlite_stat1", sa.column("tbl"), sa.column("idx"), sa.column("stat"))


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    # Makes the table of statistics where there is none yet.
    op.execute("ANALYZE spans")
    _forget()
    op.bulk_insert(_STATISTICS, [{"tbl": table, "idx": index, "stat": stat} for table, index, stat in EXPECTED])


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _forget()


def _forget() -> None:
    op.execute(sa.delete(_STATISTICS).where(_STATISTICS.c.tbl.in_(["spans", "links"])))
