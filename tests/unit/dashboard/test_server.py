"""What the server does before its workers fork."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard import server
from data import queries


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
