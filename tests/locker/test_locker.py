"""What the locker takes, what it shows and when, and what it makes of an end at any moment."""

from hashlib import sha256
from pathlib import Path

import pytest

from forum.ids import TermId
from forum.refusals import RefusalCode, Refused
from forum.sessions.domain import ForumSession
from tests.locker.parts import AHEAD, Board, Cloakroom, a_box, apart, locker_over


@pytest.fixture
def room(tmp_path: Path) -> Cloakroom:
    return Cloakroom(tmp_path)


@pytest.fixture
def session(room: Cloakroom) -> ForumSession:
    return room.plan()


def refusal(room: Cloakroom, term: str, ticket: bytes, box: bytes | None = None) -> RefusalCode:
    with pytest.raises(Refused) as refused:
        room.locker.deposit(TermId(term), ticket, box or a_box())
    return refused.value.code


def test_a_ticket_buys_one_box_and_the_same_again_changes_nothing(room: Cloakroom, session: ForumSession) -> None:
    ticket, box = room.issuer.locker_ticket(session), a_box()
    for _ in range(3):
        room.locker.deposit(session.term, ticket, box)
    assert refusal(room, session.term, ticket) is RefusalCode.BOX_TAKEN
    assert list(room.kept(session).values()) == [box]


def test_only_a_locker_ticket_of_this_term_buys_a_box(room: Cloakroom, session: ForumSession) -> None:
    ticket = room.issuer.locker_ticket(session)
    turned = ticket[:-1] + bytes([ticket[-1] ^ 1])
    foreign = [room.issuer.ticket(session), room.issuer.locker_ticket(room.plan()), turned]
    assert {refusal(room, session.term, other) for other in foreign} == {RefusalCode.INVALID}
    for other in (ticket[:-1], b"", b"\x00\x03" + ticket[2:]):
        assert refusal(room, session.term, other) is RefusalCode.MALFORMED
    assert room.kept(session) == {}


def test_nothing_is_taken_or_shown_for_a_term_that_is_not_or_is_over(room: Cloakroom, session: ForumSession) -> None:
    ticket = room.issuer.locker_ticket(session)
    room.put(session)
    room.locker.publish()
    assert refusal(room, "term-99999", ticket) is RefusalCode.NOT_FOUND
    room.sessions.close(session.id)
    assert refusal(room, session.term, ticket) is RefusalCode.CLOSED
    for term, code in ((session.term, RefusalCode.CLOSED), (TermId("term-99999"), RefusalCode.NOT_FOUND)):
        with pytest.raises(Refused) as refused:
            room.locker.edition(term)
        assert refused.value.code is code


def test_boxes_are_shown_all_together_in_the_order_of_their_hashes(room: Cloakroom, session: ForumSession) -> None:
    put = [room.put(session) for _ in range(4)]
    with pytest.raises(Refused) as refused:
        room.locker.edition(session.term)
    assert refused.value.code is RefusalCode.NOT_FOUND
    room.locker.publish()
    edition = room.locker.edition(session.term)
    assert edition.boxes == b"".join(sorted(apart(edition.boxes), key=lambda box: sha256(box).digest()))
    assert apart(edition.boxes) > set(put)
    assert (edition.number, room.board.agrees(session.term, edition)) == (1, True)


def test_the_first_edition_comes_at_once_and_the_next_only_after_a_while(
    room: Cloakroom, session: ForumSession
) -> None:
    first = room.put(session)
    room.locker.publish()
    second = room.put(session)
    room.clock.seconds += AHEAD - 1
    room.locker.publish()
    assert room.shown(session) == {first}
    room.clock.seconds += 1
    room.locker.publish()
    assert (room.shown(session), room.locker.edition(session.term).number) == ({first, second}, 2)


def test_without_a_new_box_there_is_no_new_edition(room: Cloakroom, session: ForumSession) -> None:
    room.put(session)
    for _ in range(3):
        room.locker.publish()
        room.clock.seconds += AHEAD
    assert len(room.board.told[session.term]) == 1


def test_with_the_issuer_away_nothing_newer_is_shown(room: Cloakroom, session: ForumSession) -> None:
    first = room.put(session)
    room.locker.publish()
    second, room.board.away = room.put(session), True
    room.clock.seconds += AHEAD
    room.locker.publish()
    assert room.shown(session) == {first}
    room.board.away = False
    room.locker.publish()
    assert room.shown(session) == {first, second}


def test_one_term_whose_issuer_fails_holds_up_no_other(room: Cloakroom, session: ForumSession) -> None:
    other = room.plan()
    room.put(session)
    room.put(other)
    room.board.away_for = {session.term}
    room.locker.publish()
    assert room.locker.edition(other.term).number == 1


@pytest.mark.parametrize("more", [False, True], ids=["same-boxes", "one-more-box"])
def test_an_end_between_telling_and_showing_is_mended(room: Cloakroom, session: ForumSession, more: bool) -> None:
    put = {room.put(session)}
    room.board.loses_answers = True
    room.locker.publish()
    with pytest.raises(Refused):
        room.locker.edition(session.term)
    room.board.loses_answers = False
    put |= {room.put(session)} if more else set()
    # Another process, which knows nothing of what was begun.
    locker_over(room.folder, room.board, room.clock).publish()
    edition = room.locker.edition(session.term)
    assert (room.shown(session), room.board.agrees(session.term, edition)) == (put, True)
    assert edition.number == 1 + more


def test_an_issuer_that_remembers_less_or_more_gets_a_number_above_both(room: Cloakroom, session: ForumSession) -> None:
    for number in range(1, 4):
        room.put(session)
        room.locker.publish()
        room.clock.seconds += AHEAD
        assert room.locker.edition(session.term).number == number
    del room.board.told[session.term][1:]
    room.put(session)
    room.locker.publish()
    assert room.locker.edition(session.term).number == 4
    room.board.announce_locker(session.term, 9, "0" * 64)
    room.put(session)
    room.clock.seconds += AHEAD
    room.locker.publish()
    edition = room.locker.edition(session.term)
    assert (edition.number, room.board.agrees(session.term, edition)) == (10, True)


def test_an_edition_does_not_change_once_it_is_announced(room: Cloakroom, session: ForumSession) -> None:
    class Meddled(Board):
        """Somebody puts a box in while the issuer is being told."""

        def announce_locker(self, term: TermId, number: int, digest: str) -> None:
            super().announce_locker(term, number, digest)
            room.put(session)

    first, room.board = room.put(session), Meddled()
    locker_over(room.folder, room.board, room.clock).publish()
    assert room.shown(session) == {first}
    assert room.board.agrees(session.term, room.locker.edition(session.term))
    assert len(room.kept(session)) == 2


def test_boxes_are_never_more_than_cards(room: Cloakroom, session: ForumSession) -> None:
    tickets = [room.issuer.locker_ticket(session) for _ in range(3)]
    for ticket in tickets:
        room.locker.deposit(session.term, ticket, a_box())
    assert {refusal(room, session.term, ticket) for ticket in tickets * 2} == {RefusalCode.BOX_TAKEN}
    assert len(room.kept(session)) == len(tickets)
