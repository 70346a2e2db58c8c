"""The tests of the state store once more, on PostgreSQL: every import below is a test that runs here too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import pointed_at
from tests.integration.postgres_cluster import Cluster
from tests.integration.test_state_store import (
    test_a_kill_in_the_middle_of_a_write_leaves_the_row_and_the_next_write_works,
    test_several_that_start_at_once_make_one_store,
    test_two_who_write_at_once_lose_nothing,
    view,
)
from tests.unit.data.state.test_actions import *  # noqa: F403
from tests.unit.data.state.test_own_areas import *  # noqa: F403
from tests.unit.data.state.test_records import *  # noqa: F403
from tests.unit.data.state.test_slides import *  # noqa: F403

__all__ = [
    "test_a_kill_in_the_middle_of_a_write_leaves_the_row_and_the_next_write_works",
    "test_several_that_start_at_once_make_one_store",
    "test_two_who_write_at_once_lose_nothing",
    "view",
]
test_a_store_that_is_damaged_is_refused_with_a_sentence = None  # damages a file; test_postgres_gone.py does the server


@pytest.fixture
def var_dir(tmp_path: Path, cluster: Cluster) -> Iterator[Path]:
    """An empty var folder, and an empty database for what people keep."""
    folder = tmp_path / "var"
    folder.mkdir()
    address = cluster.database()
    with pointed_at(folder, STATE_URL=address):
        yield folder
    cluster.drop(address)
    assert not list(folder.glob("state.sqlite*"))
