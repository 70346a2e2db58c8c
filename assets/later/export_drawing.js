/* Drawings that the server made: those of the sheet of an area, and the small trends of the plan. They go along as they
   stand on the screen, as vectors and with their words. */
import { words } from "./export_legend.js";
import { scaleBar } from "./export_map.js";
import { node, paragraph, round, wrap } from "./svg_text.js";

const LARGEST = 2.2; // times its own size: a chart of the sheet has words for a small place
const SMALL = 10;
const LEAD = 1.32;
const BAR = 26; // under a map: its scale
const CELL = 132;
const GAP = 16;
const SPARK = 34;

/* One drawing: the one beside the button, in its figure. */
export function drawingSource(button) {
  const figure = button.closest("figure");
  const drawing = figure && figure.querySelector("svg");
  if (!drawing) throw new Error("Deze grafiek is leeg: er is geen afbeelding om te maken.");
  const [, , wide, high] = drawing.getAttribute("viewBox").split(" ").map(Number);
  const below = drawing.dataset.metres ? BAR : 0;
  const part = button.closest(".sheet-part");
  const about = [...(part ? part.querySelectorAll(".sheet-head p") : []), ...figure.querySelectorAll("p")];
  return {
    heading: button.dataset.exportName,
    below: about.map(words).filter(Boolean),
    width: drawing.getBoundingClientRect().width,
    source: "",
    high: (most) => high * Math.min(most / wide, 2) + below,
    draw: function (parent, { x, y, most, tallest }) {
      const scale = Math.min(most / wide, (tallest - below) / high, LARGEST);
      parent.append(copied(drawing, { x, y, wide: wide * scale, high: high * scale, scale }));
      if (below) scaleBar(parent, scale / Number(drawing.dataset.metres), x, round(y + high * scale + 6), wide * scale);
      return { width: wide * scale, height: high * scale + below };
    },
    legend: (_, frame) => frame.y,
  };
}

function copied(drawing, { x, y, wide, high, scale }) {
  const copy = node("svg", { x: round(x), y: round(y), width: round(wide), height: round(high), viewBox: drawing.getAttribute("viewBox") });
  for (const shape of drawing.children) copy.append(document.importNode(shape, true));
  for (const text of copy.querySelectorAll("text")) {
    text.setAttribute("font-size", Math.max(Number(text.getAttribute("font-size")), round(SMALL / scale)));
    if (text.classList.contains("halo")) for (const [key, value] of Object.entries({ "paint-order": "stroke", stroke: "#ffffff", "stroke-width": 2.4, "stroke-linejoin": "round" })) text.setAttribute(key, value);
  }
  return copy;
}

/* Every small trend of the plan, each with its name and its first and last month. */
export function sparksSource() {
  const cells = Array.from(document.querySelectorAll("#plan img[data-name]"), (image) => ({
    name: image.dataset.name,
    says: image.alt,
    drawing: new DOMParser().parseFromString(decodeURIComponent(image.src.slice(image.src.indexOf(",") + 1)), "image/svg+xml").documentElement,
  }));
  if (!cells.length) throw new Error("Er zijn hier geen trends: er is geen afbeelding om te maken.");
  return {
    heading: "",
    below: ["Feiten per maand vanaf nul; elke lijn heeft haar eigen schaal, gestippeld is voorlopig."],
    width: 720,
    source: "",
    high: (most) => grid(cells, most).high,
    draw: function (parent, { x, y, most }) {
      const laid = grid(cells, most);
      for (const cell of laid.cells) {
        const [left, top] = [x + cell.x, y + cell.y];
        const under = paragraph(parent, [{ text: cell.name, bold: true }], { x: left, y: top, size: SMALL, most: laid.wide });
        const copy = node("svg", { x: round(left), y: round(under + 2), width: round(laid.wide), height: SPARK, viewBox: "0 0 88 20", fill: "none", preserveAspectRatio: "none" });
        for (const shape of cell.drawing.children) copy.append(document.importNode(shape, true));
        for (const line of copy.querySelectorAll("path, polyline")) line.setAttribute("vector-effect", "non-scaling-stroke");
        parent.append(copy);
        paragraph(parent, [{ text: cell.says }], { x: left, y: under + SPARK + 4, size: SMALL, most: laid.wide, colour: "#5a666b" });
      }
      return { width: most, height: laid.high };
    },
    legend: (_, frame) => frame.y,
  };
}

