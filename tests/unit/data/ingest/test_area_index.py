"""An area is found however a file spells it, and never guessed."""

from __future__ import annotations

import pandas as pd
import pytest

from data.catalogue.sources import AreaMatch
from data.ingest.area_index import AreaIndex


@pytest.mark.parametrize(
    "spelled", ["Stationsbuurt Noord", "STATIONSBUURT - NOORD", "stationsbuurt–noord", "  Stationsbuurt  Noord "]
)
def test_hyphens_spaces_and_case_do_not_matter_and_are_told(wijken: pd.DataFrame, spelled: str) -> None:
    found = AreaIndex(wijken).find(spelled, by="name")
    assert found.code == "W22"
    assert found.mended == f"gebied '{spelled}' gelezen als 'Stationsbuurt-Noord'"


def test_accents_do_not_matter(wijken: pd.DataFrame) -> None:
    wijken.loc[0, "name"] = "Café-wijk"
    assert AreaIndex(wijken).find("CAFE WIJK", by="name").code == "W01"


def test_the_own_spelling_is_nothing_to_tell(wijken: pd.DataFrame) -> None:
    found = AreaIndex(wijken).find("Stationsbuurt-Noord", by="name")
    assert (found.code, found.mended, found.fault) == ("W22", None, None)


def test_unknown_goes_to_the_area_without_a_place(wijken: pd.DataFrame) -> None:
    index = AreaIndex(wijken, AreaMatch(unknown=("Niet gekend",)))
    assert index.find("niet gekend", by="name").code == "W00"
    located = AreaIndex(wijken[wijken["is_located"]], AreaMatch(unknown=("Niet gekend",)))
    assert "geen rij 'Onbekend'" in str(located.find("niet gekend", by="name").fault)


def test_an_alias_is_told(wijken: pd.DataFrame) -> None:
    index = AreaIndex(wijken, AreaMatch(aliases={"Centrum": "Binnenstad"}))
    found = index.find("centrum", by="name")
    assert (found.code, found.mended) == ("W01", "gebied 'centrum' gelezen als 'Binnenstad'")


def test_by_code_a_name_is_not_good_enough(wijken: pd.DataFrame) -> None:
    index = AreaIndex(wijken)
    assert index.find("W01", by="code").code == "W01"
    assert index.find("Binnenstad", by="code").code is None
    assert index.find("Binnenstad", by="either").code == "W01"


def test_a_name_that_two_areas_have_is_refused(wijken: pd.DataFrame) -> None:
    wijken.loc[1, "name"] = "Binnenstad"
    found = AreaIndex(wijken).find("Binnenstad", by="name")
    assert found.code is None
    assert "gebruik de code" in str(found.fault)
