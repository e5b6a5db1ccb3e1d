"""Collecting days before, and coming in with nothing but six words; and every other way to carry a ticket."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import EXIT, VRG, OpenContext
from tests.browser.people import Attendee
from tests.lockers import shown
from tests.running import wait_until
from tests.servers import Desk, Servers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(180)]

WORDS = r"""
() => {
  const main = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const words = [];
  while (main.nextNode()) {
    const place = main.currentNode.parentElement;
    // That few have come is told only when it is so.
    if (!place.checkVisibility() || place.closest(".unseen, .notice.warm, script")) continue;
    words.push(...main.currentNode.data.split(/\s+/).filter((word) => /[\w]/.test(word)));
  }
  return words;
}
"""
"""What can be read in the main part before anything is opened."""
LONGEST_WAIT = 300_000
"""Milliseconds until a box has gone in by itself."""


@pytest.fixture
def opened(start_servers: Callable[..., Servers]) -> Servers:
    """Both programs, with a locker that shows what is new at once."""
    return start_servers(exit_url=EXIT, vrg_url=VRG, locker_every=0.2)


@pytest.fixture
def desk(opened: Servers) -> Desk:
    return opened.sign_in()


@pytest.fixture
def somebody(open_context: OpenContext, opened: Servers) -> Callable[[], Attendee]:
    """People with browsers that know nothing of each other."""

    def one() -> Attendee:
        context, watch = open_context()
        return Attendee(context.new_page(), watch, opened.door)

    return one


def minute(moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo('Europe/London')):%Y-%m-%dT%H:%M}"


def days_ahead(opened: Servers, desk: Desk, days: int = 2, **fields: object) -> tuple[str, datetime]:
    """A session that opens in some days, or so soon that its doors may; with the moment when it does."""
    opens = (opened.clock.now() + timedelta(days=days, minutes=50)).replace(second=0, microsecond=0)
    return desk.plan(opens=minute(opens), closes=minute(opens + timedelta(hours=3)), **fields), opens


def arrives(person: Attendee, session: str, lang: str = "en") -> Attendee:
    person.go(f"/{lang}/session/{session}/room")
    return person


def boxes(opened: Servers, person: Attendee) -> int:
    """How many boxes are shown that somebody put in."""
    locker = person.page.locator("#room").get_attribute("data-locker-url") or ""
    return len(shown(opened, locker.removeprefix("/locker/")))


def opens_late(desk: Desk, session: str) -> None:
    """The doors open once the count has come from the issuer."""

    def opened() -> bool:
        desk.open_doors(session)
        return 'data-open="yes"' in desk.visitor.get(f"/en/session/{session}/room").text

    wait_until(opened)


def test_six_words_days_later_in_another_browser(opened: Servers, desk: Desk, somebody: Callable[[], Attendee]) -> None:
    session, opens = days_ahead(opened, desk, late_door="shut", hours=12)
    (code,) = desk.cards(session, 1)
    before = arrives(somebody(), session)
    before.look_around("collecting ahead")
    before.collect(code)
    expect(before.page.locator("#code")).to_have_value("")
    before.look_around("the ways to carry a ticket")
    words = before.write_down()
    before.look_around("six words")
    slip = [*words[:2], "zebra" if words[2] != "zebra" else "zipfile", *words[3:]]
    before.type_back(" ".join(slip))
    differs = before.page.locator("#ask-fault")
    expect(differs).to_have_text("Almost. Please look once more at number 3.", use_inner_text=True)
    before.look_around("a word that differs")
    before.press("Show them again")
    before.type_back(", ".join(words).upper())
    expect(before.page.get_by_role("heading", name="You have your words")).to_be_focused()
    before.look_around("a box on its way")
    before.put_away()
    before.look_around("a box in the locker")
    for word in words:
        expect(before.page.get_by_text(word, exact=True)).to_have_count(0)
    wait_until(lambda: boxes(opened, before) == 1)
    before.page.context.close()

    opened.clock.set(opens)
    # The desk that planned it was signed out long ago.
    opens_late(opened.sign_in("sam"), session)
    after = arrives(somebody(), session)
    after.look_around("collecting is over")
    expect(after.page.get_by_text("Tickets for this evening can no longer be collected.").first).to_be_visible()
    expect(after.page.locator("#code")).to_have_count(0)
    after.find("  ".join(words).title())
    after.is_seated()
    after.unfold("My seat")
    after.unfold("Show my six words")
    expect(after.page.locator("#my-words ol[data-six] li:visible")).to_have_text(words)
    after.asked_for_nothing()
    assert before.desired + after.desired == []


def test_digits_come_first_in_welsh(opened: Servers, desk: Desk, somebody: Callable[[], Attendee]) -> None:
    session, _ = days_ahead(opened, desk, days=0)
    (code,) = desk.cards(session, 1)
    before = arrives(somebody(), session, "cy")
    before.page.locator("#code").fill(code)
    before.press("Casglu fy nhocyn")
    before.press("24 digid neu chwe gair")
    digits = before.page.locator("#carry [data-digits]:visible").inner_text().split()
    assert [len(four) for four in digits if four.isdigit()] == [4] * 6
    before.look_around("24 digits")
    before.press("Rwyf wedi eu hysgrifennu")
    before.press("Gorffen nawr")
    expect(before.page.get_by_text("Wedi'i wneud.")).to_be_visible()
    wait_until(lambda: boxes(opened, before) == 1)
    desk.open_doors(session)
    after = arrives(somebody(), session)
    after.find("-".join(digits))
    after.is_seated()
    assert before.desired == []


def test_one_file_opens_every_evening_of_the_card(
    opened: Servers, desk: Desk, somebody: Callable[[], Attendee], tmp_path: Path
) -> None:
    now = opened.clock.now()
    more = {
        f"{name}_{number}": minute(now + timedelta(days=7 * number, hours=hours))
        for number in (2, 3)
        for name, hours in (("opens", 0), ("closes", 2))
    }
    first = desk.plan(**more)
    (code,) = desk.cards(first, 1)
    before = arrives(somebody(), first)
    before.collect(code)
    expect(before.page.get_by_role("heading", name="You have a ticket for 3 evenings")).to_be_visible()
    file = before.save(tmp_path)
    expect(before.page.get_by_role("heading", name="Your file is saved")).to_be_focused()
    before.look_around("a file")
    before.put_away()
    evenings = [line.partition(" ")[0] for line in file.read_text("ascii").splitlines()]
    assert len(evenings) == 3
    for at, evening in enumerate(evenings[:2]):
        opened.clock.move(timedelta(days=14 * at))
        opened.sign_in(f"sam{at}").open_doors(evening)
        after = arrives(somebody(), evening)
        after.show_ticket(file)
        after.is_seated()
        after.unfold("My seat")
        expect(after.page.get_by_text("Show my six words")).to_be_hidden()
        assert after.keep_ticket(tmp_path).read_text("ascii").count("\n") == 3
        after.asked_for_nothing()
    assert before.desired == []


def test_words_that_open_nothing(opened: Servers, desk: Desk, somebody: Callable[[], Attendee]) -> None:
    session, codes = desk.open_session(cards=2)
    other = arrives(somebody(), session)
    other.type_code(codes[1])
    other.is_seated()
    wait_until(lambda: boxes(opened, other) == 1)
    one = arrives(somebody(), session)
    one.find("these are no words of the list")
    alert = one.page.get_by_role("alert")
    expect(alert.get_by_text("These are not six of our words")).to_be_visible()
    one.find("abacus abdomen abdominal abide abiding ability")
    expect(alert.get_by_text("These words opened nothing.")).to_be_visible()
    one.look_around("words that open nothing")
    # What was typed stays there, to be put right; and a spare card is always good.
    expect(one.page.locator("#six-words")).to_have_value("abacus abdomen abdominal abide abiding ability")
    one.type_code(codes[0])
    one.is_seated()
    assert one.desired == []


def test_a_tab_that_was_kept_shows_its_ticket_only_to_open_doors(
    desk: Desk, opened: Servers, somebody: Callable[[], Attendee]
) -> None:
    session, _ = days_ahead(opened, desk, days=0)
    (code,) = desk.cards(session, 1)
    one = arrives(somebody(), session)
    mark = one.watch.mark()
    one.collect(code)
    # What the page itself is made of may still be on its way.
    assert not [at for at in one.watch.since(mark) if re.match(f"{opened.door}/(?!static/|locker/)", at)]
    one.press("Keep this tab open")
    expect(one.page.get_by_role("heading", name="Keep this page open")).to_be_focused()
    one.press("Come in to listen")
    expect(one.page.get_by_role("alert").get_by_text("The doors are not open yet.")).to_be_visible()
    one.look_around("a kept tab")
    assert [address for address in one.watch.requests if address.endswith("/seat")] == []
    desk.open_doors(session)
    one.press("Come in to listen")
    one.is_seated()
    one.asked_for_nothing()
    assert one.desired == []


def test_the_box_goes_in_by_itself(desk: Desk, opened: Servers, somebody: Callable[[], Attendee]) -> None:
    session, _ = days_ahead(opened, desk)
    (code,) = desk.cards(session, 1)
    one = somebody()
    one.page.clock.install()
    arrives(one, session).collect(code)
    mark = one.watch.mark()
    one.write_down()
    one.press("I have written them down")
    expect(one.page.get_by_text("Please leave this page open for five minutes.")).to_be_visible()
    assert one.watch.since(mark) == []
    one.page.clock.fast_forward(LONGEST_WAIT)
    expect(one.page.get_by_text("Done. You can close this page now.")).to_be_visible()
    wait_until(lambda: boxes(opened, one) == 1)


def test_leaving_quickly_loses_no_words(desk: Desk, opened: Servers, somebody: Callable[[], Attendee]) -> None:
    session, _ = days_ahead(opened, desk, days=0)
    (code,) = desk.cards(session, 1)
    one = arrives(somebody(), session)
    one.collect(code)
    words = one.write_down()
    one.leave(EXIT)
    desk.open_doors(session)
    again = arrives(somebody(), session)
    wait_until(lambda: boxes(opened, again) == 1)
    again.find(" ".join(words))
    again.is_seated()


def test_the_late_door_puts_a_box_away_before_it_gives_a_seat(
    desk: Desk, opened: Servers, somebody: Callable[[], Attendee]
) -> None:
    session, (code,) = desk.open_session(cards=1)
    one = arrives(somebody(), session)
    one.type_code(code)
    one.is_seated()
    sent = [address.removeprefix(opened.door).removeprefix(opened.issuer) for address in one.watch.requests]
    assert sent.index("/tickets") < max(at for at, path in enumerate(sent) if path.startswith("/locker/"))
    assert sent[-1] == f"/session/{session}/seat" or sent[-1].startswith("/socket.io/")
    one.unfold("My seat")
    one.unfold("Show my six words")
    words = one.page.locator("#my-words ol[data-six] li:visible")
    expect(words).to_have_count(6)
    typed = " ".join(words.all_inner_texts())
    one.look_around("my words, in the room")
    name = one.name
    one.asked_for_nothing()
    wait_until(lambda: boxes(opened, one) == 1)
    one.leave(EXIT)
    again = arrives(somebody(), session)
    again.find(typed)
    again.is_seated()
    assert again.name == name
    assert one.desired == []


def test_few_tickets_are_told_before_the_code(desk: Desk, somebody: Callable[[], Attendee]) -> None:
    session, _ = desk.open_session(cards=1)
    one = arrives(somebody(), session)
    expect(one.page.get_by_text("Only a few people have collected tickets")).to_be_visible()
    # Whoever has read it on the page before is not told twice.
    one.go(f"/en/session/{session}/")
    expect(one.page.get_by_text("Only a few people have collected tickets")).to_be_visible()
    one.follow("I understand, come in to listen")
    expect(one.page.get_by_label("The code on your card")).to_be_visible()
    expect(one.page.get_by_text("Only a few people have collected tickets")).to_be_hidden()


def test_a_locker_that_is_away_is_told_and_tried_again(
    desk: Desk, opened: Servers, somebody: Callable[[], Attendee]
) -> None:
    session, _ = days_ahead(opened, desk)
    (code,) = desk.cards(session, 1)
    one = arrives(somebody(), session)
    one.collect(code)
    one.write_down()
    one.press("I have written them down")
    one.page.route("**/locker/*", lambda route: route.abort())
    one.watch.refusals += [one.page.locator("#room").get_attribute("data-locker-url") or ""] * 3
    one.press("Finish now")
    expect(one.page.get_by_text("The safe place does not answer just now")).to_be_visible()
    one.look_around("a locker that is away")
    one.page.unroute("**/locker/*")
    one.put_away()
    assert not one.watch.refusals
    assert one.desired == []


def test_a_card_that_is_late_for_tonight_still_collects_for_later(
    desk: Desk, opened: Servers, somebody: Callable[[], Attendee]
) -> None:
    later = opened.clock.now() + timedelta(days=7)
    more = {"opens_2": minute(later), "closes_2": minute(later + timedelta(hours=2)), "late_door": "shut", "hours": 12}
    tonight, opens = days_ahead(opened, desk, days=1, **more)
    (code,) = desk.cards(tonight, 1)
    opened.clock.set(opens)
    opens_late(opened.sign_in("sam"), tonight)
    one = somebody()
    one.page.clock.install(time=opens)
    arrives(one, tonight)
    one.unfold("I only have a card")
    one.look_around("a card that is late")
    one.collect(code)
    expect(one.page.get_by_role("heading", name="You have a ticket for one evening")).to_be_visible()
    expect(one.page.get_by_text("Not for this evening")).to_be_visible()
    one.press("Keep this tab open")
    expect(one.page.get_by_role("button", name="Come in to listen")).to_be_hidden()
    assert one.desired == []


def test_from_the_link_to_listening_there_is_little_to_read(desk: Desk, somebody: Callable[[], Attendee]) -> None:
    _session, (code,) = desk.open_session(cards=1)
    one = somebody()
    one.go("/en/")
    words = [one.page.evaluate(WORDS)]
    one.page.locator("main li").get_by_role("link", name="Read this first").first.click()
    expect(one.page.get_by_role("link", name="I understand, come in to listen")).to_be_visible()
    words.append(one.page.evaluate(WORDS))
    one.follow("I understand, come in to listen")
    expect(one.page.get_by_label("The code on your card")).to_be_visible()
    words.append(one.page.evaluate(WORDS))
    one.type_code(code)
    one.is_seated()
    words.append(one.page.evaluate(WORDS))
    assert sum(map(len, words)) <= (250 if "quarter" in words[1] else 247), words  # "a quarter to" is three more


def test_whoever_has_a_ticket_reads_when_and_where(
    desk: Desk, opened: Servers, somebody: Callable[[], Attendee]
) -> None:
    later = opened.clock.now() + timedelta(days=14)
    session, opens = days_ahead(opened, desk, opens_2=minute(later), closes_2=minute(later + timedelta(hours=2)))
    (code,) = desk.cards(session, 1)
    one = somebody()
    one.page.set_viewport_size({"width": 360, "height": 640})
    arrives(one, session)
    days = [f"{moment.astimezone(ZoneInfo('Europe/London')):%A %-d %B}" for moment in (opens, later)]
    expect(one.page.get_by_text(days[0]).locator("visible=true")).to_have_count(1)
    one.collect(code)
    one.press("Six words")
    for day in days:
        expect(one.page.locator("#carry li").get_by_text(day).locator("visible=true")).to_have_count(1)
    expect(one.page.locator("#carry").get_by_text(f"/en/session/{session}/")).to_be_visible()
    one.press("I have written them down")
    expect(one.page.get_by_text("leave this page open for five minutes.").locator("visible=true")).to_have_count(1)
    one.look_around("when and where")
    assert one.desired == []


def test_the_room_begins_at_its_top_on_a_small_phone(
    desk: Desk, somebody: Callable[[], Attendee], tmp_path: Path
) -> None:
    _session, (code,) = desk.open_session(cards=1)
    one = somebody()
    one.page.set_viewport_size({"width": 360, "height": 640})
    one.go("/en/")
    one.page.locator("main li").get_by_role("link", name="Read this first").first.click()
    one.follow("I understand, come in to listen")
    one.type_code(code)
    one.is_seated()
    ticket = one.keep_ticket(tmp_path)
    one.page.context.clear_cookies()
    one.page.reload()
    part = one.unfold("I have a file")
    part.get_by_label("The file that you kept").set_input_files(ticket)
    part.get_by_role("button", name="Come in with it").scroll_into_view_if_needed()
    assert one.page.evaluate("scrollY") > 0
    one.press("Come in with it", part)
    one.is_seated()
    assert one.page.evaluate("scrollY") == 0
