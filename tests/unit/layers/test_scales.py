"""Classes: every value in one that holds it, round limits, zero apart."""

from __future__ import annotations

import math
import warnings

import mapclassify
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from layers.colours import SEQUENTIAL
from layers.scales import CHANGE, NO_CLASS, Scale, change_classes, round_limit, sequential

Values = npt.NDArray[np.float64]
SIZES = st.integers(0, 300)
COUNTS = hnp.arrays(float, SIZES, elements=st.one_of(st.integers(0, 20_000).map(float), st.just(math.nan)))
RATES = hnp.arrays(
    float,
    SIZES,
    elements=st.one_of(st.floats(0.001, 1e6, allow_subnormal=False), st.just(0.0), st.just(math.nan)),
)


def is_round(limit: float) -> bool:
    """Two digits at most, as a legend can show them."""
    return float(f"{limit:.1e}") == pytest.approx(limit, rel=1e-9)


def every_value_lies_in_its_class(values: Values, scale: Scale) -> None:
    classes = scale.classes(values)
    for value, number in zip(values, classes, strict=True):
        if math.isnan(value):
            assert number == NO_CLASS
            continue
        assert 0 <= number < len(scale.colours)
        assert value <= scale.limits[number] + 1e-9
        assert number == 0 or value > scale.limits[number - 1]


def the_scale_can_be_read(values: Values, scale: Scale) -> None:
    assert 1 <= len(scale.limits) <= len(SEQUENTIAL)
    assert len(scale.colours) == len(scale.limits) == len(set(scale.colours))
    assert list(scale.limits) == sorted(set(scale.limits))
    assert all(is_round(limit) for limit in scale.limits)
    shades = [SEQUENTIAL.index(colour) for colour in scale.colours]
    assert shades == sorted(shades)  # more is darker


@given(COUNTS)
def test_counts(values: Values) -> None:
    scale = sequential(values, whole=True)
    every_value_lies_in_its_class(values, scale)
    the_scale_can_be_read(values, scale)
    assert all(limit == int(limit) for limit in scale.limits)


@given(RATES)
def test_rates(values: Values) -> None:
    scale = sequential(values, whole=False)
    every_value_lies_in_its_class(values, scale)
    the_scale_can_be_read(values, scale)


@given(COUNTS)
def test_zero_is_a_class_of_its_own_where_it_occurs(values: Values) -> None:
    scale = sequential(values, whole=True)
    zero = bool((values == 0).any())
    positive = bool((values > 0).any())
    assert scale.zero_apart == (zero or not positive)
    if zero and positive:
        assert scale.limits[0] == 0
        assert set(scale.classes(values)[values == 0]) == {0}
        assert 0 not in scale.classes(values)[values > 0]


@given(st.one_of(COUNTS, RATES), st.booleans())
def test_the_classes_are_those_of_mapclassify(values: Values, whole: bool) -> None:
    values = np.round(values) if whole else values
    scale = sequential(values, whole=whole)
    positive = values[values > 0]
    room = len(SEQUENTIAL) - scale.zero_apart
    if np.unique(positive).size <= room:
        return  # a class of its own for each value
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # fewer classes are fine
        edges = mapclassify.classifiers.quantile(positive, k=room)
    rounded = {round_limit(float(edge), whole=whole) for edge in edges}
    assert list(scale.limits) == sorted(rounded | ({0.0} if scale.zero_apart else set()))


def test_values_that_differ_widely_spread_over_all_classes() -> None:
    values = np.array([3, 5, 9, 14, 20, 28, 40, 55, 90, 150, 400, 1200], dtype=float)
    assert set(sequential(values, whole=True).classes(values)) == set(range(6))


@pytest.mark.parametrize("values", [[], [math.nan], [math.nan, math.nan]])
def test_nothing_known_gives_one_class_and_no_area_in_it(values: list[float]) -> None:
    scale = sequential(np.array(values), whole=True)
    assert len(scale.limits) == 1
    assert set(scale.classes(np.array(values))) <= {NO_CLASS}


def test_a_change_has_a_colour_only_when_it_is_more_than_chance() -> None:
    words = ["meer", "meer", "minder", "minder", "geen verschil", "te weinig", None]
    ratio = np.array([3.0, 1.2, 0.9, 0.1, 3.0, 9.0, math.nan])
    found = CHANGE.classes(change_classes(ratio, words))
    assert [CHANGE.labels[i] if i >= 0 else None for i in found] == [
        "sterk meer",
        "meer",
        "minder",
        "sterk minder",
        "geen verschil",
        "te weinig feiten",
        None,
    ]
    assert len(CHANGE.labels) == len(CHANGE.colours) == len(CHANGE.limits)
