"""What a browser tells the issuer: no cookie, no page before, one origin for all, however somebody came to the page."""

import pytest
from playwright.sync_api import BrowserContext, Request, Route

from tests.browser.conftest import EXIT, OpenContext
from tests.browser.people import Attendee, Person
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

FOREIGN = EXIT + "people/4711?from=intranet"


def link_from_elsewhere(context: BrowserContext, target: str) -> None:
    """A page of another site that leads to ours."""

    def answer(route: Route) -> None:
        route.fulfill(content_type="text/html", body=f'<!doctype html><title>Links</title><a href="{target}">there</a>')

    context.route(FOREIGN, answer)


def asked_of(context: BrowserContext, issuer: str) -> list[Request]:
    """Every request to the issuer, as this context makes them."""
    found: list[Request] = []
    context.on("requestfinished", lambda one: found.append(one) if one.url.startswith(issuer) else None)
    return found


def told(requests: list[Request]) -> list[tuple[str, str, dict[str, str]]]:
    """Method, path and every header as it went over the wire."""
    seen = [(one.method, one.url, one.all_headers()) for one in requests]
    return sorted(seen, key=lambda one: (one[0], one[1]))


@pytest.mark.parametrize("by_link", [False, True], ids=["typed", "by link"])
def test_the_issuer_gets_no_cookie_no_referrer_and_one_origin(
    open_context: OpenContext, opened: Servers, by_link: bool
) -> None:
    session, codes = opened.sign_in().open_session(cards=1)
    context, watch = open_context()
    target = f"{opened.door}/en/session/{session}/room"
    # One that the issuer's host may have left behind: it must stay at home as well.
    context.add_cookies([{"name": "left-behind", "value": "canary", "url": opened.issuer}])
    requests = asked_of(context, opened.issuer)
    somebody = Attendee(context.new_page(), watch, opened.door)
    if by_link:
        link_from_elsewhere(context, target)
        somebody.page.goto(FOREIGN)
        somebody.follow("there")
    else:
        somebody.page.goto(target)
    somebody.type_code(codes[0])
    somebody.is_seated()
    seen = told(requests)
    assert {method for method, _, _ in seen} == {"GET", "POST"}
    for _, url, headers in seen:
        assert not {"cookie", "referer", "authorization"} & headers.keys(), url
        assert headers["origin"] == opened.door, url
        assert session not in "".join(headers.values())


def test_two_browsers_tell_the_issuer_the_same(open_context: OpenContext, opened: Servers) -> None:
    session, codes = opened.sign_in().open_session(cards=2)
    seen = []
    for code in codes:
        context, watch = open_context()
        requests = asked_of(context, opened.issuer)
        somebody = Attendee(context.new_page(), watch, opened.door)
        somebody.page.goto(f"{opened.door}/en/session/{session}/room")
        somebody.type_code(code)
        somebody.is_seated()
        seen.append(told(requests))
    assert seen[0] == seen[1]
    assert [method for method, _, _ in seen[0]].count("POST") == 1


def test_the_notice_can_be_read_by_everybody(open_context: OpenContext, opened: Servers) -> None:
    opened.sign_in().plan()
    context, watch = open_context()
    somebody = Person(context.new_page(), watch, opened.door)
    for lang, words in (("en", "A notice to print"), ("cy", "Hysbysiad i'w argraffu")):
        somebody.go(f"/{lang}/ticket/proof")
        somebody.follow(words)
        somebody.look_around(f"{lang} notice")
        assert somebody.page.locator(".twelve li").count() == 24
    assert somebody.desired == []
