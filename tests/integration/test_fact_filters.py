"""Real accidents in Gent, filtered on the page, against a count of the file itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.components.panels import trend_head
from dashboard.components.split_panel import split_panels
from dashboard.errors import SelectionError
from dashboard.look import look
from dashboard.selection import Selection
from dashboard.sentence import chosen_sentence, sentence
from dashboard.view import View
from data import queries
from data.ingest.derive import building_figures
from data.ingest.gent import write_gent

MAPPING = Path(__file__).resolve().parents[2] / "docs" / "mappings" / "gent_accidents.toml"
MARCH = "?prioriteit=verkeer&periode=2024-03_2024-03"

pytestmark = pytest.mark.real


def shown(query: str) -> View:
    return look(Selection.from_query(query), queries.current(), audience="intern")


def test_real_accidents_by_severity_road_user_and_hour(ingest: Any, shared_real: Path, var_dir: Path) -> None:
    file = shared_real / "gent_accidents_2024_03.csv"
    with building_figures(fresh=True) as made:
        write_gent(made)
    ingest("incidents", file, "--mapping", MAPPING)
    rows = pd.read_csv(file, dtype=str)
    march = rows[rows["month"] == "03"]
    serious = march["class"].isin(["1", "2", "3"])
    cyclist = march[["usr1", "usr2"]].eq("09").any(axis=1)
    hour = march["hour"].astype(int)
    asked = {
        "ernst=dood,zwaar": serious,
        "ernst=licht": march["class"].eq("4"),
        "betrokken=09": cyclist,
        "betrokken=09&ernst=dood,zwaar": cyclist & serious,
        "wanneer=nacht": (hour >= 22) | (hour < 6),
        "wanneer=avond&betrokken=09": hour.between(18, 21) & cyclist,
    }
    for query, expected in asked.items():
        view = shown(f"{MARCH}&{query}&niveau=buurt")
        n = int(expected.sum())
        assert 0 < n < len(march), query
        assert view.grain == "incidents"
        assert view.figure.n == view.areas["n"].sum() == n, query
        assert view.trend["n"].tolist() == [n]
        assert f": {n} feit" in sentence(view).text
        cells = queries.cell_counts(
            queries.current(),
            facts=queries.Facts(("ongeval-letsel",), view.months, wanted=view.wanted),
            audience="intern",
        )
        nowhere = int((expected & march["lon"].isna()).sum())
        assert cells.n.sum() == n - nowhere

    whole = shown(MARCH)
    severity, users = whole.splits
    classes = {"dood": ["1", "2"], "zwaar": ["3"], "licht": ["4"]}
    counted = dict(zip(severity.rows["value"], severity.rows["n"], strict=True))
    assert counted == {
        name: int(march["class"].isin(codes).sum()) for name, codes in classes.items() if name in counted
    }
    assert sum(counted.values()) == len(march)
    involved = pd.concat([march["usr1"], march["usr2"]]).dropna().reset_index().drop_duplicates()
    per_user = involved.iloc[:, 1].value_counts()
    assert dict(zip(users.rows["value"], users.rows["n"], strict=True)) == {
        user: per_user[user] for user in users.rows["value"]
    }
    assert len(users.rows) + users.hidden == len(per_user)
    assert users.rows["n"].tolist() == per_user.head(len(users.rows)).tolist()  # the most first
    assert users.untold == int(march[["usr1", "usr2"]].isna().all(axis=1).sum())

    card = split_panels(whole)
    text = str(card)
    assert "Weggebruiker van onbekende soort (code 09)" in text  # the file gives codes and nobody gave them a meaning
    assert "gecorrigeerd voor" not in text  # there is no March before it to compare with
    assert "er is 1 bruikbare maand," in str(trend_head(whole))
    assert "weggebruiker van onbekende soort (code 09)" in chosen_sentence(shown(f"{MARCH}&betrokken=09"))

    day = shown(f"{MARCH}&weekdag=ma")  # the file does not say the day: the choice is refused in a sentence
    assert day.wanted is None
    assert any("zeggen de dag niet" in text for text in day.notices)
    strange = shown(f"{MARCH}&betrokken=ruimteschip")
    assert any("ruimteschip" in text for text in strange.notices)
    assert strange.figure.n == len(march)
    assert chosen_sentence(strange) == ""
    with pytest.raises(SelectionError, match="middernacht"):
        shown(f"{MARCH}&wanneer=middernacht")
