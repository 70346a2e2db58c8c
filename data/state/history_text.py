"""How a row stands in the history: as text that outlives the columns of its table."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import date
from typing import Any


def as_json(values: Mapping[str, Any] | None) -> str | None:
    """The columns of a row as JSON, polygons in base64 and days as ISO; None where there was no row."""
    if values is None:
        return None
    return json.dumps(dict(values), ensure_ascii=False, default=_as_text)


def _as_text(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value)}")
