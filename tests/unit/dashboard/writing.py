"""Somebody who writes to the state store through its routes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import forget_settings

OURS = {"X-Buurtveiligheid": "1"}
"""The header that pages of ours send along."""
Writer = Callable[[str], AbstractContextManager[FlaskClient]]


def writer_of(register: Callable[[Flask], None], folder: Path) -> Writer:
    """Asks these routes alone, as a profile, with a state store in this folder: `with as_profile("raad") as client`."""

    @contextmanager
    def as_profile(profile: str):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PROFILE", profile)
            patch.setenv("STATE_URL", f"sqlite:///{folder / 'state.sqlite'}")
            forget_settings()
            server = Flask("proef")
            register(server)
            yield server.test_client()
        forget_settings()

    return as_profile


def posted(to: FlaskClient, path: str, content: Any, headers: dict[str, str] = OURS) -> tuple[int, dict[str, Any]]:
    """Status and JSON of the answer."""
    answer = to.post(path, json=content, headers=headers)
    return answer.status_code, answer.get_json(silent=True) or {}