/* As many columns as there is room for; each row as high as its highest cell. */
function grid(cells, most) {
  const columns = Math.max(1, Math.floor((most + GAP) / (CELL + GAP)));
  const wide = (most - GAP * (columns - 1)) / columns;
  const lines = (text, bold) => wrap([{ text, bold }], SMALL, wide).length * SMALL * LEAD;
  const placed = [];
  let y = 0;
  for (let i = 0; i < cells.length; i += columns) {
    const row = cells.slice(i, i + columns);
    row.forEach((cell, k) => placed.push({ ...cell, x: k * (wide + GAP), y: y }));
    y += Math.max(...row.map((cell) => lines(cell.name, true) + SPARK + lines(cell.says, false))) + 14;
  }
  return { cells: placed, wide, high: y };
}

/* What is published of each year: the table around the button, its marks as shapes. */
export function coverageSource(button) {
  const table = button.closest("section").querySelector("table.coverage");
  const heads = Array.from(table.tHead.rows[0].cells, words);
  const rows = Array.from(table.tBodies[0].rows, (row) => Array.from(row.cells, (cell) => ({
    kind: ["full", "part", "none"].find((name) => cell.querySelector(`.mark.${name}`)),
    text: cell.querySelector(".mark") ? words(cell.querySelector("[aria-hidden]")) : words(cell),
  })));
  const legend = Array.from(document.querySelectorAll(".coverage-legend li"), (item) => ({
    kind: ["full", "part", "none"].find((name) => item.querySelector(`.mark.${name}`)), text: words(item),
  }));
  const laid = (most) => {
    const name = most * (most < 400 ? 0.37 : 0.3);
    const each = (most - name) / (heads.length - 1);
    const beside = each > 52; // the number beside its mark, or under it
    const tall = (row) => Math.max(beside ? 16 : 29, wrap([{ text: row[0].text }], SMALL, name - 6).length * SMALL * LEAD + 4);
    return { name, each, beside, tall, high: 18 + rows.reduce((sum, row) => sum + tall(row), 0) };
  };
  return {
    heading: words(table.caption),
    below: [],
    width: 720,
    source: "",
    high: (most) => laid(most).high,
    draw: function (parent, { x, y, most }) {
      const { name, each, beside, tall, high } = laid(most);
      heads.slice(1).forEach((text, i) => paragraph(parent, [{ text, bold: true }], { x: round(x + name + i * each), y: y, size: SMALL, most: each }));
      let top = y + 18;
      for (const row of rows) {
        parent.append(node("path", { d: `M${round(x)} ${round(top - 2)}h${round(most)}`, stroke: "#e9ebeb", "stroke-width": 1 }));
        paragraph(parent, [{ text: row[0].text }], { x: x, y: top, size: SMALL, most: name - 6 });
        row.slice(1).forEach(function (cell, i) {
          const left = x + name + i * each;
          parent.append(...mark(cell.kind, left, top + 2));
          paragraph(parent, [{ text: beside ? cell.text : cell.text.replace(/ · /, "/").replace(/ v$/, "v") }], { x: round(left + (beside ? 20 : 0)), y: top + (beside ? 0 : 12), size: SMALL, most: each - (beside ? 20 : 0) });
        });
        top += tall(row);
      }
      return { width: most, height: high };
    },
    legend: function (parent, { x, y, most }) {
      for (const { kind, text } of legend) {
        parent.append(...mark(kind, x, y + 2));
        y = paragraph(parent, [{ text }], { x: x + 20, y: y, size: SMALL, most: most - 20, colour: "#5a666b" }) + 2;
      }
      return y;
    },
  };
}

function mark(kind, x, y) {
  const box = { x: round(x) + 0.5, y: round(y) + 0.5, width: 14, height: 9 };
  const rim = node("rect", { ...box, fill: "#ffffff", stroke: kind === "full" ? "#022064" : "#5a666b", "stroke-width": 1, "stroke-dasharray": kind === "none" ? "2 2" : null });
  const filled = { full: box, part: { ...box, y: box.y + box.height / 2, height: box.height / 2 } }[kind];
  return filled ? [rim, node("rect", { ...filled, fill: kind === "full" ? "#022064" : "#2668ad" })] : [rim];
}
