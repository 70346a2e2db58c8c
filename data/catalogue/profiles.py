"""What each profile gets of figures that are counted from real single facts: the one table of decisions.

`docs/profielen.md` holds `table()`; a test keeps them equal, and asks each query named here as every profile.
"""

from __future__ import annotations

from dataclasses import dataclass

PROTECTED, EXACT, NOT_OFFERED = "beschermd", "exact", "niet"


@dataclass(frozen=True)
class Decision:
    """One thing that can be asked.

    Attributes:
        what: In Dutch.
        public: What publiek and raad get: PROTECTED, NOT_OFFERED, or words. intern: The same for intern.
        queries: Functions of data.queries that enforce it.
        why: In Dutch, one sentence.
    """

    what: str
    public: str
    intern: str
    queries: tuple[str, ...]
    why: str


DECISIONS = (
    Decision(
        "Aantallen per wijk, buurt en gepubliceerde zone, per maand en categorie; elke som daarvan (kaart, tabel, "
        "trend, jaren, categorieën, trechter, signalen, fiche, plan, rapport, dia's, uitvoer)",
        PROTECTED,
        EXACT,
        ("area_months",),
        "De vaste tabel: één keer beschermd bij het inlezen; elke periode en elke keuze van gebieden is een som ervan.",
    ),
    Decision(
        "Maandcijfers en losse feiten naast elkaar (/gegevens)",
        PROTECTED,
        EXACT,
        ("grain_comparison",),
        "De som van de beschermde aantallen per wijk.",
    ),
    Decision(
        "Spreiding (φ) achter oordelen en banden",
        "uit beschermde aantallen",
        EXACT,
        ("dispersion",),
        "Anders zou de spreiding van een categorie met weinig feiten het aantal zelf zeggen, en zou ruis een oordeel "
        "geven.",
    ),
    Decision(
        "Keuze op uur, dag, ernst, betrokkenen, poging of voorwerp",
        NOT_OFFERED,
        EXACT,
        ("told_fields", "left_out"),
        "Elke keuze is een nieuwe tabel van dezelfde feiten, met nog kleinere aantallen.",
    ),
    Decision(
        "Opsplitsing naar ernst en betrokkenen",
        NOT_OFFERED,
        EXACT,
        ("parts",),
        "Idem: een ernstig ongeval in een buurt is één mens.",
    ),
    Decision(
        "Punten en warmtekaart",
        NOT_OFFERED,
        EXACT,
        ("marks", "cell_counts", "without_location"),
        "Een raster van 100 m naast de buurten is een tweede indeling van dezelfde feiten: de verschillen verraden "
        "kleine aantallen, en een cel is soms één gevel.",
    ),
    Decision(
        "Uren en weekdagen, nachten, weken van het academiejaar",
        NOT_OFFERED,
        EXACT,
        ("hours", "hours_and_rest", "weeks"),
        "168 uren per gebied en periode zijn bijna altijd kleine aantallen.",
    ),
    Decision(
        "Een zone en de buurten errond",
        NOT_OFFERED,
        EXACT,
        ("surroundings",),
        "Een buurt zonder haar stuk van de zone is een verschil van twee aantallen.",
    ),
    Decision(
        "Hotspots uit losse feiten",
        NOT_OFFERED,
        EXACT,
        ("hotspots",),
        "Ze zijn uit de exacte aantallen berekend. Hotspots uit openbare maandcijfers ziet iedereen.",
    ),
    Decision(
        "Rijen van een bestand: hoeveel gelezen en aanvaard",
        "op 100 afgerond",
        EXACT,
        ("sources", "used_sources"),
        "Het totaal van een klein bestand is een klein aantal.",
    ),
    Decision(
        "Verworpen rijen en wat hersteld werd",
        NOT_OFFERED,
        "met de rij zelf",
        ("rejected_rows", "source_notes"),
        "Een rij gaat over één feit.",
    ),
    Decision(
        "Eigen zones en groepen",
        NOT_OFFERED,
        EXACT,
        ("member_levels",),
        "Wie zelf een grens mag trekken, kan er één feit tussen twee grenzen mee uitrekenen.",
    ),
)


def table() -> str:
    """The decisions as a Markdown table."""
    head = ("Wat", "publiek en raad", "intern", "Waarom")
    rows = [(d.what, d.public, d.intern, d.why) for d in DECISIONS]
    lines = [" | ".join(row) for row in (head, tuple("---" for _ in head), *rows)]
    return "\n".join(f"| {line} |" for line in lines)
