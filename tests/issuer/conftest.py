"""A real issuer over a folder of its own, with a clock that the test moves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forum.ids import SessionId
from forum.issuer import create_issuer_app
from forum.issuer.assemble import IssuerServices, assemble_issuer
from forum.issuer.live import LiveTerm
from forum.settings import Settings
from forum.tickets import base64url
from forum.tickets.keylist import KeyList, written_time
from forum.tickets.service_calls import AnnouncedSession
from tests.clocks import NOW, MovableClock
from tests.tickets.client import form

DOOR = "http://localhost:8000"
SECRET = "5e" * 32


@dataclass
class Running:
    """An issuer, and the door's side of talking to it."""

    settings: Settings
    clock: MovableClock
    app: Flask = field(init=False)
    services: IssuerServices = field(init=False)
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.restart()

    @property
    def folder(self) -> Path:
        return self.settings.data / "issuer"

    def restart(self) -> None:
        self.services = assemble_issuer(self.settings, self.clock)
        self.app = create_issuer_app(self.settings, self.services)
        self.client = self.app.test_client()

    def call(self, path: str, payload: Any, secret: str = SECRET) -> TestResponse:
        return self.client.post(f"/service{path}", json=payload, headers={"Authorization": f"Bearer {secret}"})

    def term(self, *names: str, closes: float = 3) -> KeyList:
        payload = {"sessions": [session_json(name, closes) for name in names or ("session-00",)]}
        answer = self.call("/terms", payload).json
        assert answer is not None
        return KeyList.from_bytes(base64url.decode(answer["keylist"]))

    def sheet(self, keylist: KeyList, count: int = 1, most: int = 2000) -> Any:
        answer = self.call("/cards", {"term": keylist.term, "count": count, "most": most})
        assert answer.status_code == 200, answer.text
        return answer.json

    def cards(self, keylist: KeyList, count: int = 1) -> list[str]:
        return [card["code"] for card in self.sheet(keylist, count)["cards"]]

    def collect(self, code: str, requests: list[bytes], origin: str | None = DOOR) -> TestResponse:
        headers = {"Origin": origin} if origin else {}
        return self.client.post("/tickets", data=form(code, requests), headers=headers)

    def close(self, session: str) -> TestResponse:
        return self.call(f"/sessions/{session}/close", {})

    def collected(self, session: str) -> int:
        """The count that closing answers."""
        answer = self.close(session)
        assert answer.status_code == 200, answer.text
        return int(answer.json["collected"])  # type: ignore[index]

    def live(self, keylist: KeyList) -> LiveTerm:
        """The term as it is in memory."""
        return self.services.issuer._terms.get(keylist.term)

    def stop(self) -> None:
        self.services.housekeeping.stop()


def session_json(name: str, closes: float = 3) -> dict[str, str]:
    one = announced(name, closes)
    return {
        "session": one.session,
        "opens": written_time(one.opens),
        "collecting_closes": written_time(one.collecting_closes),
    }


def announced(name: str, closes: float = 3) -> AnnouncedSession:
    return AnnouncedSession(SessionId(name), NOW + timedelta(hours=1), NOW + timedelta(hours=closes))


@pytest.fixture
def start_issuer(tmp_path: Path) -> Iterator[Callable[[], Running]]:
    """Starts issuers over one folder, one after the other."""
    (tmp_path / "issuer").mkdir()
    (tmp_path / "issuer" / "service.key").write_text(SECRET)
    started: list[Running] = []

    def start() -> Running:
        started.append(Running(Settings(data=tmp_path, door_origin=DOOR), MovableClock()))
        return started[-1]

    yield start
    for running in started:
        running.stop()


@pytest.fixture
def issuer(start_issuer: Callable[[], Running]) -> Running:
    return start_issuer()
