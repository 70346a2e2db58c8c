"""A source is one file; a wrong one is refused with what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.catalogue.incident_source import read_incident_source
from data.catalogue.sources import SOURCES, read_source, read_sources
from data.errors import InputError
from data.ingest.mapping import find_mapping

ROOT = Path(__file__).parents[4]
MINIMAL = """
id = "proef"
title = "t"
publisher = "p"
licence = "l"
level = "buurt"
[columns]
area = "a"
date = "d"
category = "c"
total = "n"
"""


def write(folder: Path, text: str, name: str = "proef.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_source_needs_little(tmp_path: Path) -> None:
    source = find_mapping(str(write(tmp_path, MINIMAL)))
    assert source.columns.names == ("a", "d", "c", "n")
    assert (source.absent, source.categories, source.provisional_months) == ("missing", "known", 3)


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "mappings").glob("*.toml")), ids=lambda p: p.name)
def test_the_examples_can_be_used(path: Path) -> None:
    facts = "[time]" in path.read_text(encoding="utf-8")  # single facts have a time, monthly counts do not
    assert (read_incident_source if facts else read_source)(path).id not in SOURCES


def test_an_id_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="'proef' is there twice"):
        read_sources([write(tmp_path, MINIMAL), write(tmp_path, MINIMAL, "zelfde.toml")])


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('title = "t"', 'title = "t"\nkleur = "rood"', "kleur: onbekende sleutel"),
        ('title = "t"', "", "title: ontbreekt"),
        ('date = "d"', 'date = "d"\nyear = "y"\nmonth = "m"', "either 'date', or 'year' and 'month'"),
        ('date = "d"', 'year = "y"', "either 'date', or 'year' and 'month'"),
        ("[columns]", '[category_names]\n"x" = "Tovenarij"\n[columns]', "not in the catalogue: Tovenarij"),
        ("[columns]", "[month_words]\nx = 13\n[columns]", "no month of the year: x"),
        ("[columns]", '[opendata]\ndataset = "x"\nfirst_year = 2018\n[columns]', "no {year}"),
        ('"proef"', '"gent-criminaliteit"', "ingebouwde bron"),
        ("[columns]", "[columns", "geen geldig toml"),
    ],
)
def test_a_wrong_mapping_is_refused(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        find_mapping(str(write(tmp_path, MINIMAL.replace(old, new, 1))))


def test_a_mapping_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(InputError, match="gent-criminaliteit"):
        find_mapping("bestaat-niet")
