"""A part of a file takes loaded figures of other areas away, and the import says so; a revision says nothing."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from data.catalogue.sources import CountsSource
from data.ingest.counts import import_counts

TODAY = date(2023, 9, 15)
AREAS = ("Binnenstad", "Stationsbuurt-Zuid", "Stationsbuurt-Noord", "Onbekend")
FULL = [
    (area, "2022", month, category, n)
    for month in ("januari", "februari")
    for category in ("Graffiti", "Fietsdiefstal")
    for area, n in zip(AREAS, (5, 3, 0 if category == "Graffiti" else 2, 1), strict=True)
]
"""Of January and February each 7 figures above 0 and one 0; Binnenstad has 2 of a month."""
PART = [row for row in FULL if row[0] == "Binnenstad" and row[2] == "januari"]
STORED = "SELECT reason, n FROM source_note WHERE reason LIKE 'cijfer van %'"


@pytest.fixture
def zero(gent: CountsSource) -> CountsSource:
    """The same figures, in a file that lists no zeros."""
    return gent.model_copy(update={"absent": "zero"})


def load(mapping: CountsSource, *paths: Path) -> list[str]:
    """What an import warns of."""
    messages = import_counts(list(paths), mapping=mapping, today=TODAY).messages
    warned = [message for message in messages if message.startswith("Let op")]
    assert messages[len(messages) - len(warned) :] == warned  # at the end, where it is not overlooked
    return warned


def test_a_part_of_a_file_says_what_became_empty(city, gent, records, ask) -> None:
    assert load(gent, records(*FULL)) == []
    assert load(gent, records(*PART, name="deel.json")) == [
        "Let op: 5 cijfers van 3 gebieden (Stationsbuurt-Zuid, Stationsbuurt-Noord, Onbekend) die al geladen waren, "
        "staan niet in deel.json en zijn nu leeg. Is dit een deel van een bestand? "
        "Laad dan het volledige bestand opnieuw."
    ]
    assert ask("SELECT count(*) FROM cell WHERE n > 0") == [(2 + 7,)]
    whose = "3 gebieden (Stationsbuurt-Zuid, Stationsbuurt-Noord, Onbekend)"
    assert ask(STORED) == [(f"cijfer van {whose} dat al geladen was, niet in dit bestand staat en nu leeg is", 5)]


def test_a_part_of_a_file_says_what_became_zero(city, zero, records, ask) -> None:
    assert load(zero, records(*FULL)) == []
    (said,) = load(zero, records(*PART, name="deel.json"))
    assert said.startswith("Let op: 5 cijfers van 3 gebieden (")
    assert "zijn nu 0." in said
    assert ask("SELECT count(*) FILTER (WHERE n > 0), count(*) FILTER (WHERE n IS NULL) FROM cell") == [(9, 0)]
    assert [n for _, n in ask(STORED)] == [5]


def test_the_months_between_that_a_part_lacks_are_lost_for_every_area(city, zero, records) -> None:
    march = [(*row[:2], "maart", *row[3:]) for row in FULL[:8]]
    load(zero, records(*FULL, *march))
    (said,) = load(zero, records(*FULL[:8], *march, name="deel.json"))
    assert said.startswith(
        "Let op: 7 cijfers van 4 gebieden (Binnenstad, Stationsbuurt-Zuid, Stationsbuurt-Noord, ...)"
    )


def test_what_a_refused_row_hides_is_empty_beside_what_is_zero(city, zero, records) -> None:
    load(zero, records(*FULL))
    misspelt = ("Stationsbuurt-Zuit", "2022", "januari", "Graffiti", 3)
    (said,) = load(zero, records(*PART, misspelt, name="deel.json"))
    assert "5 cijfers van 3 gebieden" in said
    assert "zijn nu leeg of 0." in said


def test_one_figure_is_told_as_one(city, gent, records) -> None:
    load(gent, records(*FULL[:3]))
    assert load(gent, records(FULL[0], FULL[2], name="deel.json")) == [
        "Let op: 1 cijfer van 1 gebied (Stationsbuurt-Zuid) dat al geladen was, staat niet in deel.json en is nu leeg. "
        "Is dit een deel van een bestand? Laad dan het volledige bestand opnieuw."
    ]


@pytest.mark.parametrize("absent", ["missing", "zero"])
def test_the_same_a_revised_and_a_longer_file_say_nothing(city, gent, records, ask, absent) -> None:
    mapping = gent.model_copy(update={"absent": absent})
    load(mapping, records(*FULL))
    assert load(mapping, records(*FULL)) == []
    revised = [(*row[:4], 0) if row[0] == "Stationsbuurt-Zuid" else row for row in FULL]
    assert load(mapping, records(*revised, name="verbeterd.json")) == []
    without_zeros = [row for row in FULL if (row[0], row[3]) != ("Stationsbuurt-Zuid", "Graffiti")]
    assert load(mapping, records(*without_zeros, name="zonder nullen.json")) == []
    longer = [*FULL, *[(*row[:2], "maart", *row[3:]) for row in FULL[:8]]]
    assert load(mapping, records(*longer, name="langer.json")) == []
    assert ask(STORED) == []


def test_other_months_and_other_categories_take_nothing_away(city, zero, records) -> None:
    load(zero, records(*FULL))
    assert load(zero, records(("Binnenstad", "2022", "maart", "Graffiti", 1), name="maart.json")) == []
    assert load(zero, records(("Binnenstad", "2022", "januari", "Woninginbraak", 1), name="inbraak.json")) == []


@pytest.mark.parametrize("absent", ["missing", "zero"])
def test_the_whole_file_again_brings_everything_back(city, gent, records, ask, absent) -> None:
    mapping = gent.model_copy(update={"absent": absent})
    file = records(*FULL)
    load(mapping, file)
    assert load(mapping, records(*PART, name="deel.json"))
    assert load(mapping, file) == []
    assert ask("SELECT count(*), sum(n) FROM cell WHERE n > 0") == [(14, 40)]
    assert ask(STORED) == []


def test_each_file_of_an_import_tells_its_own_loss(city, gent, records) -> None:
    load(gent, records(*FULL))
    whole = records(*[(*row[:4], row[4] + 1) for row in FULL if row[2] == "februari"], name="februari.json")
    (said,) = load(gent, whole, records(*PART, name="deel.json"))
    assert "5 cijfers" in said
    assert "deel.json" in said


def test_that_the_demonstration_makes_place_is_no_loss(demo_var, var_dir, zero, records, ask) -> None:
    shutil.copytree(demo_var, var_dir, dirs_exist_ok=True)
    ((held,),) = ask("SELECT count(*) FROM cell WHERE grain = 'counts' AND month = '2022-01-01' AND n > 0")
    assert held > 100
    assert load(zero, records(*PART)) == []
