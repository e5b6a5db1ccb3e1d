"""In a beating room: what the session keeps out is refused by its code, and an aside with the same words goes."""

from forum.rooms.details.gate import Gate
from tests.rooms.test_live import ANNA, MODERATOR, live, until  # noqa: F401 - the fixture

TELLING = "Ring me on 07700 900123."


def told(line):
    return [record.fields for record in line.read() if record.kind.startswith("command:")]


def test_words_with_a_detail_are_refused_and_an_aside_is_not(live):  # noqa: F811
    live.beats._gate = Gate(lambda session: True, lambda: ())
    anna, desk = live.join(ANNA, "a"), live.join(MODERATOR, "m")
    until(lambda: len(anna.frames) > 24)
    live.ask("m", "room:open")
    live.ask("a", "mode:choose", mode="speaking")
    live.ask("a", "message:say", TELLING, lang="en")
    live.ask("a", "aside:say", TELLING, lang="en")
    live.ask("a", "message:say", "Only this.", lang="en")
    until(lambda: desk.page()["messages"] and desk.page()["asides"])
    assert {"k": "command:refused", "c": 2, "code": "identifying-detail"} in told(anna)
    assert [message["text"] for message in desk.page()["messages"]] == ["Only this."]
    assert TELLING not in repr(desk.page()["messages"])
    assert TELLING in repr(desk.page()["asides"])
