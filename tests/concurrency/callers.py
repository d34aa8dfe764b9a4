"""How many callers a race has."""

CALLERS = 16
