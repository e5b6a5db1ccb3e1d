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
    Column("edition", Integer),
    Column("locker", String(64)),
    sqlite_with_rowid=False,
)
"""Lists of sessions and their public keys; `stopped` if the locker's key signed falsely; `edition` and `locker`: the
number and the hash of what the door's locker holds; gone with the term."""

sessions = Table(
    "sessions",
    metadata,
    Column("session", String(10), primary_key=True),
    Column("term", String(10), nullable=False, index=True),
    Column("stopped", Boolean, nullable=False),
    Column("collected", Integer),
    Column("signature", LargeBinary(64)),
    Column("published", LargeBinary(64)),
    Column("few", Boolean),
    sqlite_with_rowid=False,
)
"""Sessions of each term; `stopped` if its key signed falsely, `collected` once collecting is closed, then `signature`
over the count for the door and `published` over the rounded one; `few` as the door was told when it asked."""

invitations = Table(
    "invitations",
    metadata,
    Column("hash", LargeBinary(32), primary_key=True),
    Column("term", String(10), nullable=False, index=True),
    Column("cancel", LargeBinary(32), nullable=False, unique=True),
    Column("sheet", LargeBinary(32), nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""Cards: codes, cancel codes and those of their sheets, as HMACs."""

requests = Table(
    "requests",
    metadata,
    Column("slot", LargeBinary(32), primary_key=True),
    Column("key", String(20), nullable=False, index=True),
    Column("request", LargeBinary(32), nullable=False),
    sqlite_with_rowid=False,
)
"""What was signed for which code and with which key, both as HMACs, so that a lost answer can be asked for again."""
