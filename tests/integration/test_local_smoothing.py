"""With inhabitants per buurt, the map offers rates smoothed towards the surroundings."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.look import look
from dashboard.selection import Selection
from data import queries
from data.ingest.demo import ensure
from data.ingest.denominators import import_denominators
from data.statistics.smoothing import smooth_local


def test_smoothed_towards_the_surroundings_once_buurten_have_inhabitants(var_dir: Path, tmp_path: Path) -> None:
    ensure()
    asked = Selection.from_query("?niveau=buurt&maat=inwoners-lokaal")
    assert "inwoners-lokaal" not in look(asked, queries.current(), audience="publiek").measures

    frame = queries.areas(queries.current())
    codes = frame.index[(frame["level"] == "buurt") & frame["is_located"]]
    lines = ["area,year,kind,value,source"] + [f"{c},2022,inwoners,{500 + 10 * i},proef" for i, c in enumerate(codes)]
    path = tmp_path / "inwoners.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert import_denominators(path).changed

    view = look(asked, queries.current(), audience="publiek")
    assert view.measure.id == "inwoners-lokaal"
    located = view.areas[view.areas["is_located"]]
    sizes = queries.denominators(queries.current(), kind="inwoners", year=2023)["value"]
    counted = located[["n", "status"]].assign(denominator=sizes.reindex(located.index)).reset_index()
    alone = smooth_local(counted, queries.neighbours(queries.current()), per=1000)
    assert located["value"].astype(float).tolist() == pytest.approx(alone["smoothed"].astype(float).tolist())
    assert not located["value"].equals(located["crude"])
