"""The commands that load figures: `python -m data.ingest`.

Exit codes: 0 all good, 3 some rows rejected, 2 unusable and nothing changed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from data import disk
from data.errors import BuurtError, InputError
from data.ingest.mapping import DEFAULT_MAPPING
from data.ingest.outcome import Outcome
from data.ingest.progress import Progress
from data.ingest.result import ImportResult

SOME_REJECTED = 3
UNUSABLE = 2
_UNTOLD = "De cijfers zijn geladen en gepubliceerd, maar het verslag ervan kon niet bewaard worden ({why})."
WAITING = "Wacht op een andere import"

app = typer.Typer(
    help="Laadt cijfers, gebieden en noemers.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Mapping = Annotated[str, typer.Option(help="Naam van een ingebouwde bron, of een toml-bestand.")]
Out = Annotated[Path | None, typer.Option(help="Map voor voortgang, uitkomst en verworpen rijen (json, csv).")]
Licence = Annotated[str, typer.Option(help="Licentie om bij de bron te tonen.")]


@contextmanager
def _bars() -> Iterator[Progress]:
    """Progress bars on standard error; a step is one bar."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=console, disable=not console.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def show(text: str, done: int, total: int | None) -> None:
            if text not in tasks:
                tasks[text] = bars.add_task(text, total=total)
            bars.update(tasks[text], completed=done, total=total)

        yield show


@contextmanager
def _told(folder: Path | None) -> Iterator[Outcome | None]:
    """What a command leaves in its folder, when it has one; an expected fault is written there too."""
    outcome = Outcome(folder) if folder is not None else None
    try:
        yield outcome
    except (BuurtError, OSError, MemoryError) as error:
        if outcome is not None:
            with suppress(OSError):  # what went wrong first is what is told
                outcome.failed(_sentence(error))
        raise


def _sentence(error: BuurtError | OSError | MemoryError) -> str:
    if isinstance(error, BuurtError):
        return str(error)
    if isinstance(error, MemoryError):
        return "Dit bestand vraagt te veel geheugen. Er is niets gewijzigd. Bewaar het als csv, of deel het op."
    if disk.is_full(error):
        return disk.FULL
    return f"Lezen of schrijven lukt niet ({error.strerror or error}). Er is niets gewijzigd."


def _finish(result: ImportResult) -> None:
    for message in result.messages:
        print(message)
    if not result.changed:
        print("Er is niets gewijzigd.")
    if result.rows_rejected:
        raise typer.Exit(SOME_REJECTED)


@app.command()
def ensure() -> None:
    """Maakt de ingebouwde demonstratiecijfers wanneer er nog geen cijfers zijn."""
    from data.ingest.demo import ensure as ensure_figures

    ensure_figures()


@app.command()
def opendata(
    year: Annotated[list[int] | None, typer.Option(help="Jaar; mag meer dan één keer.")] = None,
    first: Annotated[int | None, typer.Option("--from", help="Alle jaren vanaf dit jaar.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Alle gepubliceerde jaren.")] = False,
    source: Annotated[str, typer.Option(help="Naam van de bron.")] = DEFAULT_MAPPING,
) -> None:
    """Haalt de open criminaliteitscijfers van de stad op en laadt ze."""
    from data.ingest.counts import import_counts
    from data.ingest.mapping import find_mapping
    from data.ingest.opendata import fetch_years, published_years

    mapping = find_mapping(source)
    if mapping.opendata is None:
        raise InputError(f"De bron '{source}' staat niet op een opendata-portaal.")
    years = list(year or [])
    if every or first is not None:
        years += published_years(mapping.opendata, first)
    if not years:
        raise InputError("Geef minstens één jaar, bijvoorbeeld --year 2024, of --all.")
    with _bars() as progress:
        paths = fetch_years(years, source=mapping, progress=progress, skip_absent=not year)
        result = import_counts(paths, mapping=mapping, progress=progress)
    _finish(result)


@app.command()
def counts(
    files: Annotated[list[Path], typer.Argument(help="Bestanden van één bron: json, csv, geojson of parquet.")],
    mapping: Mapping = DEFAULT_MAPPING,
) -> None:
    """Laadt maandcijfers per gebied uit bestanden: alles of niets."""
    from data.ingest.counts import import_counts
    from data.ingest.mapping import find_mapping

    found = find_mapping(mapping)
    with _bars() as progress:
        result = import_counts(files, mapping=found, progress=progress)
    _finish(result)


