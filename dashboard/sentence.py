"""The sentence above the map: generated, factual, and the same in every export."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import words
from dashboard.view import View


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
    pieces = [(_topic(view), True), (" in ", False), (view.focus_name, True)]
    period = words.months(view.months)
    if not figure.known:
        gaps = words.listing([words.months(gap) for gap in view.gaps])
        pieces.append((f": geen totaal voor {period}, want voor {gaps} zijn geen cijfers gepubliceerd.", False))
        return Sentence(tuple(pieces))
    facts = words.plural(figure.n, "feit", "feiten")
    pieces.append((f": {facts} in {period}", False))
    if not figure.comparable:
        pieces.append(("; voor dezelfde maanden een jaar eerder zijn er geen cijfers.", False))
        return Sentence(tuple(pieces))
    difference = figure.n - figure.before
    then = "een jaar eerder" if len(view.months) != 12 else "het jaar ervoor"
    if difference == 0:
        pieces.append((f", evenveel als {then}.", False))
    else:
        word = "meer" if difference > 0 else "minder"
        pieces.append((", ", False))
        pieces.append((f"{words.number(abs(difference))} {word}", True))
        pieces.append((f" dan {then} ({words.number(figure.before)}).", False))
    return Sentence(tuple(pieces))


def _topic(view: View) -> str:
    names = list(view.categories.loc[view.categories["shown"], "name"])
    if len(names) < len(view.categories):
        return words.listing(names)
    group = view.selection.the_group
    priority = view.selection.the_priority
    return priority.name if priority.id in ("overpoort",) else group.name
