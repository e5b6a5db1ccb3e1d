"""What programs have written to a folder, also where they packed it: gzip and zlib, Mozilla's LZ4, Snappy in SQLite."""

import re
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

MOZ_LZ4 = b"mozLz40\0"
ZLIB = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
SQLITE = b"SQLite format 3"
MOST = 50_000_000


class Packed:
    """Reads packed bytes from the front; raises IndexError or ValueError where they are none."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0
        self.out = bytearray()

    def __bool__(self) -> bool:
        return self._at < len(self._data)

    def byte(self) -> int:
        """The next byte."""
        self._at += 1
        return self._data[self._at - 1]

    def number(self, size: int) -> int:
        """The next bytes as a number, the least first."""
        return sum(self.byte() << 8 * place for place in range(size))

    def take(self, size: int) -> None:
        """Bytes that stand there as they are."""
        if size > len(self._data) - self._at:
            raise ValueError
        self.out += self._data[self._at : self._at + size]
        self._at += size

    def copy(self, size: int, back: int) -> None:
        """Bytes that came before."""
        if not 0 < back <= len(self.out) or len(self.out) > MOST:
            raise ValueError
        for _ in range(size):
            self.out.append(self.out[-back])


def lz4(data: bytes) -> bytes:
    """One block of LZ4."""
    packed = Packed(data)

    def length(short: int) -> int:
        total = short
        while short == 15:
            total += (more := packed.byte())
            short = 15 if more == 255 else 0
        return total

    while packed:
        token = packed.byte()
        packed.take(length(token >> 4))
        if packed:
            back = packed.number(2)
            packed.copy(4 + length(token & 15), back)
    return bytes(packed.out)


def snappy(data: bytes) -> bytes:
    """One run of Snappy, whose length must be as it says."""
    packed = Packed(data)
    size = shift = 0
    while (more := packed.byte()) & 0x80:
        size, shift = size | (more & 0x7F) << shift, shift + 7
    size |= more << shift
    while packed:
        tag = packed.byte()
        kind, short = tag & 3, tag >> 2
        if kind == 0:
            packed.take(1 + (short if short < 60 else packed.number(short - 59)))
        elif kind == 1:
            packed.copy(4 + (short & 7), (short >> 3) << 8 | packed.byte())
        else:
            packed.copy(1 + short, packed.number(2 if kind == 2 else 4))
    if len(packed.out) != size:
        raise ValueError
    return bytes(packed.out)


def inflated(data: bytes) -> Iterator[bytes]:
    """Whatever unpacks anywhere in these bytes."""
    for found in ZLIB.finditer(data):
        with suppress(zlib.error):
            yield zlib.decompressobj(wbits=47).decompress(data[found.start() :], MOST)


def cells(path: Path) -> Iterator[bytes]:
    """Every value of a database that unpacks."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as base:
        base.text_factory = bytes
        for (table,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in base.execute(f'SELECT * FROM "{table.decode()}"'):
                for value in row:
                    if isinstance(value, bytes):
                        with suppress(ValueError, IndexError):
                            yield snappy(value)


def unpacked(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, its names, and all that could be unpacked from it."""
    places = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    more: dict[str, bytes] = {"(names)": "\n".join(places).encode()}
    for name, data in places.items():
        more[f"{name} (inflated)"] = b"\n".join(inflated(data))
        if data.startswith(MOZ_LZ4):
            with suppress(ValueError, IndexError):
                more[f"{name} (lz4)"] = lz4(data[len(MOZ_LZ4) + 4 :])
        if data.startswith(SQLITE):
            more[f"{name} (snappy)"] = b"\n".join(cells(folder / name))
    return places | {name: data for name, data in more.items() if data}
