"""`/prioriteiten`: the whole safety plan, with figures where there are any."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard import ids
from dashboard.components.filters import area_select, month_options, period_options
from dashboard.components.header import header
from dashboard.selection import KEYS
from data import queries
from data.catalogue import current_plan
from data.config import settings

FILTERS = ("areas", "period", "from", "until")
"""The filters of the selection that matter here, in the order of the panel."""


def layout() -> list[html.Header | html.Main]:
    """The page without figures; `callbacks.plan` fills it for the areas and the period in the URL."""
    audience = settings().profile
    snapshot = queries.current()
    info = queries.snapshot_info(snapshot, audience=audience)
    areas = area_select(queries.areas(snapshot, audience=audience), ids.plan_filter_id("areas"))
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
    return [
        header("/prioriteiten"),
        html.Main(
            [
                html.Div(
                    [
                        html.H1(id=ids.PLAN_SENTENCE, **{"aria-live": "polite"}),
                        html.Div(id=ids.PLAN_PROVENANCE, className="provenance"),
                    ],
                    className="sentence",
                ),
                html.Div(id=ids.PLAN_NOTICES, className="notices"),
                html.Div(
                    [
                        html.Aside(
                            [html.Div(areas, className="field"), html.Div(period, className="field")],
                            className="panel filters plan-filters",
                            **{"aria-label": "Filters"},
                        ),
                        html.Section(id=ids.PLAN, className="card plan", **{"aria-label": "Het plan"}),
                        _notes(),
                    ],
                    className="document plan-page",
                ),
                dcc.Store(id=ids.PLAN_EFFECTIVE),
            ],
            id="content",
        ),
    ]


def keys() -> dict[str, str]:
    """Filter name -> key in the URL, for the JavaScript that writes it."""
    return {name: KEYS[name] for name in FILTERS if name in KEYS}


def _notes() -> html.Section:
    bases = current_plan().bases
    notes = [
        "Feiten zijn registraties. Naast elk aantal staat dat van dezelfde maanden een jaar eerder.",
        "“Geen openbare cijfers”: niemand publiceert cijfers over dit onderwerp. Dat zegt niets over hoe vaak het "
        "voorkomt.",
        "“Volgt de inzet”: deze feiten worden vastgesteld door wie ze opzoekt. Meer controle geeft meer feiten. Ze "
        "worden nooit opgeteld bij feiten die burgers melden.",
        "Een som waarvan een deel ontbreekt, wordt niet getoond.",
    ]
    if bases:
        notes.append(f"Het plan steunt op {'; '.join(bases)}.")
    return html.Section([html.H2("Zo leest u dit"), *[html.P(note) for note in notes]], className="panel plan-notes")
