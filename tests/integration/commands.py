"""The commands as an administrator runs them, each in a process of its own unless it says otherwise."""

from __future__ import annotations

import io
import os
import runpy
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STOPPED = """
import sys, time
from data.backup import stores
name = sys.argv[1]
def stop(*_, **__): print("half", flush=True); time.sleep(60)
owner, _, what = name.rpartition(".")
setattr(getattr(stores, owner) if owner else stores, what, stop)
stores.restore(stores.Path(sys.argv[2]))
"""


def run(module: str, *arguments: object, code: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs `python -m <module>` with the settings of this test; it ends with this code and without a trace."""
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


def refused(module: str, *arguments: object, code: int = 2) -> str:
    """Runs a command that says no in this process, with its settings; starting one for each no takes two seconds.

    Returns:
        What it said on standard error.
    """
    said, ended = io.StringIO(), None
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()), redirect_stderr(said):
        patch.setattr(sys, "argv", [module, *map(str, arguments)])
        try:
            runpy.run_module(module, run_name="__main__")
        except SystemExit as end:
            ended = end.code
    assert ended == code, said.getvalue()
    assert "Traceback" not in said.getvalue()
    return said.getvalue()


def kill_a_restore(file: Path, where: str) -> None:
    """Restores a backup, and kills it at this function of `data.backup.stores`."""
    process = subprocess.Popen(
        [sys.executable, "-c", STOPPED, where, str(file)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert "half\n" in iter(process.stdout.readline, ""), "the restore never came there"
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=10)
