"""From the sentence of a signal to its view: the numbers on the way are those of the pure functions."""

from __future__ import annotations

import csv
import gzip
import re
from pathlib import Path

import numpy as np
import pandas as pd
from playwright.sync_api import Page, expect

from data import queries
from data.statistics.signals import signals
from tests.browser.screen import Screen

expect.set_options(timeout=15_000)  # machines are shared
COUNTS = Path(__file__).resolve().parents[2] / "data" / "ingest" / "demo" / "counts.csv.gz"
NOW, BEFORE = ("2022-05", "2023-04"), ("2021-05", "2022-04")


def expected_signals() -> pd.DataFrame:
    """What stands out among parking fines and accidents, from the file that ships and the pure function alone."""
    rows = []
    with gzip.open(COUNTS, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            area, category = row.pop("area_code"), row.pop("category_id")
            if category not in ("parkeerovertreding", "ongeval-letsel"):
                continue
            sums = [sum(int(n) for m, n in row.items() if a <= m <= b) for a, b in (NOW, BEFORE)]
            rows.append((area, category, *sums))
    frame = pd.DataFrame(rows, columns=["area_code", "category_id", "now", "before"])
    located = queries.areas(queries.current())["is_located"]
    frame = frame[frame["area_code"].map(located)]  # what has no place cannot be opened
    phi = queries.dispersion(queries.current()).reset_index()[["category_id", "phi"]]
    return signals(frame, phi).rows


def test_from_a_signal_to_its_view(page: Page, demo: Path) -> None:
    found = expected_signals()
    assert len(found), "the demonstration set has no signal left to walk: choose another tab"
    first = found.iloc[0]
    name = queries.areas(queries.current()).at[first["area_code"], "name"]
    page.goto("/?prioriteit=verkeer")
    links = page.locator("#signals .signals button")
    expect(links.first).to_contain_text(f" in {name}: ")
    said = [int(n.replace(".", "")) for n in re.findall(r"\d[\d.]*", links.first.inner_text().split(":", 1)[1])]
    assert said[0] == first["observed"]
    assert said[1] == abs(first["excess"])
    assert said[2] == first["before"]
    assert links.count() == min(len(found), 5)

    links.first.click()
    expect(page).to_have_url(re.compile(f"gebied={first['area_code']}"))
    expect(page.locator("#sentence")).to_contain_text(f"{name}: ")
    expect(page.locator("#key-figures .figure").first).to_have_text(f"{first['observed']:,}".replace(",", "."))
    expect(page.locator("#sentence")).to_contain_text("meer dan toeval" if first["excess"] > 0 else "minder dan toeval")
    selected = page.locator("table.areas tr.is-selected")
    expect(selected).to_contain_text(name)
    assert np.isfinite(float(first["p"]))

    # Where nothing stands out, that is said.
    page.evaluate("bv.go({prioriteit: 'fietsdiefstal', gebied: 'W13'})")
    expect(page.locator("#signals")).to_contain_text("Niets: na correctie voor")


def test_a_point_of_the_funnel_selects_its_area(page: Page, demo: Path) -> None:
    """Charts are drawn past Dash, so that a click on one is ours to hear."""
    page.goto("/")
    page.locator("#funnel .js-plotly-plot .points path.point").first.wait_for(state="attached")
    Screen(page).scroll_to("funnel")
    spot = page.evaluate(
        """() => {
          const chart = document.querySelector("#funnel .js-plotly-plot");
          const at = chart.data.findIndex((trace) => trace.customdata);
          const trace = chart.data[at], box = chart.getBoundingClientRect(), layout = chart._fullLayout;
          const all = chart.data.filter((t) => t.customdata).flatMap((t) => t.x.map((x, i) => [x, t.y[i]]));
          const pixel = ([x, y]) => [layout.xaxis.d2p(x) + layout._size.l, layout.yaxis.d2p(y) + layout._size.t];
          const away = ([x, y], [u, v]) => Math.hypot(x - u, y - v);
          const here = (i) => pixel([trace.x[i], trace.y[i]]);
          const alone = (i) => Math.min(...all.map((p) => away(pixel(p), here(i))).filter(Boolean));
          const best = trace.x.map((_, i) => i).sort((a, b) => alone(b) - alone(a))[0]; // no other dot near it
          const [x, y] = pixel([trace.x[best], trace.y[best]]);
          return { x: box.left + x, y: box.top + y, code: trace.customdata[best] };
        }"""
    )
    page.mouse.move(spot["x"], spot["y"])
    page.mouse.click(spot["x"], spot["y"])
    code = spot["code"].removeprefix("gebied=")
    expect(page).to_have_url(re.compile(f"gebied={code}$"))
    name = queries.areas(queries.current()).at[code, "name"]
    expect(page.locator("#sentence")).to_contain_text(name)
    expect(page.locator("#funnel .annotation")).to_contain_text(name)
