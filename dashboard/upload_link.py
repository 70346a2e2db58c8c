"""The view of the dashboard that shows what was just imported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.selection import Selection
from data.catalogue import priority_of_category


def map_link(outcome: Mapping[str, Any]) -> str:
    """The address of the map with the months of imported facts and, when a tab shows them, their priority.

    Args:
        outcome: first and last (yyyy-mm) and categories of an import; see `data.ingest.outcome`.
    """
    found = [priority_of_category(category) for category in outcome.get("categories") or []]
    shown = next((both for both in found if both is not None), None)
    first, last = outcome.get("first"), outcome.get("last")
    period = {"period": f"{first}_{last}"} if first and last else {}
    if shown is None:
        return "/" + Selection(**period).to_query()
    priority, group = shown
    is_first = priority.groups[0].id == group.id
    return "/" + Selection(priority=priority.id, group="" if is_first else group.id, **period).to_query()
