"""The style of a polygon, asked in the browser: a value that is not there never gets the colour of the one before."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.screen import Screen

PAINT = {
    "level": "wijk",
    "classes": [5, 0, -1, 5, -2, 5, -3, 5, None, 0],
    "colours": ["#edf4fb", "#cbdff1", "#97c4e4", "#5a9fd2", "#2668ad", "#022064"],
    "n": [9] * 10,
    "before": [9] * 10,
    "value": [9] * 10,
    "selected": [],
    "words": {"period": "", "before": "", "measure": "", "none": {}},
    "decimals": 0,
}
STYLES = """([paint, order]) => {
  bv.map.apply(paint);
  return order.map((index) => bv.map.styleOf("wijk", index, "GEEN-GEBIED"));
}"""
HATCHED, DOTTED, PALE = "url(#bv-missing)", "url(#bv-suppressed)", "url(#bv-none)"
EXPECTED = ["#022064", "#edf4fb", HATCHED, "#022064", DOTTED, "#022064", PALE, "#022064", HATCHED, "#edf4fb"]


def test_styles_of_polygons(page: Page) -> None:
    """One visit asks them all: what one paint leaves behind in the page is part of the question."""
    screen = Screen(page).open()
    for order in ([*range(10)], [*range(9, -1, -1)], [0, 2, 0, 4, 0, 6, 0, 8, 0, 2]):
        found = page.evaluate(STYLES, [PAINT, order])
        assert [style["fillColor"] for style in found] == [EXPECTED[index] for index in order]
        assert {(s["fill"], s["fillOpacity"], s["weight"], s["color"], s["dashArray"]) for s in found} == {
            (True, 1, 1, "#91999d", None)
        }

    # A polygon beyond the paint is missing, and has not the last colour.
    beyond = page.evaluate(STYLES, [PAINT, [0, 10, 250, -1]])
    assert [style["fillColor"] for style in beyond] == ["#022064", HATCHED, HATCHED, HATCHED]

    # The outline of the selection does not stay.
    outlines = page.evaluate(
        """(paint) => {
          const ask = (selected) => { bv.map.apply({...paint, selected: selected});
            return ["W01", "W02"].map((code, i) => bv.map.styleOf("wijk", i, code).color); };
          return [ask(["W01"]), ask(["W02"]), ask([])]; }""",
        PAINT,
    )
    orange, grey = "#f95706", "#91999d"
    assert outlines == [[orange, grey], [grey, orange], [grey, grey]]

    # Numbers are Belgian, and zero is a number.
    numbers = page.evaluate("[[1234.5, 1], [0, 0], [null, 0], [undefined, 1]].map(([n, d]) => bv.map.number(n, d))")
    assert numbers == ["1.234,5", "0", "–", "–"]

    # Wijken over buurten are borders only.
    screen.open("?niveau=buurt")
    style = page.evaluate("bv.map.styleOf('wijk', 0, 'W01')")
    assert style["fill"] is False
