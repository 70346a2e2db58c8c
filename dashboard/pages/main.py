"""`/`: map, trend and story of the selection."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from dashboard import ids, who
from dashboard.components.cards import chart_card, chart_parts
from dashboard.components.export_menu import export_button
from dashboard.components.filters import panel
from dashboard.components.header import header
from dashboard.components.map_panel import map_panel
from dashboard.components.split_card import splits_card
from dashboard.components.when_card import WHEN
from dashboard.selection import CHARTS, KEYS
from data import queries
from data.config import settings


def layout() -> list[Any]:
    """The page without figures; `callbacks.draw` fills it for the selection in the URL."""
    audience = who.audience()
    snapshot = queries.current(audience=audience)
    info = queries.snapshot_info(snapshot, audience=audience)
    areas = queries.areas(snapshot, audience=audience)
    return [
        header("/"),
        html.Main(
            [
                html.Div(
                    [
                        html.H1(id=ids.SENTENCE, **{"aria-live": "polite"}),
                        html.Div(id=ids.PROVENANCE, className="provenance"),
                    ],
                    className="sentence",
                ),
                html.Div(id=ids.NOTICES, className="notices"),
                html.Div(
                    [
                        html.Div(
                            [
                                html.Button(
                                    "Filters tonen of verbergen",
                                    id=ids.FILTERS_TOGGLE,
                                    className="filters-toggle",
                                    n_clicks=0,
                                ),
                                panel(info, areas),
                            ],
                            className="column-filters",
                        ),
                        map_panel(info, areas, settings().tile_url, draws=audience == "intern"),
                        html.Div(
                            [
                                html.Section(id=ids.KEY_FIGURES, className="keys", **{"aria-label": "Kerncijfers"}),
                                chart_card(ids.TREND_HEAD, ids.TREND, 190, export="trend"),
                                html.Section(id=ids.WHEN, className="card when", **{"aria-label": WHEN}),
                                html.Section(id=ids.SIGNALS, className="card", **{"aria-label": "Wat valt op?"}),
                                html.Section(
                                    [
                                        dmc.SegmentedControl(
                                            id=ids.filter_id("chart"),
                                            data=[{"value": key, "label": name} for key, name in CHARTS.items()],
                                            size="xs",
                                            className="chart-choice",
                                        ),
                                        *chart_parts(
                                            ids.YEARS_HEAD, ids.YEARS, 170, export="jaren", export_by=KEYS["chart"]
                                        ),
                                    ],
                                    className="card",
                                ),
                                chart_card(
                                    ids.CATEGORIES_HEAD,
                                    ids.CATEGORIES,
                                    220,
                                    export="categorieen",
                                    id=ids.CATEGORIES_CARD,
                                ),
                                html.Div(id=ids.ZONE_VIEW, className="zone-view"),
                                splits_card(),
                                chart_card(ids.FUNNEL_HEAD, ids.FUNNEL, 230, export="trechter"),
                                html.Section(
                                    [
                                        export_button("tabel"),
                                        html.Div(id=ids.TABLE_HEAD, className="card-head"),
                                        html.Div(id=ids.TABLE, className="table-scroll", tabIndex=0),
                                    ],
                                    className="card",
                                    **{"aria-label": "Tabel van de gebieden"},
                                ),
                            ],
                            id=ids.STORY,
                            className="story",
                        ),
                    ],
                    id="board",
                    className="board",
                ),
            ],
            id="content",
        ),
    ]
