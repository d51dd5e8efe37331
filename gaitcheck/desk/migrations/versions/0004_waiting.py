"""The clips that want a look stand in a table; who opens the desk next fills it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the table, and the column that says of whom it holds nothing yet."""
    op.add_column(
        "athlete", sa.Column("queue_rules", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_table(
        "waiting",
        sa.Column("clip_id", sa.Text(), nullable=False),
        sa.Column("athlete_id", sa.Text(), nullable=False),
        sa.Column("why", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["athlete_id"], ["athlete.id"], name=op.f("fk_waiting_athlete_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["clip_id"], ["clip.id"], name=op.f("fk_waiting_clip_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("clip_id", name=op.f("pk_waiting")),
    )
    op.create_index(op.f("ix_waiting_athlete_id"), "waiting", ["athlete_id"], unique=False)
