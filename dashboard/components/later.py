"""What a later request puts on the page: html, and the charts that belong in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import html

from dashboard import ids
from layers import CONFIG, Figure


@dataclass(frozen=True)
class Later:
    """Content of a card. `charts` has the figure of each `chart` among the nodes, by its id."""

    nodes: list[Any]
    charts: dict[str, Figure]

    def answer(self, zone: list[Any]) -> dict[str, Any]:
        """The shape that assets/when.js draws.

        Args:
            zone: The cards that the tab of a zone adds; their charts are among these.
        """
        return {"words": {ids.WHEN: self.nodes, ids.ZONE_VIEW: zone}, "charts": self.charts, "config": CONFIG}


def chart(chart_id: str, height: int) -> html.Div:
    """The place of a chart, in pixels high, so that nothing moves when it is drawn."""
    return html.Div(id=chart_id, className="later-chart", style={"height": f"{height}px"})
