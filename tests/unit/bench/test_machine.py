"""The table of the benchmarks says how busy the machine was with other things."""

from __future__ import annotations

import os

import pytest

from bench.machine import Moment, worked


def test_idle_and_waiting_are_no_work_and_guests_count_once() -> None:
    tick = os.sysconf("SC_CLK_TCK")
    stat = "cpu  100 20 30 5000 700 4 5 6 90 10\ncpu0 1 2 3 4 5 6 7 8 9 10\n"
    assert worked(stat) == pytest.approx((100 + 20 + 30 + 4 + 5 + 6) / tick)


def test_own_work_is_not_that_of_others() -> None:
    start, end = Moment(clock=10.0, everything=500.0, own=20.0), Moment(clock=20.0, everything=520.0, own=35.0)
    assert start.others_until(end) == pytest.approx(0.5)
