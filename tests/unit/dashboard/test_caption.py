"""The caption of a view: all of it is told, in words, and nothing that is not so."""

from __future__ import annotations

from dataclasses import fields

import pytest

from dashboard.caption import DEMO, ELSEWHERE, FILTERS, PROVISIONAL, Caption, caption_of
from dashboard.link import link_notice, short_version
from dashboard.look import look
from dashboard.selection import Selection
from dashboard.sentence import sentence
from data import queries

pytestmark = pytest.mark.usefixtures("demo")


def told(query: str = "", base_url: str = "https://voorbeeld.be") -> Caption:
    snapshot = queries.current()
    view = look(Selection.from_query(query), snapshot, audience="publiek")
    return caption_of(view, snapshot, audience="publiek", base_url=base_url)


def test_every_field_of_the_selection_is_told() -> None:
    """A new filter that nobody put into words would be left out of every picture."""
    known = {*FILTERS, *ELSEWHERE}
    assert {field.name for field in fields(Selection)} <= known
    for query in ("wanneer=nacht", "weekdag=za,zo"):
        assert dict(told(f"?{query}").lines("x"))["Enkel feiten"], query


def test_the_view_is_told_whole() -> None:
    said = told("?gebied=W07,W13&periode=2022&maat=inwoners&vergelijk=3jaar")
    text = "\n".join(f"{label}: {words}" for label, words in said.lines("Trend per maand"))
    assert (
        said.sentence
        == sentence(
            look(
                Selection.from_query("?gebied=W07,W13&periode=2022&maat=inwoners&vergelijk=3jaar"),
                queries.current(),
                audience="publiek",
            )
        ).text
    )
    for part in (
        "(wijk) en ",
        "Periode: 2022",
        "Onderwerp: Fietsdiefstal",
        "Vergeleken met: 2021, 2020 en 2019 (gemiddeld)",
        "Maat: feiten per 1.000 inwoners; noemer: Inwoners per wijk, eind 2023",
        DEMO,
        "Bron: Buurtveiligheid Gent: nagemaakt, geen echte cijfers: Demonstratiefeiten",
        f"Gegevensversie: {short_version(queries.current().version)}",
        "Link: https://voorbeeld.be/?gebied=W07,W13&periode=2022&maat=inwoners&vergelijk=3jaar&versie=",
        "Citeer als: ",
    ):
        assert part in text, part
    assert PROVISIONAL not in text  # 2022 is complete


def test_what_is_provisional_small_or_found_by_looking_is_told() -> None:
    assert PROVISIONAL in told().marks
    assert any("worden nog aangevuld" in text for text in told().caveats)
    assert any("Kleine aantallen" in text for text in told("?gebied=W25&periode=2023-04_2023-04").caveats)
    assert any("volgen de inzet" in text for text in told("?prioriteit=overlast&groep=sluikstort").caveats)
    assert any("Niet gepubliceerd" in text for text in told("?prioriteit=verkeer&periode=alles").caveats)


def test_sources_are_those_of_the_grain_on_screen() -> None:
    assert "Demonstratiefeiten" in " ".join(told("?niveau=buurt").sources)
    fines = " ".join(told("?prioriteit=verkeer&groep=parkeren").sources)
    assert "Demonstratiecijfers" in fines
    assert "Demonstratiefeiten" not in fines


def test_a_choice_among_facts_is_told_with_what_it_leaves_out() -> None:
    said = told("?prioriteit=verkeer&wanneer=nacht&weekdag=za,vr&ernst=zwaar&betrokken=fiets,tram%2520of%2520bus")
    chosen = "nacht (22 tot 6 uur), vrijdag of zaterdag, zwaargewond, met fiets of tram of bus"
    assert ("Enkel feiten", chosen) in said.filters
    assert any("geteld uit losse feiten" in text for text in said.caveats)


def test_the_line_to_cite_names_publisher_title_version_and_day() -> None:
    said = told("?periode=2022")
    line = said.cite("Trend per maand in Gent")
    for part in (said.publisher, "Trend per maand in Gent (Fietsdiefstal), 2022", said.version, said.made_on):
        assert part
        assert part in line


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("", "2022-05_2023-04"), ("periode=12m", "2022-05_2023-04"), ("periode=36m", "2020-05_2023-04"),
        ("periode=alles", "2018-01_2023-04"), ("periode=2022", "2022"), ("periode=2021-03_2021-05", "2021-03_2021-05"),
    ],
)  # fmt: skip
def test_a_link_keeps_its_months_when_new_figures_come(asked: str, kept: str) -> None:
    said = told(f"?gebied=W13&{asked}")
    query = said.url.partition("?")[2]
    assert query == f"gebied=W13&periode={kept}&versie={said.version}"
    again = told(f"?{query}")
    assert (again.sentence, again.lines("x")) == (said.sentence, said.lines("x"))


def test_the_address_opens_the_same_view() -> None:
    said = told("?gebied=W07&niveau=buurt")
    query = said.url.partition("?")[2]
    assert Selection.from_query(query) == Selection.from_query("?gebied=W07&niveau=buurt&periode=2022-05_2023-04")
    assert told("", base_url="").url == ""
    assert "Link" not in dict(told("", base_url="").lines("x"))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("20200102-abcd", "2 januari 2020 (versie 20200102-abcd). De cijfers hier zijn nieuwer"),
        ("29991231-abcd", "De cijfers hier zijn ouder"),
        ("20201399-abcd", ""),
        ("onzin", ""),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_a_link_with_other_figures_says_so(asked: str, words: str) -> None:
    info = queries.snapshot_info(queries.current(), audience="publiek")
    found = link_notice(f"?gebied=W07&versie={asked}", info)
    assert words in found
    assert bool(found) == bool(words)
    assert link_notice(f"?versie={short_version(info.version)}", info) == ""
    assert link_notice("?gebied=W07", info) == ""
