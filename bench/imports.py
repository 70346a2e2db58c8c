"""A CSV file of one million incidents, imported by the command that a user gives."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd

from bench.budget import Line
from data.catalogue import CATEGORIES

SECONDS, GIGABYTES = 30.0, 1.5
SOME_REJECTED = 3
"""Exit code: some points lie outside all areas, as they do in a real export."""
MAPPING = """title = "Meting"
publisher = "Buurtveiligheid Gent: verzonnen om snelheid te meten"
licence = "Geen"
id = "meting"
category_column = "categorie"
key = ["nummer"]
[file]
separator = ";"
decimal = ","
[time]
from = "van"
until = "tot"
format = "dd/mm/yyyy"
[place]
lon = "lon"
lat = "lat"
crs = 4326
"""


def measure_import(var_dir: Path, facts: Path) -> list[Line]:
    """Imports the facts into a var folder that holds the areas of Gent, in a process of its own.

    Args:
        var_dir: Of this measurement alone. facts: As `bench.facts.write_inputs` writes them.

    Raises:
        RuntimeError: when the command fails; it says why on standard error.
    """
    shutil.rmtree(var_dir, ignore_errors=True)  # what is there already would only be looked up
    var_dir.mkdir(parents=True)
    file, mapping = facts.with_suffix(".csv"), var_dir / "meting.toml"
    if not file.is_file():
        write_csv(facts, file)
    mapping.write_text(MAPPING, encoding="utf-8")
    environment = os.environ | {"VAR_DIR": str(var_dir)}
    command = [sys.executable, "-m", "data.ingest"]
    subprocess.run([*command, "ensure"], env=environment, check=True, stdout=subprocess.DEVNULL)
    begun = time.perf_counter()
    process = subprocess.Popen(
        [*command, "incidents", str(file), "--mapping", str(mapping)], env=environment, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, SOME_REJECTED):
        raise RuntimeError(f"the import ended with exit code {process.returncode}")
    return [
        Line("csv of 1,000,000 incidents: import", seconds, "s", SECONDS),
        Line("   time of the cores, whatever else was running", used.ru_utime + used.ru_stime, "s"),
        Line("   peak memory", used.ru_maxrss / 1e6, "GB", GIGABYTES),
    ]


def write_csv(facts: Path, file: Path) -> None:
    """The facts as a Belgian spreadsheet would write them: a semicolon, a decimal comma, dd/mm/yyyy."""
    frame = pd.read_parquet(facts)
    told = {
        name: frame[f"time_{end}"].dt.strftime("%d/%m/%Y %H:%M") for name, end in (("van", "from"), ("tot", "until"))
    }
    names = frame["category_id"].map({c.id: c.name for c in CATEGORIES.values()})
    places = {name: frame[name].round(6) for name in ("lon", "lat")}
    rows = pd.DataFrame({"nummer": range(len(frame)), "categorie": names, **told, **places})
    rows.to_csv(file, sep=";", decimal=",", index=False)
