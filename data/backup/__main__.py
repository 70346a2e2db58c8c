"""The commands of a backup: `python -m data.backup make FILE` and `restore FILE`; exit code 2 is "nothing changed"."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import Annotated

import typer

from data import disk
from data.command_line import run

app = typer.Typer(
    help="Back-up en herstel.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
File = Annotated[Path, typer.Argument(help="De back-up, een bestand.")]


@app.command()
def make(file: File) -> None:
    """Maakt een back-up van de cijfers en van alles wat mensen bewaarden, ook terwijl de server draait."""
    from data.backup.stores import make as make_backup

    made = make_backup(file)
    size = sum(made.bytes.values()) / 1e6
    print(f"Back-up gemaakt: {file} ({size:.0f} MB, cijfers van versie {made.version}).")


@app.command()
def restore(file: File) -> None:
    """Zet een back-up terug, ook terwijl de server draait; is ze beschadigd, dan wijzigt er niets."""
    from data.backup.stores import restore as restore_backup

    put_back, kept = restore_backup(file)
    print(f"Teruggezet: cijfers van versie {put_back.version}, back-up van {put_back.made_at}.")
    if kept.is_file():
        print(f"Wat tot nu bewaard was, staat nog in {kept}.")


@app.command()
def finish() -> None:
    """Maakt een herstel af dat onderbroken werd nadat het beslist was; anders gebeurt er niets."""
    from data.backup.stores import finish as finish_restore

    finish_restore()


def main() -> None:
    """Runs a command; an expected fault is a sentence and exit code 2."""
    try:
        run(app)
    except (OSError, sqlite3.Error) as error:
        if disk.is_full(error):
            print(disk.FULL, file=sys.stderr)
            sys.exit(2)
        print(f"Lezen of schrijven lukt niet ({error}). Wat er was, staat er nog.", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
