"""Everything that is kept: where, what for, how long, and who forgets it. What is not here is not kept.

A test compares this table with the schemas, the data folders, the events of a room and the cookies. Nothing in it is a
name, an address, a device or a clock of anybody who attends.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["column", "file", "cookie", "event", "memory"]

ROOM_CLOSED = "until the session closes"
FROM_PLANNING = "from planning on, until the installation is taken down"
LAST_CLOSED = "until the last session of its term closes"
COLLECTED = "until collecting for the session closes; what is for the locker, for the last session of its term"
TERM_OVER = "until collecting closes for the last session of its term"
TERM_ENDED = "until the last session of its term closes, at most a day after its doors should have opened"
INSTALLED = "until the installation is taken down"
MODERATES = "until the operator removes the moderator"
TRIED = "until the first try that fails a minute later, or until the program ends"
SIGNED_IN = "until the moderator signs out, at most 12 hours"

CLOSE = "forum.sessions.service.Sessions.close"
LOCKER = "forum.locker.service.Locker.forget"
DOOR = "forum.attendance.service.Door.forget"
LINES = "forum.web.lines.Lines.end"
FRAMES = "forum.web.outgoing.Outgoing.end"
ROOM = "forum.rooms.service.Rooms.forget"
BEATS = "forum.rooms.beat.Beats.forget"
ISSUER = "forum.issuer.service.Issuer.close"
END_TERM = "forum.issuer.service.Issuer.end_term"
SIGN_OUT = "forum.moderation.service.Moderators.sign_out"
REMOVE = "forum.moderation.service.Moderators.remove"
OPERATOR = "the operator"


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that is kept. `forgotten_by` is a dotted name in this package, the operator, the browser, or time."""

    kind: Kind
    where: str
    purpose: str
    life: str
    forgotten_by: str


def _columns(table: str, life: str, forgotten_by: str, **purposes: str) -> tuple[Kept, ...]:
    return tuple(Kept("column", f"{table}.{name}", why, life, forgotten_by) for name, why in purposes.items())


def _events(**purposes: str) -> tuple[Kept, ...]:
    return tuple(Kept("event", name, why, ROOM_CLOSED, ROOM) for name, why in purposes.items())


_DOOR_COLUMNS = (
    *_columns(
        "door.terms",
        LAST_CLOSED,
        CLOSE,
        id="Names the term; random.",
        keylist="The public key list.",
        given="How its cards are given: after a talk, or from a box.",
        group="Who its sessions are for.",
        card_en="What stands on its cards, in English.",
        card_cy="What stands on its cards, in Welsh.",
    ),
    *_columns(
        "door.sessions",
        FROM_PLANNING,
        OPERATOR,
        id="Names the session in addresses; random.",
        name="What the coordinator calls it, in neutral words.",
        opens="When the doors open, as announced.",
        closes="When it ends, as announced.",
        collecting_closes="Until when tickets can be collected.",
        size="How many seats there are.",
        language="Which languages it is held in.",
        late_door="Whether tickets can be collected after the doors open.",
        floor="How many tickets must be collected for the doors to let people in, if the coordinator set that.",
        beat="Seconds between two frames, if not the installation's.",
        state="Planned, doors open, or closed.",
        term="Which cards are good for it.",
        keylist_digest="Lets a page check the key list that it was given.",
        details="Whether words with an identifying detail stay out of its room.",
        held="Whether the doors were ever open.",
        few="Whether fewer than five tickets were collected when the doors opened.",
        collected="How many tickets were collected in all, the exact number; every page says it rounded down to fives.",
        sound="Whether no more seats were opened than tickets collected.",
    ),
    *_columns("door.sessions", ROOM_CLOSED, CLOSE, key="Public key that checks its tickets."),
    *_columns(
        "door.spent",
        ROOM_CLOSED,
        DOOR,
        nonce="A ticket that opened a seat, as an HMAC, so that it opens no second one.",
        session="Which session's.",
    ),
    *_columns(
        "door.seats",
        ROOM_CLOSED,
        DOOR,
        id="Names the seat; random.",
        session="Which session's.",
        secret="The seat's secret, as an HMAC, so that its owner can come back to it.",
        cookie="The seat's cookie, as an HMAC.",
        removed="Whether a moderator closed it.",
    ),
    *_columns(
        "door.locker",
        LAST_CLOSED,
        LOCKER,
        nonce="A ticket that bought the place of a box, as an HMAC, so that it buys no second one.",
        term="Which term's.",
        box="A sealed box; nothing but its owner's words opens it.",
        shown="Whether everybody is given it yet.",
        filler="Whether it is nobody's, only there so that boxes cannot be counted.",
    ),
    *_columns(
        "door.editions",
        LAST_CLOSED,
        LOCKER,
        term="Which term's.",
        number="How often the boxes that everybody is given have changed.",
    ),
    *_columns(
        "door.moderators",
        MODERATES,
        REMOVE,
        name="The moderator's sign-in name.",
        passphrase="The passphrase, as an argon2id hash.",
    ),
    *_columns(
        "door.desks",
        SIGNED_IN,
        SIGN_OUT,
        cookie="The moderator's cookie, as an HMAC.",
        moderator="Whose it is.",
        ends="When it stops working in any case.",
    ),
    *_columns(
        "door.force_texts",
        INSTALLED,
        OPERATOR,
        part="Which part of the information document the force has worded itself.",
        language="In which language.",
        words="The force's own words.",
    ),
    *_columns(
        "door.places",
        INSTALLED,
        OPERATOR,
        language="In which language.",
        names="The stations and departments that the coordinator has listed, for the detail check.",
    ),
    *_columns(
        "door.text_versions",
        INSTALLED,
        OPERATOR,
        number="The number of a version of the information document.",
        digest="What it is the number of, as a hash.",
        day="On which day it came.",
    ),
    *_columns("door.alembic_version", INSTALLED, OPERATOR, version_num="The form of the tables."),
)

