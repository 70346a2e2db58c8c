"""Finding by name: what a visitor types, with its errors, and what comes first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import queries
from data.queries.search import WORD, errors_allowed, match, plain_text
from data.snapshot import Snapshot, current
from tests.conftest import pointed_at


@pytest.fixture(scope="module")
def gent(demo_var: Path) -> Iterator[Snapshot]:
    """The snapshot of the demonstration set."""
    with pointed_at(demo_var):
        yield current()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("dampoort", "Dampoort"),
        ("DAMPORT", "Dampoort"),
        ("dmapoort", "Dampoort"),
        ("zwijnarde", "Zwijnaarde"),
        ("st amandsberg", "Sint-Amandsberg"),
        ("Sint Amansberg", "Sint-Amandsberg"),
        ("ledebèrg", "Ledeberg"),
        ("brugsepoort", "Brugse Poort - Rooigem"),
        ("papegaai", "Elisabethbegijnhof - Prinsenhof - Papegaai - Sint-Michiels"),
        ("roosken", "'t Roosken"),
        ("overport", "Overpoort"),
        ("gent", "Gent"),
        ("stad", "Gent"),
    ],
)
def test_the_first_hit_is_what_was_meant(gent: Snapshot, typed: str, name: str) -> None:
    assert queries.find(gent, text=typed)[0].name == name


def test_a_place_leads_to_the_buurt_that_holds_it(gent: Snapshot) -> None:
    hit = queries.find(gent, text="heilig kerst")[0]
    assert (hit.place, hit.name, hit.level) == ("Heilig Kerst", "Tolhuis", "buurt")
    point = dict(queries.base_shapes(gent, kind="place"))["Heilig Kerst"]
    shape = queries.area_shapes(gent, level="buurt").of(hit.code)
    assert shape is not None
    assert shape.covers(point)


def test_a_wijk_comes_before_the_buurt_of_that_name(gent: Snapshot) -> None:
    levels = [hit.level for hit in queries.find(gent, text="mariakerke")]
    assert levels[0] == "wijk"
    assert set(levels[1:]) == {"buurt"}


@pytest.mark.parametrize("typed", ["", "   ", "---", "zzzzzz", "xq", "'; drop table area"])
def test_what_names_nothing_finds_nothing(gent: Snapshot, typed: str) -> None:
    assert queries.find(gent, text=typed) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=120))
def test_any_text_gets_an_answer(gent: Snapshot, typed: str) -> None:
    hits = queries.find(gent, text=typed)
    assert len(hits) <= 8
    assert len({(hit.code, hit.place) for hit in hits}) == len(hits)
    assert len({hit.errors for hit in hits}) <= 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_name_finds_itself_with_a_letter_wrong(gent: Snapshot, data: st.DataObject) -> None:
    frame = queries.areas(gent)
    code = data.draw(st.sampled_from(list(frame.index[(frame["level"] == "wijk") & frame["is_located"]])))
    name = str(frame.at[code, "name"])
    where = data.draw(st.integers(0, len(name) - 1))
    wrong = name[:where] + data.draw(st.sampled_from("aeioux")) + name[where + 1 :]
    assert code in [hit.code for hit in queries.find(gent, text=wrong)]


@given(name=st.text(alphabet="abcdefghij", min_size=1, max_size=30), length=st.integers(1, 30))
def test_the_beginning_of_a_name_has_no_errors(name: str, length: int) -> None:
    matched = match(name[:length], name)
    assert matched is not None
    assert matched[0] == 0
    assert matched[1] < WORD


def test_signs_and_accents_do_not_count() -> None:
    assert plain_text("St.-Pieters-Aalst") == plain_text("sint pieters aalst")
    assert plain_text("Château  d'Éau") == "chateau d eau"
    assert [errors_allowed(n) for n in (1, 3, 4, 6, 9, 40)] == [0, 0, 1, 2, 3, 3]
