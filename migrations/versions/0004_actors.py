"""A project's list of actors: its entries, what people proposed for it, and what their confirmations taught."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "actor_lists",
        sa.Column("project_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stamp", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_actor_lists_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_actor_lists")),
    )
    op.create_table(
        "actors",
        sa.Column("project_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("wikidata", sa.Text(), nullable=True),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('listed', 'proposed', 'refused')", name=op.f("ck_actors_state")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_actors_project_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("project_id", "key", name=op.f("pk_actors")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "learnt_aliases",
        sa.Column("project_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("is_dropped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id", "actor"],
            ["actors.project_id", "actors.key"],
            name=op.f("fk_learnt_aliases_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("project_id", "actor", "folded", name=op.f("pk_learnt_aliases")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("learnt_aliases")
    op.drop_table("actors")
    op.drop_table("actor_lists")
