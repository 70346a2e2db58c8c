"""Routes that write, asked without a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.unit.dashboard.writing import Writer, writer_of


@pytest.fixture
def as_profile(demo: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Writer:
    """Asks the routes of the test's `REGISTER`, as a profile."""
    return writer_of(request.module.REGISTER, tmp_path)


@pytest.fixture
def intern(as_profile: Writer) -> Iterator[FlaskClient]:
    """Somebody of intern, who may write."""
    with as_profile("intern") as client:
        yield client
