"""The command line as a user runs it, and what it published."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from data.snapshot import building, current
from data.tables import area, incident
from tests.conftest import forget_settings, pointed_at
from tests.hostile import HOSTILE
from tests.integration.commands import run
from tests.integration.opendata_server import Portal, serving
from tests.integration.postgres_cluster import Cluster
from tests.unit.data.queries.conftest import area_rows, fact_rows, record_facts

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]
Ask = Callable[[str], list[tuple[object, ...]]]


@pytest.fixture
def portal() -> Iterator[Portal]:
    """The city's portal, on this machine and still empty."""
    with serving() as made:
        yield made


@pytest.fixture
def ingest(var_dir: Path) -> Run:
    """Runs `python -m data.ingest` on the var folder of this test."""

    def on_it(*arguments: object, code: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
        return run("data.ingest", *arguments, code=code, **({"VAR_DIR": str(var_dir)} | environment))

    return on_it


@pytest.fixture
def ask() -> Ask:
    """Asks the published snapshot a question in SQL."""

    def rows(query: str) -> list[tuple[object, ...]]:
        with current().engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    return rows


@pytest.fixture(scope="session")
def hostile_var(demo_var: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration set, with names that nobody would give: each of them to a wijk and to some buurten."""
    folder = tmp_path_factory.mktemp("hostile") / "var"
    shutil.copytree(demo_var, folder)
    with pointed_at(folder), building() as made:
        located = select(area.c.area_code).where(area.c.is_located).order_by(area.c.level.desc(), area.c.sort)
        for i, (code,) in enumerate(made.connection.execute(located).all()):
            made.connection.execute(update(area).where(area.c.area_code == code).values(name=HOSTILE[i % len(HOSTILE)]))
    return folder


@pytest.fixture
def own_database(cluster: Cluster, demo_template: str) -> Iterator[str]:
    """A database with the demonstration set, for this test alone."""
    address = cluster.database(demo_template)
    yield address
    cluster.drop(address)


@pytest.fixture
def database(cluster: Cluster, var_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A database of this test with a few figures, and a var folder that knows nothing of them."""
    address = cluster.database()
    monkeypatch.setenv("DATABASE_URL", address)
    forget_settings()
    with building(fresh=True) as made:
        made.append(area, area_rows())
        record_facts(made)
        made.append(incident, fact_rows())
        made.set_meta(city="Hier")
    shutil.rmtree(var_dir / "snapshots")
    yield address
    forget_settings()
    cluster.drop(address)
