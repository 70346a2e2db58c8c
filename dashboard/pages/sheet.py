"""`/buurt/<code>`: one sheet about an area, fit for one A4."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard import ids
from dashboard.components.header import header
from dashboard.sheet_address import PATH


def layout() -> list[Any]:
    """The page without figures; `callbacks.sheet` fills it for the area in the address."""
    return [
        header(PATH),
        html.Main([html.Div(id=ids.SHEET, className="sheet"), dcc.Store(id=ids.SHEET_LATER)], id="content"),
    ]
