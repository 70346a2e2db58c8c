"""Elements of the page as plain data, for the large parts that assets/table.js draws itself."""

from __future__ import annotations

from typing import Any

Element = dict[str, Any]
"""Type and properties of an element, in the shape in which Dash sends its html components."""


def plain(kind: str, children: Any = None, **properties: Any) -> Element:
    """An element that costs no component: making and writing the hundreds of a table took an eighth of an answer.

    Args:
        kind: Name of the element, as in html: td.
        children: Text, an element, or a list of them.
        properties: As Dash names them: className, colSpan; others through a dict.
    """
    return {"type": kind, "props": {"children": children, **properties}}
