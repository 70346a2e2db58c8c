"""The coloured areas: values for polygons that the browser already has."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from layers.scales import NO_CLASS, Scale

STATUS_CLASSES = {"missing": -1, "suppressed": -2, "no-denominator": -3, "too-small": -3}
"""Class numbers of what has no value; the browser draws each in its own way, none in a colour of the ramp."""


def paint(
    frame: pd.DataFrame,
    scale: Scale,
    *,
    level: str,
    selected: tuple[str, ...],
    words: dict[str, str],
    decimals: int,
    before_decimals: int = 0,
) -> dict[str, Any]:
    """What the browser needs to colour the polygons of one level and to fill the hover card: values only.

    Args:
        frame: One row per located area, in the order of the polygon asset, index area_code; columns value (float),
            value_status, n (float), before (float), and optionally value_low, value_high.
        scale: Classes of the values.
        level: wijk or buurt: which polygons.
        selected: Codes to outline, of any level.
        words: Texts of the hover card: measure, period, before.
        decimals: Of the value. before_decimals: Of `before`, which is a mean when the reference is several years.

    Returns:
        Lists as long as the frame (null where there is no number), and the colours.
    """
    values = frame["value"].to_numpy(dtype=float, na_value=np.nan)
    found = scale.classes(values)
    given = frame["value_status"].tolist()
    for i in np.flatnonzero(found == NO_CLASS).tolist():
        found[i] = STATUS_CLASSES.get(given[i], found[i])
    answer: dict[str, Any] = {
        "level": level,
        "classes": found.tolist(),
        "colours": list(scale.colours),
        "n": _numbers(frame["n"], 0),
        "before": _numbers(frame["before"], before_decimals),
        "value": _numbers(frame["value"], decimals),
        "selected": list(selected),
        "words": words,
        "decimals": decimals,
    }
    if frame["value_low"].notna().any():
        answer["low"], answer["high"] = _numbers(frame["value_low"], decimals), _numbers(frame["value_high"], decimals)
    return answer


def _numbers(column: pd.Series, decimals: int) -> list[float | int | None]:
    values = column.to_numpy(dtype=float, na_value=np.nan)
    if decimals == 0:
        return [None if v != v else int(v) for v in values.tolist()]
    return [None if v != v else round(v, decimals) for v in values.tolist()]
