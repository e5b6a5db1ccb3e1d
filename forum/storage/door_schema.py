"""The tables of the door; `forum.retention` says of every column what it is for and how long it lives."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Integer, LargeBinary, MetaData, String, Table, Text

from forum.storage.types import Moment

metadata = MetaData()

terms = Table(
    "terms",
    metadata,
    Column("id", String(10), primary_key=True),
    Column("keylist", LargeBinary, nullable=False),
    Column("given", String(10), nullable=False),
    Column("group", String(11), nullable=False),
    Column("card_en", String(120), nullable=False),
    Column("card_cy", String(120), nullable=False),
    sqlite_with_rowid=False,
)
"""The sessions that a card is good for; gone when the last of them has closed, so no session refers to its row."""

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(10), primary_key=True),
    Column("name", String(60), nullable=False),
    Column("opens", Moment, nullable=False),
    Column("closes", Moment, nullable=False),
    Column("collecting_closes", Moment, nullable=False),
    Column("size", Integer, nullable=False),
    Column("language", String(4), nullable=False),
    Column("late_door", String(5), nullable=False),
    Column("floor", Integer),
    Column("beat", Float),
    Column("state", String(10), nullable=False),
    Column("term", String(10), nullable=False),
    Column("keylist_digest", String(64), nullable=False),
    Column("key", LargeBinary),
    Column("details", String(4), nullable=False),
    Column("held", Boolean, nullable=False),
    Column("few", Boolean),
    Column("collected", Integer),
    Column("sound", Boolean),
    sqlite_with_rowid=False,
)
"""Scheduled meetings. `key` is public and goes when the session closes, when `sound` comes; `few` comes when the doors
open, and `collected` when collecting has closed."""

spent = Table(
    "spent",
    metadata,
    Column("nonce", LargeBinary(32), primary_key=True),
    Column("session", String(10), ForeignKey("sessions.id"), nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""Tickets that opened a seat, as HMACs; keyed by hash, so that the order of rows is no clock."""

seats = Table(
    "seats",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("session", String(10), ForeignKey("sessions.id"), nullable=False, index=True),
    Column("secret", LargeBinary(32), nullable=False, unique=True),
    Column("cookie", LargeBinary(32), unique=True),
    Column("removed", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
"""Places in rooms. `secret` and `cookie` are HMACs under the session's pepper."""

locker = Table(
    "locker",
    metadata,
    Column("nonce", LargeBinary(32), primary_key=True),
    Column("term", String(10), nullable=False, index=True),
    Column("box", LargeBinary(2588), nullable=False),
    Column("shown", Boolean, nullable=False),
    Column("filler", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
"""Sealed boxes. `nonce` is an HMAC under the term's pepper, and the key, so that the order of rows is no clock.

A filler is a box that nobody owns, of random bytes, and so is its nonce.
"""

editions = Table(
    "editions",
    metadata,
    Column("term", String(10), primary_key=True),
    Column("number", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""Which edition of each locker is shown: all boxes of the term that are marked as shown."""

moderators = Table(
    "moderators",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("passphrase", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Those who hold rooms; the passphrase is an argon2id hash."""

desks = Table(
    "desks",
    metadata,
    Column("cookie", LargeBinary(32), primary_key=True),
    Column("moderator", String(40), ForeignKey("moderators.name"), nullable=False),
    Column("ends", Moment, nullable=False),
    sqlite_with_rowid=False,
)
"""Moderators who are signed in; `cookie` is an HMAC."""

force_texts = Table(
    "force_texts",
    metadata,
    Column("part", String(20), primary_key=True),
    Column("language", String(2), primary_key=True),
    Column("words", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""What the force has worded itself in the information document."""

places = Table(
    "places",
    metadata,
    Column("language", String(2), primary_key=True),
    Column("names", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Stations and departments that the coordinator has listed, one a line."""

text_versions = Table(
    "text_versions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False),
    Column("day", String(10), nullable=False),
)
"""Versions of the information document: a number, a hash and a day; never the words of an older one."""
