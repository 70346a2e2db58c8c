"""Where the sheet of an area is."""

from __future__ import annotations

from dashboard.selection import Selection
from data.queries import CITY

PATH = "/buurt"
SHEET_KEY = "blad"
"""In the address of a report or an export: code of the area whose sheet is asked, in place of a selection."""
SUBJECT_KEY = "onderwerp"
"""In the address of an export of a sheet: one group of it, `<priority>.<group>`; without it all of them."""


def sheet_address(code: str, selection: Selection) -> str:
    """The address of the sheet of an area, for the period and the reference of a selection.

    Args:
        code: Area code; CITY or empty for the whole city.
        selection: What is on screen; of all its choices only these two are the sheet's.
    """
    kept = Selection(period=selection.period, reference=selection.reference)
    return f"{PATH}/{code or CITY}{kept.to_query()}"
