"""The door's first tables: terms, sessions, spent tickets, seats, boxes, moderators and who is signed in."""

import sqlalchemy as sa
from alembic import op

revision = "door_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    _terms()
    _sessions()
    _attendance()
    _locker()
    _moderation()
    _information()


def _terms() -> None:
    op.create_table(
        "terms",
        sa.Column("id", sa.String(10), primary_key=True),
        sa.Column("keylist", sa.LargeBinary, nullable=False),
        sa.Column("given", sa.String(10), nullable=False),
        sa.Column("group", sa.String(11), nullable=False),
        sa.Column("card_en", sa.String(120), nullable=False),
        sa.Column("card_cy", sa.String(120), nullable=False),
        sqlite_with_rowid=False,
    )


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(10), primary_key=True),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("opens", sa.BigInteger, nullable=False),
        sa.Column("closes", sa.BigInteger, nullable=False),
        sa.Column("collecting_closes", sa.BigInteger, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("language", sa.String(4), nullable=False),
        sa.Column("late_door", sa.String(5), nullable=False),
        sa.Column("floor", sa.Integer),
        sa.Column("beat", sa.Float),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("term", sa.String(10), nullable=False),
        sa.Column("keylist_digest", sa.String(64), nullable=False),
        sa.Column("key", sa.LargeBinary),
        sa.Column("details", sa.String(4), nullable=False),
        sa.Column("held", sa.Boolean, nullable=False),
        sa.Column("few", sa.Boolean),
        sa.Column("collected", sa.Integer),
        sa.Column("sound", sa.Boolean),
        sqlite_with_rowid=False,
    )


def _attendance() -> None:
    op.create_table(
        "spent",
        sa.Column("nonce", sa.LargeBinary(32), primary_key=True),
        sa.Column("session", sa.String(10), sa.ForeignKey("sessions.id"), nullable=False, index=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "seats",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("session", sa.String(10), sa.ForeignKey("sessions.id"), nullable=False, index=True),
        sa.Column("secret", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("cookie", sa.LargeBinary(32), unique=True),
        sa.Column("removed", sa.Boolean, nullable=False),
        sqlite_with_rowid=False,
    )


def _locker() -> None:
    op.create_table(
        "locker",
        sa.Column("nonce", sa.LargeBinary(32), primary_key=True),
        sa.Column("term", sa.String(10), nullable=False, index=True),
        sa.Column("box", sa.LargeBinary(2588), nullable=False),
        sa.Column("shown", sa.Boolean, nullable=False),
        sa.Column("filler", sa.Boolean, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "editions",
        sa.Column("term", sa.String(10), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )


def _moderation() -> None:
    op.create_table(
        "moderators",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("passphrase", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "desks",
        sa.Column("cookie", sa.LargeBinary(32), primary_key=True),
        sa.Column("moderator", sa.String(40), sa.ForeignKey("moderators.name"), nullable=False),
        sa.Column("ends", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )


def _information() -> None:
    op.create_table(
        "force_texts",
        sa.Column("part", sa.String(20), primary_key=True),
        sa.Column("language", sa.String(2), primary_key=True),
        sa.Column("words", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "places",
        sa.Column("language", sa.String(2), primary_key=True),
        sa.Column("names", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "text_versions",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
    )
