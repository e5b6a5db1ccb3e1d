"""Every card once, every back behind its front, every mark outside the cards."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.cards.domain import LARGE, PAPER, USUAL, Shape, lay_out

SHAPES = st.sampled_from([USUAL, LARGE])


def below(seed: int):
    return random.Random(seed).randrange


@given(count=st.integers(1, 200), shape=SHAPES, seed=st.integers(0, 2**32), data=st.data())
def test_every_card_has_one_place_and_its_back_is_behind_it(count: int, shape: Shape, seed: int, data: st.DataObject):
    spare = data.draw(st.integers(0, count))
    leaves = lay_out(range(count), spare, shape, below(seed))
    fronts = [piece for leaf in leaves for row in leaf.front for piece in row if piece]
    assert sorted(piece.card for piece in fronts) == list(range(count))
    assert sum(piece.spare for piece in fronts) == spare
    assert [piece.spare for piece in fronts] == sorted(piece.spare for piece in fronts)
    assert len(leaves) == -(-count // (shape.columns * shape.rows))
    for leaf in leaves:
        for front, back in zip(leaf.front, leaf.back, strict=True):
            assert (len(front), len(back)) == (shape.columns, shape.columns)
            # Paper is turned over its long edge: what was on the left is on the right.
            assert all(front[column] is back[shape.columns - 1 - column] for column in range(shape.columns))


@given(count=st.integers(1, 200), shape=SHAPES)
def test_the_same_draw_gives_the_same_sheets_and_another_draw_others(count: int, shape: Shape):
    assert lay_out(range(count), 0, shape, below(7)) == lay_out(range(count), 0, shape, below(7))


def test_the_order_is_drawn_and_not_that_in_which_cards_were_made():
    drawn = {
        tuple(p.card for leaf in lay_out(range(6), 0, USUAL, below(n)) for row in leaf.front for p in row if p)
        for n in range(40)
    }
    assert len(drawn) > 30


def test_only_the_last_sheet_has_empty_places_and_they_come_last():
    leaves = lay_out(range(8), 0, USUAL, below(1))
    assert [[[bool(piece) for piece in row] for row in leaf.front] for leaf in leaves] == [
        [[True, True]] * 3,
        [[True, True], [False, False], [False, False]],
    ]
    one = lay_out("a", 0, USUAL, below(1))[0]
    assert (one.front[0][1], one.back[0][0]) == (None, None)
    assert one.back[0][1] is one.front[0][0]


@pytest.mark.parametrize("shape", [USUAL, LARGE])
def test_marks_show_every_cut_and_touch_no_card(shape: Shape):
    marks = shape.marks()
    assert len(marks) == 2 * (shape.columns + 1) + 2 * (shape.rows + 1)
    for x1, y1, x2, y2 in marks:
        assert min(x1, x2) >= 0 <= min(y1, y2)
        assert (max(x1, x2) <= PAPER[0], max(y1, y2) <= PAPER[1]) == (True, True)
        assert x1 == x2 or y1 == y2
        beside = x2 < shape.left or x1 > PAPER[0] - shape.left
        assert beside or y2 < shape.top or y1 > PAPER[1] - shape.top
    # Turned over, the marks lie on each other.
    assert {(PAPER[0] - x2, y1, PAPER[0] - x1, y2) for x1, y1, x2, y2 in marks} == set(marks)
