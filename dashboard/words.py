"""Dutch words, numbers and dates, as Belgians write them."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date

from data.queries import Months

LOCALE = "nl_BE"
WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
BELGIUM = ZoneInfo("Europe/Brussels")
LEVEL_NAMES = {
    "wijk": ("wijk", "wijken"),
    "buurt": ("buurt", "buurten"),
    "zone": ("zone", "zones"),
    "groep": ("groep", "groepen"),
}
STATUS_WORDS = {
    "missing": "geen cijfers",
    "suppressed": "onderdrukt",
    "no-denominator": "geen noemer",
    "too-small": "te klein gebied",
}
MAP_SOURCE = "© Stad Gent · © OpenStreetMap contributors"
"""Whose borders and water the maps show."""
GRAINS = {"counts": "Maandcijfers", "incidents": "Losse feiten"}
DRIVEN_BY = {"burgers": "gemeld door burgers", "politie": "vastgesteld door politie of stad"}


def number(value: float, decimals: int = 0) -> str:
    """A number as 1.234,5; a value that is not there is a dash."""
    if math.isnan(value):
        return "–"
    return f"{value:z,.{decimals}f}".translate(BELGIAN)


BELGIAN = str.maketrans(",.", ".,")
"""Babel writes the same, in a hundred times as long; a page has hundreds of numbers (a test compares the two)."""


def rate(value: float) -> str:
    """A rate with as many decimals as its size deserves."""
    if math.isnan(value):
        return "–"
    return number(value, 0 if abs(value) >= 100 else 1 if abs(value) >= 1 else 2)


def exact(value: float) -> str:
    """A count whole, and the mean of some counts with one decimal."""
    return number(value, 0 if value == int(value) else 1) if not math.isnan(value) else number(value)


def in_full(value: float) -> str:
    """A number with as few decimals as say it exactly: `0,04`, `25`; a limit of a class is never rounded."""
    return number(value, len(f"{value:.9f}".rstrip("0").partition(".")[2]))


def signed(difference: float) -> str:
    """`+12`, `−3,5`, `±0`."""
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    return sign + exact(abs(difference))


@lru_cache(maxsize=4096)
def month(day: date) -> str:
    """`sep 2025`."""
    return format_date(day, "MMM yyyy", locale=LOCALE).replace(".", "")


def day(moment: date) -> str:
    """`3 sep 2025`."""
    return format_date(moment, "d MMM yyyy", locale=LOCALE).replace(".", "")


@lru_cache(maxsize=1024)
def months(period: Months) -> str:
    """`sep 2025 – aug 2026`, `2022` for a whole year, `mrt 2023` for one month."""
    if period.first == period.last:
        return month(period.first)
    if period.first.month == 1 and period.last.month == 12:
        if period.first.year == period.last.year:
            return str(period.first.year)
        return f"{period.first.year} – {period.last.year}"
    return f"{month(period.first)} – {month(period.last)}"


def same_months(period: Months) -> str:
    """What a comparison with other years is about: `dezelfde maand`, `dezelfde maanden`."""
    return "dezelfde maand" if period.first == period.last else "dezelfde maanden"


MONTH_NAMES = [format_date(date(2024, m, 1), "MMM", locale=LOCALE).replace(".", "") for m in range(1, 13)]
"""Short names of the months, January first."""


def moment(utc: datetime) -> str:
    """`26/11/2026 om 14.05 uur`, in Belgian time.

    Args:
        utc: A moment in UTC, without zone.
    """
    return f"{utc.replace(tzinfo=UTC).astimezone(BELGIUM):%d/%m/%Y om %H.%M} uur"


def listing(names: list[str], most: int = 3) -> str:
    """`A, B en C`, or `A, B en 4 andere` when there are many; nothing of none."""
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} andere"]
    return "".join(names) if len(names) < 2 else ", ".join(names[:-1]) + " en " + names[-1]


def plural(n: float, one: str, many: str) -> str:
    """`1 feit`, `2.345 feiten`."""
    return f"{number(n)} {one if n == 1 else many}"