_ISSUER_COLUMNS = (
    *_columns(
        "issuer.terms",
        TERM_ENDED,
        END_TERM,
        id="Names the term; random.",
        keylist="The public key list.",
        stopped="Whether the key of its locker tickets was given up because it signed falsely.",
        edition="Which number the locker at the door should have.",
        locker="The hash of all boxes in it, so that everybody can see that they get the same ones.",
    ),
    *_columns(
        "issuer.sessions",
        FROM_PLANNING,
        OPERATOR,
        session="Which session.",
        term="Which term it belongs to.",
        stopped="Whether its key was given up because it signed falsely.",
        collected="How many tickets were collected in all, the exact number; every page says it rounded down to fives.",
        signature="Shows the door that this number is the issuer's.",
    ),
    *_columns(
        "issuer.sessions",
        TERM_ENDED,
        END_TERM,
        published="Shows everybody the same of the number rounded down to fives.",
        few="Whether fewer than five tickets were collected when the doors opened.",
    ),
    *_columns(
        "issuer.invitations",
        TERM_OVER,
        ISSUER,
        hash="An invitation code, as an HMAC.",
        term="Which term it is good for.",
        cancel="The code that cancels this card, as an HMAC.",
        sheet="The code that cancels its whole sheet, as an HMAC.",
    ),
    *_columns(
        "issuer.requests",
        COLLECTED,
        ISSUER,
        slot="Code and key together, as an HMAC, so that each is signed for once.",
        key="With which key it was signed.",
        request="The blinded request, as an HMAC, so that the same one can be asked for again.",
    ),
    *_columns("issuer.alembic_version", INSTALLED, OPERATOR, version_num="The form of the tables."),
)

