"""Numbers of people as they are shown: in fives, so that nobody can be subtracted from them."""

FEW = 5
"""Fewer than this are few: no number is shown, and people choose once more whether to come in."""


def rounded(count: int) -> int:
    """The count rounded down to fives; 0 says fewer than five."""
    return count - count % FEW
