"""The first start shows a demonstration set that says what it is, and goes without a trace."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import text

from data.catalogue import CATEGORIES
from data.config import settings
from data.ingest.cells import remove_demo
from data.ingest.demo import ensure
from data.ingest.gent import write_gent
from data.snapshot import building, current, current_version


def read(query: str) -> pd.DataFrame:
    with current().engine.connect() as connection:
        result = connection.execute(text(query))
        return pd.DataFrame(result.fetchall(), columns=list(result.keys()))


def one(query: str) -> Any:
    return read(query).iloc[0, 0]


def test_the_first_start_builds_quickly_and_the_second_does_nothing(var_dir: Path) -> None:
    start = time.process_time()
    assert ensure()
    assert time.process_time() - start < 15
    version = current_version()
    assert not ensure()
    assert current_version() == version
    (settings().snapshots_dir / f"{version}.duckdb").unlink()
    assert ensure()
    assert one("select count(*) from cell") > 0


def test_the_set_says_that_it_is_a_demonstration(demo: Path) -> None:
    sources = read("select * from source").set_index("source_id")
    made_up = sources[sources["is_demo"]]
    assert made_up["kind"].to_dict() == {"demo-cijfers": "counts", "demo-feiten": "incidents"}
    assert made_up["title"].str.startswith("Demonstratie").all()
    assert made_up["publisher"].str.contains("geen echte cijfers").all()
    assert made_up["provisional_months"].eq(3).all()
    assert (made_up["rows_in"] == made_up["rows_accepted"]).all()
    assert one("select value from meta where key = 'is_demo'") == "1"
    assert one("select value from meta where key = 'city'") == "Gent"
    assert sources.loc[~sources["is_demo"], "licence"].str.len().gt(3).all()


def test_the_snapshot_is_complete(demo: Path) -> None:
    assert read("select category_id from category order by sort")["category_id"].tolist() == list(CATEGORIES)
    sums = read("select grain, level, sum(n) as n, count(*) filter (n is null) as gaps from cell group by all")
    assert sums["gaps"].eq(0).all()
    n = sums.set_index(["grain", "level"])["n"].to_dict()
    facts = one("select count(*) from incident")
    assert n["counts", "wijk"] == 175549
    assert n["incidents", "wijk"] == n["incidents", "buurt"] == facts == 49766
    assert one("select count(*) from coverage where category_id = 'ongeval-letsel' and year(month) < 2020") == 0
    assert one("select count(*) from incident where lon is null and wijk_code <> 'W00'") == 0


def test_denominators_are_the_published_ones_with_their_source(demo: Path) -> None:
    kinds = read("select kind, sum(value) as total, count(*) as n, min(year) as y from denominator group by kind")
    assert kinds.set_index("kind")["total"].to_dict() == {"inwoners": 269282, "stallingsplaatsen": 48114}
    assert kinds["n"].eq(25).all()
    assert kinds["y"].eq(2024).all()
    assert one("select count(*) from denominator join source using (source_id)") == 50


def test_removing_the_demonstration_leaves_the_city(demo_var: Path, var_dir: Path) -> None:
    shutil.copytree(demo_var, var_dir, dirs_exist_ok=True)
    with building() as made:
        assert remove_demo(made)
    left = {t: one(f"select count(*) from {t}") for t in ("cell", "coverage", "incident", "area", "denominator")}
    assert left == {"cell": 0, "coverage": 0, "incident": 0, "area": 282, "denominator": 50}
    assert one("select count(*) from source where is_demo") == 0
    assert one("select value from meta where key = 'is_demo'") == "0"


def test_writing_gent_twice_is_writing_it_once(var_dir: Path) -> None:
    with building(fresh=True) as made:
        write_gent(made)
        write_gent(made)
    assert one("select count(*) from area") == 282
    assert read("select name from geo_asset order by name")["name"].tolist() == ["base", "buurt", "wijk", "zone"]
