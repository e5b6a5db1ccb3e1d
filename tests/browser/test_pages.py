"""Every page that anybody can open, as axe sees it: in both languages, in the dark, on the narrowest screen."""

import pytest

from tests.browser.conftest import OpenContext
from tests.browser.people import Person
from tests.public import PUBLIC
from tests.servers import Servers

pytestmark = pytest.mark.browser

PAGES = (*PUBLIC, "moderation/sign-in")


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_every_page_can_be_used_by_everybody(open_context: OpenContext, opened: Servers, lang: str) -> None:
    session, _ = opened.sign_in().open_session(cards=1)
    context, watch = open_context()
    somebody = Person(context.new_page(), watch, opened.door)
    for page in (*PAGES, f"session/{session}/", f"session/{session}/room"):
        somebody.go(f"/{lang}/{page}")
        somebody.look_around(f"{lang} {page}")
    watch.refusals.append("/nothing-is-here")
    somebody.go(f"/{lang}/nothing-is-here")
    somebody.look_around(f"{lang}, a page that is not there")
    assert somebody.desired == []
