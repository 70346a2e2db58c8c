"""A reader sees all of an import or nothing of it, whatever happens to the import."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from data.catalogue.incident_source import IncidentsSource
from data.ingest import derive
from data.ingest.incidents.load import import_incidents
from data.snapshot import building, current, current_version
from tests.conftest import forget_settings
from tests.integration.commands import refused
from tests.integration.opendata_server import year_records

ROOT = Path(__file__).resolve().parents[2]
FACTS = "SELECT sum(n) FROM cell WHERE grain = 'counts' AND level = 'wijk'"


@pytest.fixture
def figures(request, demo_var, var_dir, tmp_path, monkeypatch) -> Path:
    """The demonstration set is published; a file of real figures is ready. With PostgreSQL the var folder is empty."""
    if getattr(request, "param", "file") == "file":
        shutil.copytree(demo_var, var_dir, dirs_exist_ok=True)
    else:
        monkeypatch.setenv("DATABASE_URL", request.getfixturevalue("own_database"))
        forget_settings()
    path = tmp_path / "2022.json"
    path.write_text(json.dumps(year_records(2022)), encoding="utf-8")
    return path


def test_a_kill_in_the_middle_leaves_the_old_figures_and_the_next_import_works(figures, var_dir, ingest, ask) -> None:
    version, before = current_version(), ask(FACTS)
    process = subprocess.Popen(
        [sys.executable, "-m", "data.ingest", "counts", str(figures)],
        cwd=ROOT,
        env=os.environ | {"VAR_DIR": str(var_dir)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 60
    while not list((var_dir / "snapshots").glob("building-*")) and time.monotonic() < until:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    assert process.wait(timeout=10) == -signal.SIGKILL, "the import was faster than the kill"
    assert list((var_dir / "snapshots").glob("building-*"))
    assert current_version() == version
    spilled = var_dir / "snapshots" / "building-x.duckdb.tmp"  # what did not fit in memory
    spilled.mkdir()
    (spilled / "storage-0.tmp").write_bytes(b"x")
    assert ask(FACTS) == before
    ingest("counts", figures)
    assert current_version() != version
    assert ask(FACTS) == [(sum(r["total"] for r in year_records(2022)),)]
    assert not list((var_dir / "snapshots").glob("building-*"))


def test_a_second_import_at_the_same_time_says_so(figures, ingest) -> None:
    with building() as made:
        done = ingest("counts", figures, code=2)
        made.changed = False
    assert done.stderr == "Er loopt al een import. Probeer opnieuw wanneer die klaar is.\n"


@pytest.mark.parametrize("figures", ["file", "postgres"], indirect=True)
def test_real_figures_remove_the_demonstration_while_an_old_connection_stays_open(figures, ingest, ask) -> None:
    assert ask("SELECT value FROM meta WHERE key = 'is_demo'") == [("1",)]
    old = current()
    with old.engine.connect() as held:
        before = held.execute(text(FACTS)).scalar_one()
        done = ingest("counts", figures)
        assert "De demonstratiecijfers zijn verwijderd." in done.stdout
        assert held.execute(text(FACTS)).scalar_one() == before
        assert current().version != old.version
        assert ask(FACTS) == [(sum(r["total"] for r in year_records(2022)),)]
    assert ask("SELECT (SELECT count(*) FROM incident), count(*) FROM cell WHERE grain = 'incidents'") == [(0, 0)]
    assert ask("SELECT count(*) FROM source WHERE is_demo") == [(0,)]
    assert ask("SELECT key, value FROM meta WHERE key IN ('is_demo', 'data_from') ORDER BY 1") == [
        ("data_from", "2022-01-01"),
        ("is_demo", "0"),
    ]


def test_exit_codes(figures, ingest, tmp_path) -> None:
    version = current_version()
    assert ingest("counts", tmp_path / "weg.json", code=2).stderr.strip()
    for arguments in (
        ("counts", figures, "--mapping", "bestaat-niet"),
        ("counts", ROOT / "README.md"),
        ("areas", figures, "--level", "dorp"),
        ("denominators", figures),
        ("opendata",),
        ("counts",),
    ):
        assert refused("data.ingest", *arguments).strip()
    assert current_version() == version
    faulty = tmp_path / "fout.json"
    faulty.write_text(json.dumps([*year_records(2022), {"year": "2022"}]), encoding="utf-8")
    done = ingest("counts", faulty, code=3)
    assert "4.992 aanvaard, 1 verworpen" in done.stdout
    assert "verworpen rijen met hun reden" in done.stdout
    assert current_version() != version
    ingest("ensure")
    ingest("status")


def test_an_import_that_fails_at_the_end_leaves_no_report(
    demo_var, var_dir, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does one that was killed between its report and its publish, once the next one starts."""
    shutil.copytree(demo_var, var_dir, dirs_exist_ok=True)
    file, told = tmp_path / "feiten.csv", tmp_path / "verworpen.csv"
    file.write_text("tijd;lon;lat\n2024-03-01 10:00;3.72;51.05\nooit;3.72;51.05\n", encoding="utf-8")
    mapping = {"id": "feiten", "title": "t", "publisher": "p", "licence": "l", "category": "Fietsdiefstal"}
    mapping |= {"time": {"moment": "tijd"}, "place": {"lon": "lon", "lat": "lat"}}
    source = IncidentsSource.model_validate(mapping)
    seen: list[int] = []

    def fails(*_: object) -> None:
        seen.append(len(list((var_dir / "reports").glob("*"))))
        raise RuntimeError("schijf vol")

    with monkeypatch.context() as broken:
        broken.setattr(derive, "derive_statistics", fails)
        with pytest.raises(RuntimeError, match="schijf vol"):
            import_incidents(file, mapping=source, rejected_to=told)
    assert seen == [1]
    assert not told.exists()
    assert not list((var_dir / "reports").glob("*"))

    orphan = var_dir / "reports" / "20240101T000000-0000abcd-feiten.csv"
    orphan.write_text("line;reason;raw\n", encoding="utf-8")
    (var_dir / "snapshots" / "building-20240101T000000-0000abcd.duckdb").write_bytes(b"x")
    result = import_incidents(file, mapping=source, rejected_to=told)
    assert not orphan.exists()
    assert result.report is not None
    assert result.report.read_bytes() == told.read_bytes()
    assert len(told.read_text(encoding="utf-8-sig").splitlines()) == 2
