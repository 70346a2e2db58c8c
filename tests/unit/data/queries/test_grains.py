"""The finest grain that covers a selection, for coverages written out by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.config import Audience
from data.queries import GrainChoice, Months, current, finest_grain
from data.snapshot import building
from data.tables import coverage

A, B = "fietsdiefstal", "graffiti"
Y21, Y22, Y23 = (Months(date(y, 1, 1), date(y, 12, 1)) for y in (2021, 2022, 2023))
LONG = Months(Y21.first, Y23.last)
Choose = Callable[..., GrainChoice]


@pytest.fixture
def choose(var_dir: Path) -> Choose:
    """Publishes (grain, level, category, months) and asks for a grain."""

    def ask(
        *published: tuple[str, str, str, Months],
        categories: tuple[str, ...] = (A,),
        levels: tuple[str, ...] = ("wijk",),
        windows: tuple[Months, ...] = (Y23, Y22),
        audience: Audience = "intern",
    ) -> GrainChoice:
        rows = [(g, level, c, month) for g, level, c, months in published for month in months.all()]
        frame = pd.DataFrame(rows, columns=["grain", "level", "category_id", "month"])
        with building(fresh=True) as made:
            made.append(coverage, frame.assign(status="ok", source_id="s"))
        asked = {"categories": categories, "levels": frozenset(levels), "windows": windows}
        return finest_grain(current(), **asked, audience=audience)

    return ask


def test_single_facts_where_they_have_all_that_counts_have(choose: Choose) -> None:
    counts, facts = ("counts", "wijk", A, LONG), ("incidents", "wijk", A, LONG)
    assert choose(counts, facts) == GrainChoice("incidents")
    assert choose(counts) == GrainChoice("counts")
    assert choose(facts) == GrainChoice("incidents")
    assert choose(("counts", "wijk", B, LONG)) == GrainChoice(None)


def test_counts_where_single_facts_would_lose_months(choose: Choose) -> None:
    counts = ("counts", "wijk", A, LONG)
    late = Months(Y22.first, Y23.last)
    for facts, windows in ((Y23, (Y23, Y22)), (late, (Y23, Y22)), (Y22, (Y23, Y22))):
        found = choose(counts, ("incidents", "wijk", A, facts), windows=windows)
        assert found == GrainChoice("counts", "months", incidents=facts, counts=LONG)


@pytest.mark.parametrize("audience", ["publiek", "raad"])
def test_published_counts_are_better_than_protected_ones(choose: Choose, audience: Audience) -> None:
    counts, facts = ("counts", "wijk", A, LONG), ("incidents", "wijk", A, LONG)
    assert choose(counts, facts, audience=audience) == GrainChoice("counts", "exact", incidents=LONG, counts=LONG)
    early = ("counts", "wijk", A, Months(Y21.first, Y22.last))  # not all of the period is published
    assert choose(early, facts, audience=audience).grain == "incidents"
    assert choose(early, facts, audience=audience, windows=(Y22, Y21)).why == "exact"
    buurten = ("incidents", "buurt", A, LONG)  # of which nothing is published
    assert choose(counts, facts, buurten, levels=("wijk", "buurt"), audience=audience).grain == "incidents"


def test_single_facts_where_counts_lack_some_of_the_selection(choose: Choose) -> None:
    early = Months(Y21.first, Y22.last)
    found = choose(("counts", "wijk", A, early), ("incidents", "wijk", A, Months(Y22.first, Y23.last)))
    assert found == GrainChoice("incidents", "counts_short", incidents=Months(Y22.first, Y23.last), counts=early)
    # The year to compare with is only in the counts and the period only in the facts: the period decides.
    found = choose(("counts", "wijk", A, early), ("incidents", "wijk", A, Y23))
    assert (found.grain, found.why) == ("incidents", "counts_short")


def test_every_category_of_one_grain(choose: Choose) -> None:
    counts = [("counts", "wijk", c, LONG) for c in (A, B)]
    facts = ("incidents", "wijk", A, LONG)
    assert choose(*counts, facts, categories=(A, B)) == GrainChoice("counts", "categories", without=(B,))
    assert choose(counts[0], ("incidents", "wijk", B, LONG), categories=(A, B)).grain is None


def test_a_level_that_only_single_facts_have(choose: Choose) -> None:
    facts = [("incidents", level, A, Y23) for level in ("wijk", "buurt")]
    found = choose(("counts", "wijk", A, LONG), *facts, levels=("wijk", "buurt"))
    assert found == GrainChoice("incidents", "level", incidents=Y23, counts=LONG)
    assert choose(*facts, levels=("wijk", "buurt")) == GrainChoice("incidents")
