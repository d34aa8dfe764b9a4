"""Exact points: fractions until the end, then two decimals, halves rounded up."""

from decimal import Decimal
from fractions import Fraction


def exact(value: float | int | Decimal) -> Fraction:
    """A number as it was written: 0.1 is one tenth, not the nearest binary number."""
    return Fraction(str(value))


def rounded(value: Fraction) -> Decimal:
    """Points with two decimals, halves up; `value` is not negative."""
    hundredths = (value * 200 + 1) // 2
    return Decimal(hundredths).scaleb(-2)
