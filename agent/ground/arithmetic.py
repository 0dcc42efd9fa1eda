"""Sums and differences a source allows: a value that two neighbouring quantities of the same unit make."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from agent.ground.side import Side
from agent.text.quantities import Quantity

#: How far apart, in code points, two quantities may stand to be taken together.
_REACH: Final = 120
#: A single digit is made by chance too easily.
_FEWEST_DIGITS: Final = 2
_SUMMABLE: Final = (
    "count",
    "money",
    "mass",
    "energy",
    "power",
    "area",
    "length",
    "data",
    "percent",
    "pp",
    "volume",
)


def arithmetic(quantity: Quantity, sources: Sequence[Side]) -> tuple[Side, Quantity, Quantity, str] | None:
    """Two quantities of one source whose sum or difference is `quantity`, and the sign; None where there is none.

    Percentages of one another make percentage points: 39.8% − 28.5% is 11.3 points.
    """
    dimension = quantity.unit.dimension
    if dimension not in _SUMMABLE or quantity.digits < _FEWEST_DIGITS or quantity.low != quantity.high:
        return None
    wanted = "percent" if dimension == "pp" else dimension
    for side in sources:
        terms = [q for q in side.quantities if q.unit.dimension == wanted and q.low == q.high]
        for index, one in enumerate(terms):
            for two in terms[index + 1 : index + 9]:
                if two.span[0] - one.span[1] > _REACH:
                    break
                if one.unit.id != two.unit.id and wanted != "count":
                    continue
                if dimension != "pp" and one.low + two.low == quantity.low:
                    return side, one, two, "+"
                if abs(one.low - two.low) == quantity.low:
                    return (side, one, two, "−") if one.low > two.low else (side, two, one, "−")
    return None
