"""What a person may be told when something cannot be done: one closed list, nothing more detailed."""

from enum import StrEnum


def _(sentence: str) -> str:
    """Marks a sentence for translation; the door translates it when it is shown."""
    return sentence


class RefusalCode(StrEnum):
    """Every reason a person can meet, on the wire and in the page."""

    BAD_REQUEST = "bad-request"
    NOT_FOUND = "not-found"
    TOO_LARGE = "too-large"
    WRONG_ORIGIN = "wrong-origin"
    WEBSOCKET_ONLY = "websocket-only"
    NO_SEAT = "no-seat"
    TOO_MANY = "too-many"
    SERVER_FAULT = "server-fault"
    STORE_AWAY = "store-away"
    # the issuer
    UNKNOWN_INVITATION = "unknown-invitation"
    COLLECTING_CLOSED = "collecting-closed"
    SIGNING_FAILURE = "signing-failure"
    ISSUER_AWAY = "issuer-away"
    STILL_COLLECTING = "still-collecting"
    TOO_EARLY = "too-early"
    TOO_MANY_CARDS = "too-many-cards"
    # the door
    MALFORMED = "malformed"
    WRONG_SESSION = "wrong-session"
    INVALID = "invalid"
    ALREADY_USED = "already-used"
    REMOVED = "removed"
    NOT_OPEN = "not-open"
    CLOSED = "closed"
    ROOM_FULL = "room-full"
    TOO_FEW = "too-few"
    NO_COUNT = "no-count"
    BOX_TAKEN = "box-taken"
    # the room
    UNKNOWN_COMMAND = "unknown-command"
    NOT_ALLOWED = "not-allowed"
    WRONG_PHASE = "wrong-phase"
    EMPTY_MESSAGE = "empty-message"
    MESSAGE_TOO_LONG = "message-too-long"
    TOO_SOON = "too-soon"
    MUTED = "muted"
    PAUSED = "paused"
    LISTENING = "listening"
    NO_SUCH_MESSAGE = "no-such-message"
    NO_SUCH_SEAT = "no-such-seat"
    TOO_LATE = "too-late"
    HANDLE_KEPT = "handle-kept"
    ANSWER_GONE = "answer-gone"
    NOT_YOUR_TURN = "not-your-turn"
    OPEN_CONTACT = "open-contact"
    UNREAD_CALL = "unread-call"
    IDENTIFYING_DETAIL = "identifying-detail"
    BUSY = "busy"
    # the moderators
    SIGN_IN = "sign-in"
    WRONG_SIGN_IN = "wrong-sign-in"
    FORM_TOO_OLD = "form-too-old"


STATUS: dict[RefusalCode, int] = {
    RefusalCode.NOT_FOUND: 404,
    RefusalCode.TOO_LARGE: 413,
    RefusalCode.WRONG_ORIGIN: 403,
    RefusalCode.NO_SEAT: 403,
    RefusalCode.TOO_MANY: 429,
    RefusalCode.SERVER_FAULT: 500,
    RefusalCode.STORE_AWAY: 503,
    RefusalCode.UNKNOWN_INVITATION: 403,
    RefusalCode.COLLECTING_CLOSED: 410,
    RefusalCode.SIGNING_FAILURE: 500,
    RefusalCode.ISSUER_AWAY: 503,
    RefusalCode.STILL_COLLECTING: 409,
    RefusalCode.TOO_EARLY: 409,
    RefusalCode.WRONG_SESSION: 403,
    RefusalCode.INVALID: 403,
    RefusalCode.ALREADY_USED: 409,
    RefusalCode.REMOVED: 403,
    RefusalCode.NOT_OPEN: 403,
    RefusalCode.CLOSED: 410,
    RefusalCode.ROOM_FULL: 409,
    RefusalCode.TOO_FEW: 503,
    RefusalCode.NO_COUNT: 503,
    RefusalCode.BOX_TAKEN: 409,
    RefusalCode.SIGN_IN: 403,
    RefusalCode.WRONG_SIGN_IN: 403,
    RefusalCode.FORM_TOO_OLD: 400,
}
"""HTTP status per code; a code that is not listed answers 400."""

