"""How serious the synthetic accidents are, and who was involved (see [accident] in shape.toml)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.ingest.demo.shape import shape

ACCIDENT = "ongeval-letsel"


def with_accidents(facts: pd.DataFrame, *, seed: int) -> pd.DataFrame:
    """Adds severity and road users to the accidents; every other fact has neither.

    Args:
        facts: One row per fact, with category_id.
        seed: The same seed gives the same; a stream of its own, so that nothing else of the facts depends on it.

    Returns:
        The facts with severity (dood | zwaar | licht) and road_users (`|auto|fiets|`, null for a few).
    """
    rng = np.random.default_rng([seed, 2])
    assumed = shape()["accident"]
    kinds, severities = assumed["kinds"], list(assumed["severity"])
    rows = np.flatnonzero(facts["category_id"].to_numpy(dtype=object) == ACCIDENT)
    shares = np.array([kind["share"] for kind in kinds])
    kind_of = rng.choice(len(kinds), len(rows), p=shares / shares.sum())
    users = np.array(
        [f"|{'|'.join(sorted(kind['users']))}|" if kind["users"] else None for kind in kinds], dtype=object
    )
    weights = np.array([assumed["severity"][name] for name in severities])
    serious = np.array([kind["serious"] for kind in kinds])[kind_of]
    factor = np.array([[name != "licht"] for name in severities]) * (serious - 1.0) + 1.0
    odds = weights[:, None] * factor
    limits = np.cumsum(odds / odds.sum(axis=0), axis=0)
    drawn = (rng.random(len(rows)) > limits).sum(axis=0).clip(max=len(severities) - 1)
    severity, involved = np.full((2, len(facts)), None, dtype=object)
    severity[rows] = np.array(severities, dtype=object)[drawn]
    involved[rows] = users[kind_of]
    return facts.assign(severity=severity, road_users=involved)
