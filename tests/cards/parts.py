"""The page with fresh cards and its print, without servers: cards that are known beforehand."""

import random
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask
from playwright.sync_api import Page, Route

from forum.cards.paper import Print, cards_page
from forum.tickets.codes import new_cancel_code, new_code
from forum.tickets.service_calls import Card, Sheet
from tests.pages.small import small_app

STATIC = Path(__file__).resolve().parents[2] / "forum" / "static"
HERE = "http://localhost:8000"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DOTS = 200
"""Dots per inch of the pictures of a print."""


@dataclass(frozen=True)
class Seeded:
    """The same draws every time."""

    draw: random.Random

    def below(self, limit: int) -> int:
        return self.draw.randrange(limit)

    def token(self, size: int) -> bytes:
        return self.draw.randbytes(size)


def a_sheet(count: int, seed: int = 5) -> Sheet:
    chance = Seeded(random.Random(seed))
    cards = tuple(Card(new_code(chance), new_cancel_code(chance)) for _ in range(count))
    return Sheet(new_cancel_code(chance), cards)


def an_evening(language: str = "both") -> Any:
    opens = datetime(2026, 12, 3, 19, 0, tzinfo=UTC)
    return SimpleNamespace(id="abcdefghij", name="Thursday evening", opens=opens, language=language)


@dataclass(frozen=True)
class Wanted:
    """What is to be printed."""

    count: int = 8
    spare: int = 2
    large: bool = False
    language: str = "both"
    given: str = "after-talk"
    page: str = "en"
    origins: tuple[str, str] = (HERE, "http://127.0.0.1:8001")
    words: tuple[str, str] = ("You are welcome.", "Mae croeso i chi.")

    @property
    def sheet(self) -> Sheet:
        return a_sheet(self.count)


def an_app(origins: tuple[str, str]) -> Flask:
    """The public pages, with what the page with cards needs beside them."""
    app = small_app(chance=Seeded(random.Random(1)), door_origin=origins[0], issuer_origin=origins[1])

    @app.get("/<any(en, cy):lang>/moderation/sessions/<session_id>", endpoint="moderation.one_session")
    @app.get("/<any(en, cy):lang>/moderation/cards/cancel", endpoint="cards.cancel")
    def elsewhere(session_id: str = "") -> str:
        return session_id

    return app


def page_of(wanted: Wanted) -> str:
    """The answer that holds the codes."""
    app, (card_en, card_cy) = an_app(wanted.origins), wanted.words
    with app.test_request_context(f"/{wanted.page}/moderation/sessions/abcdefghij/cards"):
        evening = an_evening(wanted.language)
        term: Any = SimpleNamespace(given=wanted.given, card_en=card_en, card_cy=card_cy)
        return cards_page(evening, term, wanted.sheet, Print(wanted.spare, wanted.large))


def show(page: Page, html: str) -> None:
    """Opens `html` as if the forum had answered with it, its styles and pictures included."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HERE)
        if path == "/shown":
            route.fulfill(body=html, content_type="text/html")
        else:
            route.fulfill(path=STATIC / path.removeprefix("/static/"))

    page.unroute_all()
    page.route("**/*", answer)
    page.goto(f"{HERE}/shown")


def printed_pages(page: Page, html: str, folder: Path, dots: int = DOTS) -> list[Path]:
    """The page as a printer would put it on paper: one picture per side."""
    show(page, html)
    page.pdf(path=folder / "print.pdf", prefer_css_page_size=True)
    subprocess.run(["pdftoppm", "-png", "-r", str(dots), folder / "print.pdf", folder / "side"], check=True)
    return sorted(folder.glob("side-*.png"))
