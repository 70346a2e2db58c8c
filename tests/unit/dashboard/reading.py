"""What somebody reads on a page that is made of components."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component


def parts(node: Any) -> list[Component]:
    """Every component of a page, in reading order; those too that a store hands to the browser."""
    if isinstance(node, list | tuple):
        return [part for child in node for part in parts(child)]
    if not isinstance(node, Component):
        return []
    return [node, *parts(getattr(node, "children", None)), *parts(getattr(node, "data", None))]


def said(node: Any) -> str:
    """The text of a component."""
    if isinstance(node, list | tuple):
        return " ".join(filter(None, (said(child) for child in node)))
    if isinstance(node, Component):
        return said(getattr(node, "children", None))
    return "" if node is None else str(node)
