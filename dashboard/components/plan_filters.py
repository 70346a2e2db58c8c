"""The filters of the page with the whole plan: areas and period."""

from __future__ import annotations

import dash_mantine_components as dmc
import pandas as pd
from dash import html

from dashboard import ids
from dashboard.components.filters import area_select, month_options, period_options
from dashboard.reference import REFERENCES
from dashboard.selection import KEYS, OPTIONS
from data.queries import SnapshotInfo

FILTERS = ("areas", "period", "from", "until", "reference", "options")
"""The filters of the selection that matter here, in the order of the panel."""


def plan_filters(info: SnapshotInfo, all_areas: pd.DataFrame) -> html.Aside:
    """The panel, still without values: the answer to the URL fills them in."""
    areas = area_select(all_areas, ids.plan_filter_id("areas"))
    areas.label = "Wijk of buurt"
    months = month_options(info.months) if info.months else []
    period = [
        html.Span("Periode", className="label"),
        dmc.SegmentedControl(
            id=ids.plan_filter_id("period"),
            data=period_options(info),
            fullWidth=True,
            size="xs",
            **{"aria-label": "Periode"},
        ),
        html.Div(
            [
                dmc.Select(
                    id=ids.plan_filter_id(name),
                    data=months,
                    label=label,
                    searchable=True,
                    allowDeselect=False,
                    size="xs",
                    nothingFoundMessage="Geen maand",
                )
                for name, label in (("from", "van"), ("until", "tot en met"))
            ],
            className="pair",
        ),
    ]
    return html.Aside(
        [html.Div(areas, className="field"), html.Div(period, className="field"), *_compared()],
        className="panel filters plan-filters",
        **{"aria-label": "Filters"},
    )


def _compared() -> list[html.Div]:
    """What the period is compared with, and whether an area is judged against the rest of the city."""
    against = dmc.Select(
        id=ids.plan_filter_id("reference"),
        data=[{"value": key, "label": name} for key, name in REFERENCES.items()],
        allowDeselect=False,
        size="sm",
        label="Vergelijk met",
    )
    apart = dmc.CheckboxGroup(
        id=ids.plan_filter_id("options"),
        label="Oordelen",
        children=dmc.Checkbox(
            label=OPTIONS["los"],
            description="Voor een gekozen gebied: anders veranderd dan de rest van de stad?",
            value="los",
            size="xs",
        ),
    )
    return [html.Div(against, className="field"), html.Div(apart, className="field")]


def keys() -> dict[str, str]:
    """Filter name -> key in the URL, for the JavaScript that writes it."""
    return {name: KEYS[name] for name in FILTERS if name in KEYS}
