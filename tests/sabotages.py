"""Each of these takes away a guard that a promise of the ticket pages rests on, or adds one that we say is not there.

`pytest --sabotage NAME` runs tests with it in force, in this process, in the real programs that tests start, and in
what Node and browsers load of ours. `tests/proof/test_claims.py` sees to it that the tests of the promise then fail.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOADER = ROOT / "tests" / "js" / "parts" / "sabotage.js"
SCRIPT = "SABOTAGED_SCRIPT"


@dataclass(frozen=True)
class Script:
    """A change of one place in one of our scripts, in Node and as the door serves it."""

    file: str
    old: str
    new: str

    def __post_init__(self) -> None:
        assert self.source().count(self.old) == 1, f"{self.file} has changed: {self.old}"

    def source(self) -> str:
        return (ROOT / "forum" / "static" / "js" / self.file).read_text(encoding="utf-8")

    def environment(self) -> dict[str, str]:
        """What makes a Node that is started with it load the changed script."""
        change = {"file": self.file, "old": self.old, "new": self.new}
        return {"NODE_OPTIONS": f"--import={LOADER}", SCRIPT: json.dumps(change)}

    def __call__(self) -> None:
        from flask import Flask, Response

        os.environ.update(self.environment())
        stock, changed = Flask.send_static_file, self.source().replace(self.old, self.new)

        def send(app: Flask, filename: str) -> Response:
            if filename == f"js/{self.file}":
                return Response(changed, mimetype="text/javascript")
            return stock(app, filename)

        Flask.send_static_file = send  # type: ignore[method-assign]


SCRIPTS: dict[str, Callable[[], Script]] = {
    "constant-blind": lambda: Script(
        "attendance/blindrsa.js", "const drawn = toNumber(randomBytes(size));", "const drawn = 5n ** 700n;"
    ),
    "any-stamp-will-do": lambda: Script(
        "attendance/blindrsa.js",
        "if (await verify(key, message, signature, saltSize)) return signature;",
        "return signature;",
    ),
    "any-list-will-do": lambda: Script("attendance/keylist.js", "(await sha256Hex(raw)) !== digest", "false"),
    "talkative-page": lambda: Script(
        "attendance/collect.js",
        'new URLSearchParams(fields), credentials: "omit"',
        'new URLSearchParams(fields), credentials: "include"',
    ),
    "choosy-page": lambda: Script(
        "attendance/collect.js", "[...open, list.locker].map(", "[open.at(-1), list.locker].map("
    ),
    "box-for-everybody": lambda: Script("attendance/box.js", "ascii(plainDigits(secret))", 'ascii("0")'),
    "box-of-one-page": lambda: Script(
        "attendance/box.js", "ascii(plainDigits(secret))", "ascii(plainDigits(secret) + Math.random())"
    ),
    "hasty-search": lambda: Script(
        "attendance/box.js",
        "await Promise.all(starts.map((start) => opening(bytes.subarray(start, start + BOX_BYTES), key)));",
        "[];\n  for (const start of starts) {\n"
        "    opened.push(await opening(bytes.subarray(start, start + BOX_BYTES), key));\n"
        "    if (opened.at(-1)) break;\n  }",
    ),
    "any-locker-will-do": lambda: Script("attendance/locker.js", "if (second.agreed) return", "return"),
}


def keys_kept() -> None:
    """Leaves the files of secrets where they are."""
    from forum.issuer import keys

    keys.destroy = lambda path: None  # type: ignore[attr-defined]


def codes_kept() -> None:
    """Writes codes down as they are."""
    from forum.issuer import domain

    domain.keyed_hash = lambda pepper, purpose, value: purpose + b"|" + value  # type: ignore[attr-defined]


def door_that_pries() -> None:
    """Has the door look into the issuer's database as it starts."""
    _as_the_door_starts(lambda data: (data / "issuer" / "issuer.sqlite3").open("rb").close())


def door_with_keys() -> None:
    """Has the door need the folder of the private keys."""
    _as_the_door_starts(lambda data: list((data / "issuer" / "keys").iterdir()))


def _as_the_door_starts(look: Callable[[Path], object]) -> None:
    from forum.web import programs

    stock = programs.assemble

    def assemble(settings: Any, *args: Any) -> Any:
        look(settings.data)
        return stock(settings, *args)

    programs.assemble = assemble  # type: ignore[attr-defined]


def forgetful_door() -> None:
    """Gives seats and does not remember for which tickets."""
    from sqlalchemy import insert

    from forum.attendance import store_sql

    def take_seat(connection: Any, claim: Any, place: Any) -> Any:
        row = {"id": place.seat, "session": claim.session, "secret": claim.pair, "cookie": place.cookie}
        connection.execute(insert(store_sql.seats).values({**row, "removed": False}))
        return place.seat

    store_sql._take_seat = take_seat


