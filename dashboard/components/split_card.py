"""The card of the split by severity and road user, still empty."""

from __future__ import annotations

from dash import html

from dashboard import ids
from dashboard.components.cards import chart_place
from dashboard.components.export_menu import export_button


def splits_card() -> html.Section:
    """Hidden until the answer to the URL has something for it."""
    return html.Section(
        [
            export_button("opsplitsing"),
            html.Div(id=ids.SPLITS_HEAD, className="card-head"),
            html.Div(id=ids.SPLITS_TABLE, className="split-table"),
            html.Div(
                [
                    export_button("opsplitsing-trend", graph=ids.SPLITS),
                    html.Div(id=ids.SPLITS_TREND_HEAD, className="card-head"),
                    chart_place(ids.SPLITS, 420),
                ],
                id=ids.SPLITS_CHART,
            ),
        ],
        id=ids.SPLITS_CARD,
        className="card is-hidden",
    )
