"""A client's bytes taken apart: the same as by a library that knows all of RFC 6455, however they were cut."""

import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wsproto import ConnectionType
from wsproto.connection import Connection, ConnectionState
from wsproto.events import BytesMessage, CloseConnection, Message, Ping, Pong, TextMessage

from forum.web.framing import BINARY, CLOSE, CONTINUES, PING, PONG, TEXT, BadFrame, Reader, TooLong, framed, unmasked
from tests.web.line import header

LIMIT = 16 * 1024
MASK = b"\x17\x00\xff\x42"


def frame(payload: bytes, opcode: int = TEXT, last: bool = True, mask: bytes = MASK) -> bytes:
    return header(len(payload), opcode, last) + mask + unmasked(payload, mask)


def cut(stream: bytes, step: int) -> list[bytes]:
    return [stream[at : at + step] for at in range(0, len(stream), step)]


def read(*pieces: bytes, limit: int = LIMIT) -> list[tuple[int, bytes]]:
    reader = Reader(limit)
    return [message for piece in pieces for message in reader.feed(piece)]


def written(events: list[Message | Ping]) -> bytes:
    """The bytes of a client that knows all of the protocol."""
    client: Any = Connection(ConnectionType.CLIENT)
    client._state = ConnectionState.OPEN
    return b"".join(client.send(event) for event in events)


texts = st.text(max_size=300).map(lambda text: TextMessage(data=text))
pieces = st.tuples(st.text(max_size=20), st.booleans()).map(
    lambda two: TextMessage(data=two[0], message_finished=two[1])
)
others = st.one_of(
    st.binary(max_size=300).map(lambda data: BytesMessage(data=data)),
    st.binary(max_size=125).map(lambda data: Ping(payload=data)),
    st.binary(max_size=125).map(lambda data: Pong(payload=data)),
)


def expected(events: list[Any]) -> list[tuple[int, bytes]]:
    found, begun = [], b""
    for event in events:
        if isinstance(event, TextMessage):
            begun += event.data.encode()
            if event.message_finished:
                found.append((TEXT, begun))
                begun = b""
        elif isinstance(event, BytesMessage):
            found.append((BINARY, event.data))
        else:
            found.append((PONG if isinstance(event, Pong) else PING, event.payload))
    return found


def in_pieces(events: list[Any]) -> list[Any]:
    """Ends every message before one of another kind begins."""
    return [*events, TextMessage(data="end", message_finished=True)]


@given(st.lists(st.one_of(texts, others), max_size=8), st.integers(1, 400))
def test_whole_messages_are_read_as_a_library_writes_them(events: list[Any], step: int) -> None:
    assert read(*cut(written(events), step)) == expected(events)


@given(st.lists(pieces, max_size=8), st.integers(1, 100))
def test_messages_in_many_frames_are_joined(events: list[Any], step: int) -> None:
    assert read(*cut(written(in_pieces(events)), step)) == expected(in_pieces(events))


@given(st.lists(st.integers(0, LIMIT), max_size=6), st.integers(1, 5000))
def test_every_length_up_to_the_limit_is_read_and_none_above_it(sizes: list[int], step: int) -> None:
    stream = b"".join(frame(b"\xff" * size, BINARY) for size in sizes)
    assert read(*cut(stream, step)) == [(BINARY, b"\xff" * size) for size in sizes]
    with pytest.raises(TooLong):
        read(*cut(stream + header(LIMIT + 1), step))


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65535, 65536, 70000])
def test_what_a_server_writes_a_client_reads(size: int) -> None:
    client: Any = Connection(ConnectionType.CLIENT)
    client._state = ConnectionState.OPEN
    client.receive_data(framed(b"x" * size) + framed(b"\x03\xe8", kind=CLOSE))
    *parts, goodbye = client.events()
    assert "".join(part.data for part in parts) == "x" * size
    assert isinstance(goodbye, CloseConnection)


def test_a_message_in_many_frames_has_the_same_limit() -> None:
    begun = frame(b"x" * 10_000, last=False)
    read(begun, frame(b"x" * (LIMIT - 10_000), CONTINUES))
    with pytest.raises(TooLong):
        read(begun, header(LIMIT - 9_999, CONTINUES))


def test_a_control_frame_may_come_between_the_frames_of_a_message() -> None:
    stream = frame(b"one ", last=False) + frame(b"?", PING) + frame(b"two", CONTINUES)
    assert read(stream) == [(PING, b"?"), (TEXT, b"one two")]


@pytest.mark.parametrize(
    "stream",
    [
        struct.pack(">BB", 0x81, 1) + b"x",
        b"\xc1" + frame(b"x")[1:],
        b"\xa1" + frame(b"x")[1:],
        frame(b"x", opcode=3),
        frame(b"x", opcode=11),
        frame(b"x" * 126, PING),
        frame(b"x", PING, last=False),
        frame(b"x", CONTINUES),
        frame(b"x", last=False) + frame(b"y"),
        frame(b"x", last=False) + frame(b"y", BINARY),
    ],
    ids=["unmasked", "compressed", "reserved", "data-3", "control-11", "long ping", "ping in two", "nothing to go on",
         "a second text", "a second message"],
)  # fmt: skip
def test_what_no_page_sends_is_refused_however_it_is_cut(stream: bytes) -> None:
    for step in (1, 3, len(stream)):
        with pytest.raises(BadFrame):
            read(*cut(stream, step))


@given(st.binary(max_size=40), st.binary(min_size=4, max_size=4))
def test_a_mask_goes_on_as_it_came(payload: bytes, mask: bytes) -> None:
    masked = bytes(value ^ mask[at % 4] for at, value in enumerate(payload))
    assert unmasked(masked, mask) == payload


@given(st.lists(st.binary(max_size=200), max_size=6))
def test_any_bytes_are_read_or_refused(pieces: list[bytes]) -> None:
    try:
        read(*pieces)
    except BadFrame:
        return
