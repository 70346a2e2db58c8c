"""The command of the README starts the product, and starts it fast the second time."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import pytest

from bench.serving import running_server

MAKE_RUN = ("make", "run")
SECOND_START_S = 5.0


@pytest.mark.alone
def test_make_run_builds_the_figures_once_and_then_starts_fast(tmp_path: Path) -> None:
    var_dir = tmp_path / "var"
    with running_server(var_dir, tmp_path / "first.log", command=MAKE_RUN) as server:
        health = httpx.get(f"{server.url}/healthz", trust_env=False).json()
        assert health["is_demo"] is True
    version = (var_dir / "CURRENT").read_text(encoding="utf-8")

    began = time.monotonic()
    with running_server(var_dir, tmp_path / "second.log", command=MAKE_RUN) as server:
        took = time.monotonic() - began
        assert httpx.get(server.url, trust_env=False).status_code == 200
        assert "Omgeving" not in server.printed()
    assert (var_dir / "CURRENT").read_text(encoding="utf-8") == version
    assert took < SECOND_START_S
