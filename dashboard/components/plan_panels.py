"""Every panel of the page with the plan: the answer to one change of areas or period."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import words
from dashboard.components.cards import notice
from dashboard.components.document import demo_badge
from dashboard.components.header import tab_links
from dashboard.components.plan_filters import FILTERS, keys
from dashboard.components.plan_table import plan_table
from dashboard.plan_view import PlanView


def plan_panels(view: PlanView) -> dict[str, Any]:
    """The content of each panel, by its name in `callbacks.plan`."""
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
        "notices": [notice(text) for text in view.notices],
        "plan": [plan_table(view)],
        "effective": {
            "values": values,
            "keys": keys(),
            "title": f"{said} – Buurtveiligheid {view.info.city}",
            "tabs": tab_links(view.selection, "/prioriteiten"),
        },
        "filter_values": [values[name] for name in FILTERS],
    }


def sentence(view: PlanView) -> str:
    """What the plan is, and how much of it has figures."""
    themes = words.plural(len(view.themes), "thema", "thema's")
    subs = words.plural(len(view.subs), "subthema", "subthema's")
    loaded = "" if view.loaded == view.measured else f", waarvan {words.number(view.loaded)} hier"
    return f"{view.plan.plan}: {themes}, {subs}, {words.number(view.measured)} met openbare cijfers{loaded}"


def _provenance(view: PlanView) -> list[Any]:
    parts = demo_badge(view.info.is_demo)
    until = words.month(view.info.months.last) if view.info.months else "–"
    parts.append(html.Span(f"{view.focus_name} · {words.months(view.months)} · cijfers tot en met {until}"))
    return parts
