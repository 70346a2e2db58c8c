"""Builds the big snapshot and says how long it took and how much memory: `python -m bench.big FACTS COUNTS`."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd

from bench.budget import Line
from data.catalogue import CATEGORIES
from data.config import settings
from data.ingest.cells import replace_slices
from data.ingest.demo.load import incident_cells
from data.ingest.derive import building_figures
from data.ingest.gent import gent_areas, write_gent
from data.ingest.geography import locate
from data.ingest.record import SourceRecord, record_source, sha256_of
from data.snapshot import Building
from data.tables import category, incident

SNAP_M = 25.0
PROVISIONAL_MONTHS = 3


def measure_build(var_dir: Path, facts: Path, counts: Path) -> list[Line]:
    """Builds the snapshot in a process of its own, so that its memory is its own, and returns the figures."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.big", str(facts), str(counts)],
        env=os.environ | {"VAR_DIR": str(var_dir)},
        stdout=subprocess.PIPE,
        check=True,
    )
    figures = json.loads(done.stdout)
    return [
        Line("snapshot of 1,000,000 incidents: build", figures["seconds"], "s", 30.0),
        Line("   of which point in polygon", figures["locate_seconds"], "s"),
        Line("   peak memory", figures["peak_gb"], "GB", 1.5),
        Line("   size on disk", figures["megabytes"], "MB"),
    ]


def build(facts_path: Path, counts_path: Path) -> dict[str, float]:
    """Builds and publishes the snapshot from the two files, in the var folder of the settings."""
    started = time.perf_counter()
    facts, counts = pd.read_parquet(facts_path), pd.read_parquet(counts_path)
    with building_figures(fresh=True) as made:  # with all that an import makes in advance
        write_gent(made)
        areas = gent_areas()
        locating = time.perf_counter()
        buurten = areas[areas["level"] == "buurt"].set_index("area_code", drop=False)
        found = pd.Series(locate(facts["lon"], facts["lat"], buurten, snap_m=SNAP_M), dtype="str").fillna("B00")
        located = time.perf_counter()
        facts = facts.assign(
            incident_key=facts.index.astype("str"),
            month=facts["time_from"].dt.to_period("M").dt.to_timestamp(),
            buurt_code=found,
            wijk_code=found.map(buurten["parent_code"]),
            source_id="bench-incidents",
        )
        known = [(c.id, c.name, c.driven_by, i) for i, c in enumerate(CATEGORIES.values())]
        made.append(category, pd.DataFrame(known, columns=["category_id", "name", "driven_by", "sort"]))
        _record(made, facts_path, "incidents", len(facts), counts)
        _record(made, counts_path, "counts", len(counts), counts)
        counted = counts.assign(grain="counts", level="wijk")
        cells = pd.concat([counted, incident_cells(facts, areas, counts)], ignore_index=True)
        slices = cells[["grain", "level", "category_id", "month"]].drop_duplicates(ignore_index=True)
        newest = slices["month"].drop_duplicates().nlargest(PROVISIONAL_MONTHS)
        status = slices["month"].isin(newest).map({True: "provisional", False: "ok"})
        replace_slices(made, cells, slices.assign(status=status, source_id="bench-" + slices["grain"]))
        made.append(incident, facts)
        version = made.version
    return {
        "seconds": time.perf_counter() - started,
        "locate_seconds": located - locating,
        "peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
        "megabytes": (settings().snapshots_dir / f"{version}.duckdb").stat().st_size / 1e6,
    }


def _record(made: Building, path: Path, kind: str, rows: int, counts: pd.DataFrame) -> None:
    record = SourceRecord(
        source_id=f"bench-{kind}",
        mapping="bench",
        kind=kind,  # type: ignore[arg-type]
        title="Meetgegevens",
        publisher="Buurtveiligheid Gent: verzonnen om snelheid te meten",
        licence="Geen",
        file_name=path.name,
        sha256=sha256_of(path),
        rows_in=rows,
        rows_accepted=rows,
        rows_rejected=0,
        month_from=counts["month"].min().date(),
        month_until=counts["month"].max().date(),
        provisional_months=PROVISIONAL_MONTHS,
        is_demo=True,
    )
    record_source(made, record)


if __name__ == "__main__":
    print(json.dumps(build(Path(sys.argv[1]), Path(sys.argv[2]))))
