"""Where the sheet of an area is."""

from __future__ import annotations

from dashboard.selection import Selection
from data.queries import CITY

PATH = "/buurt"


def sheet_address(code: str, selection: Selection) -> str:
    """The address of the sheet of an area, for the period and the reference of a selection.

    Args:
        code: Area code; CITY or empty for the whole city.
        selection: What is on screen; of all its choices only these two are the sheet's.
    """
    kept = Selection(period=selection.period, reference=selection.reference)
    return f"{PATH}/{code or CITY}{kept.to_query()}"
