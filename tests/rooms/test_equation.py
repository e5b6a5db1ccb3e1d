"""Pages end up with what the room is: `reduce*(project(log, viewer)) == view(apply*(log), viewer)`."""

import json
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from forum.rooms.domain.state import Moderator
from tests.rooms.generate_logs import OUTSIDER, VIEWERS, lines, live, random_steps
from tests.rooms.reference_reducer import seen
from tests.rooms.worlds import reduced

steps = st.lists(st.tuples(*[st.integers(0, 59)] * 4), max_size=60)


@given(steps)
@settings(max_examples=300, deadline=None)
def test_every_viewer_ends_up_with_what_the_room_is(drawn):
    life = live([(0, 0, 0, 0), (1, 0, 0, 0), (0, 2, 1, 0), (1, 2, 1, 0), (3, 0, 0, 0), *drawn])
    for viewer in VIEWERS:
        page = seen(reduced(life.records(viewer)), isinstance(viewer, Moderator))
        assert page == life.view(viewer)


@given(st.integers(0, 2**32), st.integers(0, 10**6))
@settings(max_examples=200, deadline=None)
def test_so_does_a_viewer_who_comes_later(seed, moment):
    life = live(random_steps(random.Random(seed), 80))
    start = moment % len(life.told)
    for viewer in VIEWERS:
        page = seen(reduced(life.records(viewer, start)), isinstance(viewer, Moderator))
        assert page == life.view(viewer)


def test_lives_are_made_up_for_the_browser_too():
    made = [json.loads(line) for line in lines(30, 7)]
    assert made == [json.loads(line) for line in lines(30, 7)]
    assert {line["viewer"].split(":")[0] for line in made} == {"desk", "seat"}
    kinds = {fields["k"] for line in lines(200, 8) for fields, _ in json.loads(line)["records"]}
    assert kinds >= {"message:said", "messages:removed", "messages:hidden", "seat:known", "self:changed", "room:reset"}


def test_somebody_who_has_no_seat_is_told_what_the_floor_is_told_and_no_more():
    life = live(random_steps(random.Random(3), 200))
    kinds = {record.kind for record in life.records(OUTSIDER)}
    assert kinds <= {"phase:changed", "message:said", "messages:removed"}
