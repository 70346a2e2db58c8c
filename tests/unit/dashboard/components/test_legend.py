"""A limit in the legend is the limit of the map: never rounded to another, and each class has its own."""

from __future__ import annotations

import re
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import words
from dashboard.components.legend import class_label
from dashboard.components.panels import map_values
from dashboard.look import look
from dashboard.report.pictures import map_picture
from dashboard.selection import Selection
from data import queries
from data.catalogue import MEASURES, PRIORITIES
from layers.scales import round_limit


def written(text: str) -> float:
    return float(text.removeprefix("≤ ").replace(".", "").replace(",", "."))


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("level", ["wijk", "buurt"])
def test_the_labels_of_every_measure_are_the_limits_of_its_classes(level: str) -> None:
    snapshot, seen = queries.current(), 0
    for priority, measure, period in product(PRIORITIES, MEASURES, ("", "2022-12_2022-12")):
        selection = Selection(priority=priority, level=level, measure=measure, period=period or Selection().period)
        view = look(selection, snapshot, audience="publiek")
        scale, _ = map_values(view)
        if scale.labels:
            continue
        labels = [written(class_label(scale, i)) for i in range(len(scale.limits))]
        assert labels == pytest.approx(list(scale.limits), rel=1e-12, abs=1e-12), (priority, measure, period)
        assert all(low < high for low, high in pairwise(labels)), (priority, measure, period)
        seen += len(labels) > 1
    assert seen > 10


@given(st.floats(1e-5, 1e6))
def test_every_limit_that_a_scale_can_have_is_written_in_full(value: float) -> None:
    limit = round_limit(value, whole=False)
    assert written(words.in_full(limit)) == pytest.approx(limit, rel=1e-12)
    assert not re.search(r",\d*0$", words.in_full(limit))


@pytest.mark.usefixtures("demo")
def test_the_map_of_a_report_has_the_same_limits() -> None:
    view = look(
        Selection(priority="overlast", level="buurt", measure="km2-glad", period="2022-12_2022-12"),
        queries.current(),
        audience="publiek",
    )
    limits = [words.in_full(limit) for limit in map_values(view)[0].limits]
    drawn = str(map_picture(view, queries.current(), "publiek").drawing)
    assert "0,04" in limits
    assert f"tot {limits[0]}" in drawn
    assert all(f"{low} – {high}" in drawn for low, high in pairwise(limits))
