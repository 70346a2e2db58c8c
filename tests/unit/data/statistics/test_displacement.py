"""The weighted displacement difference: the numbers of the paper, and no effect where there is none."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import norm

from data.statistics.displacement import BeforeAfter, corrected, scaled_difference, weighted_difference

EXAMPLE = (BeforeAfter(207, 110), BeforeAfter(308, 318), BeforeAfter(178, 157), BeforeAfter(150, 140))
"""Treated, its control, displacement, its control: the example of Wheeler & Ratcliffe (2018), Crime Science 7:11, with
WDD -118, variance 1568, z -2.98 and 95% interval -196 to -40, as the test of their own package has it too."""


def test_the_example_of_the_paper() -> None:
    found = weighted_difference(*EXAMPLE)
    assert found.difference == -118
    assert found.standard_error == pytest.approx(math.sqrt(1568))
    assert round(found.z, 2) == -2.98
    assert (round(found.low), round(found.high)) == (-196, -40)
    assert found.verdict == "minder"


def test_dispersion_widens_the_interval_and_takes_the_verdict_away() -> None:
    found = weighted_difference(*EXAMPLE, phi=4.0)
    assert found.standard_error == pytest.approx(2 * math.sqrt(1568))  # the variance is multiplied by phi
    assert found.verdict == "geen aantoonbaar effect"  # z = -1.49
    assert weighted_difference(*EXAMPLE, phi=0.5).standard_error == pytest.approx(math.sqrt(1568))


def test_a_comparison_of_another_size_by_hand() -> None:
    """100 -> 90 against 400 -> 440: to be expected 100 x 1,1 = 110, so -20. Variance: 90 + 1,1² x 100 (the area),
    and 0,25² x (440 + 1,1² x 400) (the comparison) = 211 + 57,75."""
    found = scaled_difference(BeforeAfter(100, 90), BeforeAfter(400, 440))
    assert found.expected == pytest.approx(110)
    assert found.difference == pytest.approx(-20)
    assert found.standard_error**2 == pytest.approx(268.75)
    assert found.weight == 0.25
    assert found.verdict == "geen aantoonbaar effect"
    together = scaled_difference(BeforeAfter(100, 90), BeforeAfter(400, 440), BeforeAfter(100, 120))
    assert together.difference == pytest.approx(-10)  # 210 against 220


def test_a_comparison_that_stays_as_it_was_and_is_as_large_gives_the_published_test() -> None:
    treated, control = BeforeAfter(200, 150), BeforeAfter(200, 200)
    one, other = weighted_difference(treated, control), scaled_difference(treated, control)
    assert (one.difference, one.standard_error) == pytest.approx((other.difference, other.standard_error))


@pytest.mark.parametrize(
    ("treated", "control", "phi"),
    [
        ((0, 0), (500, 500), 1),
        ((3, 5), (500, 500), 1),
        ((20, 25), (500, 500), 6),
        ((100, 90), (0, 500), 1),
        ((100, 90), (6, 5), 1),
        ((100, 90), (0, 0), 1),
    ],
)
def test_too_few_facts_give_no_verdict(treated, control, phi) -> None:
    assert scaled_difference(BeforeAfter(*treated), BeforeAfter(*control), phi=phi).verdict == "te weinig"


def test_verdicts_that_stand_together_are_corrected_together() -> None:
    """Beside two without any effect, one of p = 0,043 has q = 3 · 0,043 = 0,13: no effect; beside one it stays."""
    one = scaled_difference(BeforeAfter(100, 73), BeforeAfter(10_000, 10_000))
    none, few = (
        scaled_difference(BeforeAfter(100, 100), BeforeAfter(10_000, 10_000)),
        weighted_difference(BeforeAfter(1, 1), BeforeAfter(1, 1)),
    )
    assert one.verdict == "minder"
    assert one.p == pytest.approx(2 * norm.sf(abs(one.z)))
    assert 0.1 / 3 < one.p < 0.05
    found, family = corrected([one, none, few, none])
    assert [each.verdict for each in found] == ["geen aantoonbaar effect"] * 2 + [
        "te weinig",
        "geen aantoonbaar effect",
    ]
    assert family == 3  # who has too few facts is not among them
    assert corrected([one, none])[0][0].verdict == "minder"
    assert corrected([]) == ([], 0)


def test_a_large_effect_is_seen_in_both_directions() -> None:
    assert scaled_difference(BeforeAfter(200, 100), BeforeAfter(2000, 2100), phi=2).verdict == "minder"
    assert scaled_difference(BeforeAfter(100, 200), BeforeAfter(2000, 2100), phi=2).verdict == "meer"


SITUATIONS = [
    (phi, size * phi, times, growth, displaced)
    for phi in (1, 3, 6)
    for size, times, growth, displaced in ((10, 25, 1.0, 0), (20, 25, 1.4, 0), (40, 1, 0.7, 0), (20, 3, 1.0, 80))
]


@pytest.mark.parametrize(("phi", "mean", "times", "growth", "displaced"), SITUATIONS)
def test_an_action_without_effect_is_called_so(phi, mean, times, growth, displaced) -> None:
    """At least 93 in 100, whatever the whole city did meanwhile, for Poisson and for over-dispersed counts."""
    rng = np.random.default_rng(2018)
    many = 4000

    def counts(expected: float) -> list[int]:
        if not expected:
            return [0] * many
        drawn = rng.poisson(expected, many) if phi == 1 else rng.negative_binomial(expected / (phi - 1), 1 / phi, many)
        return drawn.tolist()

    def area(expected: float) -> list[BeforeAfter]:
        return [BeforeAfter(*pair) for pair in zip(counts(expected), counts(expected * growth), strict=True)]

    drawn = zip(area(mean), area(mean * times), area(displaced * phi / 2), strict=True)
    verdicts = [scaled_difference(*areas, phi=phi).verdict for areas in drawn]
    judged = [verdict for verdict in verdicts if verdict != "te weinig"]
    assert len(judged) > many / 2
    assert judged.count("geen aantoonbaar effect") / len(judged) >= 0.93
