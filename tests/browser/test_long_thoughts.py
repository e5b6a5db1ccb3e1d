"""A long thought in a real room, at the room's own pace: whole, in order, once, and as an answer."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenContext
from tests.browser.people import Attendee
from tests.clients import Attendee as Unseen
from tests.clients import desk_line
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(180)]

PACE = 0.7
THOUGHT = " ".join(f"This is sentence {number} of a long thought, dw i'n meddwl." for number in range(60))


@pytest.fixture
def opened(start_servers: Callable[..., Servers]) -> Servers:
    return start_servers(pace=PACE)


def test_a_long_thought_arrives_whole_in_parts(open_context: OpenContext, opened: Servers) -> None:
    desk = opened.sign_in()
    session, codes = desk.open_session(cards=2)
    board = desk_line(desk.visitor, session)
    assert board.do("room:open") is None
    reader = Unseen(opened.door, opened.issuer)
    line = reader.come_in(session, codes[1])
    reader.speaks(line, "How was it?")
    context, watch = open_context()
    writer = Attendee(context.new_page(), watch, opened.door)
    writer.go(f"/en/session/{session}/room")
    writer.type_code(codes[0])
    writer.is_seated()
    writer.sees("How was it?")
    writer.begin_to_speak()
    writer.press("Answer", writer.acts("How was it?"))
    writer.page.get_by_label("Your words").fill(THOUGHT)
    writer.press("Say it")
    writer.press("Send it in parts")
    expect(writer.page.get_by_label("Your words")).to_have_value("")
    line.wait(lambda page: " ".join(message["text"] for message in page["messages"]).endswith(THOUGHT[-40:]))
    question, *parts = line.page["messages"]
    assert " ".join(part["text"] for part in parts) == THOUGHT
    assert len(parts) == 4
    assert [part["to"] for part in parts] == [question["id"], "", "", ""]
    expect(writer.page.locator("#log li.mine")).to_have_count(4)
    writer.asked_for_nothing()
    for one in (line, board):
        one.close()
