"""`/invoer`: a file of facts becomes figures, step by step; assets/later/upload.js draws the steps."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard import ids, who
from dashboard.components.document import document
from dashboard.errors import SelectionError
from dashboard.upload_guard import NOT_HERE, OWN_HEADER, PATH
from data import queries
from data.catalogue import CATEGORIES
from data.catalogue.road_users import KINDS
from data.config import settings

DEMO = "Publiceren vervangt de demonstratiecijfers: ze verdwijnen van elk scherm."


def layout() -> list[Any]:
    """The page.

    Raises:
        SelectionError: in every profile but intern.
    """
    config = settings()
    if who.audience() != who.INTERN:
        raise SelectionError(NOT_HERE)
    info = queries.snapshot_info(queries.current(audience=who.INTERN), audience=who.INTERN)
    start = {
        "path": PATH,
        "header": OWN_HEADER,
        "limit": config.upload_limit_mb,
        "city": info.city,
        "categories": sorted(category.name for category in CATEGORIES.values()),
        "road_users": [kind.name for kind in KINDS],
        "areas": _areas(),
        "demo": DEMO if info.is_demo else None,
    }
    title = f"Feiten invoeren voor {info.city}: kies een bestand, kijk na hoe het gelezen wordt, en publiceer"
    steps = [html.Div(id=ids.UPLOAD, className="upload"), dcc.Store(id=ids.UPLOAD_START, data=start)]
    return document(PATH, title, steps, is_demo=info.is_demo)


def _areas() -> dict[str, list[list[str]]]:
    """Code and name of every area that a file can name, by level; what files call otherwise can be told to be one."""
    areas = queries.areas(queries.current(audience=who.INTERN), audience=who.INTERN)
    return {
        level: [[str(code), str(name)] for code, name in areas.loc[areas["level"] == level, "name"].items()]
        for level in ("wijk", "buurt")
    }