def no_way_back() -> None:
    """Leads whoever comes back to some other seat."""
    from forum.attendance import store_sql

    store_sql._come_back = lambda connection, seat, removed, place: place.seat


def count_that_is_never_wrong() -> None:
    """Finds every count sound."""
    from forum.sessions.domain import Tally

    Tally.sound = lambda self, collected: True  # type: ignore[method-assign]


def telling_refusals() -> None:
    """Says of a used card that it was used."""
    from forum.refusals import RefusalCode, Refused
    from forum.tickets.codes import parse_code

    used: set[str] = set()

    def collect(stock: Any, code: str, requests: Any) -> Any:
        try:
            answers = stock(code, requests)
        except Refused as refused:
            if refused.code is RefusalCode.UNKNOWN_INVITATION and parse_code(code) in used:
                raise Refused(RefusalCode.ALREADY_USED) from None
            raise
        used.add(parse_code(code))
        return answers

    _around_collecting(collect)


def one_card_each() -> None:
    """Takes the first card that comes, and no other."""
    from forum.refusals import RefusalCode, Refused

    first: list[str] = []

    def collect(stock: Any, code: str, requests: Any) -> Any:
        if first and first[0] != code:
            raise Refused(RefusalCode.UNKNOWN_INVITATION)
        answers = stock(code, requests)
        first[:] = [code]
        return answers

    _around_collecting(collect)


def _around_collecting(collect: Callable[[Any, str, Any], Any]) -> None:
    from forum.issuer.service import Issuer

    stock = Issuer.collect
    Issuer.collect = lambda self, code, requests: collect(  # type: ignore[method-assign]
        lambda code, requests: stock(self, code, requests), code, requests
    )


def one_seat_a_browser() -> None:
    """Gives no second seat to a browser that has one."""
    from flask import request

    from forum.attendance.service import Door
    from forum.refusals import RefusalCode, Refused
    from forum.web.identity import SEAT_COOKIE

    stock = Door.redeem

    def redeem(self: Door, *args: Any) -> Any:
        if self.seat_of(request.cookies.get(SEAT_COOKIE, "")):
            raise Refused(RefusalCode.ALREADY_USED)
        return stock(self, *args)

    Door.redeem = redeem  # type: ignore[method-assign]


def black_list() -> None:
    """Lets nobody in any more once somebody was removed: as near as one can come without knowing who is who."""
    from forum.attendance.service import Door
    from forum.refusals import RefusalCode, Refused

    remove, redeem = Door.remove, Door.redeem
    removed: list[object] = []

    def noting(self: Door, *place: Any) -> None:
        removed.append(place)
        remove(self, *place)

    def refusing(self: Door, *args: Any) -> Any:
        if removed:
            raise Refused(RefusalCode.REMOVED)
        return redeem(self, *args)

    Door.remove, Door.redeem = noting, refusing  # type: ignore[method-assign]


def words_of_another_list() -> None:
    """Shows other words than those of the key list."""
    from forum.proof import pages

    stock = pages.in_use
    pages.in_use = lambda: [replace(term, words=term.words[::-1]) for term in stock()]


def locker_without_fillers() -> None:
    """Shows hardly more boxes than were put in."""
    from forum.locker import editions

    editions.most_cards = lambda sessions: 1  # type: ignore[attr-defined]


SABOTAGES: dict[str, Callable[[], None]] = {
    made.__name__.replace("_", "-"): made
    for made in (
        *(keys_kept, codes_kept, door_that_pries, door_with_keys, forgetful_door, no_way_back),
        *(count_that_is_never_wrong, telling_refusals, one_card_each, one_seat_a_browser, black_list),
        *(words_of_another_list, locker_without_fillers),
    )
}


def names() -> set[str]:
    """Everything that can be sabotaged, guards of `tests.switches` included."""
    from tests.switches import SWITCHES

    return {*SABOTAGES, *SCRIPTS, *SWITCHES}


def turn(name: str) -> None:
    """Sabotages this process; raises KeyError for a name that is none."""
    (SCRIPTS[name]() if name in SCRIPTS else SABOTAGES[name])()


def sabotage(name: str) -> None:
    """Sabotages this process, and every program that tests start from it."""
    from tests.servers import Servers
    from tests.switches import SWITCHES

    if name not in SWITCHES:
        turn(name)
    stock = Servers.__init__

    def init(self: Servers, folder: Path, switches: Any = (), **settings: Any) -> None:
        stock(self, folder, (*switches, name), **settings)

    Servers.__init__ = init  # type: ignore[method-assign]
