"""What a screen reader meets in a conversation is what somebody has read and found good."""

import pytest

from tests.browser.conftest import OpenContext
from tests.browser.stand_in import StandIn
from tests.browser.tree import EXPECTED, conversation
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_tree_of_a_conversation_is_the_one_that_was_read(open_context: OpenContext, opened: Servers) -> None:
    session, _ = opened.sign_in().open_session(cards=1)
    context, _ = open_context()
    met = conversation(StandIn(context, opened.door), session)
    assert met.splitlines() == EXPECTED.read_text("utf-8").splitlines()
