"""Tests whether counts are as even as chance would make them."""

import math
from collections.abc import Collection

# A fair pick fails once in a million runs.
P_VALUE_BOUND = 1e-6


def p_value(counts: Collection[int], categories: int) -> float:
    """The probability that chance alone makes counts at least this uneven; `categories` that never occurred count, too.

    Computes Pearson's chi-square against equal shares. The tail uses Wilson and Hilferty's approximation, which is
    accurate to a few per cent of the p-value from 30 degrees of freedom on.
    """
    total, freedom = sum(counts), categories - 1
    expected = total / categories
    missing = categories - len(counts)
    assert missing >= 0, "more kinds were counted than there can be"
    statistic = sum((count - expected) ** 2 for count in counts) / expected + missing * expected
    deviate = ((statistic / freedom) ** (1 / 3) - (1 - 2 / (9 * freedom))) / math.sqrt(2 / (9 * freedom))
    return 0.5 * math.erfc(deviate / math.sqrt(2))
