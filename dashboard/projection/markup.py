"""HTML as text: everything that is not made here is escaped."""

from __future__ import annotations

from html import escape
from typing import Any


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


VOID = ("meta", "link", "path", "rect", "circle", "line", "polyline", "polygon", "use")


def tag(kind: str, *children: str, **attributes: Any) -> Html:
    """An element.

    Args:
        kind: Its name.
        children: Html as it is, any other text escaped.
        attributes: `_` at the end of a name is left out, `_` within is `-`; None and False are left out, True has no
            value.
    """
    given = "".join(_attribute(name, value) for name, value in attributes.items())
    inner = "".join(child if isinstance(child, Html) else escape(child, quote=False) for child in children)
    if kind in VOID and not inner:
        return Html(f"<{kind}{given}/>")
    return Html(f"<{kind}{given}>{inner}</{kind}>")


def joined(parts: Any) -> Html:
    """Elements one after the other."""
    return Html("".join(part if isinstance(part, Html) else escape(part, quote=False) for part in parts))


def _attribute(name: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    key = name.rstrip("_").replace("_", "-")
    return f" {key}" if value is True else f' {key}="{escape(str(value))}"'
