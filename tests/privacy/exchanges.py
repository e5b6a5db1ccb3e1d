"""What one person asked and was answered, byte by byte, as whoever sits on the line sees it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.privacy.recorder import Plain

LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
CHUNKED = re.compile(rb"(?i)\r\ntransfer-encoding: *chunked")
# The clock of the program, which is everybody's; and what cannot be the same for two: a code, and what is blinded.
EVERYBODYS = re.compile(rb"(?i)(?<=\r\ndate: )[^\r]*")
# Which of several scripts asks first for one that they share is the browser's own race.
ASKED_BY = re.compile(rb"(?<=\r\n)Referer: http://localhost:\d+/static/[^\r]*\r\n")
OWN = re.compile(rb"(?<=code=)[0-9A-Z]{20}|[\w-]{300,}")
VALIDATORS = re.compile(rb"(?i)^(etag|last-modified|set-cookie|vary|expires|age|alt-svc|nel|report-to)\b", re.M)


@dataclass(frozen=True)
class Exchange:
    """One request with its answer."""

    asked: bytes
    answered: bytes

    @property
    def line(self) -> str:
        """What was asked for."""
        return self.asked.split(b"\r\n", 1)[0].decode()

    @property
    def whole(self) -> bool:
        """Whether all of the answer has come."""
        length = LENGTH.search(self.head.replace(b"\n", b"\r\n"))
        return length is not None and len(self.body) == int(length[1])

    @property
    def by_a_worker(self) -> bool:
        """Whether a worker asked, and not the page itself."""
        return b"\r\nSec-Fetch-Dest: worker\r\n" in self.asked

    @property
    def head(self) -> bytes:
        """The headers of the answer."""
        return self.answered.partition(b"\r\n\r\n")[0].replace(b"\r", b"")

    @property
    def body(self) -> bytes:
        """The body of the answer."""
        return self.answered.partition(b"\r\n\r\n")[2]

    def masked(self) -> "Exchange":
        """The same with every byte of what must differ turned into a star, so that its length stays."""
        return Exchange(ASKED_BY.sub(b"", starred(self.asked)), starred(self.answered))


def starred(message: bytes) -> bytes:
    head, end, body = message.partition(b"\r\n\r\n")
    head = EVERYBODYS.sub(lambda found: b"*" * len(found[0]), head)
    return head + end + OWN.sub(lambda found: b"*" * len(found[0]), body)


def messages(stream: bytes) -> Iterator[bytes]:
    """The requests or the answers that follow each other on a line."""
    while b"\r\n\r\n" in stream:
        head = stream.partition(b"\r\n\r\n")[0]
        assert not CHUNKED.search(head), "our programs say how long their answers are"
        length = LENGTH.search(head)
        size = len(head) + 4 + (int(length[1]) if length else 0)
        yield stream[:size]
        stream = stream[size:]


def exchanges(lines: Iterable[Plain]) -> list[Exchange]:
    """All that was asked and answered on these lines, in an order that says nothing."""
    pairs = ((messages(bytes(line.up)), messages(bytes(line.down))) for line in lines)
    found = [Exchange(*pair) for up, down in pairs for pair in zip(up, down, strict=False)]
    return sorted(found, key=lambda one: (one.line, one.asked))
