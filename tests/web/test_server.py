"""The server: no Nagle, a clean and quick end, one sentence where it cannot start."""

import signal
import socket
from collections.abc import Callable
from typing import Any

import pytest

from forum.web.server import BACKLOG, STOP_WITHIN, CannotListen, listen
from tests.running import PATIENCE, free_port, healthy, wait_until


def test_listeners_send_at_once() -> None:
    with listen("127.0.0.1", 0) as listener:
        assert listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert BACKLOG >= 2048


def test_a_taken_port_is_named_in_one_sentence() -> None:
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(CannotListen, match=f"^Cannot listen on 127.0.0.1 port {port}: address already in use.$"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_program(start_small: Callable[..., Any], number: int) -> None:
    small = start_small()
    lines = [small.line(f"seat-{index}").enter() for index in range(5)]
    idle = socket.create_connection(("127.0.0.1", small.port))
    small.program.process.send_signal(number)
    assert small.program.process.wait(PATIENCE) == 0
    assert all(line.ends() for line in lines)
    assert small.log().split()[-1] == "stopped"
    assert "somebody left" in small.log()
    idle.close()


def test_work_that_does_not_end_keeps_nobody_waiting(start_small: Callable[..., Any]) -> None:
    small = start_small()
    with socket.create_connection(("127.0.0.1", small.port)) as line:
        line.sendall(b"GET /hang HTTP/1.1\r\nHost: x\r\n\r\n")
        wait_until(lambda: "somebody waits" in small.log())
        assert small.program.stop() == 0


def test_a_program_gives_itself_less_than_five_seconds_to_end() -> None:
    assert STOP_WITHIN < 5


def test_a_port_can_be_used_again_at_once(start_small: Callable[..., Any]) -> None:
    small = start_small()
    small.line("last").enter()
    small.program.stop()
    listen("127.0.0.1", small.port).close()


def test_a_free_port_answers_nothing() -> None:
    assert not healthy(free_port())


def test_answers_carry_a_date_and_no_server_name(small: Any) -> None:
    names = {name.lower() for name, _ in small.visitor.get("/page").headers}
    assert "date" in names
    assert "server" not in names
