"""What every store of boxes does, whatever database is behind it."""

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from forum.ids import TermId
from forum.locker.domain import Deposit, Edition, Filler, together
from forum.locker.store_sql import SqlBoxes
from forum.refusals import Refused
from forum.storage.engine import Database
from tests.locker.parts import a_box, boxes_of, fillers_of

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
    assert (boxes_of(database, term), term in store.waiting()) == ({first.nonce: first.box}, True)
    assert (store.number(term), term in store.published()) == (None, False)
    store.show(term, 1, [first.nonce])
    assert (store.number(term), term in store.published(), term in store.open()) == (1, True, False)
    store.put(second)
    assert (store.edition(term), term in store.waiting()) == (Edition(1, first.box), True)
    store.show(term, 2, [first.nonce, second.nonce])
    both = together([first.box, second.box])
    assert (store.edition(term), term in store.waiting()) == (Edition(2, both), False)
    store.show(term, 1, [first.nonce])
    assert store.edition(term) == Edition(2, both)
    twenty_at_once(store, database, term)
    fillers_make_up_the_number(store, database, term)
    end()
    assert answer(lambda: store.fill(term, 99, a_filler)) == answer(lambda: store.number(term)) == "closed"
    assert [answer(lambda: store.put(second)), answer(lambda: store.require_live(term))] == ["closed", "closed"]
    assert (answer(lambda: store.require_live(NOBODY)), term in store.live()) == ("not-found", False)
    for _ in range(2):
        store.forget(term)
    left = boxes_of(database, term) | fillers_of(database, term)
    assert (left, store.edition(term), term in store.held()) == ({}, None, False)
    store.show(term, 4, [first.nonce])
    assert store.edition(term) is None


def a_filler() -> Filler:
    return Filler(secrets.token_bytes(32), a_box())


def fillers_make_up_the_number(store: SqlBoxes, database: Database, term: TermId) -> None:
    """So many fillers are made as are missing, and those that an edition leaves out are gone once it is shown."""
    owned = boxes_of(database, term)
    for _ in range(2):
        store.fill(term, len(owned) + 5, a_filler)
    fillers = fillers_of(database, term)
    assert (len(fillers), boxes_of(database, term)) == (5, owned)
    frozen = store.frozen(term, len(owned) + 3)
    chosen = frozen.nonces - set(owned)
    assert (frozen.nonces > set(owned), len(chosen), chosen < set(fillers)) == (True, 3, True)
    assert (store.frozen(term, len(owned) + 3), store.frozen(term, 0).nonces) == (frozen, frozenset(owned))
    store.show(term, 3, frozen.nonces)
    assert (store.edition(term), set(fillers_of(database, term))) == (Edition(3, frozen.boxes), chosen)


def twenty_at_once(store: SqlBoxes, database: Database, term: TermId) -> None:
    """Many boxes for one ticket and one box many times, all together: one of each is there."""
    before, same = len(boxes_of(database, term)), a_box()
    deposits = [Deposit(term, b"m" * 32, a_box()) for _ in range(20)] + [Deposit(term, b"s" * 32, same)] * 20
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda one: answer(lambda: store.put(one)), deposits))
    assert (sorted(answers[:20]), answers[20:]) == (["box-taken"] * 19 + ["done"], ["done"] * 20)
    kept = boxes_of(database, term)
    assert (len(kept), kept[b"s" * 32]) == (before + 2, same)
