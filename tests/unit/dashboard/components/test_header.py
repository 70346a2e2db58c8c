"""Where the tabs lead: to their own priority, whatever start view a visitor keeps."""

from __future__ import annotations

import pytest

from dashboard.components import header as bar
from dashboard.components.header import header, tab_links
from dashboard.selection import Selection
from data.catalogue import PRIORITIES


@pytest.mark.parametrize("path", ["/prioriteiten", "/gegevens", "/buurt/W13"])
@pytest.mark.parametrize("selection", [None, Selection(), Selection(priority="overlast")])
def test_a_tab_of_another_page_says_its_priority(path: str, selection: Selection | None) -> None:
    links = tab_links(selection, path)["links"]
    for name, link in zip(PRIORITIES, links, strict=False):
        assert link.startswith("/?"), "a bare / opens the start view that a visitor keeps"
        assert Selection.from_query(link[1:]).priority == name


def test_a_tab_that_says_more_is_left_as_it_is() -> None:
    asked = Selection(areas=("W13",), period="2022")
    assert tab_links(asked, "/prioriteiten")["links"][0] == "/" + asked.to_query()
    assert tab_links(Selection(), "/")["links"][0] == "/"


def test_tabs_of_more_priorities_are_drawn_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    assert header("/gegevens").className == "top"
    more = {**PRIORITIES, "nog-een": next(iter(PRIORITIES.values()))}
    monkeypatch.setattr(bar, "PRIORITIES", more)
    monkeypatch.setattr(bar.Selection, "for_priority", lambda self, name: self)
    assert header("/gegevens").className == "top tabs-many"
