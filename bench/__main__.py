"""`python -m bench` measures everything; build, imported, zones, load, filters, points and browser one part each."""

from __future__ import annotations

import os
from itertools import islice

import typer

from bench.big import measure_build
from bench.browser import measure_browser
from bench.budget import Line, report
from bench.facts import MONTHS, write_inputs
from bench.imports import measure_import
from bench.load import measure_filters, measure_load
from bench.machine import Moment
from bench.points import measure_points
from bench.serving import ROOT, running_server
from bench.walk import walk
from bench.zones import measure_zones
from data.ingest.gent import gent_areas

VAR = ROOT / "var" / "bench"
CHANGES = 44
START = Moment.now()

app = typer.Typer(add_completion=False, invoke_without_command=True)


@app.callback()
def everything(context: typer.Context) -> None:
    """Measures every line of the budget; the exit code is 1 when one is over."""
    if context.invoked_subcommand is None:
        _finish([*_build(), *_imported(), *measure_zones(VAR), *_load(), *_filters(), *_points(), *_browser()])


@app.command()
def build() -> None:
    """Builds the snapshot of one million incidents."""
    _finish(_build())


@app.command()
def imported() -> None:
    """Imports a CSV file of one million incidents, as a user does."""
    _finish(_imported())


@app.command()
def zones() -> None:
    """Counts in a zone that somebody drew."""
    _need_snapshot()
    _finish(measure_zones(VAR))


@app.command()
def load() -> None:
    """Asks new things of the real server, alone and with twenty clients at once."""
    _need_snapshot()
    _finish(_load())


@app.command()
def filters() -> None:
    """Chooses other facts each time, by day, hour and severity."""
    _need_snapshot()
    _finish(_filters())


@app.command()
def points() -> None:
    """Asks new views of the map layers that are made of single facts."""
    _need_snapshot()
    _finish(_points())


@app.command()
def browser() -> None:
    """Opens the page, changes filters and clicks on the map, in the system's Chromium."""
    _need_snapshot()
    _finish(_browser())


def _build() -> list[Line]:
    return measure_build(VAR, *write_inputs(VAR / "input"))


def _imported() -> list[Line]:
    facts, _ = write_inputs(VAR / "input")
    return measure_import(VAR / "import", facts)


def _need_snapshot() -> None:
    if not (VAR / "CURRENT").is_file():
        _build()


def _load() -> list[Line]:
    with running_server(VAR, VAR / "server.log") as server:
        return measure_load(server.url, months=_months(), areas=_areas()["wijk"])


def _filters() -> list[Line]:
    with running_server(VAR, VAR / "server.log") as server:
        return measure_filters(server.url, areas=_areas()["wijk"])


def _points() -> list[Line]:
    with running_server(VAR, VAR / "server.log") as server:
        return measure_points(server.url, months=_months(), areas=_areas()["wijk"])


def _browser() -> list[Line]:
    searches = [selection.to_query() for selection in islice(walk(_months(), _areas()), CHANGES)]
    with running_server(VAR, VAR / "server.log") as server:
        return measure_browser(server.url, searches)


def _months() -> list[str]:
    return [f"{month:%Y-%m}" for month in MONTHS]


def _areas() -> dict[str, list[str]]:
    areas = gent_areas()
    located = areas[areas.geometry.notna()]
    return {level: located.loc[located["level"] == level, "area_code"].tolist() for level in ("wijk", "buurt")}


def _finish(lines: list[Line]) -> None:
    others = START.others_until(Moment.now())
    print(f"{len(os.sched_getaffinity(0))} cores; other programs, Chromium among them, kept {others:.1f} of them busy")
    if not report(lines):
        raise typer.Exit(1)


if __name__ == "__main__":
    app()
