"""`python -m bench` measures everything; `build` and `load` measure one part."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from bench.big import measure_build
from bench.budget import Line, report
from bench.facts import MONTHS, write_inputs
from bench.load import measure_load
from bench.serving import ROOT, running_server
from data.ingest.gent import gent_areas

VAR = ROOT / "var" / "bench"
RECORDED = VAR / "callback.json"
"""Body of the request that the browser posts when the selection changes."""

app = typer.Typer(add_completion=False, invoke_without_command=True)


@app.callback()
def everything(context: typer.Context) -> None:
    """Measures every line of the budget; the exit code is 1 when one is over."""
    if context.invoked_subcommand is None:
        _finish([*measure_build(VAR, *write_inputs(VAR / "input")), *_load(RECORDED)])


@app.command()
def build() -> None:
    """Builds the snapshot of one million incidents."""
    _finish(measure_build(VAR, *write_inputs(VAR / "input")))


@app.command()
def load(recorded: Annotated[Path, typer.Option(help="JSON body of the callback to ask")] = RECORDED) -> None:
    """Asks new things of the real server, alone and with twenty clients at once."""
    if not (VAR / "CURRENT").is_file():
        measure_build(VAR, *write_inputs(VAR / "input"))
    _finish(_load(recorded))


def _load(recorded: Path) -> list[Line]:
    areas = gent_areas()
    wijken = areas.loc[(areas["level"] == "wijk") & areas.geometry.notna(), "area_code"].tolist()
    with running_server(VAR, VAR / "server.log") as server:
        return measure_load(server.url, recorded, months=[f"{m:%Y-%m}" for m in MONTHS], areas=wijken)


def _finish(lines: list[Line]) -> None:
    cores = len(os.sched_getaffinity(0))
    print(f"{cores} cores")
    if not report(lines):
        raise typer.Exit(1)


if __name__ == "__main__":
    app()
