"""How often each observer names the right one, in a table."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.wire.observers import FEATURES, Row, Weighing, halves, named, rows
from tests.wire.odds import at_least, lower_bound
from tests.wire.seen import Act, Traffic, alone, kept_time

EVERYTHING = "all acts"
SURE = 1e-4
AT_MOST = 0.08
EVEN = 1 / 20
HEAD = """| observer | acts | right | share | by chance | p | p, all told | p, even | at least (99.9 %) |
|---|---:|---:|---:|---:|---:|---:|---:|---:|"""
ABOUT = """p: how likely so many are by chance, for one observer alone. All told: times the number of all comparisons
(Bonferroni). Even: against a flat 1 in 20, which is too little where not all twenty act alike often, or are there."""


@dataclass(frozen=True)
class Score:
    """How one observer did with one group of acts."""

    observer: str
    group: str
    right: int
    of: int
    chance: float
    """How often it would be right if who it names had nothing to do with who acted: one in twenty where all keep time.

    Somebody who sends nothing in a beat has done nothing in it, and somebody who was held up for two beats has done
    what others do in two: that much is known to all who watch a machine that is too busy.
    """

    @property
    def share(self) -> float:
        return self.right / self.of if self.of else 0.0

    @property
    def p(self) -> float:
        """How likely so many by chance, for this observer alone."""
        return at_least(self.right, self.of, self.chance)

    @property
    def p_even(self) -> float:
        """The same if each of the twenty were as likely, whatever else is known."""
        return at_least(self.right, self.of, EVEN)

    @property
    def least(self) -> float:
        """The lower bound of the true share, at 99.9 %."""
        return lower_bound(self.right, self.of)

    def row(self, comparisons: int) -> str:
        """One line of the table."""
        ps = " | ".join(f"{p:.2g}" for p in (self.p, min(1.0, self.p * comparisons), self.p_even))
        numbers = f"{self.of} | {self.right} | {self.share:.1%} | {self.chance:.1%} | {ps} | {self.least:.1%}"
        return f"| {self.observer} | {numbers} |"


@dataclass(frozen=True)
class Verdict:
    """All scores of a run: of all acts, of each kind, of real pages and of the others."""

    scores: list[Score]
    kinds: dict[str, int]
    kept_time: float
    """The share of beats in which a member sent one tick, as it should be; who was away sent none."""
    left: int = 0
    """How often somebody left and came back."""

    def best(self, group: str = EVERYTHING) -> Score:
        """Who did best with a group."""
        return min((s for s in self.scores if s.group == group), key=lambda s: (s.p, -s.share))

    @property
    def groups(self) -> list[str]:
        return list(dict.fromkeys(score.group for score in self.scores))

    @property
    def leaks(self) -> list[Score]:
        """Those who fail it: over all acts, p < 1e-4 or surely over 8 %; in a group, p < 1e-4 when all is told.

        Over all acts p is not corrected, though the best of many is looked at: that is the stricter. In the groups it
        is, for they make hundreds of comparisons; and as chance may be more than 1 in 20 there, they have no bound.
        """
        over_all = [s for s in self.scores if s.group == EVERYTHING and (s.p < SURE or s.least > AT_MOST)]
        return over_all + [s for s in self.corrected if s.group != EVERYTHING]

    @property
    def corrected(self) -> list[Score]:
        """Those whose p, times the number of all comparisons (Bonferroni), is below 1e-4."""
        return [s for s in self.scores if s.p * len(self.scores) < SURE]

    def readings(self) -> str:
        """What comes of it by each way to read the same numbers, be it kind to us or not."""
        over_all = [s for s in self.scores if s.group == EVERYTHING]
        best, even = self.best(), min(over_all, key=lambda s: s.p_even)
        ways = {
            "p < 1e-4 over all acts": [s for s in over_all if s.p < SURE],
            "p < 1e-4 over all acts, even": [s for s in over_all if s.p_even < SURE],
            "p < 1e-4 in any group": [s for s in self.scores if s.p < SURE],
            "p < 1e-4 in any group, all told": self.corrected,
            "surely over 8 % of all acts": [s for s in over_all if s.least > AT_MOST],
        }
        who = {way: "; ".join(f"{s.observer} ({s.group})" for s in found) or "nobody" for way, found in ways.items()}
        lines = [f"- {way}: {found}." for way, found in who.items()]
        told = f"{best.p:.2g} alone, {min(1.0, best.p * len(self.scores)):.2g} of {len(self.scores)} comparisons"
        first = f"Best over all acts: {best.observer}, {best.right} of {best.of} = {best.share:.1%}, p = {told};"
        last = f"against a flat 1 in 20: {even.observer}, {even.right}, p = {even.p_even:.2g}."
        return "\n".join([f"{first} {last}", "", *lines, f"- Observers that fail the test: {len(self.leaks)}."])

    def table(self) -> str:
        """All observers over all acts, and the best of each group, as Markdown."""
        count = len(self.scores)
        everyone = [score.row(count) for score in self.scores if score.group == EVERYTHING]
        groups = [f"{self.best(group).row(count)} {group} |" for group in self.groups[1:]]
        again = HEAD.replace("(99.9 %) |\n", "(99.9 %) | the best with |\n") + "---|"
        return "\n".join([self._about(), "", HEAD, *everyone, "", again, *groups, "", ABOUT, "", self.readings()])

    def _about(self) -> str:
        counts = ", ".join(f"{kind} {count}" for kind, count in sorted(self.kinds.items()))
        kept = f"One tick in {self.kept_time:.1%} of all beats of all members"
        return f"Acts alone in their beat: {counts}. Somebody left and came back {self.left} times. {kept}."


def judge(traffic: Traffic, pages: int, seed: int = 2026) -> Verdict:
    """Lets every observer name who acted, for every act that was alone in its beat."""
    acts, chance = alone(traffic.acts), random.Random(seed)
    tables = [rows(traffic, act) for act in acts]
    guesses = dict(_simple(tables, chance))
    train, test = halves(acts, chance)
    weighing = Weighing([tables[i] for i in train], [acts[i].member for i in train])
    guesses["all of these, weighed (trained on the other half)"] = {i: weighing.named(tables[i]) for i in test}
    kinds = sorted({act.kind for act in acts})
    groups = {EVERYTHING: list(range(len(acts)))}
    groups |= {kind: [i for i, a in enumerate(acts) if a.kind == kind] for kind in kinds}
    groups |= {
        "acts on real pages": [i for i, a in enumerate(acts) if a.member < pages],
        "acts of the others": [i for i, a in enumerate(acts) if a.member >= pages],
    }
    waits = [[traffic.waited(m, act.beat) for m in range(traffic.members)] for act in acts]
    scores = [
        _score(name, group, [i for i in chosen if i in guess], guess, acts, waits)
        for group, chosen in groups.items()
        for name, guess in guesses.items()
    ]
    return Verdict(scores, {kind: len(groups[kind]) for kind in kinds}, kept_time(traffic), traffic.left)


def _simple(tables: Sequence[Sequence[Row]], chance: random.Random) -> Iterable[tuple[str, dict[int, int]]]:
    for feature, name in enumerate(FEATURES):
        for sign, way in ((1, "most"), (-1, "least")):
            yield f"{name}: {way}", {i: named(table, feature, sign, chance) for i, table in enumerate(tables)}


def _score(
    name: str, group: str, chosen: Sequence[int], guess: dict[int, int], acts: Sequence[Act], waits: list[list[float]]
) -> Score:
    right = sum(guess[i] == acts[i].member for i in chosen)
    acted = Counter(acts[i].member for i in chosen)
    usual = [1 if group == EVERYTHING else acted[m] for m in range(len(waits[0]))]
    known = [_known(waits[i], usual, guess[i]) for i in chosen]
    return Score(name, group, right, len(chosen), max(1 / len(usual), sum(known) / max(1, len(known))))


def _known(waits: list[float], usual: list[int], named: int) -> float:
    """How likely it was that one who acted, before anything else about the traffic is known.

    Of all acts each member does as many; of those on real pages only four do any, and who names one of these is right
    more often without having seen anything.
    """
    weights = [wait * often for wait, often in zip(waits, usual, strict=True)]
    return weights[named] / (sum(weights) or 1.0)
