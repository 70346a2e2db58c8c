"""A small link from a number to the paragraph that says how it is made."""

from __future__ import annotations

from functools import lru_cache

from dash import html

from dashboard.components.plain import Element, plain
from data.statistics.methods import METHODS


@lru_cache(maxsize=256)
def method_link(method_id: str, text: str = "?") -> html.A:
    """A link to the paragraph of a method on `/methode`; the same one for everybody, not to be written to.

    Raises:
        KeyError: for an id that /methode does not have.
    """
    return html.A(text, **_properties(method_id, text))


def plain_method_link(method_id: str, text: str = "Hoe?") -> Element:
    """The same link for a part of the page that assets/table.js draws."""
    return plain("a", text, **_properties(method_id, text))


def _properties(method_id: str, text: str) -> dict[str, str]:
    title = METHODS[method_id].title
    label = f"Hoe dit cijfer gemaakt is: {title}"
    extra = {"aria-label": label} if len(text) < 3 else {}
    return {"href": f"/methode#{method_id}", "className": "method", "title": label, **extra}
