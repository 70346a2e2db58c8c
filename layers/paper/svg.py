"""A drawing as the text of an SVG file."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from layers.colours import WHITE
from layers.drawing import Drawing, Shape

FAMILY = "Fira Sans"
HALO = {"stroke": WHITE, "stroke-width": 2.4, "stroke-linejoin": "round", "paint-order": "stroke"}
"""How a text of class halo stays readable on what lies under it."""
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def svg(drawing: Drawing) -> str:
    """The drawing as SVG; texts stay texts, in the font of the product."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{drawing.box}" width="{drawing.width:g}" '
        f'height="{drawing.height:g}" font-family="{FAMILY}">'
    )
    return head + "".join(_element(shape) for shape in drawing.shapes) + "</svg>"


def _element(shape: Shape) -> str:
    attributes = dict(shape.attributes)
    if attributes.get("class") == "halo":
        attributes = {**attributes, **HALO}
    written = "".join(f" {name}={quoteattr(_clean(str(value)))}" for name, value in attributes.items())
    return f"<{shape.kind}{written}>{escape(_clean(shape.text))}</{shape.kind}>"


def _clean(text: str) -> str:
    """The text without what XML cannot hold."""
    return _NOT_XML.sub(" ", text)
