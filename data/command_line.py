"""What every command does with a fault that can be expected."""

from __future__ import annotations

import sys

from typer import Typer

from data.errors import BuurtError


def run(app: Typer) -> None:
    """Runs a command; an expected fault is a sentence on standard error and exit code 2."""
    try:
        app()
    except BuurtError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