SENTENCES: dict[RefusalCode, str] = {
    RefusalCode.BAD_REQUEST: _("That did not reach us in a form we can read. Please go back and try once more."),
    RefusalCode.NOT_FOUND: _("There is no page at this address."),
    RefusalCode.TOO_LARGE: _("That is more than this page can take. Please send less."),
    RefusalCode.WRONG_ORIGIN: _("That did not come from our own page, so nothing was done."),
    RefusalCode.WEBSOCKET_ONLY: _(
        "This network blocks the kind of connection the room needs. "
        "Your own phone with mobile data is the safer choice."
    ),
    RefusalCode.NO_SEAT: _(
        "You do not have a seat in this room right now. You can come back with the ticket that you kept."
    ),
    RefusalCode.TOO_MANY: _("Too many tries at once. Please wait a minute; nothing is lost."),
    RefusalCode.SERVER_FAULT: _(
        "Something went wrong on our side. It is nothing you did. Please try again in a minute."
    ),
    RefusalCode.STORE_AWAY: _("We cannot do that just now. Please try again in a few minutes; nothing is lost."),
    RefusalCode.UNKNOWN_INVITATION: _(
        "This card did not open the door. It is nothing you did: it may be out of date, or used before. "
        "If you kept six words or a file, use those below. If not, take another card; nobody will ask why."
    ),
    RefusalCode.COLLECTING_CLOSED: _("Tickets for this session can no longer be collected."),
    RefusalCode.SIGNING_FAILURE: _(
        "We could not make your ticket. It is nothing you did; please tell the coordinator."
    ),
    RefusalCode.ISSUER_AWAY: _("The part that makes tickets does not answer just now. Please try again in a minute."),
    RefusalCode.TOO_EARLY: _(
        "This session is still some way off. Its doors can open an hour before it begins, not earlier."
    ),
    RefusalCode.STILL_COLLECTING: _(
        "Tickets for this session can still be collected. The doors can open once that is over."
    ),
    RefusalCode.TOO_MANY_CARDS: _(
        "These would be more cards than there are seats and spares. A card that is cancelled makes room for another."
    ),
    RefusalCode.MALFORMED: _("This ticket could not be read. Please use the whole of it."),
    RefusalCode.WRONG_SESSION: _(
        "This ticket is for another evening. Please look at the day you wrote down, or take another card."
    ),
    RefusalCode.INVALID: _("This ticket did not open the door. Take another card; nobody will ask why."),
    RefusalCode.ALREADY_USED: _(
        "This ticket has opened a seat. Come back with the same words or file, or take another card."
    ),
    RefusalCode.REMOVED: _("The moderator has closed your seat for tonight. Here is how to talk to someone."),
    RefusalCode.NOT_OPEN: _("The doors are not open yet. Your ticket is safe; please come back a little later."),
    RefusalCode.CLOSED: _("This session has ended, and what was said is forgotten."),
    RefusalCode.ROOM_FULL: _("Every seat is taken just now. Your ticket is not spent; you can try again."),
    RefusalCode.TOO_FEW: _(
        "Too few tickets were collected for this session, so it is not held. Your ticket is not spent. "
        "Here is how to talk to someone."
    ),
    RefusalCode.NO_COUNT: _(
        "The issuer has not yet said how many tickets were collected; the doors stay shut until it has. "
        "Please try again in a minute."
    ),
    RefusalCode.BOX_TAKEN: _("Another box was put away with this card before, and that one stays."),
    RefusalCode.UNKNOWN_COMMAND: _("The room did not understand that. Please try once more."),
    RefusalCode.NOT_ALLOWED: _("That is something only a moderator can do."),
    RefusalCode.WRONG_PHASE: _("That cannot be done at this point of the session."),
    RefusalCode.EMPTY_MESSAGE: _("There are no words in this message yet."),
    RefusalCode.MESSAGE_TOO_LONG: _(
        "This is too long, so nothing was sent. All of it is still here: please make it shorter."
    ),
    RefusalCode.TOO_SOON: _("One moment: please wait a few seconds between messages. Your words are still here."),
    RefusalCode.MUTED: _(
        "The moderator has asked you to listen for now. You can stay, pause or leave, as you like. "
        "You can always write to a moderator."
    ),
    RefusalCode.PAUSED: _("You are on a pause. Come back first; take all the time you need."),
    RefusalCode.LISTENING: _("You are listening. Choose to speak first, if you would like to."),
    RefusalCode.NO_SUCH_MESSAGE: _("That message is no longer here."),
    RefusalCode.NO_SUCH_SEAT: _("That seat is no longer here."),
    RefusalCode.TOO_LATE: _("It is too late to undo that; the words are erased."),
    RefusalCode.HANDLE_KEPT: _(
        "Your name for tonight stays, now that you have spoken or asked for a moderator. "
        "You can ask a moderator for another."
    ),
    RefusalCode.ANSWER_GONE: _(
        "The message that you answer is no longer here. Your words are still here. You can send them all the same."
    ),
    RefusalCode.NOT_YOUR_TURN: _("Your words wait here until your turn comes."),
    RefusalCode.OPEN_CONTACT: _(
        "Somebody gave a place or a number, and it is still open. Please say first whether it was passed on."
    ),
    RefusalCode.UNREAD_CALL: _(
        "Somebody has written to you quietly, and nobody has read it yet. Please read it first."
    ),
    RefusalCode.IDENTIFYING_DETAIL: _(
        "There is a detail in this that could show who somebody is, and this session does not take it. "
        "Your words are still here: please change it, then send again."
    ),
    RefusalCode.BUSY: _("The room is very busy. Please try again in a moment; your words are still here."),
    RefusalCode.SIGN_IN: _("Please sign in first."),
    RefusalCode.WRONG_SIGN_IN: _("That name and passphrase do not go together."),
    RefusalCode.FORM_TOO_OLD: _("This form was open for a long time. Please send it once more."),
}
"""One plain sentence per code, in English; `forum/translations` has the Welsh."""


class Refused(Exception):
    """Something cannot be done, for a reason that the person may be told; carries a code and no words."""

    def __init__(self, code: RefusalCode) -> None:
        super().__init__(code.value)
        self.code = code

    @property
    def status(self) -> int:
        """The HTTP status that goes with the code."""
        return STATUS.get(self.code, 400)
