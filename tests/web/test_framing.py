"""A client's bytes taken apart: the same as by a library that knows all of RFC 6455, however they were cut."""

import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wsproto import ConnectionType
from wsproto.connection import Connection, ConnectionState
from wsproto.events import BytesMessage, CloseConnection, Message, Ping, Pong, TextMessage

from forum.web.framing import BINARY, CLOSE, PING, PONG, TEXT, BadFrame, Reader, TooLong, framed, unmasked
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
others = st.one_of(
    st.binary(max_size=300).map(lambda data: BytesMessage(data=data)),
    st.binary(max_size=125).map(lambda data: Ping(payload=data)),
    st.binary(max_size=125).map(lambda data: Pong(payload=data)),
)


def expected(events: list[Any]) -> list[tuple[int, bytes]]:
    found: list[Any] = []
    for event in events:
        if isinstance(event, TextMessage):
            found.append((TEXT, event.data.encode()))
        elif isinstance(event, BytesMessage):
            found.append((BINARY, event.data))
        else:
            found.append((PONG if isinstance(event, Pong) else PING, event.payload))
    return found


@given(st.lists(st.one_of(texts, others), max_size=8), st.integers(1, 400))
def test_whole_messages_are_read_as_a_library_writes_them(events: list[Any], step: int) -> None:
    assert read(*cut(written(events), step)) == expected(events)


@given(st.text(max_size=20), st.integers(1, 100))
def test_a_message_in_many_frames_is_refused_at_its_first(text: str, step: int) -> None:
    begun = written([TextMessage(data=text, message_finished=False)])
    for stream in (begun, begun[:2], written([Ping(payload=b"?")]) + begun):
        with pytest.raises(BadFrame):
            read(*cut(stream, step))


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
        frame(b"x", opcode=0),
        frame(b"", opcode=0, last=False),
        frame(b"", last=False),
        frame(b"x", BINARY, last=False),
    ],
    ids=["unmasked", "compressed", "reserved", "data-3", "control-11", "long ping", "ping in two", "nothing to go on",
         "nothing, in many", "a text in many", "bytes in many"],
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
