"""What people type, on a real page: it comes out as it went in, and a slip in a code sends nothing."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenContext
from tests.browser.people import Attendee as Page
from tests.clients import Attendee, desk_line
from tests.servers import Servers
from tests.web.test_bad_input import SAME

pytestmark = pytest.mark.browser

MARKUP = '<img src=x onerror="document.title=1">[x](javascript:1)<b>bold</b>'


def test_words_come_out_as_they_went_in_both_ways(open_context: OpenContext, opened: Servers) -> None:
    desk = opened.sign_in()
    session, codes = desk.open_session(cards=2)
    board = desk_line(desk.visitor, session)
    assert board.do("room:open") is None
    context, watch = open_context()
    reader = Page(context.new_page(), watch, opened.door)
    reader.go(f"/en/session/{session}/room")
    reader.type_code(codes[0])
    reader.is_seated()
    writer = Attendee(opened.door, opened.issuer)
    line = writer.come_in(session, codes[1])
    for text in SAME:
        writer.speaks(line, text)
        reader.sees(text)
    shown = reader.log.locator("[data-words]")
    assert shown.all_text_contents() == SAME
    assert reader.page.evaluate("document.querySelectorAll('.message [data-words] *').length") == 0

    assert line.do("messages:withdraw") is None
    expect(shown).to_have_count(0)
    reader.begin_to_speak()
    for text in SAME:
        reader.write(text)
        line.hears(text)
    assert line.texts() == SAME
    assert line.do("message:say", MARKUP, lang="en") is None
    reader.sees("[x](javascript:1)bold")
    assert reader.page.evaluate("document.querySelectorAll('.message [data-words] *, img[src=x]').length") == 0
    reader.asked_for_nothing()
    for one in (line, board):
        one.close()


def test_a_slip_in_a_code_is_noticed_before_anything_is_sent(open_context: OpenContext, opened: Servers) -> None:
    session, (code,) = opened.sign_in().open_session(cards=1)
    context, watch = open_context()
    somebody = Page(context.new_page(), watch, opened.door)
    somebody.go(f"/en/session/{session}/room")
    slip = code[:-1] + ("0" if code[-1] != "0" else "1")
    expect(somebody.page.get_by_label("The code on your card")).to_be_visible()
    mark = watch.mark()
    for typed in (slip, code[:-2], "", code[:10] + code[11] + code[10] + code[12:]):
        if typed.replace("-", "") == code.replace("-", ""):
            continue
        somebody.type_code(typed)
        expect(somebody.page.get_by_role("alert").get_by_text("There is a mistake in this code")).to_be_visible()
    # The page may still be fetching its own scripts.
    assert [address for address in watch.since(mark) if not address.startswith(f"{opened.door}/static/")] == []
    # Somebody who types a capital O for a nought, or leaves out the hyphens, made no slip.
    somebody.type_code(code.replace("0", "O").replace("1", "l").replace("-", " "))
    somebody.is_seated()
