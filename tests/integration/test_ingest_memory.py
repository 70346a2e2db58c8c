"""The import reads in chunks: memory does not grow with the file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROWS = 100_000
READING_MB = 50
"""What reading four times as many rows may take more: they would be a hundred megabytes of text."""
REFUSED_MB = 30
"""The same of a file of which nearly every row is bad: four times as many rejected rows are 100 megabytes of text."""
WHOLE_MB = 220
"""The same of the whole check: facts that wait in the database take what `store.MEMORY` allows, and no more."""
PROGRAM = """
import json, re, resource, sys
from pathlib import Path
from data.catalogue.incident_source import read_incident_source
from data.ingest.incidents.load import import_incidents
from data.ingest.outcome import Outcome

reading = []

def progress(text, done, total):
    if text == "Lezen":
        reading.append(int(re.search(r"VmRSS:\\s+([0-9]+)", Path("/proc/self/status").read_text()).group(1)) // 1000)

mapping = read_incident_source(Path(sys.argv[2]))
outcome = Outcome(Path(sys.argv[1] + ".out"))
result = import_incidents(
    Path(sys.argv[1]), mapping=mapping, progress=progress, check=True, rejected_to=outcome.rejected
)
outcome.finished(result)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
rows = {"rows": result.rows_accepted, "rejected": result.rows_rejected}
print(json.dumps(rows | {"reading": max(reading), "whole": peak}))
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


@pytest.fixture
def var_dir(demo_var: Path, tmp_path: Path) -> Path:
    """The demonstration, to be imported into."""
    shutil.copytree(demo_var, tmp_path / "var")
    return tmp_path / "var"


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    """How the files are read."""
    path = tmp_path / "m.toml"
    path.write_text(MAPPING, encoding="utf-8")
    return path


def test_memory_does_not_grow_with_the_file(var_dir: Path, mapping: Path, tmp_path: Path) -> None:
    took = []
    for times in (1, 4):
        file = tmp_path / f"{times}.csv"
        with file.open("w", encoding="utf-8") as target:
            target.write("nr;tijd;lon;lat;omschrijving\n")
            for i in range(ROWS * times):  # every tenth key is there twice, which only the whole file tells
                key = i - i % 10 if i % 10 == 1 else i
                target.write(f"{key};2023-03-1{i % 10} 10:00;{3.70 + i % 50 / 1000};51.05;{'x' * 80}\n")
        took.append(measured(var_dir, file, mapping))
        assert took[-1]["rows"] == ROWS * times * 9 // 10
        assert took[-1]["rejected"] == ROWS * times // 10
    assert took[1]["reading"] - took[0]["reading"] < READING_MB, took
    assert took[1]["whole"] - took[0]["whole"] < WHOLE_MB, took


def test_memory_does_not_grow_with_the_rejected_rows(var_dir: Path, mapping: Path, tmp_path: Path) -> None:
    """Every row has a fault of its own, so that no text is kept once for all of them."""
    took = []
    for times in (1, 4):
        file, good = tmp_path / f"{times}.csv", 0
        with file.open("w", encoding="utf-8") as target:
            target.write("nr;tijd;lon;lat;omschrijving\n")
            for i in range(ROWS * times):
                good += i % 1000 == 0
                when = "2023-03-10 10:00" if i % 1000 == 0 else f"gisteren {i} {'y' * 80}"
                target.write(f"{i};{when};3.70;51.05;x\n")
        took.append(measured(var_dir, file, mapping))
        assert (took[-1]["rows"], took[-1]["rejected"]) == (good, ROWS * times - good)
        folder = Path(f"{file}.out")
        with (folder / "rejected.csv").open(encoding="utf-8-sig") as rows:
            lines = [row.split(";", 2)[0] for row in rows]
        assert lines[0] == "line"
        assert lines[1:] == [str(i + 2) for i in range(ROWS * times) if i % 1000]  # each of them, in order
        told = json.loads((folder / "result.json").read_text(encoding="utf-8"))
        assert len(told["rejected_rows"]) == 200
        assert told["counts"][-1][2] == ROWS * times - good
    assert took[1]["whole"] - took[0]["whole"] < REFUSED_MB, took
    assert not list((var_dir / "snapshots").glob("building-*"))
