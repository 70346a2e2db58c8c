"""What the browser gets to colour the map: values only, missing is not zero, and JSON without NaN."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd

from layers import Scale, paint

SCALE = Scale((0.0, 10.0, 50.0), ("#a", "#b", "#c"), zero_apart=True)


def frame(rows: list[tuple[str, float | None, str, float | None, float | None]]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["area_code", "value", "value_status", "n", "before"]).set_index("area_code")
    return made.astype({"value": float, "n": float, "before": float}).assign(value_low=None, value_high=None)


AREAS = frame(
    [
        ("A", 0.0, "ok", 0, 3),
        ("B", None, "missing", None, 5),
        ("C", 50.0, "provisional", 50, None),
        ("D", None, "suppressed", None, None),
        ("E", None, "no-denominator", 7, 7),
        ("F", None, "too-small", 8, 8),
    ]
)


def painted(areas: pd.DataFrame, **changes: Any) -> dict[str, Any]:
    options: dict[str, Any] = {"level": "wijk", "selected": ("C",), "words": {}, "decimals": 0}
    return paint(areas, SCALE, **(options | changes))


def test_missing_is_not_zero_and_every_status_has_a_look_of_its_own() -> None:
    answer = painted(AREAS)
    assert answer["classes"] == [0, -1, 2, -2, -3, -3]
    assert answer["n"] == [0, None, 50, None, 7, 8]
    assert answer["before"] == [3, 5, None, None, 7, 8]
    assert answer["value"][:3] == [0, None, 50]


def test_the_answer_is_json_without_nan_and_without_polygons() -> None:
    text = json.dumps(painted(AREAS), allow_nan=False)
    assert "coordinates" not in text


def test_counts_are_whole_and_rates_have_their_decimals_and_interval() -> None:
    rates = AREAS.assign(value=[0.04, np.nan, 12.345, np.nan, np.nan, np.nan], value_low=1.0, value_high=2.5)
    answer = painted(rates, decimals=1)
    assert answer["value"] == [0.0, None, 12.3, None, None, None]
    assert (answer["low"][0], answer["high"][0]) == (1.0, 2.5)
    assert "low" not in painted(AREAS)


def test_values_of_254_buurten_and_236_districts_stay_small() -> None:
    many = frame([(f"44021A{i:03d}", i * 17.3, "ok", i * 17, i * 18) for i in range(254)])
    assert len(json.dumps(painted(many, level="buurt", decimals=1))) < 20_000
