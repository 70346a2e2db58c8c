"""Unit tests open no network at all, not even on this machine."""

from __future__ import annotations

import pytest


@pytest.fixture
def loopback_allowed() -> bool:
    return False
