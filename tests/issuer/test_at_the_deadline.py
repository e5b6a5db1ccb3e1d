"""What somebody is told who asks at the very moment at which collecting ends."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from forum.ids import SessionId
from forum.refusals import RefusalCode
from forum.tickets.keylist import KeyList
from tests.issuer.parts import Parts, refusal, requests_for

FIRST = SessionId("session-00")
PATIENCE = 30


class Halting:
    """Keys whose destruction halts half way."""

    def __init__(self, real: Any, folder: Path) -> None:
        self._real, self._folder = real, folder
        self.begun, self.go_on = Event(), Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def destroy(self, name: str) -> None:
        path = self._folder / name
        if path.exists():
            path.write_bytes(bytes(path.stat().st_size))
        self.begun.set()
        assert self.go_on.wait(PATIENCE)
        self._real.destroy(name)


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return Parts(tmp_path)


@pytest.fixture
def keylist(parts: Parts) -> KeyList:
    return parts.term()


@pytest.fixture
def halting(parts: Parts, keylist: KeyList) -> Halting:
    deadlines = parts.issuer._deadlines
    halting = Halting(deadlines._secrets.keys, parts.folder / "keys")
    deadlines._secrets = replace(deadlines._secrets, keys=halting)  # type: ignore[arg-type]
    return halting


def test_a_key_read_while_it_is_destroyed_is_closed_and_not_false(
    parts: Parts, keylist: KeyList, halting: Halting
) -> None:
    batch = parts.issuer._recorded(parts.code(keylist), requests_for(keylist))
    closing = Thread(target=parts.issuer.close, args=(FIRST,))
    closing.start()
    assert halting.begun.wait(PATIENCE)
    with ThreadPoolExecutor(1) as person:
        told = person.submit(refusal, lambda: parts.issuer._signed(batch))
        halting.go_on.set()
        closing.join()
        assert told.result() is RefusalCode.COLLECTING_CLOSED
    assert parts.issuer._terms.get(keylist.term).stopped == set()


def test_a_count_is_told_once_it_is_signed(parts: Parts, keylist: KeyList, halting: Halting) -> None:
    closing = Thread(target=parts.issuer.close, args=(FIRST,))
    closing.start()
    assert halting.begun.wait(PATIENCE)
    with ThreadPoolExecutor(2) as people:
        exact = people.submit(parts.issuer.collected, FIRST)
        public = people.submit(parts.issuer.counts, keylist.term)
        # Nobody is answered while the count stands in the store without its signature.
        assert not exact.done()
        halting.go_on.set()
        closing.join()
        assert exact.result().signature
        assert public.result()[FIRST].published
