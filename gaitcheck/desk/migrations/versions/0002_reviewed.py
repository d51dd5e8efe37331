"""A review tells whether the clip was looked at to the end; those made before were."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column."""
    op.add_column(
        "review", sa.Column("done", sa.Boolean(), nullable=False, server_default=sa.true())
    )
