"""The meeting mode on a wall: stepped through by keys, readable, and with the server gone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import Screen, until
from tests.browser.test_sheet_and_search import pages_of

DECK = (
    "/projectie?dia=gebied=W13;naam=Dampoort+in+de+raad&dia=niveau=buurt;maat=km2;gebied=W13,W16;beeld=jaren"
    "&dia=prioriteit=overpoort;beeld=week&dia=prioriteit=overlast;maat=verandering;beeld=categorieen"
    "&dia=gebied=W13;wanneer=nacht;weekdag=vr,za,zo;vergelijk=3jaar;niveau=buurt;naam=Nachten&dia=gebied=WEG"
)
SLIDES = 6
READABLE = """() => {
  const slide = document.querySelector(".slide:not([hidden])");
  const found = {small: [], outside: [], cut: [], over: []};
  const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent.trim();
    if (!text) continue;
    const element = node.parentElement;
    const zoom = element.ownerSVGElement && element.getScreenCTM ? element.getScreenCTM().a : 1;
    const size = parseFloat(getComputedStyle(element).fontSize) * zoom;
    if (size < 27.99) found.small.push([text, size]);
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    const inside = box.left > -1 && box.top > -1 && box.right < innerWidth + 1 && box.bottom < innerHeight + 1;
    if (!inside) found.outside.push(text);
  }
  for (const element of slide.querySelectorAll("header,h1,h2,p,ul,footer,.figures,.where,.trend,.legend")) {
    if (element.scrollHeight > element.clientHeight + 2 || element.scrollWidth > element.clientWidth + 2) {
      found.cut.push([element.tagName, element.className, element.textContent.slice(0, 60)]);
    }
  }
  const parts = "h1,.name,.legend,.map,.trend h2,.how,.chart,.said,footer > div";
  const placed = [...slide.querySelectorAll(parts)].map((e) => [e.outerHTML.slice(0, 40), e.getBoundingClientRect()]);
  placed.forEach(([one, p], i) => placed.slice(i + 1).forEach(([other, q]) => {
    const wide = Math.min(p.right, q.right) - Math.max(p.left, q.left);
    const high = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
    if (wide > 2 && high > 2) found.over.push([one, other]);
  }));
  return found;
}"""


def open_deck(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("data-ready", "1")


def shown(page: Page) -> int:
    """Number of the slide that is on screen; there is always exactly one."""
    assert page.locator(".slide:not([hidden])").count() == 1
    return int(page.locator(".slide:not([hidden]) .number").inner_text().split("/")[0])


def test_the_button_projects_the_view_of_now_and_escape_goes_back_to_it(page: Page) -> None:
    screen = Screen(page).open("?gebied=W13")
    until(page, "window.bv.drawn === location.search")
    said = screen.sentence.inner_text()
    page.get_by_role("link", name="Projecteer").click()
    # With the months that are on screen: who copies this address from the wall sees them next year too.
    page.wait_for_url(re.compile(r"/projectie\?gebied=W13&periode=2022-05_2023-04&versie=\d{8}-[0-9a-f]{4}$"))
    expect(page.locator("h1")).to_have_text(said)
    expect(page.locator("#notes")).to_be_hidden()
    page.keyboard.press("Escape")
    screen.wait()
    screen.has_query("gebied=W13&periode=2022-05_2023-04")


@pytest.mark.parametrize("colour", ["", "contrast", "donker"])
def test_every_slide_is_readable_from_afar(
    new_page: Callable[..., Page], axe_faults: Callable[[Page], list[str]], colour: str
) -> None:
    page = new_page(width=1920, height=1080)
    open_deck(page, f"{DECK}&kleur={colour}")
    page.evaluate("document.fonts.ready")
    for number in range(1, SLIDES + 1):
        assert shown(page) == number
        expect(page.locator(".slide:not([hidden]) footer")).to_contain_text("Demonstratiedata: geen echte cijfers")
        expect(page.locator(".slide:not([hidden]) footer")).to_contain_text("Bijgewerkt op")
        found = page.evaluate(READABLE)
        assert found == {"small": [], "outside": [], "cut": [], "over": []}, number
        if number in (1, 3, SLIDES):
            assert axe_faults(page) == []
        page.keyboard.press("ArrowRight")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Hulp")).to_contain_text("volledig scherm")
    assert axe_faults(page) == []
    page.keyboard.press("Home")
    expect(page.get_by_role("dialog", name="Hulp")).to_be_hidden()
    assert shown(page) == 1


def test_all_slides_step_after_the_server_stopped(
    new_page: Callable[..., Page], faults: Any, serve: Any, demo_var: Path
) -> None:
    faults.allow("ERR_CONNECTION_REFUSED")  # Escape looks whether the server is there
    with serve(demo_var) as server:
        page = new_page(base_url=server.url, has_touch=True, width=1280, height=720)
        open_deck(page, DECK)
    seen = []
    for key in ("ArrowRight", "ArrowDown", " ", "PageDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
        seen.append(shown(page))
    assert seen == [2, 3, 4, 5, 6, 6]
    for key, there in (("Home", 1), ("End", 6), ("ArrowLeft", 5), ("ArrowUp", 4)):
        page.keyboard.press(key)
        assert shown(page) == there
    expect(page.locator(".slide:not([hidden]) .map")).to_be_visible()
    page.touchscreen.tap(1200, 300)
    assert shown(page) == 5
    page.touchscreen.tap(60, 300)
    assert shown(page) == 4
    pdf = page.pdf(prefer_css_page_size=True)  # paper needs no server either: a page a slide, lying on its side
    assert pages_of(pdf) == SLIDES
    wide, high = map(float, re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)[0])
    assert wide > high
    page.keyboard.press("Escape")
    expect(page.locator("#notes")).to_contain_text("De server antwoordt niet")
    assert shown(page) == 4


def test_slides_advance_by_themselves_when_asked(new_page: Callable[..., Page]) -> None:
    page = new_page(first=True)  # a clock stays with its browser
    page.clock.install()
    open_deck(page, "/projectie?dia=&dia=gebied=W13&elke=20")
    for there in (2, 1):
        page.clock.run_for(20_500)
        assert shown(page) == there
    page.keyboard.press("a")  # what the keys do is in the address too
    page.clock.run_for(45_000)
    assert shown(page) == 1
    page.keyboard.press("c")
    expect(page.locator("body")).to_have_class("contrast")
    assert page.url.endswith("/projectie?dia=&dia=gebied=W13&kleur=contrast")
    page.keyboard.press("C")
    page.keyboard.press("A")
    page.clock.run_for(20_500)
    assert shown(page) == 2
    assert page.url.endswith("/projectie?dia=&dia=gebied=W13&kleur=donker&elke=20#2")
    page.keyboard.press("c")
    expect(page.locator("#notes")).to_have_text("Kleuren: licht.")


def test_a_list_of_this_browser_becomes_a_link(
    new_page: Callable[..., Page], axe_faults: Callable[[Page], list[str]]
) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    screen = Screen(page)
    for query, name in (("?gebied=W13", "Eén & twee; 100%"), ("?prioriteit=overlast", "Overlast")):
        screen.open(query)
        page.get_by_role("button", name="Bewaar als dia").click()
        page.get_by_label("Naam van de dia").fill(name)
        page.get_by_role("form", name="Bewaar als dia").get_by_role("button", name="Bewaar").click()
        expect(page.locator(".slide-form p")).to_contain_text("Bewaard in deze browser")
    page.get_by_role("link", name="Mijn dia's").click()
    page.get_by_role("button", name="Overlast naar voren").click()
    page.get_by_label("Kleuren").select_option("Donker")
    page.get_by_label("Vanzelf verder").select_option("om de 30 seconden")
    assert axe_faults(page) == []
    page.get_by_role("button", name="Kopieer link").click()
    expect(page.locator("#slides-note")).to_have_text("Link gekopieerd")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.count("periode=2022-05_2023-04") == 2  # the months that were on screen, also when new figures come
    assert re.search(r"&versie=\d{8}-[0-9a-f]{4}&", link)
    assert (
        page.get_by_role("main")
        .get_by_role("link", name="Projecteer")
        .get_attribute("href")
        .endswith("&kleur=donker&elke=30")
    )
    other = new_page(width=390, height=844)
    open_deck(other, link)
    expect(other.locator("body")).to_have_class("donker")
    expect(other.locator("body")).to_have_attribute("data-every", "30")
    assert other.locator(".slide .name").all_text_contents() == ["Overlast", "Eén & twee; 100%"]
    assert Screen(other).fits()
