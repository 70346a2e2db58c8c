"""The trend the size of a word."""

from __future__ import annotations

import re
from urllib.parse import unquote
from xml.etree import ElementTree

import numpy as np
import pytest

from layers.sparkline import HEIGHT, WIDTH, sparkline

NAN = float("nan")


def lines(values: list[float]) -> list[list[tuple[float, float]]]:
    """The points of each line of the picture."""
    kind, text = sparkline(np.array(values)).split(",", 1)
    assert kind == "data:image/svg+xml"
    picture = ElementTree.fromstring(unquote(text))
    found = []
    for line in picture.iter("{http://www.w3.org/2000/svg}polyline"):
        pairs = [pair.split(",") for pair in line.attrib["points"].split()]
        found.append([(float(x), float(y)) for x, y in pairs])
    return found


def test_a_line_from_zero() -> None:
    (points,) = lines([0, 5, 10])
    assert [x for x, _ in points] == [2, WIDTH / 2, WIDTH - 2]
    assert [y for _, y in points] == [HEIGHT - 2, HEIGHT / 2, 2]


def test_a_missing_month_leaves_a_gap_and_is_not_a_zero() -> None:
    assert [len(line) for line in lines([1, 2, NAN, NAN, 3, 0])] == [2, 2]
    assert lines([NAN, NAN]) == []


@pytest.mark.parametrize("values", [[0, 0, 0], [7], []])
def test_all_zero_one_month_or_none_is_still_a_picture(values: list[float]) -> None:
    assert all(0 <= y <= HEIGHT for line in lines(values) for _, y in line)
    assert "nan" not in sparkline(np.array(values, dtype=float))


def test_the_address_holds_nothing_that_ends_an_attribute() -> None:
    assert re.search(r'["<>#\s]', sparkline(np.array([1.0, 2.0])).replace(" ", "")) is None


def test_provisional_months_are_dotted_and_the_line_goes_on() -> None:
    _, text = sparkline(np.array([1.0, 2.0, 3.0, 4.0]), provisional=2).split(",", 1)
    settled, dotted = ElementTree.fromstring(unquote(text)).iter("{http://www.w3.org/2000/svg}polyline")
    assert "stroke-dasharray" in dotted.attrib
    assert "stroke-dasharray" not in settled.attrib
    assert settled.attrib["points"].split()[-1] == dotted.attrib["points"].split()[0]
    assert len(dotted.attrib["points"].split()) == 3
