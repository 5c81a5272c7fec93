"""When a project is kept in step by itself, who may say that it is time, and whose wish a run was."""

from contextlib import AbstractContextManager
from typing import Literal

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sync_schedules",
        sa.Column("project_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("hook", sa.Text(), nullable=True),
        sa.Column("hinted_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_sync_schedules_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_sync_schedules")),
    )
    with _runs() as runs:
        runs.add_column(sa.Column("way", sa.Text(), nullable=True))
        runs.add_column(sa.Column("whose", sa.Text(), nullable=True))


def downgrade() -> None:
    with _runs() as runs:
        runs.drop_column("whose")
        runs.drop_column("way")
    op.drop_table("sync_schedules")


def _runs() -> AbstractContextManager[BatchOperations]:
    """On SQLite the table is made anew, so that it is what a new database has to the letter."""
    anew: Literal["always", "never"] = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    return op.batch_alter_table("sync_runs", recreate=anew, table_kwargs={"sqlite_autoincrement": True})
