"""The sentence above the map: generated, factual, and the same in every export."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import words
from dashboard.judgement import WORDS
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
        pieces.append(("; voor dezelfde maanden van vroeger zijn er geen cijfers.", False))
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
    pieces.append((f" Oordeel: {WORDS[figure.verdict]}.", False))
    return Sentence(tuple(pieces))


def _topic(view: View) -> str:
    names = list(view.categories.loc[view.categories["shown"], "name"])
    if len(names) < len(view.categories):
        return words.listing(names)
    group = view.selection.the_group
    subject = group.subject[0].upper() + group.subject[1:]
    return subject if view.selection.the_priority.zone else group.name
