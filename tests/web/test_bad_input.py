"""Whatever somebody sends: they get a kind refusal or are cut, and nobody else in the room notices anything."""

import secrets
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import websocket

from forum.rooms.frames import UP, FrameRecord, encoded, joined, part
from forum.tickets import base64url
from forum.tickets.codes import parse_code, printed
from tests.clients import Attendee, Line, Pocket, desk_line, open_socket
from tests.frames import up
from tests.servers import Desk, Servers
from tests.tickets.client import ask
from tests.visitor import Visitor

MEGABYTE = 1 << 20
CARDS = 60


@dataclass
class Room:
    """An open room with a bystander in it, and cards for whoever comes."""

    servers: Servers
    desk: Desk
    session: str
    codes: list[str]
    board: Line
    bystander: Line

    def someone(self) -> Attendee:
        """Somebody new at the door."""
        return Attendee(self.servers.door, self.servers.issuer)

    def seated(self) -> tuple[Attendee, Line]:
        """Somebody new who is in the room and may speak."""
        somebody = self.someone()
        line = somebody.come_in(self.session, self.codes.pop())
        assert line.do("mode:choose", mode="speaking") is None
        return somebody, line

    @contextmanager
    def unnoticed(self) -> Iterator[None]:
        """The bystander hears nothing but the beat meanwhile, and it goes on."""
        told = list(self.bystander.told)
        yield
        frames = self.bystander.frames
        self.bystander.wait(lambda page: self.bystander.frames > frames + 3)
        assert self.bystander.told == told


@pytest.fixture(scope="module")
def room(shared_servers: Servers) -> Iterator[Room]:
    desk = shared_servers.sign_in()
    session = desk.plan(size=200)
    codes = desk.cards(session, CARDS)
    desk.open_doors(session)
    board = desk_line(desk.visitor, session)
    assert board.do("room:open") is None
    bystander = Attendee(shared_servers.door, shared_servers.issuer).come_in(session, codes.pop())
    yield Room(shared_servers, desk, session, codes, board, bystander)
    for line in (board, bystander):
        line.close()


def requests(somebody: Attendee, session: str) -> list[bytes]:
    return [one.request for one in ask(somebody.keylist(session))]


def test_unknown_used_mistyped_and_expired_codes_have_one_answer(room: Room) -> None:
    over = room.desk.plan(name="Another evening")
    expired = room.desk.cards(over, 1)[0]
    room.desk.close(over)
    used, known = room.codes.pop(), room.codes[-1]
    with room.unnoticed():
        somebody = room.someone()
        somebody.collect(room.session, used)
        slip = known[:-1] + ("0" if known[-1] != "0" else "1")
        unknown = "00000000000000000000"
        assert printed(parse_code(unknown))
        answers = [
            somebody.post_code(code, requests(somebody, room.session)) for code in (used, slip, unknown, expired)
        ]
    assert {(answer.status, answer.body) for answer in answers} == {(403, b'{"code":"unknown-invitation"}\n')}


def test_a_ticket_for_another_session_is_named_as_such(room: Room) -> None:
    other, (code,) = room.desk.open_session(cards=1)
    somebody = room.someone()
    pocket = somebody.collect(other, code)
    with room.unnoticed():
        answer = somebody.redeem(room.session, pocket)
    assert (answer.status, answer.json) == (403, {"code": "wrong-session"})
    assert somebody.visitor.cookies == {}


def test_a_spent_ticket_with_another_secret_opens_nothing(room: Room) -> None:
    somebody, line = room.seated()
    assert somebody.pocket
    stolen = Pocket(somebody.pocket.token, secrets.token_bytes(16))
    with room.unnoticed():
        answer = room.someone().redeem(room.session, stolen)
        assert (answer.status, answer.json) == (409, {"code": "already-used"})
        line.frames = 0
        line.wait(lambda page: line.frames > 3)
    line.close()


@pytest.mark.parametrize("change", [lambda raw: raw[:-1], lambda raw: raw[:-1] + bytes([raw[-1] ^ 1]), lambda raw: b""])
def test_a_ticket_that_is_not_whole_or_not_sound_opens_nothing(room: Room, change) -> None:
    somebody = room.someone()
    pocket = somebody.collect(room.session, room.codes.pop())
    with room.unnoticed():
        answer = somebody.redeem(room.session, Pocket(change(pocket.token), pocket.secret))
    assert answer.json["code"] in ("malformed", "invalid")
    assert somebody.visitor.cookies == {}
    assert somebody.redeem(room.session).status == 200


def forgeries(value: str) -> list[str]:
    # Not the last sign: some of its bits are not read.
    flipped = value[:-2] + ("A" if value[-2] != "A" else "B") + value[-1]
    return [flipped, value[: len(value) // 2], base64url.encode(bytes(16)), secrets.token_urlsafe(60), "", "\x7f" * 40]


def test_a_forged_cookie_opens_no_socket_and_is_expired_by_pages(room: Room) -> None:
    somebody, line = room.seated()
    name, value = next(iter(somebody.visitor.cookies.items()))
    with room.unnoticed():
        for forged in forgeries(value):
            forger = Visitor(room.servers.door, {name: forged})
            with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
                open_socket(forger)
            assert 'data-seated="no"' in forger.get(f"/en/session/{room.session}/room").text
            assert forger.cookies == {}
    line.close()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty-message"),
        (" \n\t ", "empty-message"),
        ("\u200b\u2060\u00ad\u3000", "empty-message"),
        ("\u0000\u0007\u001b", "empty-message"),
        ("\u202e\u2066\u2069", "empty-message"),
        ("x" * 1001, "message-too-long"),
        ("ŵ" * 601, "message-too-long"),
    ],
)
def test_words_that_cannot_be_said_are_refused(room: Room, text: str, code: str) -> None:
    _, line = room.seated()
    with room.unnoticed():
        assert line.do("message:say", text, lang="en") == code
    line.close()


