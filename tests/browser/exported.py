"""What people take along, as tests look at it: the menu, the file, the picture and its words."""

from __future__ import annotations

import csv
import io
import re
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

SVG = "{http://www.w3.org/2000/svg}"
PICTURE = """async ([graph, size]) => {
  const { picture } = await import("/assets/later/export_picture.js");
  const made = await picture(document.querySelector(`button[data-graph="${graph}"]`), size);
  const holder = document.createElement("div");
  holder.style.cssText = "position:absolute;left:0;top:0;visibility:hidden";
  const svg = holder.appendChild(new DOMParser().parseFromString(made.text, "image/svg+xml").documentElement);
  document.body.append(holder);
  svg.setAttribute("width", made.width);
  svg.setAttribute("height", made.height);
  const frame = svg.getBoundingClientRect();
  const outside = Array.from(svg.querySelectorAll("text")).filter((text) => {
    const box = text.getBoundingClientRect();
    const across = box.left < frame.left - 1 || box.right > frame.right + 1;
    return box.width && (across || box.top < frame.top - 1 || box.bottom > frame.bottom + 1);
  }).map((text) => text.textContent);
  for (const part of svg.querySelectorAll("svg")) { // a chart is a drawing of its own, which cuts what is outside it
    const high = Number(part.getAttribute("height")), wide = Number(part.getAttribute("width"));
    const from = [Number(part.getAttribute("x")), Number(part.getAttribute("y"))];
    if (!part.parentNode.isSameNode(svg)) continue;
    for (const text of part.querySelectorAll("text")) {
      const box = text.getBoundingClientRect();
      const [x, y] = [box.left - frame.left - from[0], box.top - frame.top - from[1]];
      if (box.width && (x < -1 || y < -1 || x + box.width > wide + 1 || y + box.height > high + 1)) {
        outside.push(text.textContent);
      }
    }
  }
  const sizes = Array.from(svg.querySelectorAll("text"), (text) => parseFloat(getComputedStyle(text).fontSize));
  holder.remove();
  return { text: made.text, width: made.width, height: made.height, outside: outside, smallest: Math.min(...sizes) };
}"""


def menu(page: Page, what: str) -> Locator:
    """The open menu of an export."""
    page.locator(f"button[data-export='{what}']").click()
    return page.get_by_role("menu")


def take(page: Page, what: str, item: str, folder: Path) -> Path:
    """Downloads a format; the file under the name that the visitor gets."""
    with page.expect_download() as waiting:
        menu(page, what).get_by_role("menuitem", name=item).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    expect(page.locator("#export-note")).to_contain_text(path.name)
    return path


def png(path: Path) -> tuple[int, int, int]:
    """Width, height and dots per inch."""
    body = path.read_bytes()
    assert body.startswith(b"\x89PNG")
    assert body[37:41] == b"pHYs"
    return (*struct.unpack(">II", body[16:24]), round(struct.unpack(">I", body[41:45])[0] * 0.0254))


def texts(svg: str) -> str:
    """The words of a picture."""
    words = " ".join("".join(node.itertext()) for node in ET.fromstring(svg).iter(f"{SVG}text"))
    return re.sub(r"\s+", " ", words)


def rows(path: Path) -> list[dict[str, str]]:
    lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";"))
    gap = lines.index([])
    return [dict(zip(lines[gap + 1], line, strict=True)) for line in lines[gap + 2 :]]
