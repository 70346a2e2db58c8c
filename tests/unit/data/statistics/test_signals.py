"""Signals: ordered, explained, and silent in years without any real change."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta

from data.statistics.columns import Floats
from data.statistics.dispersion import dispersion
from data.statistics.signals import signals

AREAS, CATEGORIES, YEARS = 25, 16, 6
YEARLY = np.array([2400, 150, 60, 250, 1500, 1200, 1400, 700, 450, 350, 60, 500, 450, 1500, 900, 20000.0])
"""Facts a year in the city per category, of the size of the open figures of Gent, parking fines last."""


def means(rng: np.random.Generator) -> Floats:
    """Expected counts, months x areas x categories: from a handful a year to some thousands, with a season."""
    share = rng.lognormal(0, 0.9, AREAS)
    mix = rng.lognormal(0, 0.3, (AREAS, CATEGORIES))
    season = 1 + 0.25 * np.cos(2 * np.pi * (np.arange(12 * YEARS) - 6) / 12)
    return season[:, None, None] * (YEARLY[None, :] * (share / share.sum())[:, None] * mix)[None] / 12


def has_signal(counts: Floats) -> bool:
    """The product's own way: dispersion from history, then the last year against the one before."""
    months = pd.date_range("2018-01-01", periods=12 * YEARS, freq="MS")
    index = pd.MultiIndex.from_product([months, range(AREAS), range(CATEGORIES)])
    history = index.to_frame(index=False, name=["month", "area_code", "category_id"])
    phi = dispersion(history.assign(n=counts.ravel(), status="ok"))
    years = counts.reshape(YEARS, 12, AREAS, CATEGORIES).sum(axis=1)
    frame = pd.DataFrame(
        {
            "area_code": np.repeat(range(AREAS), CATEGORIES),
            "category_id": np.tile(range(CATEGORIES), AREAS),
            "now": years[-1].ravel(),
            "before": years[-2].ravel(),
        }
    )
    return len(signals(frame, phi).rows) > 0


def false_alarms(phi: float, rounds: int) -> int:
    rng = np.random.default_rng(20260721 + int(phi))
    mean = means(rng)
    found = 0
    for _ in range(rounds):
        counts = rng.poisson(mean) if phi == 1 else rng.negative_binomial(mean / (phi - 1), 1 / phi)
        found += has_signal(counts)
    return found


@pytest.mark.parametrize("phi", [1.0, 3.0, 6.0])
def test_years_without_a_real_change_rarely_give_a_signal(phi: float) -> None:
    found = false_alarms(phi, 200)
    upper = float(beta.ppf(0.975, found + 1, 200 - found))  # Clopper & Pearson, two-sided 95%
    print(f"phi {phi:g}: {found} of 200 years with a signal, upper limit {upper:.1%}")
    assert upper <= 0.15


@pytest.mark.soak
@pytest.mark.parametrize("phi", [1.0, 3.0, 6.0])
def test_years_without_a_real_change_in_the_long_form(phi: float) -> None:
    found = false_alarms(phi, 2000)
    upper = float(beta.ppf(0.975, found + 1, 2000 - found))
    print(f"phi {phi:g}: {found} of 2000 years with a signal, upper limit {upper:.1%}")
    assert upper <= 0.10


def table() -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "area_code": [f"W{i:02d}" for i in range(30)],
            "category_id": "fietsdiefstal",
            "now": pd.array([*[50] * 30], dtype="Int64"),
            "before": pd.array([*[50] * 30], dtype="Int64"),
        }
    )
    frame.loc[0, ["now", "before"]] = [260, 100]
    frame.loc[1, ["now", "before"]] = [130, 40]
    frame.loc[2, ["now", "before"]] = [20, 120]
    frame.loc[3, "now"] = pd.NA
    frame.loc[4, ["now", "before"]] = [1, 0]
    return frame


PHI = pd.DataFrame({"category_id": ["fietsdiefstal"], "phi": [2.0]})


def test_a_real_change_is_found_and_ordered_by_facts_above_expectation() -> None:
    found = signals(table(), PHI)
    assert found.rows["area_code"].tolist() == ["W00", "W01", "W02"]
    assert found.rows["excess"].tolist() == [160.0, 90.0, -100.0]
    assert found.rows["verdict"].tolist() == ["meer", "meer", "minder"]
    assert (found.family, found.unjudged) == (28, 2)
    assert found.rows[["observed", "expected", "before"]].iloc[0].tolist() == [260, 100.0, 100]


def test_with_its_real_dispersion_the_same_table_is_silent() -> None:
    assert signals(table(), PHI.assign(phi=80.0)).rows.empty


def test_the_average_of_three_years_is_expected_per_year() -> None:
    frame = table().assign(exposure_before=3.0)
    frame["before"] = frame["before"] * 3
    assert signals(frame, PHI).rows.loc[0, "expected"] == 100.0


def test_a_category_without_phi_is_refused() -> None:
    with pytest.raises(ValueError, match="no phi for fietsdiefstal"):
        signals(table(), PHI.assign(category_id="graffiti"))


def test_nothing_to_compare_is_nothing_to_say() -> None:
    found = signals(table().head(0), PHI)
    assert (len(found.rows), found.family) == (0, 0)
