"""The import reads in chunks: memory does not grow with the file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROWS = 100_000
READING_MB = 50
"""What reading four times as many rows may take more: they would be a hundred megabytes of text."""
WHOLE_MB = 220
"""The same of the whole check: facts that wait in the database take what `store.MEMORY` allows, and no more."""
PROGRAM = """
import json, re, resource, sys
from pathlib import Path
from data.catalogue.incident_source import read_incident_source
from data.ingest.incidents.load import import_incidents

reading = []

def progress(text, done, total):
    if text == "Lezen":
        reading.append(int(re.search(r"VmRSS:\\s+([0-9]+)", Path("/proc/self/status").read_text()).group(1)) // 1000)

mapping = read_incident_source(Path(sys.argv[2]))
result = import_incidents(Path(sys.argv[1]), mapping=mapping, progress=progress, check=True)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
print(json.dumps({"rows": result.rows_accepted, "reading": max(reading), "whole": peak}))
"""
MAPPING = """id = "geheugen"
title = "Geheugen"
publisher = "geen"
licence = "geen"
category = "Fietsdiefstal"
key = ["nr"]
[time]
moment = "tijd"
[place]
lon = "lon"
lat = "lat"
"""


def measured(var_dir: Path, file: Path, mapping: Path) -> dict[str, int]:
    """Megabytes that the check of a file takes, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(file), str(mapping)],
        cwd=ROOT,
        env=os.environ | {"VAR_DIR": str(var_dir)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, int] = json.loads(done.stdout.splitlines()[-1])  # DuckDB shows who types a program its progress
    return found


def test_memory_does_not_grow_with_the_file(demo_var: Path, tmp_path: Path) -> None:
    var_dir, mapping = tmp_path / "var", tmp_path / "m.toml"
    shutil.copytree(demo_var, var_dir)
    mapping.write_text(MAPPING, encoding="utf-8")
    took = []
    for times in (1, 4):
        file = tmp_path / f"{times}.csv"
        with file.open("w", encoding="utf-8") as target:
            target.write("nr;tijd;lon;lat;omschrijving\n")
            for i in range(ROWS * times):
                target.write(f"{i};2023-03-1{i % 10} 10:00;{3.70 + i % 50 / 1000};51.05;{'x' * 80}\n")
        took.append(measured(var_dir, file, mapping))
        assert took[-1]["rows"] == ROWS * times
    assert took[1]["reading"] - took[0]["reading"] < READING_MB, took
    assert took[1]["whole"] - took[0]["whole"] < WHOLE_MB, took
