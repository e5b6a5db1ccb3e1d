"""Traps 3, 5, 6, 7 and 10: what a socket may send, how much of it, and how a line ends."""

import fcntl
import sys
import termios
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from forum.web.allowance import Allowance
from tests.running import wait_until
from tests.web.line import Line, Refusal, header

HUGE = 100_000_000


def memory(pid: int) -> int:
    """Bytes that a process holds in memory."""
    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * 4096


def waiting(line: Line) -> int:
    """Bytes that have come for this line and that it has not read."""
    return int.from_bytes(fcntl.ioctl(line.sock, termios.FIONREAD, bytes(4)), sys.byteorder)


def test_a_frame_reaches_its_handler_and_is_answered(small: Any) -> None:
    line = small.line("frames").enter()
    line.event("frame:send", "A" * 2048)
    assert line.heard() == ["frame:sent", "A" * 4096]


def test_a_hundred_megabytes_are_refused_at_the_header(small: Any) -> None:
    line = small.line("huge").enter()
    before = memory(small.program.process.pid)
    line.raw(header(HUGE) + b"\0\0\0\0" + b"x" * 100)
    assert line.ends()
    assert memory(small.program.process.pid) - before < 5_000_000


@pytest.mark.parametrize("begun", ['42/room,["frame:send",', ""])
def test_a_message_in_many_frames_ends_the_line_at_its_first(small: Any, begun: str) -> None:
    line = small.line("pieces").enter()
    line.send(begun, last=False)
    assert line.ends()


@pytest.mark.parametrize(
    "message",
    [
        "9zzz",
        "",
        "2probe",
        "5",
        "b4AAAA",
        '451-/room,["frame:send",{"_placeholder":true,"num":0}]',
        "1",
        "41/room,",
        "42/room,junk",
        "42/room,[]",
        "42/room,[[[[",
        '420/room,["frame:send","AAAA"]',
        '42/room,["unknown:event"]',
        '42/room,["frame:send"]',
        '42/room,["frame:send","one","too many"]',
        '42/room,["frame:send",{"not":"text"}]',
        '42/room,["boom"]',
        '42/room,["connect"]',
        '42/room,["connect",{}]',
        '42/room,["\\u0063onnect",{}]',
        '42/room,["disconnect","x"]',
        '42/room,["frame:send","boom canary"]',
    ],
)
def test_what_our_pages_never_send_ends_the_line(small: Any, message: str) -> None:
    line = small.line("bad").enter()
    line.send(message)
    assert line.ends()


def test_binary_frames_end_the_line(small: Any) -> None:
    line = small.line("binary").enter()
    line.send("42", opcode=2)
    assert line.ends()


def test_a_bad_line_does_not_disturb_another(small: Any) -> None:
    other = small.line("calm").enter()
    bad = small.line("noisy").enter()
    bad.event("frame:send", "boom canary")
    assert bad.ends()
    other.event("frame:send", "x")
    assert other.heard() == ["frame:sent", "A" * 4096]


def test_a_namespace_that_does_not_exist_lets_nobody_in(small: Any) -> None:
    line = small.line("elsewhere")
    line.receive()
    for namespace in ("", "/,", "/admin,"):
        line.send(f"40{namespace}{{}}")
        assert (line.receive() or "").startswith("44")


def calls(small: Any, payload: str) -> int:
    """How often the connect handler is called for one connection that it does not let in."""
    line = small.line("refused")
    line.receive()
    before = small.log().count("somebody knocked")
    line.send(f"40/room,{payload}")
    assert (line.receive() or "").startswith("44/room")
    return int(small.log().count("somebody knocked") - before)


@pytest.mark.parametrize("payload", ['{"refuse":true}', '{"fail":true}'])
def test_a_refused_connection_gets_no_second_call(small: Any, payload: str) -> None:
    assert calls(small, payload) == 1


def test_without_the_guard_a_handler_that_fails_is_called_twice(start_small: Callable[..., Any]) -> None:
    # The second call comes without what the client said, and lets in whom the first would not have.
    small = start_small("--unguarded")
    small.line("refused").enter({"fail": True})
    assert small.log().count("somebody knocked") == 2