@app.command()
def incidents(
    file: Annotated[Path, typer.Argument(help="Losse feiten: csv, xlsx, json, geojson, geopackage of parquet.")],
    mapping: Annotated[Path, typer.Option(help="Een toml-bestand; voorbeelden staan in docs/mappings.")],
    check: Annotated[bool, typer.Option("--check", help="Alleen nakijken: er wordt niets gewijzigd.")] = False,
    wait: Annotated[bool, typer.Option("--wait", help="Wacht tot een andere import klaar is.")] = False,
    out: Out = None,
    name: Annotated[str | None, typer.Option(help="Naam van het bestand bij de bron.")] = None,
) -> None:
    """Laadt losse feiten, met tijd en plaats: alles of niets."""
    from data.ingest.incidents.load import import_incidents
    from data.ingest.mapping import find_incident_mapping

    with _told(out) as outcome, _bars() as bars:
        progress = outcome.progress if outcome is not None else bars

        def waiting() -> None:
            print(WAITING, file=sys.stderr, flush=True)
            progress(WAITING, 0, None)

        result = import_incidents(
            file,
            mapping=find_incident_mapping(mapping),
            progress=progress,
            check=check,
            waiting=waiting if wait else None,
            file_name=name,
            rejected_to=outcome.rejected if outcome is not None else None,
        )
        if outcome is not None:
            try:
                outcome.finished(result)
            except OSError as error:
                if result.changed:  # what is published is published, also when nothing can be written about it
                    raise InputError(_UNTOLD.format(why=error.strerror or error)) from error
                raise
    _finish(result)


@app.command()
def propose(
    file: Annotated[Path, typer.Argument(help="Losse feiten: csv, xlsx, json, geojson, geopackage of parquet.")],
    separator: Annotated[str | None, typer.Option(help="Scheidingsteken van een csv, als het niet klopt.")] = None,
    encoding: Annotated[str | None, typer.Option(help="utf-8, utf-16 of cp1252, als het niet klopt.")] = None,
    name: Annotated[str | None, typer.Option(help="Naam van het bestand bij de bron.")] = None,
    out: Out = None,
) -> None:
    """Stelt een mapping voor een bestand met losse feiten voor, als toml, en zegt waarom."""
    from data.ingest.incidents.propose import propose_mapping

    with _told(out) as outcome:
        proposal = propose_mapping(file, separator=separator, encoding=encoding, file_name=name)
        if outcome is not None:
            outcome.told({"error": None} | proposal.content())
    for sentence in proposal.sentences():
        print(f"# {sentence}")
    print(proposal.toml())


@app.command()
def areas(
    file: Annotated[Path, typer.Argument(help="Veelhoeken: geojson of een ander bestand dat GDAL leest.")],
    level: Annotated[str, typer.Option(help="wijk, buurt of zone.")],
    city: Annotated[str | None, typer.Option(help="Naam van de stad.")] = None,
    code_field: Annotated[str | None, typer.Option(help="Veld met de code.")] = None,
    name_field: Annotated[str | None, typer.Option(help="Veld met de naam.")] = None,
    parent_field: Annotated[str | None, typer.Option(help="Veld met de wijk van een buurt.")] = None,
    publisher: Annotated[str, typer.Option(help="Wie het bestand publiceerde.")] = "niet vermeld",
    licence: Licence = "niet vermeld",
) -> None:
    """Laadt de gebieden van een niveau, met hun grenzen."""
    from data.ingest.areas import import_areas

    with _bars() as progress:
        progress("Gebieden laden", 0, 1)
        result = import_areas(
            file,
            level=level,
            city=city,
            code_field=code_field,
            name_field=name_field,
            parent_field=parent_field,
            publisher=publisher,
            licence=licence,
        )
        progress("Gebieden laden", 1, 1)
    _finish(result)


@app.command()
def denominators(
    file: Annotated[Path, typer.Argument(help="Kolommen area, year, kind, value, source; of geef ze hieronder.")],
    area_field: Annotated[str, typer.Option(help="Veld met de code of de naam van het gebied.")] = "area",
    value_field: Annotated[str, typer.Option(help="Veld met de waarde.")] = "value",
    kind: Annotated[str | None, typer.Option(help="Noemer van elke rij, bijvoorbeeld inwoners.")] = None,
    year: Annotated[int | None, typer.Option(help="Jaar van elke rij.")] = None,
    source: Annotated[str | None, typer.Option(help="Herkomst van elke rij.")] = None,
    level: Annotated[str | None, typer.Option(help="Zoek gebieden alleen op dit niveau.")] = None,
    licence: Licence = "niet vermeld",
) -> None:
    """Laadt noemers per gebied: inwoners, stallingsplaatsen of iets anders."""
    from data.ingest.denominators import DenominatorFields, import_denominators

    fields = DenominatorFields(area=area_field, value=value_field, kind=kind, year=year, source=source, level=level)
    with _bars() as progress:
        result = import_denominators(file, fields=fields, licence=licence, progress=progress)
    _finish(result)


@app.command()
def status() -> None:
    """Toont wat er nu gepubliceerd is."""
    from data.ingest.status import print_status

    print_status(Console())


def main() -> int:
    """Runs the command line and returns the exit code; an expected fault is one sentence on standard error."""
    try:
        app(prog_name="python -m data.ingest")
    except (BuurtError, OSError) as error:
        print(_sentence(error), file=sys.stderr)
        return UNUSABLE
    except SystemExit as ended:  # 1 is "interrupted", and then nothing was published either
        return UNUSABLE if ended.code == 1 else int(ended.code or 0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
