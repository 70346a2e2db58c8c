"""The browsers of visitors, each with a cache and a memory of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.screen import PATIENCE_S

AT_HOME = 4
"""So many wait to come again; each takes some 200 MB."""
STORED = "local_storage,indexeddb,cache_storage,service_workers"
REPORT = """addEventListener("securitypolicyviolation", (event) => console.error(
  "policy:", event.effectiveDirective, event.blockedURI, event.sourceFile, event.lineNumber))"""


@dataclass(frozen=True)
class Visitor:
    """Somebody's browser.

    Attributes:
        context: The browser.
        door: A page that stays open, so that the next one opens in the same window.
        settings: What it was made with.
    """

    context: BrowserContext
    door: Page
    settings: str

    def pages(self) -> list[Page]:
        """The pages that a test opened."""
        return [page for page in self.context.pages if page != self.door]

    def forget(self) -> None:
        """Closes the pages and clears what they left behind, but for the cache."""
        for page in self.pages():
            page.close()
        session = self.context.new_cdp_session(self.door)
        session.send("Storage.clearDataForOrigin", {"origin": self.door.evaluate("origin"), "storageTypes": STORED})
        session.detach()
        self.context.clear_cookies()
        self.context.clear_permissions()


class Visitors:
    """Browsers that are used again: a first visit fetches and compiles 8 MB of scripts, which takes seconds."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._home: list[Visitor] = []

    def come(self, *, first: bool, permissions: Sequence[str] = (), **settings: Any) -> Visitor:
        """A visitor with these settings of Playwright's new_context; nobody else has him until he goes.

        Args:
            first: Whether he was never here.
            permissions: What he allows the pages of this visit, and not those of the next.
        """
        key = f"{'first ' if first else ''}{sorted(settings.items())}"
        at_home = next((visitor for visitor in self._home if visitor.settings == key), None)
        if at_home:
            self._home.remove(at_home)
        visitor = at_home or self._meet(key, first=first, **settings)
        if permissions:
            visitor.context.grant_permissions(permissions)
        return visitor

    def _meet(self, key: str, *, first: bool, **settings: Any) -> Visitor:
        context = self._browser.new_context(**settings)
        context.set_default_timeout(PATIENCE_S * 1000)
        context.add_init_script(REPORT)
        door = context.new_page()
        if not first:
            door.goto("/healthz")  # of the same site as the pages: they share its process
        return Visitor(context, door, key)

    def go(self, visitor: Visitor) -> None:
        """Lets a visitor go, with nothing left of his visit."""
        if visitor.settings.startswith("first"):
            visitor.context.close()
        else:
            visitor.forget()
            self._home.append(visitor)
        while len(self._home) > AT_HOME:
            self._home.pop(0).context.close()

    def leave(self) -> None:
        """Closes the browsers."""
        for visitor in self._home:
            visitor.context.close()
