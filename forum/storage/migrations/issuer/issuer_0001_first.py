"""The issuer's first tables: terms, their sessions, codes and requests."""

import sqlalchemy as sa
from alembic import op

revision = "issuer_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    _announced()
    _collected()


def _announced() -> None:
    op.create_table(
        "terms",
        sa.Column("id", sa.String(10), primary_key=True),
        sa.Column("keylist", sa.LargeBinary, nullable=False),
        sa.Column("stopped", sa.Boolean, nullable=False),
        sa.Column("edition", sa.Integer),
        sa.Column("locker", sa.String(64)),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sessions",
        sa.Column("session", sa.String(10), primary_key=True),
        sa.Column("term", sa.String(10), nullable=False, index=True),
        sa.Column("stopped", sa.Boolean, nullable=False),
        sa.Column("collected", sa.Integer),
        sa.Column("signature", sa.LargeBinary(64)),
        sa.Column("published", sa.LargeBinary(64)),
        sa.Column("few", sa.Boolean),
        sqlite_with_rowid=False,
    )


def _collected() -> None:
    op.create_table(
        "invitations",
        sa.Column("hash", sa.LargeBinary(32), primary_key=True),
        sa.Column("term", sa.String(10), nullable=False, index=True),
        sa.Column("cancel", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("sheet", sa.LargeBinary(32), nullable=False, index=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "requests",
        sa.Column("slot", sa.LargeBinary(32), primary_key=True),
        sa.Column("key", sa.String(20), nullable=False, index=True),
        sa.Column("request", sa.LargeBinary(32), nullable=False),
        sqlite_with_rowid=False,
    )