def test_a_line_says_hello_once(small: Any) -> None:
    line = small.line("again").enter()
    line.send("40/room,{}")
    assert line.ends()


def test_who_was_sent_away_is_told_and_neither_heard_again_nor_left_up(small: Any) -> None:
    silent, eager = (small.line(name).enter() for name in ("silent", "eager"))
    for line in (silent, eager):
        line.event("frame:send", "dismiss")
        assert line.receive() == "41/room,"
    eager.send("40/room,{}")
    assert eager.receive() is None
    assert silent.ends()


def test_every_line_of_a_lost_right_is_cut_and_no_other(start_small: Callable[..., Any]) -> None:
    small = start_small("--connect-within", "600")
    ours = [small.line("leaver").enter(), small.line("leaver")]
    ours[1].receive()
    other = small.line("stayer").enter()
    other.event("frame:send", "lost leaver")
    assert all(line.ends() for line in ours)
    other.event("frame:send", "x")
    assert other.heard() == ["frame:sent", "A" * 4096]
    assert small.line("leaver").enter()


def test_one_clients_events_keep_their_order(small: Any) -> None:
    line = small.line("order").enter()
    sent = [f"slow {number} {number % 2}" for number in range(10)]
    for data in sent:
        line.event("frame:send", data)
    assert [line.heard()[1] for _ in sent] == sent


def test_who_never_says_hello_is_let_go(start_small: Callable[..., Any]) -> None:
    small = start_small("--connect-within", "3")
    silent, entered = small.line("silent"), small.line("entered").enter()
    refused = small.line("knocking")
    refused.receive()
    refused.send('40/room,{"refuse":true}')
    assert silent.ends()
    assert refused.ends()
    entered.event("frame:send", "x")
    assert entered.heard() == ["frame:sent", "A" * 4096]


def test_the_wait_for_hello_is_ten_seconds() -> None:
    from forum.web.transport import CONNECT_WITHIN

    assert CONNECT_WITHIN == 10.0


def test_a_cut_line_is_closed_and_not_disconnected(small: Any) -> None:
    # A disconnect packet ("41") stops a page from coming back by itself.
    line = small.line("cut").enter()
    line.event("unknown:event")
    heard = []
    while (message := line.receive()) is not None:
        heard.append(message)
    assert [message for message in heard if message.startswith(("41", "1"))] == []


def test_a_member_that_stops_reading_gets_whole_frames_later(small: Any) -> None:
    line = small.line("slow").enter()
    for _ in range(400):
        line.event("frame:send", "x")
    wait_until(lambda: waiting(line) > 100_000)
    assert [line.heard() for _ in range(400)] == [["frame:sent", "A" * 4096]] * 400


def test_a_member_that_never_reads_can_be_cut(small: Any) -> None:
    line = small.line("deaf").enter()
    for _ in range(500):
        line.event("frame:send", "many")
    wait_until(lambda: waiting(line) > 100_000)
    left = small.log().count("somebody left")
    line.event("unknown:event")
    wait_until(lambda: small.log().count("somebody left") > left)


def test_a_flood_of_anything_ends_the_line(small: Any) -> None:
    line = small.line("flood").enter()
    with suppress(ConnectionError):
        for _ in range(2000):
            line.send("42/room,{what")
    assert line.ends()


def test_a_flood_is_counted_over_time() -> None:
    now = [100.0]
    flood = Allowance(lambda: now[0], per_second=10, at_once=5)
    assert [flood.take() for _ in range(7)] == [True] * 5 + [False] * 2
    now[0] = 100.25
    assert [flood.take() for _ in range(3)] == [True, True, False]
    now[0] = 1_000.0
    assert [flood.take() for _ in range(7)] == [True] * 5 + [False] * 2


@pytest.mark.parametrize("version", ["0", "99", "canary"])
def test_a_handshake_that_fails_leaves_nothing_open(start_small: Callable[..., Any], version: str) -> None:
    small = start_small("--max-sockets", "10")
    for _ in range(12):
        try:
            small.line("fails", Sec_WebSocket_Version=version)
        except (Refusal, IndexError):
            continue
    assert small.line("works").enter()
