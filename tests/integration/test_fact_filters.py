"""Real accidents in Gent, filtered on the page, against a count of the file itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.caption import caption_of
from dashboard.components.fact_filters import fact_panels
from dashboard.components.panels import trend_head
from dashboard.components.split_panel import split_panels
from dashboard.errors import SelectionError
from dashboard.export import EXPORTS, Asked
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


WORDS = {"01": "voetganger", "03": "fiets", "05": "bromfiets", "09": "personenauto"}
"""What some codes of the file are taken to mean here, so that the others stay codes; the file does not say."""


def test_real_accidents_with_a_vulnerable_road_user(
    ingest: Any, shared_real: Path, var_dir: Path, tmp_path: Path
) -> None:
    file = shared_real / "gent_accidents_2024_03.csv"
    mapping = tmp_path / "met-woorden.toml"
    words = "\n".join(f'"{code}" = "{word}"' for code, word in WORDS.items())
    mapping.write_text(f"{MAPPING.read_text(encoding='utf-8')}\n[extra.road_users.values]\n{words}\n", encoding="utf-8")
    with building_figures(fresh=True) as made:
        write_gent(made)
    ingest("incidents", file, "--mapping", mapping)
    rows = pd.read_csv(file, dtype=str)
    march = rows[rows["month"] == "03"]
    users = march[["usr1", "usr2"]]
    vulnerable = users.isin(["01", "03", "05"]).any(axis=1)
    unknown = ~vulnerable & (users.notna() & ~users.isin(list(WORDS))).any(axis=1)
    n, two = int(vulnerable.sum()), int(users.isin(["01", "03", "05"]).all(axis=1).sum())
    assert two > 0  # some have two, and count once
    assert 0 < unknown.sum() < len(march) - n

    view = shown(f"{MARCH}&betrokken=kwetsbaar&niveau=buurt")
    assert view.figure.n == view.areas["n"].sum() == n
    assert view.trend["n"].tolist() == [n]
    assert f"met een kwetsbare weggebruiker, in Gent: {n} feiten" in sentence(view).text
    assert f"van een betrokkene is niet gekend of die kwetsbaar is ({unknown.sum()})" in chosen_sentence(view).replace(
        f"{unknown.sum()} niet mee, want van een betrokkene is niet gekend of die kwetsbaar is",
        f"van een betrokkene is niet gekend of die kwetsbaar is ({unknown.sum()})",
    )
    facts = queries.Facts(("ongeval-letsel",), view.months, wanted=view.wanted)
    nowhere = int((vulnerable & march["lon"].isna()).sum())
    assert queries.cell_counts(queries.current(), facts=facts, audience="intern").n.sum() == n - nowhere

    severity, split = shown(MARCH).splits
    first = split.rows.iloc[0]
    assert (first["value"], first["n"], split.unsure) == ("kwetsbaar", n, unknown.sum())
    assert severity.unsure != severity.unsure  # says nothing about who was involved
    both = shown(f"{MARCH}&betrokken=kwetsbaar,personenauto")
    car = users.eq("09").any(axis=1)
    assert both.figure.n == int((vulnerable | car).sum())
    serious = shown(f"{MARCH}&betrokken=kwetsbaar&ernst=dood,zwaar")
    assert serious.figure.n == int((vulnerable & march["class"].isin(["1", "2", "3"])).sum())

    panels = split_panels(shown(f"{MARCH}&splitsing=weggebruiker"))
    names = [note["text"] for note in panels["splits"]["layout"]["annotations"]]
    assert names[0] == "Kwetsbare weggebruikers"
    assert {"Fiets", "Personenauto"} <= set(names)
    by_user = dict(zip(names, (trace["y"] for trace in panels["splits"]["data"]), strict=True))
    assert by_user["Fiets"] == [users.eq("03").any(axis=1).sum()]
    assert by_user["Kwetsbare weggebruikers"] == [n]
    assert "op tot meer dan het totaal" in str(panels["splits_trend_head"])
    options = fact_panels(view)["user_options"]
    assert options[0] == {"value": "kwetsbaar", "label": "Kwetsbare weggebruikers"}
    asked = Asked(MARCH, Selection.from_query(f"{MARCH}&splitsing=weggebruiker"), queries.current(), "intern")
    sheet = EXPORTS["opsplitsing-trend"].rows(asked)
    assert sheet.loc[sheet["deel"] == "Kwetsbare weggebruikers", "feiten"].tolist() == [n]
    assert ("Enkel feiten", "met een kwetsbare weggebruiker") in caption_of(
        view, queries.current(), audience="intern"
    ).filters


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

    codes = shown(f"{MARCH}&betrokken=kwetsbaar")  # nobody said which code is a cyclist: no figure rather than zero
    assert codes.wanted is None
    assert any("code zonder betekenis" in text and "mapping" in text for text in codes.notices)
    assert "code zonder betekenis" in str(fact_panels(codes)["users_note"])
    assert "kwetsbaar" not in [option["value"] for option in fact_panels(codes)["user_options"]]

    day = shown(f"{MARCH}&weekdag=ma")  # the file does not say the day: the choice is refused in a sentence
    assert day.wanted is None
    assert any("zeggen de dag niet" in text for text in day.notices)
    strange = shown(f"{MARCH}&betrokken=ruimteschip")
    assert any("ruimteschip" in text for text in strange.notices)
    assert strange.figure.n == len(march)
    assert chosen_sentence(strange) == ""
    with pytest.raises(SelectionError, match="middernacht"):
        shown(f"{MARCH}&wanneer=middernacht")
