"""A small link from a number to the paragraph that says how it is made."""

from __future__ import annotations

from dash import html

from data.statistics.methods import METHODS


def method_link(method_id: str, text: str = "?") -> html.A:
    """A link to the paragraph of a method on `/methode`.

    Raises:
        KeyError: for an id that /methode does not have.
    """
    title = METHODS[method_id].title
    label = f"Hoe dit cijfer gemaakt is: {title}"
    extra = {"aria-label": label} if len(text) < 3 else {}
    return html.A(text, href=f"/methode#{method_id}", className="method", title=label, **extra)
