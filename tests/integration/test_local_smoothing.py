"""The map offers rates smoothed towards the surroundings in every denominator that buurten have."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.look import look
from dashboard.selection import Selection
from dashboard.view import View
from data import queries
from data.catalogue import DENOMINATORS
from data.ingest.demo import ensure
from data.ingest.denominators import import_denominators
from data.statistics.smoothing import smooth_local


def test_smoothed_towards_the_surroundings_once_buurten_have_inhabitants(var_dir: Path, tmp_path: Path) -> None:
    ensure()
    asked = Selection.from_query("?niveau=buurt&maat=inwoners-lokaal")
    before = look(asked.but(measure="km2-lokaal"), queries.current(), audience="publiek")
    assert before.measure.id == "km2-lokaal"  # every buurt has a surface
    assert not {"inwoners-lokaal", "stallingsplaatsen-lokaal"} & set(before.measures)
    assert_is_local(before, "km2")

    frame = queries.areas(queries.current())
    codes = frame.index[(frame["level"] == "buurt") & frame["is_located"]]
    kinds = ("inwoners", "stallingsplaatsen")
    lines = ["area,year,kind,value,source"]
    lines += [f"{c},2022,{kind},{500 + 10 * i},proef" for kind in kinds for i, c in enumerate(codes)]
    path = tmp_path / "inwoners.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert import_denominators(path).changed

    for kind in kinds:
        view = look(asked.but(measure=f"{kind}-lokaal"), queries.current(), audience="publiek")
        assert view.measure.id == f"{kind}-lokaal"
        assert_is_local(view, kind)
    wijken = look(asked.but(level="wijk"), queries.current(), audience="publiek")
    assert wijken.measures["inwoners-lokaal"].endswith("enkel per buurt.")
    assert wijken.measure.id == "aantal"


def assert_is_local(view: View, kind: str) -> None:
    """What the map shows is what the pure function gives."""
    known = DENOMINATORS[kind]
    located = view.areas[view.areas["is_located"]]
    sizes = queries.denominators(queries.current(), kind=kind, year=2023)["value"]
    counted = located[["n", "status"]].assign(denominator=sizes.reindex(located.index)).reset_index()
    alone = smooth_local(counted, queries.neighbours(queries.current()), per=known.per, minimum=known.minimum)
    expected = alone["smoothed"].astype(float).tolist()
    assert located["value"].astype(float).tolist() == pytest.approx(expected, nan_ok=True)
    assert not located["value"].equals(located["crude"])
