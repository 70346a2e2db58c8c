"""A slide says what the main screen says, and what it cannot show it says in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.components.legend import class_label
from dashboard.components.panels import map_values
from dashboard.look import look
from dashboard.projection.address import AskedSlide, read
from dashboard.projection.deck import SCRIPT, STYLE, deck
from dashboard.projection.slide import Refused, Slide, slide
from dashboard.selection import KEYS, Selection
from dashboard.sentence import sentence
from data import queries
from data.queries import Snapshot
from data.state import slides as kept
from layers.colours import DIVERGING, SEQUENTIAL
from tests.conftest import forget_settings
from tests.hostile import HOSTILE

ASSETS = {STYLE: "/a.css", SCRIPT: "/a.js"}
VIEWS = [
    "",
    "gebied=W13&niveau=buurt&maat=km2",
    "prioriteit=overpoort",
    "maat=verandering&prioriteit=overlast",
    "prioriteit=verkeer&groep=parkeren&periode=2022",
]


@pytest.fixture
def snapshot(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Snapshot]:
    """The demonstration figures, and an empty state store."""
    monkeypatch.setenv("STATE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    forget_settings()
    yield queries.current()
    forget_settings()


@pytest.mark.parametrize("query", VIEWS)
def test_the_figures_are_those_of_the_main_screen(snapshot: Snapshot, query: str) -> None:
    made = slide(AskedSlide(query), snapshot)
    assert isinstance(made, Slide)
    view = look(Selection.from_query(query), snapshot, audience="publiek")
    assert made.said == sentence(view)
    scale, painted = map_values(view)
    colours = [
        f"s{SEQUENTIAL.index(c)}" if c in SEQUENTIAL else f"v{DIVERGING.index(c)}" if c in DIVERGING else "v5"
        for c in scale.colours
    ]
    on_screen = [colours[n] if n >= 0 else None for n in painted["classes"]]
    on_slide = [name if name in colours else None for name in made.codes.values()]
    assert on_slide == on_screen
    assert [text.removeprefix("≤ ") for _, text in made.legend[2]][: len(colours)] == [
        class_label(scale, i).removeprefix("≤ ") for i in range(len(colours))
    ]


def test_every_slide_says_what_data_it_is_and_when_it_was_updated(snapshot: Snapshot) -> None:
    page = deck("dia=&dia=prioriteit=overlast&dia=gebied=WEG", snapshot, assets=ASSETS)
    for part in page.split("<section")[1:]:
        assert "Demonstratiedata: geen echte cijfers" in part
        assert "Bijgewerkt op <time" in part
    assert page.count("Voorlopige cijfers") == page.count("Bron: ") == 2
    assert "Het gebied 'WEG' bestaat niet (meer)" in page


@pytest.mark.parametrize("chart", ["trend", "jaren", "categorieen", "week"])
def test_every_chart_draws_or_says_why_not(snapshot: Snapshot, chart: str) -> None:
    made = slide(AskedSlide("prioriteit=overlast", "", chart), snapshot)
    assert isinstance(made, Slide)
    assert made.chart.drawing or made.chart.said.endswith(".")
    refused = slide(AskedSlide("", "", "taart"), snapshot)
    assert isinstance(refused, Refused)
    assert "trend, jaren, categorieen, week" in refused.text


def test_a_year_that_is_missing_is_no_zero_and_no_dash(snapshot: Snapshot) -> None:
    made = slide(AskedSlide("prioriteit=verkeer", "", "jaren"), snapshot)
    assert isinstance(made, Slide)
    said = str(made.chart.drawing)
    assert said.count("geen cijfers") == 2  # accidents of 2018 and 2019 are not published


def test_a_map_without_a_figure_is_hatched_for_who_sits_far_away(snapshot: Snapshot) -> None:
    search = "dia=prioriteit=verkeer;periode=2019&dia=prioriteit=verkeer;periode=2019;gebied=W13;niveau=wijk"
    page = str(deck(search, snapshot, assets=ASSETS))
    assert "voor 2019 zijn geen cijfers gepubliceerd." in page
    assert "<span>0</span>" not in page  # no class that no area has
    for number in (1, 2):  # the hatching of each map undoes what the map is made smaller by
        assert f'fill="url(#p-missing-{number})"' in page
        scale = r"scale\(([\d.]+)\)"
        found = re.search(rf'id="p-missing-{number}"[^>]*{scale}.*?<g transform="[^"]*{scale}', page)
        assert found is not None
        assert float(found.group(1)) * float(found.group(2)) == pytest.approx(1, rel=0.01)


def test_twenty_slides_stay_small(snapshot: Snapshot) -> None:
    search = "&".join(f"dia=gebied=W{n:02};niveau=buurt;maat=km2" for n in range(1, 21))
    page = deck(search, snapshot, assets=ASSETS)
    assert page.count('class="slide"') == 20
    assert len(page.encode()) < 600_000
    assert page.count('id="g0"') == 1


def test_hostile_names_are_text(snapshot: Snapshot) -> None:
    code = str(kept.make_list("Raad")["code"])
    good = []
    for name in HOSTILE:
        try:
            kept.add_slide(code, name, "?gebied=WEG")
            good.append(name)
        except kept.InputError:
            continue
        if len(good) == kept.MOST_SLIDES:
            break
    page = deck(f"lijst={code}", snapshot, assets=ASSETS)
    assert len(good) > 10
    assert page.count("<section") == len(good)
    assert page.count("<script") == 1
    assert "<b>" not in page


@pytest.mark.parametrize(
    ("search", "said"),
    [("lijst=nergens", "Deze lijst bestaat niet"), ("lijst=LEEG!", "Deze lijst bestaat niet")],
)
def test_a_list_that_is_not_there_is_a_sentence(snapshot: Snapshot, search: str, said: str) -> None:
    page = deck(search, snapshot, assets=ASSETS)
    assert said in page
    assert page.count("<section") == 1


def test_an_old_link_says_that_the_figures_are_newer(snapshot: Snapshot) -> None:
    page = deck("dia=gebied=W13&versie=20200101-0a0b", snapshot, assets=ASSETS)
    assert "Deze link is gemaakt met cijfers van 1 januari 2020" in page


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(st.tuples(st.sampled_from([*KEYS.values(), "beeld"]), st.text("aW0213,_-;=%", max_size=8))).map(
            lambda pairs: ";".join(f"{key}={value}" for key, value in pairs)
        ),
    )
)
def test_whatever_is_asked_gives_slides_or_a_sentence(snapshot: Snapshot, text: str) -> None:
    for asked in read(f"dia={text}").slides:
        made = slide(asked, snapshot)
        assert made.said.text if isinstance(made, Slide) else made.text.strip()
