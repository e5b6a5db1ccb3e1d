"""What a page makes of the records it gets, written as plainly as possible; the browser's reducer must agree."""

from typing import Any

Page = dict[str, Any]
SUPPORTS = ["with-you", "believe", "thank-you", "same-here", "strength"]
SHOWN = ("id", "h", "lang", "text", "to", "note", "own", "sup")
AT_THE_DESK = ("seat", "hidden", "flagged", "withdrawn")
SEAT = ("seat", "h", "muted", "removed", "hand", "turn", "granted")
THREAD = ("open", "unseen", "late", "up")


def empty() -> Page:
    lists: Page = {"messages": [], "mine": [], "aside": [], "seats": []}
    return {"phase": "arriving", "one": False, "self": {}, "contact": None, "asides": {}, "contacts": {}} | lists


def reduce(page: Page, fields: dict[str, Any], text: str = "") -> Page:
    match fields["k"]:
        case "room:reset":
            return empty()
        case "phase:changed":
            return page | {"phase": fields["phase"]}
        case "voice:changed":
            return page | {"one": fields["one"]}
        case "message:said":
            return page | {"messages": placed(page["messages"], fields, text)}
        case "messages:removed":
            return page | {"messages": [m for m in page["messages"] if m["id"] not in fields["ids"]]}
        case "messages:hidden":
            return with_messages(page, fields["ids"], lambda m: m | {"hidden": True})
        case "messages:retained":
            return with_messages(page, fields["ids"], lambda m: m | {"hidden": True, "withdrawn": True})
        case "message:flagged":
            return with_messages(page, [fields["id"]], lambda m: m | {"flagged": fields["on"]})
        case "message:supported":
            return with_messages(page, [fields["id"]], lambda m: m | {"sup": ordered({*m["sup"], fields["kind"]})})
        case "beat" | "command:refused":
            return page
    return reduce_seats(page, fields, text)


def reduce_seats(page: Page, fields: dict[str, Any], text: str) -> Page:
    match fields["k"]:
        case "self:changed":
            known = page | {"self": page["self"] | {k: v for k, v in fields.items() if k != "k"}}
            return known if fields.get("contact", "given") == "given" else known | {"contact": None}
        case "self:said":
            return page | {"mine": [*page["mine"], *fields["ids"]]}
        case "command:done":
            mine = [*page["mine"], *([fields["id"]] if "id" in fields else [])]
            last = {} if fields.get("same") else {"c": max(fields["c"], page["self"].get("c", 0))}
            return page | {"mine": mine, "self": page["self"] | last}
        case "contact:shown":
            return page | {"contact": {"lang": fields["lang"], "text": text}}
        case "aside:ended":
            return page | {"aside": []}
        case "aside:said" | "aside:removed" if "seat" not in fields:
            return page | {"aside": spoken(page["aside"], fields, text)}
    return reduce_desk(page, fields, text)


def reduce_desk(page: Page, fields: dict[str, Any], text: str) -> Page:
    seat = fields["seat"]
    match fields["k"]:
        case "seat:known":
            fresh = {name: fields[name] for name in SEAT}
            known = [fresh if s["seat"] == seat else s for s in page["seats"]]
            return page | {"seats": known if fresh in known else [*known, fresh]}
        case "aside:removed" if seat not in page["asides"]:
            return page
        case "aside:said" | "aside:removed":
            thread = thread_of(page, seat)
            thread |= {"messages": spoken(thread["messages"], fields, text)}
            return page | {"asides": page["asides"] | {seat: thread}}
        case "aside:changed" if fields["open"]:
            thread = thread_of(page, seat) | {name: fields[name] for name in THREAD}
            return page | {"asides": page["asides"] | {seat: thread}}
        case "aside:changed":
            return page | {"asides": {s: thread for s, thread in page["asides"].items() if s != seat}}
        case "contact:given":
            return page | {"contacts": page["contacts"] | {seat: {"lang": fields["lang"], "text": text}}}
        case "contact:gone":
            return page | {"contacts": {s: contact for s, contact in page["contacts"].items() if s != seat}}
    raise AssertionError(fields["k"])


def placed(messages: list[Page], fields: dict[str, Any], text: str) -> list[Page]:
    message = {"to": "", "note": "", "own": "", "sup": [], "seat": "", "text": text}
    message |= {"hidden": False, "flagged": False, "withdrawn": False}
    message |= {name: fields[name] for name in message.keys() | {"id", "h", "lang"} if name in fields}
    others = [m for m in messages if m["id"] != message["id"]]
    if "p" not in fields:
        return [*others, message]
    at = next((i + 1 for i, m in enumerate(others) if m["id"] == fields["p"]), 0)
    return [*others[:at], message, *others[at:]]


def with_messages(page: Page, ids: list[str], change: Any) -> Page:
    return page | {"messages": [change(m) if m["id"] in ids else m for m in page["messages"]]}


def ordered(kinds: set[str]) -> list[str]:
    return [kind for kind in SUPPORTS if kind in kinds]


def thread_of(page: Page, seat: str) -> Page:
    return page["asides"].get(seat, {"open": True, "unseen": False, "late": False, "up": False, "messages": []})


def spoken(aside: list[Page], fields: dict[str, Any], text: str) -> list[Page]:
    if fields["k"] == "aside:removed":
        return [m for m in aside if m["id"] not in fields["ids"]]
    message = {"kind": "", "text": text} | {n: fields[n] for n in ("id", "who", "lang", "kind") if n in fields}
    others = [m for m in aside if m["id"] != message["id"]]
    return [message, *others] if "p" in fields else [*others, message]


def seen(page: Page, viewer_is_desk: bool) -> Page:
    """The part of a page that `view` speaks of."""
    shown = (*SHOWN, *AT_THE_DESK) if viewer_is_desk else SHOWN
    messages = [{name: message[name] for name in shown} for message in page["messages"]]
    names = ("seats", "asides", "contacts") if viewer_is_desk else ("self", "aside", "contact")
    part = {name: page[name] for name in ("phase", "one", *names)} | {"messages": messages}
    return part if viewer_is_desk else part | {"mine": [m["id"] for m in messages if m["id"] in page["mine"]]}
