"""From an asked slide to everything that stands on it; what cannot be shown is a sentence in its place."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import words
from dashboard.caption import PROVISIONAL, Caption, caption_of
from dashboard.components.legend import class_label, legend_words
from dashboard.components.panels import map_values
from dashboard.look import look
from dashboard.projection.address import CHART, AskedSlide
from dashboard.projection.charts import CHARTS, SlideChart
from dashboard.selection import Selection
from dashboard.sentence import Sentence, left_out_sentence, sentence
from dashboard.view import View
from data.config import Audience
from data.errors import BuurtError
from data.queries import Snapshot
from layers import Scale
from layers.areas import STATUS_CLASSES
from layers.colours import DIVERGING, SEQUENTIAL

RAAD: Audience = "raad"
"""For whom every slide is made, whatever the profile of the server: a wall is read by everybody in the room."""


@dataclass(frozen=True, eq=False)
class Slide:
    """A slide with figures.

    Attributes:
        view: What it shows.
        query: Of the map page that shows the same.
        name: What people call it, or empty.
        said: Its sentence.
        codes: Area code -> its class on the map, as the name of a colour: s0..s5, v0..v5, or a word of STATUS_CLASSES.
        legend: Title, what is under it, and each class: name of its colour and its words.
        chart: The one chart.
        caption: Sources, marks and caveats.
        remarks: Sentences that go with the figures, the most needed first.
    """

    view: View
    query: str
    name: str
    said: Sentence
    codes: dict[str, str]
    legend: tuple[str, str, tuple[tuple[str, str], ...]]
    chart: SlideChart
    caption: Caption
    remarks: tuple[str, ...]

    @property
    def levels(self) -> set[str]:
        """The levels whose outlines it needs: its map, the areas that it is about, and the wijken over all."""
        return {"wijk", self.view.selection.level, *(self.view.all_areas.at[c, "level"] for c in self.view.focus)}

    @property
    def is_provisional(self) -> bool:
        """Whether its figures are still being completed."""
        return PROVISIONAL in self.caption.marks


@dataclass(frozen=True)
class Refused:
    """A slide that can only say why there is nothing to see."""

    name: str
    text: str


def slide(asked: AskedSlide, snapshot: Snapshot) -> Slide | Refused:
    """A slide, as the council may see it: without points and without what people drew or wrote themselves.

    Args:
        asked: As it stands in an address or a list.
        snapshot: Without own areas.
    """
    try:
        return _made(asked, snapshot)
    except BuurtError as error:
        return Refused(asked.name, str(error))


def _made(asked: AskedSlide, snapshot: Snapshot) -> Slide | Refused:
    make = CHARTS.get(asked.chart or next(iter(CHARTS)))
    if make is None:
        known = ", ".join(CHARTS)
        return Refused(asked.name, f"De grafiek '{asked.chart[:40]}' bestaat niet. '{CHART}' is een van: {known}.")
    selection = Selection.from_query(asked.query)
    view = look(selection.but(layers=("feiten",)), snapshot, audience=RAAD)
    scale, painted = map_values(view)
    names = [_colour(colour) for colour in scale.colours]
    classes = zip(view.located.index, painted["classes"], view.located["value_status"].tolist(), strict=True)
    codes = {
        str(code): names[number] if number >= 0 else status if status in STATUS_CLASSES else "missing"
        for code, number, status in classes
    }
    title, below = legend_words(view)
    there = set(codes.values())
    shown = [(name, _limit(scale, i)) for i, name in enumerate(names)] if there & set(names) else []
    shown += [(name, words.STATUS_WORDS[name].capitalize()) for name in words.STATUS_WORDS if name in there]
    caption = caption_of(view, snapshot, audience=RAAD)
    return Slide(
        view=view,
        query=selection.to_query(),
        name=asked.name,
        said=sentence(view),
        codes=codes,
        legend=(title, below, tuple(shown)),
        chart=make(view, snapshot, RAAD),
        caption=caption,
        remarks=_remarks(view, caption),
    )


def _limit(scale: Scale, i: int) -> str:
    """The words of a class, under the one before it in place of beside it."""
    text = class_label(scale, i)
    is_limit = not scale.labels and not text.startswith("≤") and not (i == 0 and scale.zero_apart)
    return f"≤ {text}" if is_limit else text


def _remarks(view: View, caption: Caption) -> tuple[str, ...]:
    """What is not as asked, what the group needs said, then the other caveats."""
    first = [*view.notices, view.selection.the_group.note, left_out_sentence(view)]
    return tuple(dict.fromkeys(text for text in (*first, *caption.caveats) if text))


def _colour(colour: str) -> str:
    """The name of a class colour: of the ramp s0..s5, of a change v0..v5."""
    if colour in SEQUENTIAL:
        return f"s{SEQUENTIAL.index(colour)}"
    return f"v{DIVERGING.index(colour)}" if colour in DIVERGING else "v5"
