"""What all charts have in common: fonts, grid, margins, and Dutch number and date formats."""

from __future__ import annotations

from typing import Any

from layers.colours import GREY_DARK, GREY_LIGHT, GREY_PALE, NAVY, TEXT, WHITE

FONT = '"Fira Sans", Inter, system-ui, sans-serif'
CONFIG = {"displayModeBar": False, "responsive": True, "locale": "nl", "scrollZoom": False, "doubleClick": False}
"""Plotly options of every chart on the page."""

Figure = dict[str, Any]
"""A plotly figure as plain data: validated in the tests, not at every request."""


def layout(**extra: Any) -> dict[str, Any]:
    """The common layout: horizontal grid only, no legend, no zooming by accident."""
    axis = {
        "fixedrange": True,
        "zeroline": False,
        "ticks": "",
        "tickfont": {"size": 12, "color": GREY_DARK},
        "ticklabeloverflow": "allow",  # else plotly measures each label at each drawing: a fifth of its time
    }
    merged: dict[str, Any] = {
        "font": {"family": FONT, "size": 13, "color": TEXT},
        "paper_bgcolor": WHITE,
        "plot_bgcolor": WHITE,
        "separators": ",.",
        "showlegend": False,
        "dragmode": False,
        "hovermode": "x",
        "hoverlabel": {"bgcolor": NAVY, "bordercolor": NAVY, "font": {"family": FONT, "size": 13, "color": WHITE}},
        "margin": {"l": 40, "r": 12, "t": 10, "b": 24},
        "xaxis": {**axis, "showgrid": False, "showline": True, "linecolor": GREY_LIGHT},
        "yaxis": {**axis, "showgrid": True, "gridcolor": GREY_PALE, "rangemode": "tozero"},
    }
    for key, value in extra.items():
        merged[key] = {**merged[key], **value} if isinstance(merged.get(key), dict) else value
    return merged
