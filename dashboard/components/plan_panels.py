"""Every panel of the page with the plan: the answer to one change of areas or period."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import words
from dashboard.components.cards import notice
from dashboard.components.document import demo_badge
from dashboard.components.export_menu import SPARKS, export_button
from dashboard.components.header import tab_links
from dashboard.components.plan_filters import FILTERS, keys
from dashboard.components.plan_table import plan_table
from dashboard.link import link_notice
from dashboard.plan_view import PlanView, sentence


def plan_panels(view: PlanView, search: str = "") -> dict[str, Any]:
    """The content of each panel, by its name in `callbacks.plan`.

    Args:
        search: Query part of the address that it answers.
    """
    values = {
        "areas": list(view.focus),
        "period": view.selection.period,
        "from": f"{view.months.first:%Y-%m}",
        "until": f"{view.months.last:%Y-%m}",
        "reference": view.selection.reference,
        "options": list(view.selection.options),
    }
    said = sentence(view)
    return {
        "sentence": said,
        "provenance": _provenance(view),
        "notices": [notice(text) for text in (link_notice(search, view.info), *view.notices) if text],
        "plan": [_exports(), plan_table(view)],
        "effective": {
            "values": values,
            "keys": keys(),
            "title": f"{said} – Buurtveiligheid {view.info.city}",
            "search": search,
            "tabs": tab_links(view.selection, "/prioriteiten"),
        },
        "filter_values": [values[name] for name in FILTERS],
    }


def _exports() -> html.Div:
    """The menus of the numbers of the table, and of its small trends."""
    buttons = [export_button("plantrends", graph=SPARKS, text="Exporteer trends"), export_button("plan")]
    return html.Div(buttons, className="plan-export")


def _provenance(view: PlanView) -> list[Any]:
    parts = demo_badge(view.info.is_demo)
    until = words.month(view.info.months.last) if view.info.months else "–"
    parts.append(html.Span(f"{view.focus_name} · {words.months(view.months)} · cijfers tot en met {until}"))
    return parts
