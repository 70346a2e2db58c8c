"""The frame of a page beside the map: its header, the sentence on top, and what stands under it."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.header import header

DEMO = "Demonstratiedata: geen echte cijfers"


def demo_badge(is_demo: bool) -> list[Any]:
    """The badge of figures that are not real; nothing for those that are."""
    return [html.Span(DEMO, className="badge demo")] if is_demo else []


def document(path: str, title: Any, content: list[Any], *, is_demo: bool) -> list[Any]:
    """A whole page.

    Args:
        path: Where it is, for the header.
        title: The sentence on top.
        content: What comes under it.
        is_demo: Whether the figures of this moment are not real.
    """
    sentence = html.Div([html.H1(title), html.Div(demo_badge(is_demo), className="provenance")], className="sentence")
    return [header(path), html.Main([sentence, *content], id="content")]
