"""The locker: sealed boxes that cards bought, given as a whole to everybody who comes."""
