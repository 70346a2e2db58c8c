"""What can be exported: one entry each; the route, the menus and the tests follow from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qs

import pandas as pd

from dashboard.drawn import Drawn, counts
from dashboard.export.told import Told, of_view
from dashboard.look import look
from dashboard.plan_view import PlanView, look_at_plan
from dashboard.selection import Selection
from dashboard.sheet import look_at_sheet
from dashboard.sheet_address import SHEET_KEY
from dashboard.sheet_view import SheetView
from dashboard.view import View
from data import queries
from data.config import Audience
from data.queries import CITY, Snapshot


@dataclass(frozen=True)
class Asked:
    """What somebody wants the numbers of.

    Attributes:
        search: Query part of the URL, for a panel that has its own part in it.
        base_url: What comes before the path in the address of a view; empty where nobody knows it.
    """

    search: str
    selection: Selection
    snapshot: Snapshot
    audience: Audience
    base_url: str = ""

    @cached_property
    def view(self) -> View:
        """The figures of the main page. Raises SelectionError when there is nothing to show."""
        return look(self.selection, self.snapshot, audience=self.audience)

    @cached_property
    def plan(self) -> PlanView:
        """The page with the whole plan. Raises as `view`."""
        return look_at_plan(self.selection, self.snapshot, audience=self.audience)

    @cached_property
    def sheet(self) -> SheetView:
        """The sheet of the area that the address names. Raises as `view`."""
        kept = Selection(period=self.selection.period, reference=self.selection.reference)
        return look_at_sheet(self.part(SHEET_KEY) or CITY, kept, self.snapshot, audience=self.audience)

    def part(self, key: str) -> str:
        """A part of the address that is no selection, or an empty text."""
        return parse_qs(self.search.lstrip("?")).get(key, [""])[-1]


def of_level(asked: Asked) -> dict[str, bytes]:
    """The polygons of the level of the main map."""
    return queries.shapes(asked.snapshot, level=asked.view.selection.level, audience=asked.audience)


@dataclass(frozen=True)
class Export:
    """A panel whose numbers can be taken along.

    Attributes:
        id: Stands in the address, `/uitvoer/<id>.csv`, and on the menu's button as data-export.
        name: Short, in the menu and in the name of the file.
        title: Of the panel for this view, as on screen.
        rows: The frame behind the panel: Dutch column names, one of them `status` (status words of `STATES`); texts,
            numbers, months as dates; NaN is "not there" and stays empty.
        drawn: Measure, months and grain of a panel of the main page; its caption and the name of its file say those.
        by_area: Its rows are the areas of the level of the map: the name of its file says level and measure.
        is_map: Also offered as GeoPackage and GeoJSON; its rows have `code`, the area code.
        shapes: The polygons of such a map by area code: WKB, EPSG:4326.
        told: Its caption and the name of its file; a panel of another page has its own.
    """

    id: str
    name: str
    title: Callable[[Asked], str]
    rows: Callable[[Asked], pd.DataFrame]
    drawn: Callable[[Asked], Drawn] = lambda asked: counts(asked.view)
    by_area: bool = False
    is_map: bool = False
    shapes: Callable[[Asked], dict[str, bytes]] = of_level
    told: Callable[[Export, Asked], Told] = of_view


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
