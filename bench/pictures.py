"""The pictures in docs/, made again with `python -m bench.pictures`: the five tabs, and the wall at 1920x1080."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.serving import running_server

DOCS = Path(__file__).resolve().parents[1] / "docs"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PICTURES = (
    ("fietsdiefstal-1440", "/?gebied=W13&maat=km2&niveau=buurt", 1440, 900),
    ("overlast-1440", "/?prioriteit=overlast&gebied=W01&maat=inwoners", 1440, 900),
    ("verkeer-1440", "/?prioriteit=verkeer&periode=2022", 1440, 900),
    ("overpoort-1440", "/?prioriteit=overpoort&niveau=buurt", 1440, 900),
    ("prioriteiten-1440", "/prioriteiten", 1440, 900),
    ("fietsdiefstal-1920", "/?gebied=W13&maat=km2&niveau=buurt", 1920, 1080),
)


def main() -> None:
    """Serves the demonstration set and photographs it."""
    with tempfile.TemporaryDirectory() as folder:
        var_dir = Path(folder) / "var"
        command = ("make", "run")
        with running_server(var_dir, Path(folder) / "log", command=command) as server, sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for name, path, width, height in PICTURES:
                page = browser.new_page(viewport={"width": width, "height": height}, locale="nl-BE")
                page.goto(server.url + path, wait_until="networkidle")
                if path.startswith("/?"):
                    page.wait_for_selector("#when[aria-busy='false'] .js-plotly-plot")  # asked after the rest
                page.wait_for_timeout(2500)  # the last chart and the names on the map
                page.screenshot(path=DOCS / f"{name}.png")
                print(f"docs/{name}.png")
                page.close()
            browser.close()


if __name__ == "__main__":
    main()
