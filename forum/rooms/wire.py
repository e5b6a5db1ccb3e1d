"""Reads what pages send, and believes none of it: sizes, types and closed sets."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, TypeAlias

from forum.ids import SeatId
from forum.refusals import RefusalCode, Refused
from forum.rooms.domain import commands as ask
from forum.rooms.domain.limits import (
    MAX_ASIDE_BYTES,
    MAX_ASIDE_CHARACTERS,
    MAX_COUNT,
    MAX_NOTE_BYTES,
    MAX_NOTE_CHARACTERS,
)
from forum.rooms.domain.state import KINDS, NOTES, SUPPORTS, MessageId
from forum.rooms.domain.text import MESSAGE, measured, says_something, tidied
from forum.rooms.frames import UP, FrameRecord, records_in, unjoined
from forum.rooms.ticks import plain_tick
from forum.rooms.words import without_markup

MAX_ID = 32
ASIDE = (MAX_ASIDE_CHARACTERS, MAX_ASIDE_BYTES)
NOTE = (MAX_NOTE_CHARACTERS, MAX_NOTE_BYTES)


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


def clean(text: str, most: tuple[int, int] = MESSAGE) -> str:
    """What somebody wrote, as text for ever; raises Refused(EMPTY_MESSAGE) or Refused(MESSAGE_TOO_LONG)."""
    return measured(without_markup(tidied(text)), most)


Fields: TypeAlias = Mapping[str, Any]
Reads: TypeAlias = Callable[[Fields, str], ask.Command]


def _bad() -> NoReturn:
    raise Refused(RefusalCode.BAD_REQUEST)


def _is_count(value: object, least: int) -> bool:
    return type(value) is int and least <= value <= MAX_COUNT


def _only(fields: Fields, *names: str, maybe: Collection[str] = ()) -> None:
    if not set(names) <= set(fields) <= {*names, *maybe}:
        _bad()


def _one_of(value: object, *allowed: str) -> Any:
    if not isinstance(value, str) or value not in allowed:
        _bad()
    return value


def _one_of_if(fields: Fields, name: str, *allowed: str) -> Any:
    return _one_of(fields[name], *allowed) if name in fields else None


def _lang(fields: Fields) -> Any:
    return _one_of(fields["lang"], "en", "cy")


def _named(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= MAX_ID:
        _bad()
    return value


def _silent(text: str) -> None:
    if text:
        _bad()


def _say(fields: Fields, text: str) -> ask.Command:
    _only(fields, "lang", maybe=("to", "note", "own"))
    to = MessageId(_named(fields["to"])) if "to" in fields else None
    note = _one_of_if(fields, "note", *NOTES)
    return ask.Say(_lang(fields), clean(text), to, note, _own_words(fields))


def _own_words(fields: Fields) -> str | None:
    if "own" not in fields:
        return None
    if "note" not in fields or not isinstance(fields["own"], str):
        _bad()
    line = " ".join(without_markup(tidied(fields["own"])).split())
    return measured(line, NOTE) if says_something(line) else None


def _say_aside(fields: Fields, text: str) -> ask.Command:
    _only(fields, "lang", maybe=("kind", "seat"))
    lang, kind, seat = _lang(fields), _one_of_if(fields, "kind", *KINDS), _seat_if(fields)
    empty = kind is not None and not text.strip()
    return ask.SayAside(lang, "" if empty else clean(text, ASIDE), kind, seat)


def _seat_if(fields: Fields) -> SeatId | None:
    return SeatId(_named(fields["seat"])) if "seat" in fields else None


def _give_contact(fields: Fields, text: str) -> ask.Command:
    _only(fields, "lang")
    return ask.GiveContact(_lang(fields), clean(text, ASIDE))


def _support(fields: Fields, text: str) -> ask.Command:
    _only(fields, "id", "kind")
    _silent(text)
    return ask.Support(MessageId(_named(fields["id"])), _one_of(fields["kind"], *SUPPORTS))


def _see_aside(fields: Fields, text: str) -> ask.Command:
    _only(fields, "seat", "id")
    _silent(text)
    return ask.SeeAside(SeatId(_named(fields["seat"])), MessageId(_named(fields["id"])))


def _settle_contact(fields: Fields, text: str) -> ask.Command:
    _only(fields, "seat", "how")
    _silent(text)
    return ask.SettleContact(SeatId(_named(fields["seat"])), _one_of(fields["how"], "passed", "not-needed"))


def _one_voice(fields: Fields, text: str) -> ask.Command:
    _only(fields, "on")
    _silent(text)
    if not isinstance(fields["on"], bool):
        _bad()
    return ask.OneVoice(fields["on"])


def _close(fields: Fields, text: str) -> ask.Command:
    _only(fields, maybe=("confirm",))
    _silent(text)
    if fields.get("confirm", True) is not True:
        _bad()
    return ask.CloseRoom(confirmed="confirm" in fields)


def _end(fields: Fields, text: str) -> ask.Command:
    _only(fields, maybe=("lang",))
    return ask.EndRoom(_one_of(fields.get("lang", "en"), "en", "cy"), clean(text) if text.strip() else "")


def _mode(fields: Fields, text: str) -> ask.Command:
    _only(fields, "mode")
    _silent(text)
    return ask.ChooseMode(_one_of(fields["mode"], "listening", "speaking"))


def _bare(command: Callable[[], ask.Command]) -> Reads:
    def read(fields: Fields, text: str) -> ask.Command:
        _only(fields)
        _silent(text)
        return command()

    return read


def _of_message(command: Callable[[MessageId], ask.Command]) -> Reads:
    def read(fields: Fields, text: str) -> ask.Command:
        _only(fields, "id")
        _silent(text)
        return command(MessageId(_named(fields["id"])))

    return read


def _of_seat(command: Callable[[SeatId], ask.Command]) -> Reads:
    def read(fields: Fields, text: str) -> ask.Command:
        _only(fields, "seat")
        _silent(text)
        return command(SeatId(_named(fields["seat"])))

    return read


def _of_seat_if(command: Callable[[SeatId | None], ask.Command]) -> Reads:
    def read(fields: Fields, text: str) -> ask.Command:
        _only(fields, maybe=("seat",))
        _silent(text)
        return command(_seat_if(fields))

    return read


_READS: dict[str, Reads] = {
    "mode:choose": _mode,
    "message:say": _say,
    "message:support": _support,
    "message:flag": _of_message(ask.Flag),
    "message:withdraw": _of_message(ask.Withdraw),
    "messages:withdraw": _bare(ask.WithdrawAll),
    "seat:pause": _bare(ask.PauseSeat),
    "seat:resume": _bare(ask.ResumeSeat),
    "handle:draw": _bare(ask.DrawHandle),
    "hand:raise": _bare(ask.RaiseHand),
    "hand:lower": _of_seat_if(ask.LowerHand),
    "aside:say": _say_aside,
    "aside:end": _of_seat_if(ask.EndAside),
    "contact:give": _give_contact,
    "contact:take": _bare(ask.TakeContact),
    "room:open": _bare(ask.OpenRoom),
    "room:stop": _bare(ask.StopRoom),
    "room:end": _end,
    "room:stay": _bare(ask.StayRoom),
    "room:close": _close,
    "message:hide": _of_message(ask.Hide),
    "message:unhide": _of_message(ask.Unhide),
    "message:settle": _of_message(ask.SettleMessage),
    "seat:mute": _of_seat(ask.Mute),
    "seat:unmute": _of_seat(ask.Unmute),
    "seat:remove": _of_seat(ask.Remove),
    "handle:grant": _of_seat(ask.GrantHandle),
    "aside:see": _see_aside,
    "contact:settle": _settle_contact,
    "voice:one": _one_voice,
    "turn:give": _of_seat(ask.GiveTurn),
    "turn:end": _bare(ask.EndTurn),
}
