"""Aanpak: what was done where and when, as people register, change and delete it; for profile intern alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from data.catalogue import PRIORITIES, SHOWN_LEVELS
from data.config import PUBLIEK, Audience
from data.errors import InputError
from data.state import records
from data.state.records import NOBODY_YET, Change, Record

LONGEST_TITLE, LONGEST_NOTE = 80, 2000
EARLIEST, LATEST = date(1990, 1, 1), date(2099, 12, 31)
ACTION_AUDIENCE: Audience = "intern"
"""Who registers aanpak; the notes are internal, so nobody else sees that there is any."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Draft:
    """An action as somebody wrote it down: texts, not checked yet. Dates are YYYY-MM-DD; `until` may be empty."""

    title: str
    area_code: str
    priority: str
    first: str
    until: str = ""
    note: str = ""


@dataclass(frozen=True)
class Action:
    """Something that was done in an area.

    Attributes:
        id, version: As in the state store; give the version back with a change.
        area_code: Of a wijk, buurt, zone or group. priority: Id of the priorities catalogue.
        first: First day. until: Last day; None while it goes on.
        changed_at: UTC, without zone.
    """

    id: int
    version: int
    title: str
    area_code: str
    priority: str
    first: date
    until: date | None
    note: str
    changed_at: datetime
    changed_by: str


def actions(*, audience: Audience = PUBLIEK) -> tuple[Action, ...]:
    """Every action, the latest start first; none for who may not see them.

    Raises:
        StateError: when the store does not answer.
    """
    if audience != ACTION_AUDIENCE:
        return ()
    found = [_action(row) for row in records.rows("action")]
    return tuple(sorted(found, key=lambda a: (a.first, a.id), reverse=True))


def action(number: int, *, audience: Audience = PUBLIEK) -> Action | None:
    """One action, or None when it is not there or not for this audience."""
    row = records.get("action", number) if audience == ACTION_AUDIENCE and 0 < number < 2**31 else None
    return None if row is None else _action(row)


def action_changes(*, most: int = 100, audience: Audience = PUBLIEK) -> tuple[Change, ...]:
    """What happened to the actions, the latest first; nothing for who may not see them."""
    return records.changes("action", most=most) if audience == ACTION_AUDIENCE else ()


def create_actions(
    drafts: Sequence[Draft], *, areas: pd.DataFrame, user: str = NOBODY_YET, audience: Audience = PUBLIEK
) -> tuple[Action, ...]:
    """Keeps actions, all of them or none.

    Args:
        drafts: As written down.
        areas: Every area, as `queries.areas` gives them.
        user: Who. audience: Who asks.

    Raises:
        InputError: for who may not, or when one of them cannot be; nothing was kept.
    """
    _may(audience)
    values = [checked(draft, areas=areas) for draft in drafts]
    return tuple(_action(row) for row in records.create_many("action", values, user=user))


def change_action(
    number: int,
    draft: Draft,
    *,
    version: int,
    areas: pd.DataFrame,
    user: str = NOBODY_YET,
    audience: Audience = PUBLIEK,
) -> Action:
    """Writes an action anew.

    Raises:
        InputError: as `create_actions`, and when there is no such action.
        ConflictError: when somebody else changed it since this version.
    """
    _may(audience)
    _there(number)
    return _action(records.change("action", number, checked(draft, areas=areas), version=version, user=user))


def delete_action(number: int, *, version: int, user: str = NOBODY_YET, audience: Audience = PUBLIEK) -> Action:
    """Takes an action out of sight; its history stays. Raises as `change_action` does."""
    _may(audience)
    _there(number)
    return _action(records.delete("action", number, version=version, user=user))


def checked(draft: Draft, *, areas: pd.DataFrame) -> dict[str, Any]:
    """The columns of an action as they are kept: texts without needless blanks, days as dates.

    Raises:
        InputError: with what is wrong and what to do.
    """
    title = re.sub(r"\s+", " ", draft.title).strip()
    if len(title) < 2:
        raise InputError("Geef een titel van minstens twee tekens.")
    if len(title) > LONGEST_TITLE:
        raise InputError(f"Deze titel is te lang: hoogstens {LONGEST_TITLE} tekens.")
    note = "\n".join(line.rstrip() for line in re.split(r"\r\n?|\n", draft.note)).strip().replace("\t", " ")
    if len(note) > LONGEST_NOTE:
        raise InputError(f"Deze nota is te lang: hoogstens {LONGEST_NOTE} tekens.")
    if not title.isprintable() or not note.replace("\n", "").isprintable():
        raise InputError("De titel of de nota bevat tekens die niet op het scherm kunnen.")
    code, priority = draft.area_code.strip(), draft.priority.strip()
    if not code:
        raise InputError("Kies een gebied: een wijk, een buurt, een zone of een groep.")
    if code not in areas.index or not areas.at[code, "is_located"] or areas.at[code, "level"] not in SHOWN_LEVELS:
        raise InputError(f"Het gebied '{code[:40]}' bestaat niet (meer). Kies een wijk, buurt, zone of groep.")
    if priority not in PRIORITIES:
        raise InputError(f"De prioriteit '{priority[:40]}' bestaat niet. Kies uit: {', '.join(PRIORITIES)}.")
    first = _day(draft.first, "begin")
    if first is None:
        raise InputError("Geef de begindatum van de aanpak.")
    until = _day(draft.until, "einde")
    if until is not None and until < first:
        raise InputError(f"De aanpak eindigt ({until:%d/%m/%Y}) voor hij begint ({first:%d/%m/%Y}).")
    return {
        "title": title,
        "area_code": code,
        "priority": priority,
        "date_from": first,
        "date_until": until,
        "note": note or None,
    }


def _day(text: str, what: str) -> date | None:
    text = text.strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise InputError(f"De datum van het {what}, '{text[:20]}', bestaat niet. Schrijf ze als 2026-03-31.")
    if not EARLIEST <= day <= LATEST:
        raise InputError(f"De datum van het {what} ligt niet tussen {EARLIEST.year} en {LATEST.year}.")
    return day


def _may(audience: Audience) -> None:
    if audience != ACTION_AUDIENCE:
        raise InputError("Aanpak registreren kan enkel in het profiel intern.")


def _there(number: int) -> None:
    if not 0 < number < 2**31 or records.get("action", number, deleted=True) is None:
        raise InputError("Deze aanpak bestaat niet. Laad de pagina opnieuw.")


def _action(row: Record) -> Action:
    return Action(
        row.id,
        row.version,
        row["title"],
        row["area_code"],
        row["priority"],
        row["date_from"],
        row["date_until"],
        row["note"] or "",
        row.changed_at,
        row.changed_by,
    )
