"""Trends of parts under each other: what is missing is a gap, zero is a point, and what is provisional is open."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layers import part_trends

MONTHS = [date(2023, month, 1) for month in (1, 2, 3, 4)]


def test_missing_zero_and_provisional_are_told_apart() -> None:
    frame = pd.DataFrame(
        {"month": MONTHS, "provisional": [False, False, False, True], "dood": [np.nan, 0.0, 1.0, 2.0], "licht": 5.0}
    )
    figure = part_trends(frame, {"dood": "Dood", "licht": "Licht"}, month_texts=["jan", "feb", "mrt", "apr"])
    dead, light = figure["data"]
    assert dead["y"] == [None, 0.0, 1.0, 2.0]
    assert not dead.get("connectgaps")
    assert [size > 0 for size in dead["marker"]["size"]] == [False, False, False, True]
    assert dead["marker"]["color"] == "#ffffff"  # an open dot
    assert (dead["yaxis"], light["yaxis"]) == ("y", "y2")  # each on its own scale
    json.dumps(figure, allow_nan=False)
    go.Figure(figure)
