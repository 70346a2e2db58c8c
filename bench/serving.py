"""The real server as a process of its own, for benchmarks and for tests."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[1]
START_TIMEOUT_S = 60


@dataclass(frozen=True)
class Server:
    """The running server.

    Attributes:
        url: Where it listens, without a slash at the end.
        process: The process that started it.
        log: File with everything that it printed.
    """

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def printed(self) -> str:
        """What the server printed up to now."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait_until_healthy(self) -> None:
        """Waits for the first good answer of /healthz.

        Raises:
            RuntimeError: when it does not come, with what the server printed.
        """
        until = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < until and self.process.poll() is None:
            try:
                if httpx.get(f"{self.url}/healthz", timeout=5, trust_env=False).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.05)
        raise RuntimeError(f"the server did not start:\n{self.printed()[-4000:]}")


@contextmanager
def running_server(
    var_dir: Path,
    log: Path,
    *,
    wait: bool = True,
    command: Sequence[str] = (sys.executable, "app.py"),
    **environment: str,
) -> Iterator[Server]:
    """Starts the server on a free port of this machine and stops it when the block ends.

    Args:
        var_dir: Var folder with a snapshot.
        log: File for everything that the server prints.
        wait: Until /healthz answers; without it the block begins while the server starts.
        command: What to start, in the folder of the repository.
        environment: Other settings, by the name of their environment variable.

    Raises:
        RuntimeError: when the server does not start.
    """
    own = {"VAR_DIR": str(var_dir), "HOST": "127.0.0.1", "PORT": str(free_port()), "PROFILE": "publiek"} | environment
    with log.open("wb") as printed:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | own,
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Server(f"http://127.0.0.1:{own['PORT']}", process, log)
    try:
        if wait:
            server.wait_until_healthy()
        yield server
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)


def free_port() -> int:
    """A TCP port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
