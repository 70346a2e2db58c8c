"""What the server does before its workers fork."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.serving import ROOT
from dashboard import server
from data import queries


def said(program: str, environment: dict[str, str]) -> Any:
    """The JSON that a program prints last, in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return json.loads(ran.stdout.splitlines()[-1])


@pytest.mark.usefixtures("demo")
def test_nothing_is_asked_of_the_figures_between_closing_their_connections_and_the_fork(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A connection that two workers share gives each the answers of the other."""
    steps: list[str] = []
    for name in ("current", "snapshot_info", "close_connections"):
        real: Any = getattr(queries, name)

        def noted(*args: Any, _name: str = name, _real: Any = real, **more: Any) -> Any:
            steps.append(_name)
            return _real(*args, **more)

        monkeypatch.setattr(queries, name, noted)
    monkeypatch.setattr(server.pd, "set_option", lambda *_: None)
    for name in ("freeze", "set_threshold"):
        monkeypatch.setattr(server.gc, name, lambda *_: None)
    monkeypatch.setattr(server.Server, "run", lambda self: steps.append("fork"))
    server.serve()
    assert "Buurtveiligheid Gent draait op" in capsys.readouterr().out
    assert steps[steps.index("close_connections") :] == ["close_connections", "fork"]


def test_what_the_first_answers_need_is_loaded_before_the_workers_fork(demo_var: Path) -> None:
    """Each worker that loaded it had its first visitors wait for a second, and in a slow hour for three."""
    first_answers = """
import json, sys
from dashboard import server
from dashboard.callbacks import draw

server.Server.run = lambda self: None
server.serve()
loaded = set(sys.modules)
assert not {"scipy.stats", "sklearn"} & loaded  # a start takes a second longer with them
for search in ("", "?niveau=buurt", "?prioriteit=overpoort"):
    assert draw.draw(search)["trend"]
print(json.dumps(sorted(set(sys.modules) - loaded)))
"""
    assert said(first_answers, os.environ | {"VAR_DIR": str(demo_var)}) == []


def test_a_worker_does_not_calculate_on_threads_that_spin() -> None:
    """OpenBLAS waits for the threads of a small table by spinning: that took four times the work of the tables."""
    stand_in = """
import runpy, sys, types

def serve():
    import numpy, scipy.linalg, threadpoolctl
    print([pool["num_threads"] for pool in threadpoolctl.threadpool_info() if pool["user_api"] == "blas"])

sys.modules["dashboard.server"] = types.SimpleNamespace(serve=serve)
runpy.run_path("app.py", run_name="__main__")
"""
    unset = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    threads = said(stand_in, unset)
    assert threads
    assert set(threads) == {1}
