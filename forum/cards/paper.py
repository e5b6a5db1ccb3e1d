"""The one page on which the codes of fresh cards are shown: to copy by hand, and as sheets of paper."""

from dataclasses import dataclass
from typing import Literal

from flask import render_template

from forum.cards.domain import LARGE, PAPER, USUAL, Leaf, lay_out
from forum.cards.qr import square
from forum.sessions.domain import ForumSession, Term
from forum.tickets.codes import printed
from forum.tickets.service_calls import Card, Sheet
from forum.web.services import services

Language = Literal["en", "cy"]


@dataclass(frozen=True, slots=True)
class Side:
    """What all cards of a print have in common on one side."""

    language: Language
    words: str
    address: str
    tonight: str


@dataclass(frozen=True, slots=True)
class Print:
    """How many cards, and in which size."""

    spare: int = 0
    large: bool = False


def cards_page(session: ForumSession, term: Term, sheet: Sheet, chosen: Print) -> str:
    """The answer that holds the codes; nobody can ask for it again."""
    sides = tuple(_side(language, session, term) for language in _languages(session))
    shape = LARGE if chosen.large else USUAL
    leaves: list[Leaf[Card]] = lay_out(sheet.cards, chosen.spare, shape, services().chance.below)
    return render_template(
        "cards/cards.html",
        session=session,
        given=term.given,
        sheet=printed(sheet.code),
        spare=chosen.spare,
        sides=sides,
        shape=shape,
        leaves=leaves,
        pieces=[piece for leaf in leaves for row in leaf.front for piece in row if piece],
        paper=PAPER,
        printed=printed,
        short=short,
        square=square,
    )


def short(address: str) -> str:
    """An address as people type it."""
    return address.removeprefix("https://")


def _languages(session: ForumSession) -> tuple[Language, Language]:
    return ("cy", "en") if session.language == "cy" else ("en", "cy")


def _side(language: Language, session: ForumSession, term: Term) -> Side:
    origin = services().settings.door_origin
    words = term.card_cy if language == "cy" else term.card_en
    return Side(language, words, f"{origin}/{language}/session/{session.id}/", f"{origin}/{language}/tonight")
