"""Comments are changes too: the journal takes every kind, and comments are found by their span.

The kinds of changes are the program's to know (domain/changes.py). On SQLite a constraint goes only with
its table, so the journal is copied this once; a new kind costs nothing from now on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KINDS = "kind IN ('add_span', 'change_span', 'remove_span', 'add_link', 'change_link', 'remove_link', 'set_attribute')"
#: As in 0002: what SQLite should expect of many sets with comments.
EXPECTED = (("comments", "comments", "100000 20 1"), ("comments", "ix_comments_set_id_span", "100000 20 4"))
_STATISTICS = sa.table("sqlite_stat1", sa.column("tbl"), sa.column("idx"), sa.column("stat"))


def upgrade() -> None:
    op.create_index(op.f("ix_comments_set_id_span"), "comments", ["set_id", "span"])
    if op.get_bind().dialect.name == "sqlite":
        _forget()
        op.bulk_insert(_STATISTICS, [{"tbl": table, "idx": index, "stat": stat} for table, index, stat in EXPECTED])
        _copy_journal()
    else:
        op.drop_constraint(op.f("ck_journal_kind"), "journal")


def downgrade() -> None:
    # Refused by the constraint where comments were made: the version before knows nothing of them.
    if op.get_bind().dialect.name == "sqlite":
        _copy_journal(sa.CheckConstraint(KINDS, name=op.f("ck_journal_kind")))
        _forget()
    else:
        op.create_check_constraint(op.f("ck_journal_kind"), "journal", KINDS)
    op.drop_index(op.f("ix_comments_set_id_span"), "comments")


def _forget() -> None:
    op.execute(sa.delete(_STATISTICS).where(_STATISTICS.c.tbl == "comments"))


def _copy_journal(*constraints: sa.CheckConstraint) -> None:
    op.rename_table("journal", "old_journal")
    op.create_table(
        "journal",
        sa.Column("set_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("change_id", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *constraints,
        sa.ForeignKeyConstraint(["set_id"], ["annotation_sets.id"], name=op.f("fk_journal_set_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_journal_user_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("set_id", "revision", name=op.f("pk_journal")),
        sa.UniqueConstraint("set_id", "change_id", name=op.f("uq_journal_set_id_change_id")),
        sqlite_with_rowid=False,
    )
    columns = "set_id, revision, change_id, act, kind, before, after, user_id, at"
    op.execute(f"INSERT INTO journal ({columns}) SELECT {columns} FROM old_journal ORDER BY set_id, revision")
    op.drop_table("old_journal")
