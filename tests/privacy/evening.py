"""A whole evening with canaries: from the card to the end, by every door, and what is left of it afterwards."""

import json
import secrets
from dataclasses import dataclass, field

from forum.locker.domain import BOX_BYTES
from forum.tickets import base64url
from forum.tickets.codes import parse_code, printed
from forum.web.identity import DESK_COOKIE, SEAT_COOKIE
from tests.clients import Attendee, Line, desk_line
from tests.privacy import doors
from tests.privacy.canary import ADDRESS, AGENT, FORWARDED, HEADERS, REFERRER, Words
from tests.privacy.needles import Needles, folder, rows, secret_files
from tests.servers import Desk, Servers
from tests.visitor import Visitor

AT_HOME = ("locker words", "locker digits")
"""What never leaves a page at all."""

SECRETS = (
    *("codes", "cancel codes", "tickets", "locker tickets", "seat secrets"),
    *("cookies", "desk cookies", "passphrases"),
)
"""What opens something; neither it nor its plain hash is written down."""

NEVER_WRITTEN = (
    "words",
    "addresses",
    "browsers",
    "pages before",
    *AT_HOME,
    *SECRETS,
    *(f"plain hash of {kind}" for kind in (*AT_HOME, *SECRETS)),
)
"""What is in no file even while the session lasts."""


