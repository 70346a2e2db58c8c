"""Clicks that Dash need not hear of.

An html component with an id counts its clicks, and so does everything it lies in: one click on the map made Dash draw
the map, the board and the page anew, while its visitor waited.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash.development.base_component import Component

COUNTS, QUIET = "n_clicks", "disable_n_clicks"


def only_asked_clicks(parts: Iterable[Any]) -> list[Any]:
    """The same parts, of which only those that were made with `n_clicks` count their clicks.

    Args:
        parts: Components and texts; the components are changed.
    """
    made = list(parts)
    for part in made:
        if not isinstance(part, Component):
            continue
        for each in (part, *part._traverse()):
            if isinstance(each, Component) and QUIET in each.available_properties and not hasattr(each, COUNTS):
                setattr(each, QUIET, True)
    return made
