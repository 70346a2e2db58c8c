"""The name of the product on screen: with the city of the figures, never of another."""

from __future__ import annotations

from contextlib import suppress

from data import queries
from data.config import PUBLIEK
from data.errors import BuurtError

_known = ""


def brand(*, ask: bool = True) -> str:
    """The name with the city of the figures of this moment, or of the last time that there were any.

    Args:
        ask: Look which figures there are; not where that just failed.
    """
    global _known
    if ask:
        with suppress(BuurtError):
            _known = queries.snapshot_info(queries.current(audience=PUBLIEK), audience=PUBLIEK).city
    return f"Buurtveiligheid {_known}".strip()
