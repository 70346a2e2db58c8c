"""A selection is a link: any address is read or refused with a sentence, and written back the same."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import SelectionError
from dashboard.fact_choice import ATTEMPTS, SEVERITIES, WEEKDAYS, WHEN
from dashboard.reference import REFERENCES
from dashboard.selection import CHARTS, KEYS, OPTIONS, PERIODS, SPLITS, Selection
from data.catalogue import LEVELS, MEASURES, PRIORITIES
from data.queries import Months, month_of
from layers import LAYERS, default_layers

COVERED = Months(date(2018, 1, 1), date(2023, 4, 1))
MONTH = st.integers(1990 * 12, 2100 * 12).map(month_of)
RANGE = st.tuples(MONTH, MONTH).map(sorted).map(lambda pair: Months(*pair).iso())
QUOTED = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=12).map(quote)
CODE = st.from_regex(r"[A-Za-z0-9_\-]{1,40}", fullmatch=True)


@st.composite
def selections(draw: st.DrawFn) -> Selection:
    """Selections that can be on screen."""
    priority = PRIORITIES[draw(st.sampled_from(sorted(PRIORITIES)))]
    group = draw(st.sampled_from(priority.groups))
    named = draw(st.booleans()) or group is not priority.groups[0]
    return Selection(
        priority=priority.id,
        group=group.id if named else "",
        categories=tuple(draw(st.lists(st.sampled_from(group.categories), unique=True))),
        areas=tuple(draw(st.lists(CODE, unique=True, max_size=5))),
        level=draw(st.sampled_from(LEVELS)),
        period=draw(st.one_of(st.sampled_from(sorted(PERIODS)), st.integers(1900, 2199).map(str), RANGE)),
        measure=draw(st.sampled_from(sorted(MEASURES))),
        layers=tuple(draw(st.lists(st.sampled_from(sorted(LAYERS)), unique=True))),
        sort=draw(st.sampled_from(["-aantal", "aantal", "gebied", "-verschil"])),
        reference=draw(st.sampled_from(sorted(REFERENCES))),
        options=tuple(draw(st.lists(st.sampled_from(sorted(OPTIONS)), unique=True))),
        chart=draw(st.sampled_from(sorted(CHARTS))),
        split=draw(st.sampled_from(sorted(SPLITS))),
        when=draw(st.sampled_from(sorted(WHEN))),
        weekdays=tuple(draw(st.lists(st.sampled_from(sorted(WEEKDAYS)), unique=True))),
        severity=tuple(draw(st.lists(st.sampled_from(sorted(SEVERITIES)), unique=True))),
        road_users=tuple(draw(st.lists(QUOTED, unique=True, max_size=3))),
        attempt=draw(st.sampled_from(sorted(ATTEMPTS))),
        objects=tuple(draw(st.lists(QUOTED, unique=True, max_size=3))),
    )


@given(selections())
def test_an_address_gives_back_what_was_on_screen(selection: Selection) -> None:
    assert Selection.from_query(selection.to_query()) == selection


def test_the_view_that_opens_has_an_empty_address() -> None:
    assert Selection().to_query() == ""
    assert Selection.from_query(None) == Selection.from_query("") == Selection.from_query("?") == Selection()


def test_the_layers_that_are_on_from_the_start_are_those_of_the_registry() -> None:
    assert Selection().layers == default_layers()


def read(search: str) -> Selection | SelectionError:
    """What an address gives; any other error is a fault and comes through."""
    try:
        return Selection.from_query(search)
    except SelectionError as error:
        return error


def read_or_refused(search: str) -> None:
    found = read(search)
    if isinstance(found, SelectionError):
        assert len(str(found)) > 20
        assert str(found).endswith(".")
    else:
        assert found.the_categories  # there is something to count
        assert len(found.months(COVERED)) >= 1
        assert Selection.from_query(found.to_query()) == found


@given(st.text(max_size=300))
def test_any_text_at_all_is_read_or_refused(text: str) -> None:
    read_or_refused(text)


ODD = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["2021-13_2021-14", "2022-05_2021-05", "0000-00_9999-99", "２０２１", "geen", ",,", "12m,36m", "-"]
    ),
)


@given(st.lists(st.tuples(st.sampled_from(sorted(KEYS.values())), ODD), max_size=12))
def test_any_value_of_a_known_key_is_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    read_or_refused("?" + urlencode(pairs))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?prioriteit=x", "prioriteit 'x' bestaat niet"),
        ("?prioriteit=verkeer&groep=x", "geen groep 'x'"),
        ("?categorie=woninginbraak", "hoort niet bij Fietsdiefstal"),
        ("?prioriteit=verkeer&categorie=parkeerovertreding", "niet opgeteld"),
        ("?niveau=straat", "niveau 'straat' bestaat niet"),
        ("?maat=onveiligheid", "maat 'onveiligheid' bestaat niet"),
        ("?periode=gisteren", "periode 'gisteren' kan niet"),
        ("?periode=2022-05_2021-05", "Schrijf een periode als 2021-03_2022-05"),
        ("?gebied=" + quote("<script>"), "gebiedscode die niet kan bestaan"),
        ("?sorteer=--", "sortering bestaat niet"),
        ("?vergelijk=gevoel", "vergelijking of een grafiek die niet bestaat"),
        ("?gebied=" + "W01," * 2000, "te lang"),
        ("?" + "&".join(f"a{i}=1" for i in range(60)), "te veel onderdelen"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(query: str, sentence: str) -> None:
    with pytest.raises(SelectionError, match=sentence):
        Selection.from_query(query)


def test_a_key_of_another_page_is_left_alone() -> None:
    assert Selection.from_query("?gebied=W07&utm=x") == Selection(areas=("W07",))


def test_presets_count_back_from_the_last_month_of_data() -> None:
    assert Selection().months(COVERED).iso() == "2022-05_2023-04"
    assert Selection(period="36m").months(COVERED).iso() == "2020-05_2023-04"
    assert Selection(period="alles").months(COVERED) == COVERED
    assert Selection(period="2021").months(COVERED).iso() == "2021-01_2021-12"
    assert Selection(period="2020-11_2021-02").months(COVERED).iso() == "2020-11_2021-02"


def test_another_priority_keeps_area_period_level_and_layers_but_no_zone_of_its_own() -> None:
    before = Selection(
        priority="overpoort", areas=("Z-OVERPOORT", "W07"), level="buurt", period="2021", layers=("feiten",)
    )
    assert before.for_priority("verkeer") == Selection(
        priority="verkeer", areas=("W07",), level="buurt", period="2021", layers=("feiten",)
    )
