"""The wire formats that both programs share: codes, key lists, blind signatures, tickets. Pure: it keeps nothing."""
