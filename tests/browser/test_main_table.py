"""The table of areas: sorting, and the keyboard's way to everything that the map does."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.figures import dutch, facts
from tests.browser.screen import Screen

IN_FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const label = e.labels && e.labels[0] && e.labels[0].innerText;
  const outlined = (one) => {
    const style = getComputedStyle(one);
    return parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none";
  };
  const box = e.closest(".mantine-Input-wrapper");
  const edge = box && getComputedStyle(box.querySelector(".mantine-Input-input")).borderColor;
  const near = [e, ...(e.labels || []), ...(e.parentElement ? e.parentElement.children : [])];
  return {
    area: e.dataset.area || null,
    name: e.getAttribute("aria-label") || label || (e.innerText || "").trim() || e.id || e.className,
    marked: near.some(outlined) || Boolean(edge && edge !== "rgb(206, 212, 218)"),
  };
}"""
"""What has the focus: the area that it chooses, its name, and whether one can see that it has the focus."""


REACHED = (
    *("Verkeer", "Alle prioriteiten", "Deel link"),
    *("Wijk of buurt", "van", "tot en met", "Kaart toont", "Bewaar als mijn startbeeld"),
    *("Inzoomen", "Uitzoomen", "Hele stad", "Zoom naar de keuze", "Voeg toe"),
)


def first_cells(screen: Screen) -> list[str]:
    """The first column of the table, without the last row (without a known place)."""
    return [text.strip() for text in screen.rows.locator("th").all_inner_texts()][:-1]


def test_a_head_sorts_and_sorts_the_other_way(page: Page) -> None:
    screen = Screen(page).open()
    codes = [f"W{n:02d}" for n in range(1, 26)]
    most = [dutch(n) for n in sorted((facts((c,)) for c in codes), reverse=True)]

    def counts() -> list[str]:
        return screen.rows.locator("td:nth-of-type(1)").all_inner_texts()[:-1]

    assert counts() == most
    head = page.locator("#table thead")
    head.get_by_role("button", name="Feiten").click()
    screen.has_query("sorteer=aantal")
    expect(head.locator("th[aria-sort=ascending]")).to_contain_text("Feiten")
    assert counts() == most[::-1]
    head.get_by_role("button", name="Wijken").click()
    screen.has_query("sorteer=gebied")
    expect(screen.rows.first).to_contain_text("Binnenstad")
    assert first_cells(screen) == sorted(first_cells(screen))
    head.get_by_role("button", name="Wijken").click()
    screen.has_query("sorteer=-gebied")
    expect(screen.rows.first).to_contain_text("Zwijnaarde")
    expect(screen.rows.last).to_contain_text("Onbekend")


def test_a_row_selects_and_ctrl_adds(page: Page) -> None:
    screen = Screen(page).open()
    screen.row("W13").get_by_role("button").click()
    screen.has_query("gebied=W13")
    screen.row("W16").get_by_role("button").click(modifiers=["Control"])
    screen.has_query("gebied=W13,W16")
    expect(screen.figure).to_have_text(dutch(facts(("W13", "W16"))))
    expect(screen.row("W16").get_by_role("button")).to_have_attribute("aria-pressed", "true")
    screen.row("W16").get_by_role("button").click()
    screen.has_query("gebied=W16")


def walk(page: Page, until: Callable[[dict[str, object]], bool], most: int = 120) -> list[dict[str, object]]:
    """Presses Tab until the focus is where it should be, and returns everything that had the focus on the way."""
    seen = []
    for _ in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(IN_FOCUS)
        if here and not here["marked"]:
            page.wait_for_timeout(250)  # the edge of a box changes colour slowly
            here = page.evaluate(IN_FOCUS)
        if here:
            seen.append(here)
            if until(here):
                return seen
    raise AssertionError(f"Tab never came there; it passed {[item['name'] for item in seen]}")


def test_everything_can_be_done_with_the_keyboard(page: Page) -> None:
    screen = Screen(page).open()
    page.evaluate("document.activeElement.blur()")
    skip = walk(page, lambda here: here["name"] == "Naar de inhoud")
    assert len(skip) == 1  # the first stop
    box = page.get_by_role("link", name="Naar de inhoud").bounding_box()
    assert box
    assert box["x"] >= 0  # visible while it has the focus
    stops = walk(page, lambda here: here["area"] == "W13")
    names = [str(stop["name"]) for stop in stops]
    assert [name for name in REACHED if name not in names] == []
    assert [stop["name"] for stop in stops if not stop["marked"]] == []  # one can always see where one is
    assert len(stops) < 100  # the polygons are no stops
    page.keyboard.press("Enter")
    screen.has_query("gebied=W13")
    expect(screen.figure).to_have_text(dutch(facts(("W13",))))
    expect(screen.row("W13").get_by_role("button")).to_be_focused()  # the new table keeps the place
    page.get_by_role("button", name="Voeg toe").focus()
    page.keyboard.press("Enter")
    screen.row("W16").get_by_role("button").focus()
    page.keyboard.press("Enter")
    screen.has_query("gebied=W13,W16")
    expect(screen.figure).to_have_text(dutch(facts(("W13", "W16"))))


def test_the_skip_link_skips(page: Page) -> None:
    Screen(page).open()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    first = walk(page, lambda here: True)
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)"), first


def test_filters_by_keyboard(page: Page) -> None:
    screen = Screen(page).open()
    screen.control("Wijk of buurt").first.focus()
    page.keyboard.type("Dampoort")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # by accident: nothing more is picked
    screen.shows("Dampoort")
    screen.has_query("gebied=W13")
    expect(screen.control("Wijk of buurt").first).to_have_value("")
    page.keyboard.press("Escape")
    page.keyboard.press("Backspace")  # takes the last area away
    screen.shows("Gent")
    screen.has_query("")
    page.locator("#filters input[type=radio][value='12m']").focus()
    page.keyboard.press("ArrowRight")
    screen.has_query("periode=2022")
    page.locator("#filters").get_by_role("checkbox", name="Plaatsnamen").focus()
    page.keyboard.press("Space")
    screen.has_query("periode=2022&lagen=feiten,namen,water,spoor,plaatsen")
    page.get_by_role("link", name="Verkeer").focus()
    page.keyboard.press("Enter")
    screen.shows("Ongevallen", "2022")
