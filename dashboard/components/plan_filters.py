"""The filters of the page with the whole plan: areas and period."""

from __future__ import annotations

import dash_mantine_components as dmc
import pandas as pd
from dash import html

from dashboard import ids
from dashboard.components.filters import area_select, month_options, period_options
from dashboard.selection import KEYS
from data.queries import SnapshotInfo

FILTERS = ("areas", "period", "from", "until")
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
        [html.Div(areas, className="field"), html.Div(period, className="field")],
        className="panel filters plan-filters",
        **{"aria-label": "Filters"},
    )


def keys() -> dict[str, str]:
    """Filter name -> key in the URL, for the JavaScript that writes it."""
    return {name: KEYS[name] for name in FILTERS if name in KEYS}
