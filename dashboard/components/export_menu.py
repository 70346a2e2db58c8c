"""The button that opens the export menu of a panel; assets/export.js and assets/later/ do the rest."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.export import EXPORTS

ALL = "*"
REPORT = "rapport"
"""In place of the id of an export: the whole report."""
MAP = "map"
DRAWING = "drawing"
SPARKS = "sparks"
COVERAGE = "coverage"
"""In place of the id of a chart: the map; the drawing in the figure around the button; the small trends of the plan;
the grid of what is published in the card of the button."""


def export_button(
    what: str,
    *,
    graph: str = "",
    by: str = "",
    of: tuple[str, str] | None = None,
    text: str = "Exporteer",
    **extra: Any,
) -> html.Button:
    """A button that opens the export menu of a panel, anywhere on the page, also in a part that is drawn later.

    Args:
        what: Id of the registry of exports.
        graph: Id of the chart, MAP, DRAWING, SPARKS or COVERAGE; empty has numbers only, no picture.
        by: Key in the URL whose value, when it is there, is the id of the export: a chart that shows one of several.
        of: Which one of many of a kind: as the address of the export calls it, and its name.
        text: On the button.

    Raises:
        KeyError: for an export that is not registered.
    """
    export = EXPORTS[what]
    name = f"{export.name}: {of[1]}" if of else export.name
    facts = {
        "data-export": what,
        "data-export-name": name,
        "data-export-of": of[0] if of else None,
        "data-graph": graph or None,
        "data-export-by": by or None,
        "data-export-map": "1" if export.is_map else None,
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        "aria-label": f"{text}: {name}",
    }
    return html.Button(
        text,
        type="button",
        className="export",
        **extra,
        **{key: value for key, value in facts.items() if value is not None},
    )


def report_button(css: str) -> dict[str, Any]:
    """Properties of the button that opens the menu of the report: of the view, or of the sheet that it is on."""
    return {
        "children": "Rapport",
        "type": "button",
        "className": css,
        "data-export": REPORT,
        "data-export-name": "Rapport",
        "aria-haspopup": "menu",
        "aria-expanded": "false",
    }


def export_all() -> html.Button:
    """The button in the header: a list of everything on the page that can be taken along."""
    facts = {"data-export": ALL, "data-export-name": "Exporteer", "aria-haspopup": "menu", "aria-expanded": "false"}
    return html.Button("Exporteer", type="button", className="ghost", **facts)
