"""The tables of the issuer; `forum.retention` says of every column what it is for and how long it lives.

Everything that came from a person is an HMAC under a pepper that is destroyed with its term, and keyed by that hash, so
that the order of rows is no clock.
"""

from sqlalchemy import Boolean, Column, Integer, LargeBinary, MetaData, String, Table

metadata = MetaData()

terms = Table(
    "terms",
    metadata,
    Column("id", String(10), primary_key=True),
    Column("keylist", LargeBinary, nullable=False),
    Column("stopped", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
"""Lists of sessions and their public keys; `stopped` if the locker's key signed falsely; gone with the term."""

sessions = Table(
    "sessions",
    metadata,
    Column("session", String(10), primary_key=True),
    Column("term", String(10), nullable=False, index=True),
    Column("stopped", Boolean, nullable=False),
    Column("collected", Integer),
    sqlite_with_rowid=False,
)
"""Sessions of each term; `stopped` if its key signed falsely, `collected` once collecting is closed."""

invitations = Table(
    "invitations",
    metadata,
    Column("hash", LargeBinary(32), primary_key=True),
    Column("term", String(10), nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""Codes, as HMACs."""

requests = Table(
    "requests",
    metadata,
    Column("slot", LargeBinary(32), primary_key=True),
    Column("key", String(20), nullable=False, index=True),
    Column("request", LargeBinary(32), nullable=False),
    sqlite_with_rowid=False,
)
"""What was signed for which code and with which key, both as HMACs, so that a lost answer can be asked for again."""
