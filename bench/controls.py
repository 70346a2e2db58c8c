"""What a person does in the filter panel: one control at a time, with the mouse, as it is on the page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

import numpy as np
from playwright.sync_api import Locator, Page

STEPS = ("areas", "period", "measure", "areas", "level", "from", "tab", "areas", "categories", "period", "reference")
LISTS = ("areas", "measure", "from", "reference")
TYPED = ("mol", "dam", "bru", "sint", "gent", "ove")
MOST_AREAS = 3
OPEN_MS = 300
"""A list is open this long after its box was pressed; a person takes longer to read it."""


def presses(page: Page) -> Iterator[Locator]:
    """What to press, without end: each is not chosen now, so that each press changes the selection.

    A list is open when its option comes out: only the press itself is what a person waits for.
    """
    rng = np.random.default_rng(17)
    for step in cycle(STEPS):
        found = _offered(page, step, rng)
        n = found.count()
        if n:
            yield found.nth(int(rng.integers(n)))
        elif step in LISTS:
            page.keyboard.press("Escape")


def _offered(page: Page, step: str, rng: np.random.Generator) -> Locator:
    if step == "tab":
        return page.locator(".tabs a:not([aria-current]):not([href^='/prioriteiten'])")
    if step in ("period", "level"):
        return _control(page, step).locator("input:not(:checked):not(:disabled) + label")
    if step == "categories":
        return page.locator("#categories-field input[type=checkbox]:not(:disabled):visible")
    box = _control(page, step)
    if step == "areas" and page.locator("#filters .mantine-MultiSelect-pill:visible").count() >= MOST_AREAS:
        return page.locator("#filters [aria-label='Wis de gebieden']")
    box.click()
    if step == "areas":
        box.press_sequentially(str(rng.choice(TYPED)))
    page.wait_for_timeout(OPEN_MS)
    return page.locator("[role=option][aria-selected=false]:not([data-combobox-disabled]):visible")


def _control(page: Page, name: str) -> Locator:
    return page.locator(f"""#filters [id*='"name":"{name}"']:not(label)""").first