ZWJ = "\U0001f469\u200d\U0001f692"
FLAG = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
SAME = ["<3", "x<y", "a & b", "&", "ŵ ŷ Ŵ Ŷ ïôâ", ZWJ, FLAG, "1 < 2 > 0", "&lt;b&gt;", '"\\/', "’“”…", "日本語 العربية"]


@pytest.mark.parametrize("text", SAME)
def test_plain_words_come_out_as_they_went_in(room: Room, text: str) -> None:
    somebody, line = room.seated()
    somebody.speaks(line, text)
    assert room.bystander.hears(text)["text"] == text
    assert room.board.hears(text)["text"] == text
    assert line.do("messages:withdraw") is None
    line.close()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("good <b>evening</b>", "good evening"),
        ("one<script>alert(1)</script>", "onealert(1)"),
        ("a\u0000b\u001bc\u0090d", "abcd"),
        ("pay \u202eevil\u202c here", "pay evil here"),
    ],
)
def test_markup_controls_and_bidi_overrides_do_not_arrive(room: Room, text: str, shown: str) -> None:
    _, line = room.seated()
    assert line.do("message:say", text, lang="en") is None
    assert room.bystander.hears(shown)["text"] == shown
    assert line.do("messages:withdraw") is None
    line.close()


def test_commands_of_a_moderator_are_not_for_a_seat(room: Room) -> None:
    somebody, line = room.seated()
    with room.unnoticed():
        for kind in ("room:stop", "room:end", "room:close"):
            assert line.do(kind) == "not-allowed"
        for kind, fields in (("message:hide", {"id": "AAAAAAAA"}), ("seat:remove", {"seat": "A" * 16})):
            assert line.do(kind, **fields) == "not-allowed"
        desk = Line(somebody.visitor, "/desk", {"session": room.session})
        with pytest.raises(AssertionError):
            desk.wait(lambda page: page["self"], patience=0.5)
        desk.close()
    line.close()


def command(**fields: object) -> str:
    return joined(
        part([encoded(FrameRecord({"k": "tick", "e": "", "f": 0})), encoded(FrameRecord(fields, "early"))], UP)
    )


def test_events_before_joining_come_to_nothing(room: Room) -> None:
    somebody, line = room.seated()
    line.close()
    early = open_socket(somebody.visitor)
    with room.unnoticed():
        frame = command(k="message:say", c=50, lang="en")
        for namespace in ("/room,", "", "/desk,", "/other,"):
            early.send(f'42{namespace}["frame:send","{frame}"]')
        early.ping()
    early.shutdown()


WRONG = {
    "a byte less": joined(bytes(UP))[:-4],
    "a byte more": joined(bytes(UP + 3)),
    "no base64": "*" * (UP // 3 * 4),
    "no record": joined(bytes(UP)),
    "no text": {"frame": 1},
    "two commands": joined(part([encoded(FrameRecord({"k": "tick", "e": "", "f": 0}))] * 3, UP)),
}


@pytest.mark.parametrize("frame", WRONG.values(), ids=WRONG.keys())
def test_a_frame_of_the_wrong_shape_is_cut(room: Room, frame: object) -> None:
    somebody, line = room.seated()
    with room.unnoticed():
        line.send(frame)
        line.wait_cut()
    again = somebody.sit()
    again.close()


def test_a_frame_of_a_hundred_megabytes_is_cut_before_it_is_read(room: Room) -> None:
    somebody, line = room.seated()
    line.close()
    before = memory(room.servers.pid("door"))
    giant = open_socket(somebody.visitor)
    with room.unnoticed():
        giant.sock.sendall(b"\x81\xff" + struct.pack(">Q", 100 * MEGABYTE) + b"mask")
        with pytest.raises(OSError):  # noqa: PT012 - any of these sends may be the one that fails
            for _ in range(100):
                giant.sock.sendall(bytes(MEGABYTE))
    giant.shutdown()
    assert memory(room.servers.pid("door")) - before < 20 * MEGABYTE


def memory(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) * 1024


def test_a_flood_from_one_seat_is_cut(room: Room) -> None:
    somebody, line = room.seated()
    with room.unnoticed():
        for _ in range(400):
            line.send(up("", 0))
        line.wait_cut()
    again = somebody.sit()
    assert not again.ended
    again.close()


def test_after_closing_nothing_opens_and_nobody_is_heard(shared_servers: Servers) -> None:
    desk = shared_servers.sign_in("sam")
    session, codes = desk.open_session(cards=2)
    somebody = Attendee(shared_servers.door, shared_servers.issuer)
    line = somebody.come_in(session, codes[0])
    late = Attendee(shared_servers.door, shared_servers.issuer)
    waiting = late.collect(session, codes[1])
    asked = requests(late, session)
    desk.close(session)
    line.wait_cut()
    line.send(command(k="message:say", c=9, lang="en"))
    with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
        open_socket(somebody.visitor)
    for pocket in (somebody.pocket, waiting):
        answer = somebody.redeem(session, pocket)
        assert (answer.status, answer.json) == (410, {"code": "closed"})
    # Nothing fits these requests any more, whatever the card.
    assert late.post_code(codes[1], asked).json["code"] in ("bad-request", "unknown-invitation")
