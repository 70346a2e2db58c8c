"""JSON as the scripts of the page read it: no spaces, components as the records that table.js makes elements of."""

from __future__ import annotations

from typing import Any

import orjson
from dash.development.base_component import Component


def bytes_of(content: Any) -> bytes:
    """The content as JSON in UTF-8; a number that JSON does not have (NaN) is null.

    Raises:
        TypeError: for what is no text, number, list, record or component.
    """
    return orjson.dumps(content, default=_component, option=orjson.OPT_SERIALIZE_NUMPY)


def _component(part: object) -> Any:
    if isinstance(part, Component):
        return part.to_plotly_json()
    raise TypeError(f"no JSON for {type(part)}")
