"""Numbers as they are written: signs, decimals, separators of thousands, exponents and units."""

import re
from decimal import Decimal
from pathlib import Path

# A comma, point or apostrophe before exactly three digits may separate thousands; India groups by two above them.
THOUSANDS = re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:'\d{3})+|\d+(?:_\d+)+")
DECIMAL = re.compile(r"(\d*)[.,](\d+)")
GROUPED_WITH_DECIMALS = re.compile(
    r"(\d{1,3}(?:,\d{2,3})*,\d{3})\.(\d+)|(\d{1,3}(?:\.\d{3})+),(\d+)|(\d{1,3}(?:'\d{3})+)[.,](\d+)"
)
SCIENTIFIC = re.compile(r"(\d+(?:[.,]\d+)?)e([+-]?\d{1,3})", re.IGNORECASE)
WHOLE = re.compile(r"0|[1-9]\d*")
SEPARATORS = re.compile(r"[,.'_]")
# Beyond this it is an identifier.
MOST_DIGITS = 40

# Units that are written without a space after their number; write other spellings of a unit as synonyms.
UNITS = frozenset(Path(__file__).with_name("units.txt").read_text(encoding="utf-8").split())


def values_of(written: str) -> frozenset[Decimal]:
    """What an unsigned number may mean; empty if it is none, such as 1.2.3 or 007.

    1,000 is a thousand, 1,5 one and a half, and 1.000 either one or a thousand: that depends on the language.
    """
    if len(written) > MOST_DIGITS:
        return frozenset()
    found: set[Decimal] = set()
    if WHOLE.fullmatch(written):
        found.add(Decimal(written))
    elif mixed := GROUPED_WITH_DECIMALS.fullmatch(written):
        whole, part = (group for group in mixed.groups() if group is not None)
        found.add(Decimal(f"{SEPARATORS.sub('', whole)}.{part}"))
    elif scientific := SCIENTIFIC.fullmatch(written):
        found.add(Decimal(f"{scientific[1].replace(',', '.')}e{scientific[2]}"))
    else:
        grouped = THOUSANDS.fullmatch(written) and not written.startswith("0")
        if grouped:
            found.add(Decimal(SEPARATORS.sub("", written)))
        decimal = DECIMAL.fullmatch(written)
        if decimal and not (grouped and "," in written) and (len(decimal[1]) < 2 or decimal[1][0] != "0"):
            found.add(Decimal(f"{decimal[1] or 0}.{decimal[2]}"))
    return frozenset(value.normalize() for value in found)
