"""What a page makes of the records it gets, written as plainly as possible; the browser's reducer must agree."""

from typing import Any

Page = dict[str, Any]


def empty() -> Page:
    return {"phase": "arriving", "messages": [], "self": {}, "seats": []}


def reduce(page: Page, fields: dict[str, Any], text: str = "") -> Page:
    match fields["k"]:
        case "room:reset":
            return empty()
        case "phase:changed":
            return page | {"phase": fields["phase"]}
        case "message:said":
            return page | {"messages": placed(page["messages"], fields, text)}
        case "messages:removed":
            return page | {"messages": [m for m in page["messages"] if m["id"] not in fields["ids"]]}
        case "messages:hidden":
            hide = [m | {"hidden": True} if m["id"] in fields["ids"] else m for m in page["messages"]]
            return page | {"messages": hide}
        case "seat:known":
            seat = {name: fields[name] for name in ("seat", "h", "muted", "removed")}
            known = [seat if s["seat"] == seat["seat"] else s for s in page["seats"]]
            return page | {"seats": known if seat in known else [*known, seat]}
        case "self:changed":
            return page | {"self": page["self"] | {k: v for k, v in fields.items() if k != "k"}}
        case "command:done" if not fields.get("same"):
            return page | {"self": page["self"] | {"c": max(fields["c"], page["self"].get("c", 0))}}
        case "beat" | "command:done" | "command:refused":
            return page
    raise AssertionError(fields["k"])


def placed(messages: list[Page], fields: dict[str, Any], text: str) -> list[Page]:
    message = {name: fields[name] for name in ("id", "h", "lang")} | {"text": text}
    if "seat" in fields:
        message |= {"seat": fields["seat"], "hidden": fields.get("hidden", False)}
    others = [m for m in messages if m["id"] != message["id"]]
    if "p" not in fields:
        return [*others, message]
    at = next((i + 1 for i, m in enumerate(others) if m["id"] == fields["p"]), 0)
    return [*others[:at], message, *others[at:]]


def seen(page: Page, viewer_is_desk: bool) -> Page:
    """The part of a page that `view` speaks of."""
    return {name: page[name] for name in ("phase", "messages", "seats" if viewer_is_desk else "self")}
