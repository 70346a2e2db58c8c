"""The registries: categories, priorities, denominators, measures and safety plans.

Adding one is adding one entry to the TOML file of that name; menus, titles, legends and pages follow.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from data.catalogue.models import (
    Category,
    DenominatorKind,
    Group,
    Measure,
    Plan,
    Priority,
    SubTheme,
    Theme,
)

__all__ = [
    "CATEGORIES",
    "DENOMINATORS",
    "LEVELS",
    "MEASURES",
    "OVERLAPPING",
    "PLANS",
    "PRIORITIES",
    "SHOWN_LEVELS",
    "SURFACE",
    "Category",
    "DenominatorKind",
    "Group",
    "Measure",
    "Plan",
    "Priority",
    "SubTheme",
    "Theme",
    "category_by_name",
    "current_plan",
    "priority_of_category",
]

_HERE = Path(__file__).parent
LEVELS = ("wijk", "buurt", "zone")
"""Levels that a map can show. The city itself ("stad") is the sum of its wijken, "Onbekend" included."""

OVERLAPPING = ("zone", "groep")
"""Levels of areas that lie over others: they are not added to anything and do not divide the city. A group is some
wijken and buurten under one name, and exists only where somebody made one."""
SHOWN_LEVELS = (*LEVELS, "groep")
"""Levels that a visitor can ask for."""

_R = TypeVar("_R", Category, Priority, DenominatorKind, Measure)


def read_registry(path: Path, table: str, model: type[_R]) -> Mapping[str, _R]:
    """Reads `[[table]]` entries of a TOML file into records by id.

    Raises:
        ValueError: for a duplicate id; pydantic's ValidationError for a wrong or unknown key.
    """
    entries: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))[table]
    records: dict[str, _R] = {}
    for entry in entries:
        record = model.model_validate(entry)
        if record.id in records:
            raise ValueError(f"{path.name}: id '{record.id}' is there twice")
        records[record.id] = record
    return MappingProxyType(records)


def with_rates(measures: Mapping[str, Measure], denominators: Mapping[str, DenominatorKind]) -> Mapping[str, Measure]:
    """All measures by id, in the order of the menu: counts, the rates of each denominator, changes.

    Raises:
        ValueError: for an id that is there twice.
    """
    counted = [measure for measure in measures.values() if measure.kind == "count"]
    rates = [rate for kind in denominators.values() for rate in kind.measures()]
    records: dict[str, Measure] = {}
    for measure in (*counted, *rates, *(m for m in measures.values() if m.kind != "count")):
        if measure.id in records:
            raise ValueError(f"measure '{measure.id}' is there twice: in measures.toml or of a denominator")
        records[measure.id] = measure
    return MappingProxyType(records)


CATEGORIES = read_registry(_HERE / "categories.toml", "category", Category)
PRIORITIES = read_registry(_HERE / "priorities.toml", "priority", Priority)
DENOMINATORS = read_registry(_HERE / "denominators.toml", "denominator", DenominatorKind)
MEASURES = with_rates(read_registry(_HERE / "measures.toml", "measure", Measure), DENOMINATORS)
SURFACE = next(kind.id for kind in DENOMINATORS.values() if kind.measured)
"""The denominator that every area with a border has."""
PLANS: tuple[Plan, ...] = tuple(
    sorted(
        (Plan.model_validate(tomllib.loads(p.read_text(encoding="utf-8"))) for p in (_HERE / "plans").glob("*.toml")),
        key=lambda plan: plan.years,
    )
)
"""Every plan there is a file of, oldest first."""

_BY_NAME = {name.casefold(): c for c in CATEGORIES.values() for name in (c.id, c.name, *c.aliases)}


def category_by_name(name: str) -> Category | None:
    """The category that a source calls `name` (its id, its name or an alias; letter case is ignored)."""
    return _BY_NAME.get(name.strip().casefold())


def current_plan() -> Plan:
    """The newest safety plan."""
    return PLANS[-1]


def priority_of_category(category_id: str) -> tuple[Priority, Group] | None:
    """The first priority and group that count this category, or None when no tab shows it."""
    for priority in PRIORITIES.values():
        for group in priority.groups:
            if category_id in group.categories:
                return priority, group
    return None


def _check_references() -> None:
    for priority in PRIORITIES.values():
        for group in priority.groups:
            for category_id in group.categories:
                if category_id not in CATEGORIES:
                    raise ValueError(f"priorities.toml: {priority.id} names the unknown category '{category_id}'")
            if len({CATEGORIES[c].driven_by for c in group.categories}) > 1:
                raise ValueError(f"priorities.toml: group {priority.id}/{group.id} adds police effort to reports")
    for kind in DENOMINATORS.values():
        for priority_id in kind.priorities:
            if priority_id not in PRIORITIES:
                raise ValueError(f"denominators.toml: {kind.id} names the unknown priority '{priority_id}'")
    for measure in MEASURES.values():
        if measure.denominator is not None and measure.denominator not in DENOMINATORS:
            raise ValueError(f"measures.toml: {measure.id} names the unknown denominator '{measure.denominator}'")
    for plan in PLANS:
        names = [n for theme in plan.theme for sub in theme.sub for n in sub.counts] + list(plan.other.counts)
        for name in names:
            if category_by_name(name) is None:
                raise ValueError(f"{plan.plan}: unknown category '{name}'")


_check_references()
