"""A right that is lost at any moment of a line's life ends the line."""

from pathlib import Path

import pytest

from forum.assemble import assemble
from forum.ids import ModeratorId, SeatId, SessionId
from forum.refusals import RefusalCode, Refused
from forum.settings import read_settings
from forum.web.folders import prepare_both
from forum.web.identity import DESK_COOKIE, Identity, Owner
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


@pytest.mark.parametrize("ending", ["signing out", "a new passphrase from another program"])
def test_a_desk_of_the_whole_door_ends_with_its_sign_in(tmp_path: Path, ending: str) -> None:
    prepare_both(tmp_path)
    settings = read_settings(data=tmp_path, door_origin="https://door.example", issuer_origin="https://issuer.example")
    here, carrier = assemble(settings), Carrier()
    here.moderators.add("robin", "four gentle hedgehogs")
    cookie = here.moderators.sign_in("robin", "four gentle hedgehogs")
    with here.lines.one_more() as line:
        line.belongs_to(here.identify({DESK_COOKIE: cookie}))
        line.carried_by(carrier)
        here.moderators.tidy()
        assert carrier.cuts == 0
        if ending == "signing out":
            here.moderators.sign_out(cookie)
        else:
            assemble(settings).moderators.add("robin", "four other hedgehogs")
            here.moderators.sign_in("robin", "four other hedgehogs")
        here.moderators.tidy()
    assert carrier.cuts >= 1
    assert here.identify({DESK_COOKIE: cookie}) == Identity()