_FILES = (
    Kept("file", "door/door.sqlite3", "The columns above that begin with door.", INSTALLED, OPERATOR),
    Kept("file", "door/service.key", "Lets the door ask the issuer for cards.", INSTALLED, OPERATOR),
    Kept("file", "door/form.key", "Signs the moderators' forms.", INSTALLED, OPERATOR),
    Kept("file", "door/cookie.keys", "Sign cookies, so that a forged one is thrown away.", INSTALLED, OPERATOR),
    Kept("file", "door/desk.pepper", "Key of the HMACs of moderators' cookies.", INSTALLED, OPERATOR),
    Kept("file", "door/peppers/*", "Key of one session's HMACs; without it they match nothing.", ROOM_CLOSED, DOOR),
    Kept("file", "door/lockers/*", "Key of one term's HMACs; without it they match nothing.", LAST_CLOSED, LOCKER),
    Kept("file", "issuer/issuer.sqlite3", "The columns above that begin with issuer.", INSTALLED, OPERATOR),
    Kept("file", "issuer/service.key", "Lets the issuer know the door.", INSTALLED, OPERATOR),
    Kept("file", "issuer/keys/*", "Private key of one session, or of a term's locker tickets.", COLLECTED, ISSUER),
    Kept("file", "issuer/statements/*", "Signs how many tickets were collected.", TERM_OVER, ISSUER),
    Kept("file", "issuer/peppers/*", "Key of one term's HMACs; without it they match nothing.", TERM_OVER, ISSUER),
)

_COOKIES = (
    Kept("cookie", "__Host-seat", "Shows whose seat it is; random.", "until the browser is closed", "the browser"),
    Kept("cookie", "__Host-desk", "Shows a moderator's sign-in; random.", "until the browser is closed", "the browser"),
    Kept("cookie", "__Host-form", "Ties a moderator's form to its page.", "until the browser is closed", "the browser"),
)

_EVENTS = _events(
    epoch="Tells one life of a room from the next; random.",
    first="The number of the room's first frame; random.",
    beat="The number of the beat in which it fell.",
    actor="Whose command was done: a seat or a moderator.",
    c="The number of that command, so that a repeat does nothing.",
    message="The message that the command made.",
    id="Names a message; random.",
    ids="Names messages.",
    seat="Which seat.",
    handle="Which pair of words the seat is called by.",
    mode="Whether the seat listens or speaks.",
    lang="The language of a message.",
    size="How many bytes its words have.",
    at="When, on a clock without a date; shown as just now, a few minutes ago, or earlier.",
    haze="How much a message's shown age is blurred; random, and never sent.",
    phase="Which part of the session it is.",
    why="Why the room paused.",
    until="When the time for asides after a session is over.",
    one="Whether one person speaks at a time.",
    to="Which message a message answers.",
    note="What a message says it is about, from a short list.",
    kind="Which short reply was sent, or which ready call for a moderator.",
    place="Where a raised hand stands among the others.",
    who="Whether a seat or a moderator said something quietly.",
    up="Whether the page of a seat that speaks quietly with a moderator is connected.",
    away="Whether no moderator is connected.",
    how="What became of a place or number that somebody gave.",
)

_MEMORY = (
    Kept(
        "memory",
        "cards",
        "What the tables say of cards and requests, so that a wrong one stops here.",
        TERM_OVER,
        ISSUER,
    ),
    Kept("memory", "texts", "The words themselves, each in a cell apart from the log.", ROOM_CLOSED, ROOM),
    Kept("memory", "connections", "Which open connection belongs to which seat.", "while it is connected", BEATS),
    Kept("memory", "gates", "Which open rooms take no identifying details.", ROOM_CLOSED, BEATS),
    Kept("memory", "lines", "Which seat and sign-in an open connection hangs on.", "while it is connected", LINES),
    Kept("memory", "frames", "What a slow page has not taken yet.", "while it is connected", FRAMES),
    Kept("memory", "editions", "When the newest boxes were given out, on a clock without a date.", LAST_CLOSED, LOCKER),
    Kept("memory", "boxes", "The bytes that everybody is given, ready to be sent.", LAST_CLOSED, LOCKER),
    Kept("memory", "tries", "How many tries failed lately, of everybody together.", TRIED, "time"),
)

KEPT: tuple[Kept, ...] = (*_DOOR_COLUMNS, *_ISSUER_COLUMNS, *_FILES, *_COOKIES, *_EVENTS, *_MEMORY)
"""The whole table; the privacy page and the receipt are made from it."""


def kept(kind: Kind) -> dict[str, Kept]:
    """The rows of one kind, by where they are."""
    return {row.where: row for row in KEPT if row.kind == kind}
