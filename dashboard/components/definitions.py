"""The words of the product in plain Dutch: one entry a word."""

from __future__ import annotations

from dash import html

from dashboard import words
from data.catalogue import DENOMINATORS, MEASURES
from data.queries import SnapshotInfo


def definitions(info: SnapshotInfo) -> html.Dl:
    """What the words on screen mean, for the areas and the figures that are loaded."""
    return html.Dl([html.Div([html.Dt(term), html.Dd(text)]) for term, text in _terms(info)], className="terms")


def _terms(info: SnapshotInfo) -> list[tuple[str, str]]:
    levels = [
        words.plural(info.area_counts[level], *names)
        for level, names in words.LEVEL_NAMES.items()
        if info.area_counts.get(level)
    ]
    measures = "; ".join(measure.name[0].lower() + measure.name[1:] for measure in MEASURES.values())
    units = [kind.unit for kind in DENOMINATORS.values()]
    names = [kind.name[0].lower() + kind.name[1:] for kind in DENOMINATORS.values()]
    return [
        ("Feit", "Eén geregistreerd feit. Een feit is geen proces-verbaal (pv) en geen verdachte."),
        ("Categorie", "De soort feit, zoals de bron ze noemt nadat de schrijfwijze gelijk is gemaakt."),
        (
            "Prioriteit",
            "Een thema van het veiligheidsplan dat u kunt kiezen: een of meer categorieën, soms met een zone.",
        ),
        (
            "Stad, wijk, buurt, zone",
            f"Geladen voor {info.city}: {words.listing(levels, most=4) if levels else 'nog geen gebieden'}. Een buurt "
            "is een statistische sector. Een zone is een getekend gebied dat over wijken en buurten heen ligt.",
        ),
        (
            "Onbekend",
            "Feiten waarvan niemand de plaats kent. Ze tellen mee voor de stad en voor geen enkele wijk; daarom is de "
            "som van de wijken kleiner dan de stad.",
        ),
        ("Nul", "Er is geteld en er was geen enkel feit. Nul is een cijfer."),
        (
            "Geen cijfers",
            "De bron publiceert dit niet. Dat is iets anders dan nul. Een som waarvan een deel ontbreekt, ontbreekt "
            "zelf ook en wordt niet getoond.",
        ),
        (
            "Voorlopig",
            "De uitgever vult deze maanden nog aan. Het aantal stijgt meestal nog; vergelijk het voorzichtig.",
        ),
        ("Maat", f"Wat kaart en tabel tonen: {measures}."),
        (
            "Noemer",
            f"Waardoor een verhouding deelt: {words.listing(names, most=len(names))}. De noemer staat er altijd bij.",
        ),
        (
            ", ".join(each[0].upper() + each[1:] if i == 0 else each for i, each in enumerate(units)),
            "Het aantal feiten in de gekozen periode gedeeld door de noemer van het gebied. Het is geen cijfer per "
            "jaar: over drie jaar is het ongeveer drie keer zo groot. "
            + " ".join(kind.limits for kind in DENOMINATORS.values() if kind.limits),
        ),
        (
            "Vergelijking",
            "Met dezelfde maanden van een ander jaar, nooit met de maand ervoor, en altijd met beide aantallen.",
        ),
        (
            "Oordeel",
            "Meer, minder of geen verschil dan toeval. Kleine aantallen schommelen vanzelf; een verschil is pas een "
            "verschil als toeval het niet verklaart.",
        ),
        (
            "Cijfers die de inzet volgen",
            "Sommige feiten bestaan omdat iemand ze meldt, andere omdat politie of stad ze opzoekt. De tweede soort "
            "stijgt met de controle, niet met het probleem. De twee soorten worden nooit opgeteld.",
        ),
        (
            "Maandcijfers en losse feiten",
            "Maandcijfers zijn gepubliceerde aantallen per gebied en maand. Losse feiten hebben elk een tijd en een "
            "plaats. Eén beeld komt uit één van beide, nooit uit een mengeling: uit losse feiten als die alles dekken "
            "wat de maandcijfers dekken, anders uit maandcijfers.",
        ),
        ("Bron", "Eén ingelezen bestand of download, met uitgever, licentie, datum, controlesom en aantal rijen."),
        ("Profiel", "Voor wie deze server draait (intern, raad of publiek). Het bepaalt hoeveel detail te zien is."),
    ]
