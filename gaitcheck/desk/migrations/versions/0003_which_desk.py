"""A desk says which it is, so that two do not use the same files.

One that holds something may have its files elsewhere already: it asks them when it is opened.
"""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the table, and its row for a new desk."""
    desk = op.create_table(
        "desk",
        sa.Column("id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk")),
    )
    if op.get_bind().execute(sa.text("SELECT 1 FROM athlete LIMIT 1")).first() is None:
        op.execute(desk.insert().values(id=secrets.token_hex(12)))
