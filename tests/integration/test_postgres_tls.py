"""PostgreSQL over TLS, with a certificate that is checked: all works the same, and another's certificate is refused."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from dashboard.app_factory import make_app
from data import state
from data.snapshot import building, current, current_version
from tests.conftest import forget_settings
from tests.integration.postgres_cluster import Cluster
from tests.not_here import not_here


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate for this machine that signs itself, and its key."""
    made = folder / f"{name}.crt", folder / f"{name}.key"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-out", str(made[0]), "-keyout", str(made[1])]
    subprocess.run(command, check=True, capture_output=True)
    return made


@pytest.fixture
def trusted(cluster: Cluster, tmp_path: Path) -> Iterator[Path]:
    """The certificate of the server, which speaks TLS for as long as this test lasts."""
    if shutil.which("openssl") is None:
        not_here("openssl is not installed")
    crt, key = certificate(tmp_path, "server")
    owner = (cluster.folder / "data").stat()
    for source in (crt, key):
        target = cluster.folder / "data" / f"server{source.suffix}"
        shutil.copyfile(source, target)
        os.chown(target, owner.st_uid, owner.st_gid)
        target.chmod(0o600)

    def switch(how: str) -> None:
        with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
            connection.execute(f"ALTER SYSTEM {how}".encode())
            connection.execute("SELECT pg_reload_conf()")
        time.sleep(0.5)

    switch("SET ssl = on")
    yield crt
    switch("RESET ssl")


def test_figures_state_and_an_import_over_tls_that_is_checked(
    trusted: Path, own_database: str, var_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def use(root: Path) -> None:
        for name in ("DATABASE_URL", "STATE_URL"):
            monkeypatch.setenv(name, f"{own_database}?sslmode=verify-full&sslrootcert={root}")
        forget_settings()

    use(trusted)
    client = make_app().server.test_client()
    assert client.get("/healthz").status_code == 200
    ours = "SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
    with current().engine.connect() as connection:
        ssl, version = connection.exec_driver_sql(ours).one()
    assert (ssl, version in ("TLSv1.2", "TLSv1.3")) == (True, True)
    with state.store.reading() as connection:
        assert connection.exec_driver_sql(ours).one()[0]
    with building() as made:  # loaded by a connection of its own
        made.set_meta(city="Hier")
    assert current_version() == made.version
    assert client.get("/uitvoer/trend.csv?gebied=W13").status_code == 200
    use(certificate(tmp_path, "ander")[0])  # somebody in between, who shows a certificate of his own
    told = client.get("/healthz")
    assert (told.status_code, "niet bereikbaar" in told.get_json()["reason"]) == (503, True)
    use(trusted)
    assert client.get("/healthz").status_code == 200
    forget_settings()
