"""Cards: a heading that explains the chart, and the chart."""

from __future__ import annotations

import json
from typing import Any

from dash import html

from dashboard.components.export_menu import export_button
from layers import CONFIG


def chart_card(head_id: str, graph_id: str, height: int, *, export: str, **extra: Any) -> html.Section:
    """A card with a chart; its heading and figure come with the answer to the URL.

    Args:
        export: Id of the registry of exports: the numbers behind the chart.
    """
    return html.Section(chart_parts(head_id, graph_id, height, export=export), className="card", **extra)


def chart_parts(head_id: str, graph_id: str, height: int, *, export: str, export_by: str = "") -> list[Any]:
    """The export menu, the heading and the chart of a card; `export_by` as `by` of `export_button`."""
    menu = export_button(export, graph=graph_id, by=export_by)
    return [menu, html.Div(id=head_id, className="card-head"), chart_place(graph_id, height)]


def chart_place(graph_id: str, height: int) -> html.Div:
    """Where assets/charts.js draws a chart; its height in pixels is taken from the start, so that nothing moves."""
    config = json.dumps(CONFIG)
    return html.Div(id=graph_id, className="chart", style={"height": f"{height}px"}, **{"data-config": config})


def head(title: str, subtitle: str, *more: Any) -> list[Any]:
    """Heading of a card: a title, and a line with the unit and how to read it."""
    return [html.H2(title), html.P([subtitle, *more])]


def heading(title: str, subtitle: str, *more: Any) -> html.Div:
    """The heading of a card whose content comes whole, with a later request."""
    return html.Div(head(title, subtitle, *more), className="card-head")


def notice(text: str, kind: str = "info") -> html.Div:
    """A sentence about what is not as asked."""
    return html.Div(text, className=f"notice {kind}", role="status")
