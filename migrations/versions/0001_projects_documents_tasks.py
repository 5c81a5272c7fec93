"""People, projects, documents, tasks, and what was annotated, with its journal."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "failed_logins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_logins")),
    )
    op.create_index(op.f("ix_failed_logins_address_at"), "failed_logins", ["address", "at"])
    op.create_index(op.f("ix_failed_logins_name_at"), "failed_logins", ["name", "at"])

    op.create_table(
        "projects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("overlap", sa.Integer(), nullable=False),
        sa.Column("reserve_minutes", sa.Integer(), nullable=False),
        sa.Column("example_task_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("overlap >= 1", name=op.f("ck_projects_overlap")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
        sa.UniqueConstraint("slug", name=op.f("uq_projects_slug")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("loopback_only", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("name", name=op.f("uq_users_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_api_tokens_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_tokens_token_hash")),
    )
    op.create_index(op.f("ix_api_tokens_user_id"), "api_tokens", ["user_id"])

    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("checksum", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("open_slots", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("meta", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("open_slots >= 0", name=op.f("ck_documents_open_slots")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_documents_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("project_id", "key", name=op.f("uq_documents_project_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_documents_open",
        "documents",
        ["project_id", "position"],
        sqlite_where=sa.text("open_slots > 0"),
        postgresql_where=sa.text("open_slots > 0"),
    )
    op.create_index(op.f("ix_documents_project_id_checksum"), "documents", ["project_id", "checksum"])
    op.create_index(op.f("ix_documents_project_id_position"), "documents", ["project_id", "position"])

    op.create_table(
        "memberships",
        sa.Column("project_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "role IN ('annotator', 'adjudicator', 'lead', 'engineer')", name=op.f("ck_memberships_role")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_memberships_project_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_memberships_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("project_id", "user_id", name=op.f("pk_memberships")),
    )
    op.create_index(op.f("ix_memberships_user_id"), "memberships", ["user_id"])

    op.create_table(
        "preferences",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_preferences_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_preferences")),
    )
    op.create_table(
        "schema_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("guideline", sa.Text(), nullable=False),
        sa.Column("guideline_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_schema_versions_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schema_versions")),
        sa.UniqueConstraint("project_id", "name", "version", name=op.f("uq_schema_versions_project_id_name_version")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "web_sessions",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_web_sessions_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_web_sessions")),
    )
    op.create_index(op.f("ix_web_sessions_user_id"), "web_sessions", ["user_id"])

    op.create_table(
        "tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reserved_until", sa.BigInteger(), nullable=True),
        sa.Column("skip_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'submitted', 'skipped', 'reopened')", name=op.f("ck_tasks_state")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_tasks_document_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_tasks_project_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_tasks_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("document_id", "user_id", name=op.f("uq_tasks_document_id_user_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_tasks_reserved",
        "tasks",
        ["project_id", "reserved_until"],
        sqlite_where=sa.text("reserved_until IS NOT NULL"),
        postgresql_where=sa.text("reserved_until IS NOT NULL"),
    )
    op.create_index(op.f("ix_tasks_user_id_project_id_position"), "tasks", ["user_id", "project_id", "position"])
    op.create_index(op.f("ix_tasks_user_id_project_id_state"), "tasks", ["user_id", "project_id", "state"])
    op.create_index(op.f("ix_tasks_user_id_updated_at"), "tasks", ["user_id", "updated_at"])

    op.create_table(
        "annotation_sets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("annotator", sa.Text(), nullable=False),
        sa.Column("layer", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("schema_version_id", sa.Integer(), nullable=False),
        sa.Column("guideline", sa.Integer(), nullable=False),
        sa.Column("attributes", sa.Text(), nullable=False),
        sa.Column("skip_reason", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("layer IN ('annotator', 'gold', 'suggestion')", name=op.f("ck_annotation_sets_layer")),
        sa.CheckConstraint(
            "status IN ('open', 'submitted', 'skipped', 'reopened')", name=op.f("ck_annotation_sets_status")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_annotation_sets_document_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["schema_version_id"], ["schema_versions.id"], name=op.f("fk_annotation_sets_schema_version_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_annotation_sets_task_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotation_sets")),
        sa.UniqueConstraint(
            "document_id",
            "layer",
            "annotator",
            "schema_version_id",
            name=op.f("uq_annotation_sets_document_id_layer_annotator_schema_version_id"),
        ),
        sa.UniqueConstraint("task_id", name=op.f("uq_annotation_sets_task_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "comments",
        sa.Column("set_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("span", sa.Text(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("created", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["set_id"], ["annotation_sets.id"], name=op.f("fk_comments_set_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("set_id", "id", name=op.f("pk_comments")),
        sqlite_with_rowid=False,
    )
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
        sa.CheckConstraint(
            "kind IN ('add_span', 'change_span', 'remove_span', "
            "'add_link', 'change_link', 'remove_link', 'set_attribute')",
            name=op.f("ck_journal_kind"),
        ),
        sa.ForeignKeyConstraint(["set_id"], ["annotation_sets.id"], name=op.f("fk_journal_set_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_journal_user_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("set_id", "revision", name=op.f("pk_journal")),
        sa.UniqueConstraint("set_id", "change_id", name=op.f("uq_journal_set_id_change_id")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "links",
        sa.Column("set_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("from_id", sa.Text(), nullable=False),
        sa.Column("to_id", sa.Text(), nullable=False),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_links_ends")),
        sa.ForeignKeyConstraint(["set_id"], ["annotation_sets.id"], name=op.f("fk_links_set_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("set_id", "id", name=op.f("pk_links")),
        sa.UniqueConstraint("set_id", "role", "from_id", "to_id", name=op.f("uq_links_set_id_role_from_id_to_id")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_links_set_id_from_id"), "links", ["set_id", "from_id"])
    op.create_index(op.f("ix_links_set_id_to_id"), "links", ["set_id", "to_id"])

    op.create_table(
        "spans",
        sa.Column("set_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("attributes", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.CheckConstraint('start >= 0 AND "end" > start', name=op.f("ck_spans_range")),
        sa.ForeignKeyConstraint(["set_id"], ["annotation_sets.id"], name=op.f("fk_spans_set_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("set_id", "id", name=op.f("pk_spans")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_spans_set_id_start"), "spans", ["set_id", "start"])


def downgrade() -> None:
    op.drop_table("spans")
    op.drop_table("links")
    op.drop_table("journal")
    op.drop_table("comments")
    op.drop_table("annotation_sets")
    op.drop_table("tasks")
    op.drop_table("web_sessions")
    op.drop_table("schema_versions")
    op.drop_table("preferences")
    op.drop_table("memberships")
    op.drop_table("documents")
    op.drop_table("api_tokens")
    op.drop_table("users")
    op.drop_table("projects")
    op.drop_table("failed_logins")
