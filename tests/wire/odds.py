"""How sure one can be that somebody guesses better than chance."""

import math


def log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def at_least(hits: int, of: int, chance: float) -> float:
    """How likely so many hits or more are by chance alone."""
    if hits <= 0 or chance >= 1:
        return 1.0
    logs = [log_choose(of, k) + k * math.log(chance) + (of - k) * math.log1p(-chance) for k in range(hits, of + 1)]
    top = max(logs)
    return min(1.0, math.exp(top) * math.fsum(math.exp(one - top) for one in logs))


def lower_bound(hits: int, of: int, miss: float = 1e-3) -> float:
    """What the true share is at the least, but for a chance of `miss` (Clopper and Pearson, one-sided)."""
    if not hits:
        return 0.0
    low, high = 0.0, hits / of
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (low, middle) if middle and at_least(hits, of, middle) > miss else (middle, high)
    return low
