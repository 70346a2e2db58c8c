"""Reports from the command line: `python -m dashboard.report --level wijk --priority fietsdiefstal --out rapporten`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from dashboard import who
from dashboard.report.contents import Maker
from dashboard.report.pdf import as_pdf
from dashboard.report.record import Report
from dashboard.report.slides import as_pptx
from dashboard.selection import Selection
from data import queries
from data.config import settings
from data.errors import BuurtError

SOME_FAILED, UNUSABLE = 3, 2
"""Exit codes: some pages are not there and say so; nothing was made."""


class Kind(StrEnum):
    """What a report is written as."""

    pdf = "pdf"
    pptx = "pptx"


def main(
    out: Annotated[Path, typer.Option(help="Map waar de bestanden komen; wordt gemaakt.")],
    level: Annotated[str, typer.Option(help="Een bladzijde per wijk of buurt: wijk, buurt.")] = "wijk",
    priority: Annotated[str, typer.Option(help="Prioriteit, zoals in het adres: fietsdiefstal, overlast ...")] = (
        "fietsdiefstal"
    ),
    area: Annotated[str, typer.Option(help="In plaats daarvan het rapport van een gebied, met zijn code.")] = "",
    period: Annotated[str, typer.Option(help="12m, 36m, alles, een jaar, of 2021-03_2022-05.")] = "12m",
    measure: Annotated[str, typer.Option(help="Maat van de kaart, zoals in het adres.")] = "aantal",
    kind: Annotated[list[Kind] | None, typer.Option(help="pdf, pptx; zonder keuze allebei.")] = None,
    base_url: Annotated[
        str, typer.Option(help="Adres van het dashboard, voor de links; zonder keuze dat van de instelling.")
    ] = "",
) -> None:
    """Maakt een rapport; een bladzijde die niet lukt, zegt waarom, en de andere blijven."""
    console = Console(stderr=True)
    base_url = base_url or settings().base_url
    if not base_url:
        console.print(
            "Het adres van het dashboard is niet gekend: de bladzijden krijgen geen link. "
            "Geef het met --base-url, of stel het in als BASE_URL.",
            highlight=False,
            markup=False,
        )
    try:
        failed = _make(out, level, priority, area, period, measure, kind or list(Kind), base_url, console)
    except BuurtError as error:
        console.print(str(error), highlight=False, markup=False)
        raise typer.Exit(UNUSABLE) from error
    except OSError as error:
        console.print(f"Schrijven in {out} lukt niet: {error.strerror}.", highlight=False, markup=False)
        raise typer.Exit(UNUSABLE) from error
    if failed:
        raise typer.Exit(SOME_FAILED)


def _make(
    out: Path,
    level: str,
    priority: str,
    area: str,
    period: str,
    measure: str,
    kinds: list[Kind],
    base_url: str,
    console: Console,
) -> bool:
    """Makes and writes the files; whether any page failed."""
    asked = Selection(priority=priority, period=period, measure=measure, level=level)
    selection = Selection.from_query(asked.to_query())  # checked as an address is
    audience = who.audience()
    snapshot = queries.current(audience=audience)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("Bladzijden maken", total=None)

        def done(title: str) -> None:
            bar.update(task, advance=1, description=title[:40])

        maker = Maker(snapshot, audience, base_url.rstrip("/"), done)
        if area:
            report = maker.of_area(area, selection)
        else:
            frame = queries.areas(snapshot, audience=audience)
            located = (frame["level"] == level) & frame["is_located"].astype(bool)
            bar.update(task, total=int(located.sum()) or None)
            report = maker.of_level(level, selection)
        bar.update(task, description="Bladzijden gemaakt", total=len(report.pages), completed=len(report.pages))
        writing = bar.add_task("Bestanden schrijven", total=len(kinds))
        out.mkdir(parents=True, exist_ok=True)
        report = _write(out, report, kinds, lambda: bar.update(writing, advance=1))
    for kind in kinds:
        print(out / f"{report.file}.{kind}")
    for page in report.failed:
        console.print(f"{page.title}: {page.why}", highlight=False, markup=False)
    return bool(report.failed)


def _write(out: Path, report: Report, kinds: list[Kind], done: Callable[[], None]) -> Report:
    """Writes each file under another name first: what is there is whole."""
    for kind in sorted(kinds):  # pdf first: it knows which pages cannot be set
        if kind is Kind.pdf:
            body, report = as_pdf(report)
        else:
            body = as_pptx(report)
        path = out / f"{report.file}.{kind}"
        half = path.with_suffix(f".{kind}.half")
        half.write_bytes(body)
        os.replace(half, path)
        done()
    return report


if __name__ == "__main__":
    sys.exit(typer.run(main))
