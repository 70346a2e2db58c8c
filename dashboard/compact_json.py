"""JSON as the scripts of the page read it: no spaces, components as the records that table.js makes elements of."""

from __future__ import annotations

from typing import Any

import orjson
from dash.development.base_component import Component

_NO_PROPERTY = ("_", "available_")
"""How the names begin of what Dash keeps on a component beside its properties."""


def bytes_of(content: Any) -> bytes:
    """The content as JSON in UTF-8; a number that JSON does not have (NaN) is null.

    Raises:
        TypeError: for what is no text, number, list, record or component.
    """
    return orjson.dumps(content, default=record, option=orjson.OPT_SERIALIZE_NUMPY)


def record(part: object) -> dict[str, Any]:
    """A component as Dash's `to_plotly_json`, which asks it for each of the 60 properties that its kind can have.

    Raises:
        TypeError: for what is no component.
    """
    if not isinstance(part, Component):
        raise TypeError(f"no JSON for {type(part)}")
    given = {name: value for name, value in vars(part).items() if not name.startswith(_NO_PROPERTY)}
    return {"props": given, "type": part._type, "namespace": part._namespace}
