"""What the retention table says, against what there really is."""

import dataclasses
import importlib
import re
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest

from forum import retention
from forum.retention import KEPT, kept
from forum.rooms.domain import events
from forum.storage import door_schema, issuer_schema

ROOT = Path(__file__).parent.parent
SOURCES = sorted(p for ext in ("py", "js", "html") for p in (ROOT / "forum").rglob(f"*.{ext}"))
LASTING = {retention.INSTALLED, retention.FROM_PLANNING, retention.MODERATES}
OTHERS = {"the operator", "the browser", "time"}


def columns(program: str, schema: ModuleType) -> set[str]:
    return {
        f"{program}.{table.name}.{column.name}" for table in schema.metadata.sorted_tables for column in table.columns
    }


def flattened(union: Any) -> set[type]:
    return {part for arg in get_args(union) for part in flattened(arg)} if get_args(union) else {union}


def found(dotted: str) -> object:
    module, name, method = dotted.rsplit(".", 2)
    return getattr(getattr(importlib.import_module(module), name), method)


def test_every_column_has_a_row_and_every_row_a_column():
    versions = {"door.alembic_version.version_num", "issuer.alembic_version.version_num"}
    real = columns("door", door_schema) | columns("issuer", issuer_schema) | versions
    assert set(kept("column")) == real


def test_every_field_of_an_event_has_a_row():
    fields = {field.name for event in flattened(events.Event) for field in dataclasses.fields(event)}
    fields |= {field.name for field in dataclasses.fields(events.Record)} - {"events"}
    assert set(kept("event")) == fields


def test_no_event_and_no_record_holds_words():
    assert {"text", "words", "name", "address"}.isdisjoint(kept("event"))


def test_every_cookie_has_a_row():
    named = {name for path in SOURCES for name in re.findall(r"__Host-[a-z]+", path.read_text(encoding="utf-8"))}
    assert set(kept("cookie")) == named


@pytest.mark.parametrize("dotted", sorted({row.forgotten_by for row in KEPT} - OTHERS))
def test_whoever_forgets_is_there_to_do_it(dotted: str):
    assert callable(found(dotted))


def test_every_row_is_a_sentence_and_stands_once():
    assert len({(row.kind, row.where) for row in KEPT}) == len(KEPT)
    for row in KEPT:
        assert re.fullmatch(r"[A-Z].+\.", row.purpose), row
        assert row.life


def test_nothing_of_a_person_outlives_the_session():
    lasting = {row.where for row in KEPT if row.life in LASTING}
    tables = {where.rsplit(".", 1)[0] for where in lasting if where.count(".") == 2}
    counts = {"door.sessions", "issuer.sessions"}
    texts = {"door.force_texts", "door.places", "door.text_versions"}
    assert tables == counts | texts | {"door.moderators", "door.alembic_version", "issuer.alembic_version"}


def test_nobody_who_attends_has_a_column_of_their_own():
    names = {where.rsplit(".", 1)[1] for where in kept("column") if ".moderators." not in where}
    assert names.isdisjoint({"user", "email", "address", "ip", "agent", "created", "created_at", "last_seen", "handle"})


def test_the_table_cannot_be_changed_while_running():
    with pytest.raises(dataclasses.FrozenInstanceError):
        KEPT[0].life = "for ever"