@dataclass
class Evening:
    """One session held on real servers; afterwards it says what was found of it, and where."""

    servers: Servers
    people: int = 40
    needles: Needles = field(default_factory=Needles)
    words: Words = field(default_factory=Words)
    during: dict[str, bytes] = field(default_factory=dict)
    after: dict[str, bytes] = field(default_factory=dict)
    log: dict[str, bytes] = field(default_factory=dict)

    def hold(self) -> "Evening":
        """Opens, talks, closes, stops both programs, and reads all they have written."""
        desk = self.servers.sign_in("robin")
        session, codes = self._session(desk)
        self._before_coming_in(session, codes)
        talker = self._talk(desk, session, codes)
        self._by_every_door(talker, session)
        cancel = self._cancel_a_card(talker.term)
        doors.faults_with_secrets(self.servers, talker, desk, codes[-2], cancel)
        self._leave(session, codes)
        self._note_what_is_kept(desk)
        desk.close(session)
        talker.visitor.get(f"/en/session/{session}/room?{self.words.new('query')}")
        self.servers.stop()
        self.after = folder(self.servers.data)
        self.log = {"log": self.servers.log()}
        for door, drawn in self.words.drawn.items():
            self.needles.add("words", *drawn)
            self.needles.add(f"words by {door}", *drawn)
        return self

    def needles_in_the_log(self) -> dict[str, list[str]]:
        """What was printed of it."""
        return self.needles.found(self.log)

    def _session(self, desk: Desk) -> tuple[str, list[str]]:
        session = desk.plan(size=200)
        codes = desk.cards(session, self.people + 4)
        desk.open_doors(session)
        self.needles.add("addresses", ADDRESS, *FORWARDED)
        self.needles.add("browsers", AGENT)
        self.needles.add("pages before", REFERRER, "referrer-canary")
        for code in codes:
            self.needles.add_secret("codes", code, parse_code(code), code.lower(), parse_code(code).lower())
        return session, codes

    def _someone(self) -> Attendee:
        return Attendee(self.servers.door, self.servers.issuer, dict(HEADERS), ADDRESS)

    def _before_coming_in(self, session: str, codes: list[str]) -> None:
        late = self._someone()
        late.collect(session, codes[-1])
        box = self._seal_under_words(late, session)
        assert late.post_code(codes[-1], [secrets.token_bytes(259)]).status == 400
        twice = self._someone()
        pending = [secrets.token_bytes(2) for _ in range(2)]
        assert twice.post_code(self.words.new("code"), pending).status == 400
        self._note(late, box)

    def _seal_under_words(self, somebody: Attendee, session: str) -> bytes:
        """A box as the page seals it; its words are tried where they do not belong."""
        sealed = doors.sealed(session, somebody)
        words = " ".join(sealed["words"])
        assert somebody.post_code(words, [secrets.token_bytes(2)]).status == 400
        self.needles.add_secret("locker words", words, *doors.spoken(sealed["words"]))
        self.needles.add_secret("locker digits", sealed["digits"], sealed["digits"].replace(" ", ""))
        return base64url.decode(sealed["box"])

    def _cancel_a_card(self, term: str) -> str:
        """Makes two cards more and cancels one; returns the cancel code of the other."""
        sheet = doors.as_the_door(self.servers, "/cards", {"term": term, "count": 2, "most": 1000})
        card, other = sheet["cards"]
        assert doors.as_the_door(self.servers, "/cancel", {"code": card["cancel"]}) == {"cancelled": 1}
        for one in (card["cancel"], other["cancel"], sheet["sheet"], card["code"], other["code"]):
            self.needles.add_secret("cancel codes", one, one.lower(), printed(one), printed(one).lower())
        return str(other["cancel"])

    def _talk(self, desk: Desk, session: str, codes: list[str]) -> Attendee:
        talker = self._someone()
        line = talker.come_in(session, codes[-2])
        board = desk_line(desk.visitor, session)
        assert board.do("room:open") is None
        said = [self.words.new("message") for _ in range(4)]
        for text in said:
            talker.speaks(line, text)
        seat = board.hears(said[0])["seat"]
        assert line.do("message:withdraw", id=line.hears(said[0])["id"]) is None
        assert board.do("message:hide", id=board.hears(said[1])["id"]) is None
        assert board.do("message:say", self.words.new("moderator's message"), lang="en") is None
        assert board.do("seat:mute", seat=seat) is None
        assert line.do("message:say", self.words.new("refused message"), lang="en") == "muted"
        assert board.do("seat:unmute", seat=seat) is None
        assert line.do("message:say", self.words.new("message") + "ŵ" * 600, lang="en") == "message-too-long"
        self._note(talker)
        line.close()
        board.close()
        return talker

    def _by_every_door(self, talker: Attendee, session: str) -> None:
        # Somebody who asks for pages with a seat's cookie would lose it by /leave.
        plain = Visitor(self.servers.door, {}, dict(HEADERS), ADDRESS)
        issuer = Visitor(self.servers.issuer, {}, dict(HEADERS), ADDRESS)
        doors.pages(plain, session, self.words)
        for visitor in (plain, issuer):
            doors.forms(visitor, self.words)
            visitor.get(f"/keys/{self.words.new('missing page')}")
        for port in (self.servers.door_port, self.servers.issuer_port):
            doors.malformed(port, self.words)

        def sit() -> Line:
            return talker.sit()

        doors.handshakes(talker.visitor, self.words)
        doors.frames(sit, self.words)
        doors.faults(plain, sit, self.words)

    def _leave(self, session: str, codes: list[str]) -> None:
        for one in doors.crowd(self.servers, session, codes[: self.people], self.words):
            self._note(one)

    def _note(self, somebody: Attendee, box: bytes | None = None) -> None:
        assert somebody.pocket
        token, secret = somebody.pocket.token, somebody.pocket.secret
        self.needles.add_secret("tickets", token, token[2:34], token[98:])
        self.needles.add_secret("seat secrets", secret)
        self._put_away(somebody, box or secrets.token_bytes(BOX_BYTES))
        self._note_cookies("cookies", somebody.visitor)

    def _put_away(self, somebody: Attendee, box: bytes) -> None:
        bought = somebody.bought
        assert somebody.put_away(box).status == 200
        self.needles.add_secret("locker tickets", bought, bought[2:34], bought[98:])
        # A database breaks a box in pieces; this one is whole.
        self.needles.add("boxes", box[:64])

    def _note_what_is_kept(self, desk: Desk) -> None:
        self.during = folder(self.servers.data)
        self.needles.add("rows", *rows(self.servers.data))
        self.needles.add("key files", *secret_files(self.servers.data))
        self.needles.add_secret("passphrases", desk.passphrase)
        self._note_cookies("desk cookies", desk.visitor)

    def _note_cookies(self, kind: str, somebody: Visitor) -> None:
        """As they are sent, in pieces, and the random bytes inside."""
        for name, value in somebody.cookies.items():
            pieces = [piece for piece in value.split(".") if len(piece) > 10]
            self.needles.add_secret(kind, value, *pieces)
            if name in (SEAT_COOKIE, DESK_COOKIE):
                self.needles.add_secret(kind, base64url.decode(json.loads(base64url.decode(pieces[0]))))
