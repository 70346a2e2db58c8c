/* Draws the table of areas itself. Every Dash component listens to every change of the page: the thousands that a
   table of 254 rows is made of held the browser for ten seconds at each change. The rows come as html components
   (dashboard/components/story.py) and become plain elements here. */
(function () {
  "use strict";
  const bv = (window.bv = window.bv || {});

  const SVG = "http://www.w3.org/2000/svg";
  const DRAWN = new Set(["svg", "polyline", "polygon", "path", "rect", "circle", "line", "text"]);

  function element(node) {
    if (node === null || node === undefined || typeof node === "boolean") return document.createTextNode("");
    if (typeof node !== "object") return document.createTextNode(String(node));
    const made = DRAWN.has(node.type) ? document.createElementNS(SVG, node.type) : document.createElement(node.type);
    for (const [key, value] of Object.entries(node.props)) {
      if (key === "children" || value === null || value === undefined) continue;
      if (key === "style") Object.assign(made.style, value);
      else made.setAttribute(key === "className" ? "class" : key, String(value));
    }
    for (const child of [node.props.children].flat()) made.appendChild(element(child));
    return made;
  }

  /* The button that has the focus gets it back in the new table: the keyboard stays where it was. That for the other rows
     is gone once they are there: the first of them has its place. */
  function sameButton(table, before, rows) {
    if (!before) return null;
    if (before.closest("tfoot")) {
      const first = table.tBodies[0].rows[rows];
      return first ? first.querySelector("button") : table.querySelector("tfoot button") || table.querySelector("tbody button");
    }
    if (before.dataset.area) return table.querySelector('button[data-area="' + CSS.escape(before.dataset.area) + '"]');
    const head = before.closest("thead") ? Array.from(before.closest("tr").cells).indexOf(before.closest("th")) : -1;
    return head < 0 ? null : table.querySelector("thead tr").cells[head].querySelector("button");
  }

  bv.table = {
    element: element,
    draw: function (rows) {
      const place = document.getElementById("table");
      if (!place) return;
      const before = place.contains(document.activeElement) ? document.activeElement.closest("button") : null;
      const old = place.querySelector("tbody");
      const count = old ? old.rows.length : 0;
      const table = element(rows);
      place.replaceChildren(table);
      const button = sameButton(table, before, count);
      if (button) button.focus({ preventScroll: true });
    },
  };
})();
