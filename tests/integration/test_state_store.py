"""The state store with several processes: a kill leaves nothing half, two writers lose nothing, two starts agree."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from data import state

ROOT = Path(__file__).resolve().parents[2]
BEGIN = "from data import state\nfrom data.state.store import writing\n"
HALF_WAY = (
    BEGIN
    + """
import sys, time
from data.state import records
def stop(*_): print("half", flush=True); time.sleep(60)
records._write_history = stop
state.change("saved_view", 1, {"name": "half"}, version=1)
"""
)
ADD = (
    BEGIN
    + """
import sys
from data.errors import ConflictError
for i in range(60):
    while True:
        row = state.get("saved_view", 1)
        try:
            state.change("saved_view", 1, {"sort": row["sort"] + 1}, version=row.version, user=sys.argv[1])
            break
        except ConflictError:
            pass
"""
)
START = BEGIN + "import sys\nsys.stdin.read(1)\nstate.prepare()\nprint(len(state.rows('action')))\n"


def python(code: str, var_dir: Path, *arguments: str) -> subprocess.Popen[str]:
    """Runs a piece of Python on the var folder of this test."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env=os.environ | {"VAR_DIR": str(var_dir)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def view(var_dir: Path) -> state.Record:
    """One saved view in an otherwise empty store."""
    return state.create("saved_view", {"name": "heel", "query": "", "sort": 0})


def test_a_kill_in_the_middle_of_a_write_leaves_the_row_and_the_next_write_works(view, var_dir) -> None:
    process = python(HALF_WAY, var_dir)
    assert process.stdout.readline() == "half\n", process.stderr.read()  # the row is written, its history is not
    assert state.get("saved_view", view.id)["name"] == "heel"
    process.send_signal(signal.SIGKILL)
    assert process.wait(timeout=10) == -signal.SIGKILL
    assert state.get("saved_view", view.id) == view
    assert len(state.changes()) == 1
    assert state.change("saved_view", view.id, {"name": "nieuw"}, version=1).version == 2


def test_two_who_write_at_once_lose_nothing(view, var_dir) -> None:
    both = [python(ADD, var_dir, who) for who in ("an", "bea")]
    for process in both:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
    row = state.get("saved_view", view.id)
    assert (row["sort"], row.version) == (120, 121)
    lines = state.changes("saved_view", view.id)
    assert [line.version for line in lines] == list(range(121, 0, -1))
    assert {by: sum(line.by == by for line in lines) for by in ("an", "bea")} == {"an": 60, "bea": 60}


def test_several_that_start_at_once_make_one_store(var_dir) -> None:
    all_at_once = [python(START, var_dir) for _ in range(4)]
    for process in all_at_once:
        process.stdin.write("\n")
        process.stdin.flush()
    for process in all_at_once:
        output, errors = process.communicate(timeout=60)
        assert (process.returncode, output) == (0, "0\n"), errors
