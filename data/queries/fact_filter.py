"""A choice among single facts by what they tell: when it was, how serious, who was involved, what it was about."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, Table, and_, not_, or_

ATTEMPTS = {"poging": True, "voltooid": False}


@dataclass(frozen=True)
class FactFilter:
    """Facts that meet every field that is not empty; a fact that does not tell a field is not among them.

    Attributes:
        day_parts: Keys of data.statistics.day_parts.DAY_PARTS, any of them.
        weekdays: 1 Monday .. 7 Sunday, any of them.
        severities: dood, zwaar or licht, any of them.
        road_users: Any of them was involved.
        vulnerable: Names of vulnerable road users in these facts; any of them was involved, or any of `road_users`.
        unsure: Names of which it is not known whether they are vulnerable, while vulnerable ones are asked.
        attempt: poging or voltooid; empty is both, and what is not told.
        objects: What it was about, any of them.
    """

    day_parts: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    severities: tuple[str, ...] = ()
    road_users: tuple[str, ...] = ()
    attempt: str = ""
    objects: tuple[str, ...] = ()
    vulnerable: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it chooses by, as in table `incident_field`."""
        chosen = {
            "day_part": self.day_parts,
            "weekday": self.weekdays,
            "severity": self.severities,
            "road_users": self.road_users + self.vulnerable,
            "attempt": self.attempt,
            "object": self.objects,
        }
        return tuple(field for field, values in chosen.items() if values)

    def conditions(self, table: Table) -> list[ColumnElement[bool]]:
        """What a row of the table `incident` must meet."""
        told = table.c
        found: list[ColumnElement[bool]] = []
        if self.day_parts:
            found.append(told.day_part.in_(self.day_parts))
        if self.weekdays:
            found.append(told.weekday.in_(self.weekdays))
        if self.severities:
            found.append(told.severity.in_(self.severities))
        if self.road_users or self.vulnerable:
            found.append(_any_of(told.road_users, self.road_users + self.vulnerable))
        if self.attempt:
            found.append(told.is_attempt.is_(ATTEMPTS[self.attempt]))
        if self.objects:
            found.append(told.object.in_(self.objects))
        return found

    def undecided(self, table: Table) -> ColumnElement[bool] | None:
        """What a row meets that says who was involved, but not whether a vulnerable road user was; None: no row."""
        if not self.unsure:
            return None
        users = table.c.road_users
        return and_(_any_of(users, self.unsure), not_(_any_of(users, self.road_users + self.vulnerable)))


def _any_of(column: Column[str], users: tuple[str, ...]) -> ColumnElement[bool]:
    return or_(*(column.contains(f"|{user}|", autoescape=True) for user in users))
