"""What every store of boxes does, whatever database is behind it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from forum.ids import TermId
from forum.locker.domain import Deposit, Edition, together
from forum.locker.store_sql import SqlBoxes
from forum.refusals import Refused
from forum.storage.engine import Database
from tests.locker.parts import a_box

NOBODY = TermId("term-99999")


def answer(act: Callable[[], object]) -> str:
    try:
        act()
    except Refused as refused:
        return refused.code.value
    return "done"


def boxes_are_kept_shown_and_forgotten(database: Database, term: TermId, end: Callable[[], object]) -> None:
    """The whole life of a locker; `end` closes the only session of the term."""
    store, first, second = SqlBoxes(database), Deposit(term, b"1" * 32, a_box()), Deposit(term, b"2" * 32, a_box())
    assert (store.edition(term), term in store.live(), term in store.held()) == (None, True, False)
    others = Deposit(term, first.nonce, second.box), Deposit(NOBODY, b"3" * 32, a_box())
    tried = [answer(lambda one=one: store.put(one)) for one in (first, first, *others)]  # type: ignore[misc]
    assert tried == ["done", "done", "box-taken", "not-found"]
    assert (store.boxes(term), term in store.waiting()) == ({first.nonce: first.box}, True)
    store.show(term, 1, [first.nonce])
    store.put(second)
    assert (store.edition(term), term in store.waiting()) == (Edition(1, first.box), True)
    store.show(term, 2, [first.nonce, second.nonce])
    both = together([first.box, second.box])
    assert (store.edition(term), term in store.waiting()) == (Edition(2, both), False)
    twenty_at_once(store, term)
    end()
    assert [answer(lambda: store.put(second)), answer(lambda: store.require_live(term))] == ["closed", "closed"]
    assert (answer(lambda: store.require_live(NOBODY)), term in store.live()) == ("not-found", False)
    for _ in range(2):
        store.forget(term)
    assert (store.boxes(term), store.edition(term), term in store.held()) == ({}, None, False)
    store.show(term, 3, [first.nonce])
    assert store.edition(term) is None


def twenty_at_once(store: SqlBoxes, term: TermId) -> None:
    """Many boxes for one ticket and one box many times, all together: one of each is there."""
    before, same = len(store.boxes(term)), a_box()
    deposits = [Deposit(term, b"m" * 32, a_box()) for _ in range(20)] + [Deposit(term, b"s" * 32, same)] * 20
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda one: answer(lambda: store.put(one)), deposits))
    assert (sorted(answers[:20]), answers[20:]) == (["box-taken"] * 19 + ["done"], ["done"] * 20)
    assert (len(store.boxes(term)), store.boxes(term)[b"s" * 32]) == (before + 2, same)
