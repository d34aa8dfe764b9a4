"""Exact points: fractions until the end, then two decimals, rounded half up."""

from decimal import Decimal
from fractions import Fraction


def exact(value: float | int | Decimal) -> Fraction:
    """A number as it was written: 0.1 is one tenth, not the nearest binary fraction."""
    return Fraction(str(value))


def rounded(value: Fraction) -> Decimal:
    """Points with two decimals, rounded half up; `value` must not be negative."""
    hundredths = (value * 200 + 1) // 2
    return Decimal(hundredths).scaleb(-2)
