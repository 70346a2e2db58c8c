"""A link to a view: which figures it was made with, and a sentence when those on screen are others."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from babel.dates import format_date

from dashboard import words
from dashboard.selection import PERIODS, Selection
from data.queries import LOST, UNREACHABLE, Months, Snapshot, SnapshotInfo

VERSION_KEY = "versie"
"""In the address of a link that was copied; no part of the selection, and gone at the next change."""

_SHORT = re.compile(r"(\d{4})(\d\d)(\d\d)-[0-9a-f]{4}")
_BELGIUM = ZoneInfo("Europe/Brussels")


def short_version(version: str) -> str:
    """A version of the figures as people can copy it: the day it was made (UTC) and a mark, `20261124-1f2e`."""
    return f"{version[:8]}-{version.rpartition('-')[2][:4]}"


def link_query(selection: Selection, months: Months, info: SnapshotInfo) -> str:
    """The query of a link that keeps its months when new figures come: "last year" is then another year.

    Args:
        selection: The view. months: Its period, resolved. info: The figures that it shows.
    """
    kept = selection.but(period=months.iso()) if selection.period in PERIODS else selection
    return f"{kept.to_query()}&{VERSION_KEY}={short_version(info.version)}"


def made_on(info: SnapshotInfo) -> str:
    """The day on which the figures were put together, in Belgium: `24 november 2026`."""
    if not info.created_at:
        return ""
    moment = datetime.fromisoformat(info.created_at)
    return _words((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(_BELGIUM).date())


def version_of(search: str | None) -> str:
    """The version that an address names, or an empty text."""
    return parse_qs((search or "").lstrip("?")).get(VERSION_KEY, [""])[-1]


def link_notice(search: str | None, info: SnapshotInfo, *, what: str = "Deze link is") -> str:
    """What to say to somebody who opens a link that was made with other figures; empty for the same ones.

    Args:
        search: Query part of the address, as it came.
        info: The figures of now.
        what: Was made with other figures: the first words of the sentence.
    """
    asked = version_of(search)
    there = short_version(info.version)
    match = _SHORT.fullmatch(asked)
    if match is None or asked == there:
        return ""
    try:
        day = date(*(int(part) for part in match.groups()))
    except ValueError:
        return ""
    made = f"{what} gemaakt met cijfers van {_words(day)} (versie {asked})."
    if asked[:8] > there[:8]:
        return f"{made} De cijfers hier zijn ouder: van {made_on(info)} (versie {there})."
    newer = "nieuwer" if asked[:8] < there[:8] else "andere"
    until = f", met gegevens tot en met {words.month(info.months.last)}" if info.months else ""
    here = f"De cijfers hier zijn {newer}: van {made_on(info)} (versie {there}){until}."
    return f"{made} {here} Aantallen kunnen verschillen."


def older_notice(snapshot: Snapshot, info: SnapshotInfo) -> str:
    """What to say when the published figures cannot be read and older ones are shown; empty when they can."""
    if not snapshot.instead_of:
        return ""
    if snapshot.instead_of == UNREACHABLE:
        last = f"{made_on(info)} (versie {short_version(info.version)})"
        return (
            f"De databank met de cijfers is nu niet bereikbaar. U ziet de laatste stand op deze machine, van {last}; "
            "wat elders intussen geladen is, ontbreekt."
        )
    which = "" if snapshot.instead_of == LOST else f" (versie {short_version(snapshot.instead_of)})"
    made = f"van {made_on(info)} (versie {short_version(info.version)})"
    return f"De laatste cijfers{which} zijn beschadigd of weg. U ziet de laatste goede cijfers, {made}."


def _words(day: date) -> str:
    return format_date(day, "d MMMM yyyy", locale=words.LOCALE)
