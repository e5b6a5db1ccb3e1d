"""Boxes in SQLite; `tests/storage/test_postgresql.py` asks the same of the other database."""

from pathlib import Path

from forum.sessions.domain import State
from tests.locker.contract import boxes_are_kept_shown_and_forgotten
from tests.sessions.parts import House, a_database


def test_boxes_are_kept_shown_and_forgotten(tmp_path: Path) -> None:
    house = House(tmp_path)
    session = house.plan()
    boxes_are_kept_shown_and_forgotten(
        a_database(tmp_path), session.term, lambda: house.store.advance(session.id, State.CLOSED)
    )
