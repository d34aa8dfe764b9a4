"""Points stay exact until the end, and halves are rounded up."""

from decimal import Decimal
from fractions import Fraction

import pytest

from shared.grading.points import exact, rounded

ROUNDED = [
    (Fraction(0), "0.00"),
    (Fraction(1, 3), "0.33"),
    (Fraction(2, 3), "0.67"),
    (Fraction(1, 200), "0.01"),
    (Fraction(1, 8), "0.13"),
    (Fraction(3, 8), "0.38"),
    (exact(2.675), "2.68"),
    (exact(1.005), "1.01"),
    (exact(0.1) + exact(0.2), "0.30"),
    (Fraction(15, 2) * Fraction(3, 4) + exact(4.995), "10.62"),
    (exact(Decimal("29.994999")), "29.99"),
    (Fraction(1000), "1000.00"),
]


@pytest.mark.parametrize(("value", "expected"), ROUNDED)
def test_points_are_rounded_half_up_to_two_decimals(value: Fraction, expected: str) -> None:
    assert rounded(value) == Decimal(expected)
