"""Reads what pages send, and believes none of it: sizes, types and closed sets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, TypeAlias

from forum.ids import SeatId
from forum.refusals import RefusalCode, Refused
from forum.rooms.domain import commands as ask
from forum.rooms.domain.limits import MAX_COUNT
from forum.rooms.domain.state import MessageId
from forum.rooms.domain.text import measured, tidied
from forum.rooms.frames import UP, FrameRecord, records_in, unjoined
from forum.rooms.ticks import plain_tick
from forum.rooms.words import without_markup

MAX_ID = 32


@dataclass(frozen=True, slots=True)
class Tick:
    """One frame of a page: the last frame it saw, of which epoch, and perhaps a command that nobody has read yet."""

    epoch: str
    seen: int
    command: FrameRecord | None


def read_tick(frame: object) -> Tick:
    """What a frame from a page says; raises Refused(BAD_REQUEST) for anything that our pages never send."""
    if plain := plain_tick(frame):
        return Tick(*plain, None)
    records = list(records_in(unjoined(frame, UP)))
    if not 1 <= len(records) <= 2 or records[0].text:
        _bad()
    fields = records[0].fields
    if set(fields) != {"k", "e", "f"} or fields["k"] != "tick" or not isinstance(fields["e"], str):
        _bad()
    if not _is_count(fields["f"], 0):
        _bad()
    return Tick(fields["e"], fields["f"], records[1] if len(records) == 2 else None)


def count_of(record: FrameRecord) -> int:
    """The command's number as far as it can be read; 0 where it cannot."""
    c = record.fields.get("c")
    return c if isinstance(c, int) and _is_count(c, 1) else 0


def read_command(record: FrameRecord) -> ask.Command:
    """The command that a record asks for; raises Refused with the reason that its writer may be told."""
    kind = record.fields.get("k")
    reads = _READS.get(kind) if isinstance(kind, str) else None
    if reads is None:
        raise Refused(RefusalCode.UNKNOWN_COMMAND)
    if not count_of(record):
        _bad()
    fields = {key: value for key, value in record.fields.items() if key not in ("k", "c")}
    return reads(fields, record.text)


def clean(text: str) -> str:
    """What somebody wrote, as text for ever; raises Refused(EMPTY_MESSAGE) or Refused(MESSAGE_TOO_LONG)."""
    return measured(without_markup(tidied(text)))


Fields: TypeAlias = Mapping[str, Any]
Reads: TypeAlias = Callable[[Fields, str], ask.Command]


def _bad() -> NoReturn:
    raise Refused(RefusalCode.BAD_REQUEST)


def _is_count(value: object, least: int) -> bool:
    return type(value) is int and least <= value <= MAX_COUNT


def _only(fields: Fields, *names: str) -> None:
    if set(fields) != set(names):
        _bad()


def _one_of(value: object, *allowed: str) -> Any:
    if not isinstance(value, str) or value not in allowed:
        _bad()
    return value


def _id(fields: Fields, name: str, text: str) -> str:
    _only(fields, name)
    value = fields[name]
    if text or not isinstance(value, str) or not 0 < len(value) <= MAX_ID:
        _bad()
    return value


def _say(fields: Fields, text: str) -> ask.Command:
    _only(fields, "lang")
    return ask.Say(_one_of(fields["lang"], "en", "cy"), clean(text))


def _end(fields: Fields, text: str) -> ask.Command:
    _only(fields, *fields.keys() & {"lang"})
    return ask.EndRoom(_one_of(fields.get("lang", "en"), "en", "cy"), clean(text) if text.strip() else "")


def _mode(fields: Fields, text: str) -> ask.Command:
    _only(fields, "mode")
    if text:
        _bad()
    return ask.ChooseMode(_one_of(fields["mode"], "listening", "speaking"))


def _bare(command: Callable[[], ask.Command]) -> Reads:
    def read(fields: Fields, text: str) -> ask.Command:
        _only(fields)
        if text:
            _bad()
        return command()

    return read


_READS: dict[str, Reads] = {
    "mode:choose": _mode,
    "message:say": _say,
    "message:withdraw": lambda fields, text: ask.Withdraw(MessageId(_id(fields, "id", text))),
    "messages:withdraw": _bare(ask.WithdrawAll),
    "seat:pause": _bare(ask.PauseSeat),
    "seat:resume": _bare(ask.ResumeSeat),
    "handle:draw": _bare(ask.DrawHandle),
    "room:open": _bare(ask.OpenRoom),
    "room:stop": _bare(ask.StopRoom),
    "room:end": _end,
    "room:close": _bare(ask.CloseRoom),
    "message:hide": lambda fields, text: ask.Hide(MessageId(_id(fields, "id", text))),
    "message:unhide": lambda fields, text: ask.Unhide(MessageId(_id(fields, "id", text))),
    "seat:mute": lambda fields, text: ask.Mute(SeatId(_id(fields, "seat", text))),
    "seat:unmute": lambda fields, text: ask.Unmute(SeatId(_id(fields, "seat", text))),
    "seat:remove": lambda fields, text: ask.Remove(SeatId(_id(fields, "seat", text))),
}
