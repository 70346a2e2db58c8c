"""JSON as the scripts of the page read it: no spaces, components as the records that table.js makes elements of."""

from __future__ import annotations

import json
from typing import Any

from dash.development.base_component import Component


def text_of(content: Any) -> str:
    """The content as JSON.

    Raises:
        TypeError: for what is no text, number, list, record or component.
        ValueError: for a number that JSON does not have.
    """
    return json.dumps(content, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_component)


def _component(part: object) -> Any:
    if isinstance(part, Component):
        return part.to_plotly_json()
    raise TypeError(f"no JSON for {type(part)}")
