"""The sentence above the map: generated, factual, and the same in every export."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import words
from dashboard.approximate import about
from dashboard.fact_choice import UNUSABLE, phrases
from dashboard.judgement import WORDS
from dashboard.view import View
from data.catalogue import CATEGORIES


@dataclass(frozen=True)
class Sentence:
    """A sentence in pieces, so that a page can stress some of them.

    Attributes:
        pieces: Text and whether it is stressed, in order.
    """

    pieces: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        """The sentence as plain text."""
        return "".join(text for text, _ in self.pieces)


def sentence(view: View) -> Sentence:
    """Says what the selection shows: how many facts, where, when, and how that was a year earlier."""
    figure = view.figure
    pieces = [(_topic(view), True)]
    if view.wanted:
        pieces += [(", ", False), (", ".join(phrases(view.wanted)), True), (",", False)]
    pieces += [(" in ", False), (view.focus_name, True)]
    period = words.months(view.months)
    if not figure.known:
        gaps = words.listing([words.months(gap) for gap in view.gaps])
        why = "zeggen de losse feiten dit niet" if view.wanted else "zijn geen cijfers gepubliceerd"
        if view.gaps == (view.months,) and not view.wanted:
            pieces.append((f": voor {period} {why}.", False))
        else:
            pieces.append((f": geen totaal voor {period}, want voor {gaps} {why}.", False))
        return Sentence(tuple(pieces))
    facts = about(words.plural(figure.n, "feit", "feiten"), view.approximate)
    pieces.append((f": {facts} in {period}", False))
    if not figure.comparable:
        pieces.append((f"; voor {words.same_months(view.months)} van vroeger zijn er geen cijfers.", False))
        return Sentence(tuple(pieces))
    difference = figure.n - figure.usual
    before = words.number(figure.usual, 0 if figure.usual == int(figure.usual) else 1)
    if difference == 0:
        pieces.append((f", evenveel als {view.reference.text}.", False))
    else:
        word = "meer" if difference > 0 else "minder"
        size = words.number(abs(difference), 0 if difference == int(difference) else 1)
        pieces.append((", ", False))
        pieces.append((f"{size} {word}", True))
        pieces.append((f" dan {view.reference.text} ({before}).", False))
    apart = f", los van de evolutie in heel {view.info.city}" if view.is_apart else ""
    judged = WORDS.get(figure.verdict) or "geen, want de rest van de stad mist cijfers"
    pieces.append((f" Oordeel{apart}: {judged}.", False))
    return Sentence(tuple(pieces))


def chosen_sentence(view: View) -> str:
    """Which facts count while a filter is on, from what, and how many could not be judged; empty without a filter."""
    if view.wanted is None or view.left_out is None:
        return ""
    said = f"Enkel feiten: {', '.join(phrases(view.wanted))}. Alle cijfers hier zijn geteld uit losse feiten."
    return f"{said} {left_out_sentence(view)}"


def left_out_sentence(view: View) -> str:
    """How many facts could not be judged by the filter that is on, and why; empty without a filter."""
    out = view.left_out
    if out is None:
        return ""
    total = words.plural(out.facts, "feit", "feiten")
    if not out.together:
        return f"Van alle {total} in {view.focus_name} in deze periode is gekend of ze daarbij horen."
    reasons = [f"{UNUSABLE[field]} ({words.number(n)})" for field, n in out.untold.items() if n]
    verb = "telt" if out.together == 1 else "tellen"
    fields = [field for field, n in out.untold.items() if n]
    why = f", want {UNUSABLE[fields[0]]}" if len(fields) == 1 else f": {words.listing(reasons, most=6)}"
    counted = f"{verb} er {words.number(out.together)} niet mee{why}"
    return f"Van de {total} in {view.focus_name} in deze periode {counted}."


def grain_sentence(view: View) -> str:
    """Why the figures are of the grain that they are, where both could be expected; else empty."""
    choice = view.choice
    if choice.why == "categories":
        names = words.listing([CATEGORIES[c].name if c in CATEGORIES else c for c in choice.without])
        return f"Geen losse feiten voor {names}: deze cijfers komen uit de maandcijfers per wijk."
    if choice.incidents is None or choice.counts is None:
        return ""
    facts, counts = words.months(choice.incidents), words.months(choice.counts)
    known = f"Losse feiten zijn er voor {facts}, maandcijfers per wijk voor {counts}"
    if choice.why == "level":
        return f"{known}. Dit niveau bestaat enkel in de losse feiten: de cijfers hier zijn daaruit geteld."
    if choice.why == "exact":
        return f"{known}. De cijfers hier zijn de maandcijfers; die uit losse feiten zijn beschermd."
    if choice.why == "counts_short":
        return f"{known}. De cijfers hier zijn geteld uit losse feiten; de twee worden nooit opgeteld."
    return (
        f"{known}. De cijfers hier komen uit de maandcijfers; per buurt of met een filter op feiten uit losse feiten."
    )


def _topic(view: View) -> str:
    group = view.selection.the_group
    chosen = view.selection.the_categories
    names = [CATEGORIES[c].name for c in group.categories if c in chosen]
    if len(names) < len(group.categories):
        return words.listing(names)
    subject = group.subject[0].upper() + group.subject[1:]
    return subject if view.selection.the_priority.zone else group.name
