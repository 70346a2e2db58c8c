"""The cards of hours: their numbers are those of the pure functions over the single facts, and each says what lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from dashboard.app_factory import make_app
from data.queries import current
from data.statistics.aoristic import hour_weekday
from data.statistics.nights import nights
from tests.conftest import pointed_at

NIGHTLIFE = "('geluidshinder', 'diefstal-geweld', 'diefstal-gewapend', 'zakkenrollerij', 'fietsdiefstal')"
ZONE = f"category_id in {NIGHTLIFE} and zone_codes like '%|Z-OVERPOORT|%'"
LAST_YEAR = "month between '2022-05-01' and '2023-04-01'"
YEAR_BEFORE = "month between '2021-05-01' and '2022-04-01'"


@pytest.fixture(scope="module")
def served(demo_var: Path) -> Iterator[FlaskClient]:
    """Somebody who asks the app on the demonstration set."""
    with pointed_at(demo_var):
        yield make_app().server.test_client()


def facts(where: str) -> pd.DataFrame:
    """Single facts, as they are stored."""
    columns = "time_from, time_until, time_known, hour"
    with current().engine.connect() as connection:
        return pd.read_sql(text(f"select {columns} from incident where {where}"), connection)


def texts(node: Any) -> str:
    """All words of a card."""
    if isinstance(node, dict):
        return texts(node["props"].get("children"))
    return " ".join(texts(n) for n in node) if isinstance(node, list) else "" if node is None else str(node)


def test_the_grid_is_the_pure_function_of_the_facts_in_the_area(served: FlaskClient) -> None:
    answer = served.get("/wanneer?gebied=W13").json
    mine = facts(f"category_id = 'fietsdiefstal' and {LAST_YEAR} and wijk_code = 'W13'")
    grid = np.array(answer["charts"]["when-grid"]["data"][0]["z"])
    np.testing.assert_allclose(grid, hour_weekday(mine).to_numpy(), atol=1e-4)
    assert f"samen {len(mine)} feiten" in texts(answer["words"]["when"])
    assert "bruikbaar tijdstip" in texts(answer["words"]["when"])
    rest = facts(f"category_id = 'fietsdiefstal' and {LAST_YEAR} and coalesce(wijk_code, '') <> 'W13'")
    elsewhere, here = (np.array(line["y"]) for line in answer["charts"]["when-profile"]["data"])
    np.testing.assert_allclose(here, hour_weekday(mine).sum().to_numpy() / len(mine) * 100, atol=1e-3)
    np.testing.assert_allclose(elsewhere, hour_weekday(rest).sum().to_numpy() / len(rest) * 100, atol=1e-3)
    assert answer["words"]["zone-view"] == []


def test_few_facts_get_a_sentence_in_place_of_a_profile_and_the_city_has_none(served: FlaskClient) -> None:
    few = served.get("/wanneer?gebied=W13&periode=2023-03_2023-03").json
    assert "when-profile" not in few["charts"]
    assert "Te weinig om uren te vergelijken" in texts(few["words"]["when"])
    assert set(served.get("/wanneer").json["charts"]) == {"when-grid"}


def test_nights_of_the_zone_are_the_pure_function_too(served: FlaskClient) -> None:
    chart = served.get("/wanneer?prioriteit=overpoort").json["charts"]["zone-nights"]["data"]
    for bars, period in zip(chart, (YEAR_BEFORE, LAST_YEAR), strict=True):
        expected = nights(hour_weekday(facts(f"{ZONE} and {period}")).to_numpy())["n"]
        np.testing.assert_allclose(bars["y"], expected.to_numpy(), atol=1e-6)
    assert int(np.argmax(chart[1]["y"])) == 3  # the students' night out is that of Thursday


def test_the_zone_and_what_lies_around_it_before_and_after(served: FlaskClient) -> None:
    zone = served.get("/wanneer?prioriteit=overpoort").json["words"]["zone-view"]
    card = next(texts(c) for c in zone if "buurten errond" in texts(c))
    now, before = (len(facts(f"{ZONE} and {period}")) for period in (LAST_YEAR, YEAR_BEFORE))
    assert f"In Overpoort: {now} tegenover {before}" in card
    around = f"category_id in {NIGHTLIFE} and {LAST_YEAR} and buurt_code = '44021A32K'"  # Boekentoren touches it
    assert f"Boekentoren {len(facts(around))} " in card
    assert "Buurten errond samen" in card
    family = re.search(r"gecorrigeerd voor (\d+) vergelijkingen tegelijk", card)
    assert family
    badges = next(str(c) for c in zone if "buurten errond" in texts(c))
    assert re.search(rf"toeval: verhouding [\d,]+ \(95%: .*?\), p = 0,\d+ \(na correctie voor {family[1]}:", badges)
    assert "een oorzaak tonen deze cijfers nooit" in card or "niet dat het ene door het andere komt" in card
    weeks = next(texts(c) for c in zone if "academiejaar" in texts(c))
    assert "per lesweek" in weeks
    assert "regel van de UGent-kalender" in weeks


def test_no_reference_is_said_and_not_drawn_as_zero(served: FlaskClient) -> None:
    answer = served.get("/wanneer?prioriteit=overpoort&periode=2018").json
    assert len(answer["charts"]["zone-nights"]["data"]) == 1
    said = texts(answer["words"]["zone-view"])
    assert said.count("Geen vergelijking: er zijn geen losse feiten") == 2


def test_a_filter_on_the_time_narrows_the_grid(served: FlaskClient) -> None:
    every = served.get("/wanneer?gebied=W13").json["charts"]["when-grid"]["data"][0]["z"]
    night = served.get("/wanneer?gebied=W13&wanneer=nacht").json["charts"]["when-grid"]["data"][0]["z"]
    assert 0 < np.sum(night) < np.sum(every)


def test_nonsense_gets_a_sentence(served: FlaskClient) -> None:
    answer = served.get("/wanneer?prioriteit=bestaat-niet")
    assert answer.status_code == 400
    assert "bestaat niet" in answer.json["fout"]
