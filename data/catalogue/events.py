"""Calendar events (Gentse Feesten, lockdowns, academic year) that a trend can show: data, not code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from pydantic import model_validator

from data.catalogue.models import Record

EventKind = Literal["feest", "lockdown", "academiejaar"]


class Event(Record):
    """Something in the calendar that a reader of a trend should know.

    Attributes:
        first: First day, inclusive.
        last: Last day, inclusive.
        held: False when it was called off; the days are then those it would have had.
        leave_out: Whether the months it touches may be left out when "normal" is estimated from history.
        source: Who published the days, or the rule that gives them.
    """

    id: str
    name: str
    kind: EventKind
    first: date
    last: date
    source: str
    held: bool = True
    leave_out: bool = False
    note: str | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Event:
        if self.last < self.first:
            raise ValueError(f"event {self.id}: ends before it begins")
        return self


def read_events(path: Path) -> Mapping[str, Event]:
    """Reads `[[event]]` entries of a TOML file into records by id.

    Raises:
        ValueError: for a duplicate id; pydantic's ValidationError for a wrong or unknown key.
    """
    events: dict[str, Event] = {}
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))["event"]:
        event = Event.model_validate(entry)
        if event.id in events:
            raise ValueError(f"{path.name}: id '{event.id}' is there twice")
        events[event.id] = event
    return MappingProxyType(events)


EVENTS = read_events(Path(__file__).parent / "events.toml")


def events_between(first: date, last: date) -> tuple[Event, ...]:
    """The events that touch a period, oldest first.

    Args:
        first: First day of the period, inclusive.
        last: Last day of the period, inclusive (for a month: its last day).
    """
    touching = [event for event in EVENTS.values() if event.first <= last and event.last >= first]
    return tuple(sorted(touching, key=lambda event: (event.first, event.id)))


def months_to_leave_out() -> frozenset[date]:
    """First days of the months touched by an event that was anything but normal (the lockdowns)."""
    months: set[date] = set()
    for event in EVENTS.values():
        month = event.first.replace(day=1)
        while event.leave_out and month <= event.last:
            months.add(month)
            month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return frozenset(months)
