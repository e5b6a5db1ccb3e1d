"""A right that is lost at any moment of a line's life ends the line."""

import pytest

from forum.ids import ModeratorId, SeatId, SessionId
from forum.refusals import RefusalCode, Refused
from forum.web.identity import Identity, Owner
from forum.web.lines import LINE, Lines, line_in

SEAT = (SessionId("tonight"), SeatId("one"))
ALL = Identity(SEAT, ModeratorId("robin"), b"sign-in")


class Carrier:
    def __init__(self) -> None:
        self.cuts = 0

    def revoke(self) -> None:
        self.cuts += 1


@pytest.mark.parametrize("owner", [SEAT, "robin", b"sign-in"])
def test_a_line_that_is_up_is_cut(owner: Owner) -> None:
    lines, carrier = Lines(), Carrier()
    with lines.one_more() as line:
        line.belongs_to(ALL)
        line.carried_by(carrier)
        lines.end((SEAT[0], SeatId("another")), ModeratorId("kim"), b"other")
        assert carrier.cuts == 0
        lines.end(owner)
        assert carrier.cuts == 1


@pytest.mark.parametrize("owner", [SEAT, "robin", b"sign-in"])
def test_a_right_that_is_lost_while_it_is_looked_up_is_none(owner: Owner) -> None:
    lines = Lines()
    with lines.one_more() as line:
        lines.end(owner)
        with pytest.raises(Refused) as refused:
            line.belongs_to(ALL)
    assert refused.value.code is RefusalCode.NO_SEAT


def test_a_right_that_is_lost_before_the_line_is_carried_cuts_it_then() -> None:
    lines, carrier = Lines(), Carrier()
    with lines.one_more() as line:
        line.belongs_to(ALL)
        lines.end(SEAT)
        line.carried_by(carrier)
    assert carrier.cuts == 1


def test_what_another_loses_meanwhile_changes_nothing() -> None:
    lines, carrier = Lines(), Carrier()
    with lines.one_more() as line:
        lines.end((SEAT[0], SeatId("another")))
        line.belongs_to(ALL)
        line.carried_by(carrier)
        assert (carrier.cuts, lines.sign_ins()) == (0, {b"sign-in"})
    lines.end(SEAT)
    assert (carrier.cuts, lines.sign_ins()) == (0, set())


def test_where_the_edge_noted_no_line_there_is_one_that_nobody_keeps() -> None:
    with Lines().one_more() as line:
        assert line_in({LINE: line}) is line
    assert line_in({}).identity == Identity()
