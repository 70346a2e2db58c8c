"""What can be exported: one entry each; the route, the menus and the tests follow from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard.drawn import Drawn, counts
from dashboard.look import look
from dashboard.selection import Selection
from dashboard.view import View
from data.config import Audience
from data.queries import Snapshot


@dataclass(frozen=True)
class Asked:
    """What somebody wants the numbers of.

    Attributes:
        search: Query part of the URL, for a panel that has its own part in it.
    """

    search: str
    selection: Selection
    snapshot: Snapshot
    audience: Audience

    @cached_property
    def view(self) -> View:
        """The figures on screen. Raises SelectionError when there is nothing to show."""
        return look(self.selection, self.snapshot, audience=self.audience)


@dataclass(frozen=True)
class Export:
    """A panel whose numbers can be taken along.

    Attributes:
        id: Stands in the address, `/uitvoer/<id>.csv`, and on the menu's button as data-export.
        name: Short, in the menu and in the name of the file.
        title: Of the panel for this view, as on screen.
        rows: The frame behind the panel: Dutch column names, one of them `status` (status words of `STATES`); texts,
            numbers, months as dates; NaN is "not there" and stays empty.
        drawn: Measure, months and grain of the panel for this view; its caption and the name of its file say those.
        by_area: Its rows are the areas of the level of the map: the name of its file says level and measure.
        is_map: Also offered as GeoPackage and GeoJSON; its rows have `code`, the area code.
    """

    id: str
    name: str
    title: Callable[[Asked], str]
    rows: Callable[[Asked], pd.DataFrame]
    drawn: Callable[[Asked], Drawn] = lambda asked: counts(asked.view)
    by_area: bool = False
    is_map: bool = False


EXPORTS: dict[str, Export] = {}


def register(export: Export) -> Export:
    """Adds an export.

    Raises:
        ValueError: for an id that is there already.
    """
    if export.id in EXPORTS:
        raise ValueError(f"export '{export.id}' is there twice")
    EXPORTS[export.id] = export
    return export
