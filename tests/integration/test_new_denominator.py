"""One entry in the catalogue is a whole denominator: imported, mapped, explained and exported like the others.

The entry is added to a copy of `data/`; every other file of the product is the product's own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.integration.commands import ROOT

ENTRY = """
[[denominator]]
id = "woningen"
name = "Woningen"
per = 100
noun = "woningen"
one = "woning"
priorities = ["overlast"]
limits = "Leegstand telt mee."
"""
ASKS = """
import json, sys
from dash._utils import to_json
from dashboard.app_factory import make_app
from dashboard.callbacks.sheet import draw_sheet
from dashboard.pages import methods, sources
client = make_app().server.test_client()
made = {name: client.get(address).data.decode("utf-8-sig") for name, address in json.loads(sys.argv[1]).items()}
made["sheet"] = str(json.loads(to_json(draw_sheet("", "/buurt/W13"))))
made["methods"], made["sources"] = (str(json.loads(to_json(page.layout()))) for page in (methods, sources))
print(json.dumps(made))
"""
ADDRESSES = {
    "crude": "/beeld?prioriteit=overlast&maat=woningen",
    "smooth": "/beeld?prioriteit=overlast&maat=woningen-glad",
    "local": "/beeld?prioriteit=overlast&maat=woningen-lokaal&niveau=buurt",
    "elsewhere": "/beeld?prioriteit=verkeer&maat=woningen",
    "below crude": "/beeld/onder?prioriteit=overlast&maat=woningen",
    "below smooth": "/beeld/onder?prioriteit=overlast&maat=woningen-glad",
    "below local": "/beeld/onder?prioriteit=overlast&maat=woningen-lokaal&niveau=buurt",
    "below elsewhere": "/beeld/onder?prioriteit=verkeer&maat=woningen",
    "table": "/uitvoer/tabel.csv?prioriteit=overlast&maat=woningen",
    "funnel": "/uitvoer/trechter.csv?prioriteit=overlast&maat=woningen",
    "caption": "/uitvoer/kaart.json?prioriteit=overlast&maat=woningen",
}


@pytest.fixture(scope="module")
def told(demo_var: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the app with one more entry says, after a file with that denominator was imported from the command line."""
    home = tmp_path_factory.mktemp("product")
    shutil.copytree(ROOT / "data", home / "data", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("dashboard", "layers", "assets"):
        (home / name).symlink_to(ROOT / name)
    with (home / "data/catalogue/denominators.toml").open("a", encoding="utf-8") as file:
        file.write(ENTRY)
    shutil.copytree(demo_var, home / "var")

    def python(*arguments: str) -> str:
        environment = os.environ | {"VAR_DIR": str(home / "var"), "PYTHONPATH": str(home)}
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=home,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    codes = python(
        "-c",
        "from data import queries; f = queries.areas(queries.current());"
        "print(*f.index[f['is_located'] & f['level'].isin(['wijk', 'buurt'])])",
    ).split()
    lines = [f"{code},2023,woningen,{200 + 10 * i},Kadaster" for i, code in enumerate(codes)]
    (home / "woningen.csv").write_text("\n".join(["area,year,kind,value,source", *lines]), encoding="utf-8")
    python("-m", "data.ingest", "denominators", "woningen.csv")
    made: dict[str, str] = json.loads(python("-c", ASKS, json.dumps(ADDRESSES)).splitlines()[-1])
    return made | {"sizes": json.dumps({code: 200 + 10 * i for i, code in enumerate(codes)})}


def panels(told: dict[str, str], name: str) -> dict[str, Any]:
    answer = told[name] + told[f"below {name}"]
    _, painted, story, _, below = (json.loads(line) for line in answer.splitlines())
    words: dict[str, Any] = painted["words"] | story["words"] | below["words"]
    return words | {"all": answer, "paint": painted["paint"]}


def rows(body: str) -> list[dict[str, str]]:
    lines = [line.split(";") for line in body.splitlines()]
    start = next(i for i, line in enumerate(lines) if line == [""])
    return [dict(zip(lines[start + 1], line, strict=False)) for line in lines[start + 2 :]]


def test_map_legend_hover_card_menu_and_funnel_have_it(told: dict[str, str]) -> None:
    crude = panels(told, "crude")
    assert crude["paint"]["words"]["measure"] == "Per 100 woningen"
    assert crude["paint"]["low"][0] is not None
    assert "Feiten van overlast per 100 woningen" in crude["all"]
    assert "Noemer: Woningen per gebied, woningen.csv (2023)" in crude["all"]
    assert '"label":"Per 100 woningen, gladgestreken"' in crude["all"].replace('": ', '":')
    assert "feiten per 100 woningen tegenover woningen van elk gebied" in crude["all"]
    assert panels(told, "smooth")["paint"]["words"]["measure"] == "Per 100 woningen, gladgestreken"
    assert panels(told, "smooth")["paint"]["words"]["crude"][0] is not None
    local = panels(told, "local")["paint"]
    assert local["words"]["measure"] == "Per 100 woningen, gladgestreken naar de omgeving"
    assert len(local["value"]) == 254
    assert local["value"] != panels(told, "crude")["paint"]["value"]


def test_a_priority_that_it_does_not_name_does_not_offer_it(told: dict[str, str]) -> None:
    elsewhere = panels(told, "elsewhere")
    assert "kent deze maat niet" in elsewhere["all"]
    assert "Per 100 woningen" not in elsewhere["all"]


def test_the_rate_is_that_of_the_imported_file(told: dict[str, str]) -> None:
    sizes = json.loads(told["sizes"])
    found = [row for row in rows(told["table"]) if row["code"] in sizes]
    assert len(found) == 25
    for row in found:
        rate = float(row["per 100 woningen"].replace(",", "."))
        assert rate == pytest.approx(100 * float(row["feiten"]) / sizes[row["code"]], abs=0.00006)
        assert row["per 100 woningen: laag (95%)"]
    assert {float(row["woningen"].replace(",", ".")) for row in rows(told["funnel"])} <= set(map(float, sizes.values()))


def test_captions_sheet_methods_and_sources_name_it(told: dict[str, str]) -> None:
    assert (
        "per 100 woningen; noemer: Woningen per gebied, woningen.csv (2023)"
        in json.loads(told["caption"])["lines"][
            [line[0] for line in json.loads(told["caption"])["lines"]].index("Maat")
        ][1]
    )
    assert "Woningen: " in told["sheet"]
    assert "Leegstand telt mee." in told["methods"]
    assert "per 100 woningen" in told["methods"]
    for text in ("per 100 woningen", "25 wijken", "254 buurten", "woningen.csv"):
        assert text in told["sources"]
