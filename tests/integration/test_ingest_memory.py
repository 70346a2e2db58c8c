"""The import reads in chunks: four times as many rows take hardly more memory."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROWS = 150_000
MORE_MB = 90
"""What three times ROWS may take more: as text in memory they would be several times this."""
PROGRAM = """
import resource, sys
from data.ingest.__main__ import main
code = main()
print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000)
sys.exit(code)
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


def peak_mb(var_dir: Path, file: Path, mapping: Path) -> int:
    """Peak memory of the check of a file, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "incidents", str(file), "--mapping", str(mapping), "--check"],
        cwd=ROOT,
        env=os.environ | {"VAR_DIR": str(var_dir)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return int(done.stdout.rsplit("peak", 1)[1])


@pytest.mark.parametrize("form", ["csv"])
def test_memory_does_not_grow_with_the_file(demo_var: Path, tmp_path: Path, form: str) -> None:
    var_dir, mapping = tmp_path / "var", tmp_path / "m.toml"
    shutil.copytree(demo_var, var_dir)
    mapping.write_text(MAPPING, encoding="utf-8")
    peaks = []
    for times in (1, 4):
        file = tmp_path / f"{times}.{form}"
        with file.open("w", encoding="utf-8") as target:
            target.write("nr;tijd;lon;lat;omschrijving\n")
            for i in range(ROWS * times):
                target.write(f"{i};2023-03-1{i % 10} 10:00;{3.70 + i % 50 / 1000};51.05;{'x' * 80}\n")
        peaks.append(peak_mb(var_dir, file, mapping))
    assert peaks[1] - peaks[0] < MORE_MB, peaks
