"""`/gegevens` of another city's figures: its own sources, its rejected rows, and no word about Gent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dashboard.callbacks.draw import draw
from dashboard.callbacks.plan import draw_plan
from dashboard.callbacks.routing import page

MAPPING = Path(__file__).resolve().parents[2] / "docs" / "mappings" / "thehague.toml"
COUNTS = "thehague_unit_crime_district_month_2011_2017.csv"

pytestmark = pytest.mark.real


def test_the_page_follows_the_sources(ingest, shared_real: Path, tmp_path: Path) -> None:
    file = tmp_path / "cijfers.csv"
    lines = (shared_real / COUNTS).read_text(encoding="utf-8").rstrip("\n")
    file.write_text(lines + "\n99999,Nergens,2011,1,104,Burglary,6\n", encoding="utf-8")
    ingest("areas", shared_real / "thehague_unit_districts.geojson", "--level", "wijk", "--city", "Den Haag")
    ingest("counts", file, "--mapping", MAPPING, code=3)

    for path in ("/gegevens", "/methode", "/prioriteiten", "/geen-pagina"):
        assert "Buurtveiligheid Den Haag" in str(page(path)[0])
    assert "heel Gent" not in str(page("/methode"))
    head, main = page("/gegevens")
    assert "Gent" not in str(head)
    text = json.dumps(main.to_plotly_json(), default=lambda part: part.to_plotly_json(), ensure_ascii=False)
    assert "Gegevens van Den Haag: 2 bronnen, cijfers van jan 2011 tot en met nov 2017" in text
    assert "Politie Nederland, eenheid Den Haag" in text
    assert "er is geen gebied met deze code" in text
    assert str(len(lines.splitlines()) + 1) in text
    assert "99999,Nergens" not in text  # the row itself is for profile intern alone
    assert "Gent" not in text
    assert "emonstratie" not in text

    answer = draw_plan("?periode=2016")
    assert answer["effective"]["title"].endswith("Buurtveiligheid Den Haag")
    assert draw("?periode=2016")["effective"]["title"].endswith("Buurtveiligheid Den Haag")
    assert answer["sentence"].endswith("10 met openbare cijfers, waarvan 4 hier")
