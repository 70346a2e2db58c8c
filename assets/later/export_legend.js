/* The legend of the map as it stands on the screen: titles, classes with their colour, and what has no class. */
import { node, paragraph, round, width } from "./svg_text.js";

const SIZE = 10;

/* The words of an element, without the links to the explanation of a method. */
export function words(element) {
  const copy = element.cloneNode(true);
  for (const link of copy.querySelectorAll("a.method")) link.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}

function background(swatch) {
  const known = { missing: "url(#x-bv-missing)", suppressed: "url(#x-bv-suppressed)", "no-denominator": "url(#x-bv-none)", "too-small": "url(#x-bv-none)" };
  const kind = Object.keys(known).find((name) => swatch.classList.contains(name));
  return kind ? known[kind] : getComputedStyle(swatch).backgroundColor;
}

/* Every legend that is on the screen, from the top `y` down; returns where it ends. */
export function drawLegends(parent, { x, y, most }) {
  const there = Array.from(document.querySelectorAll("#legend, #layer-legend .legend")).filter((one) => one.offsetParent);
  for (const legend of there) y = drawLegend(parent, legend, { x, y, most }) + 6;
  return y;
}

export function drawLegend(parent, legend, { x, y, most }) {
  for (const part of legend.children) {
    if (part.matches("h2")) y = paragraph(parent, [{ text: words(part), bold: true }], { x, y, size: 11, most });
    else if (part.matches(".ramp")) y = ramp(parent, Array.from(part.children), { x, y, most });
    else if (part.matches(".classes")) for (const row of part.children) y = swatchLine(parent, row, { x, y, most });
    else if (part.matches(".sizes")) y = sizes(parent, Array.from(part.children), { x, y });
    else if (part.querySelector(":scope > .swatch")) y = swatchLine(parent, part, { x, y, most });
    else if (words(part)) y = paragraph(parent, [{ text: words(part) }], { x, y, size: SIZE, most, colour: "#5a666b" });
  }
  return y;
}

function ramp(parent, steps, { x, y, most }) {
  const each = Math.min(56, most / steps.length);
  steps.forEach(function (step, i) {
    const [swatch, label] = step.children;
    parent.append(node("rect", { x: round(x + i * each), y: round(y + 3), width: round(each), height: 12, fill: getComputedStyle(swatch).backgroundColor }));
    parent.append(node("text", { x: round(x + (i + 1) * each), y: round(y + 26), "text-anchor": "end", "font-size": SIZE, fill: "#23333a" }, label.textContent));
  });
  return y + 32;
}

/* Marks by their size, as in the legend of the points. */
function sizes(parent, steps, { x, y }) {
  if (!steps.length) return y;
  const tallest = Math.max(...steps.map((step) => step.querySelector(".mark").getBoundingClientRect().height));
  for (const step of steps) {
    const r = step.querySelector(".mark").getBoundingClientRect().width / 2;
    parent.append(node("circle", { cx: round(x + r), cy: round(y + 4 + tallest / 2), r: round(r), fill: "#022064", "fill-opacity": 0.86 }));
    const says = words(step);
    parent.append(node("text", { x: round(x + 2 * r + 5), y: round(y + 4 + tallest / 2 + SIZE * 0.36), "font-size": SIZE, fill: "#23333a" }, says));
    x += 2 * r + 5 + width(says, SIZE) + 16;
  }
  return y + tallest + 8;
}

function swatchLine(parent, row, { x, y, most }) {
  const swatch = row.querySelector(".swatch, .mark");
  if (swatch) parent.append(node("rect", { x: x, y: round(y + 1), width: 20, height: 10, fill: background(swatch), stroke: "#c8ccce", "stroke-width": 1 }));
  return paragraph(parent, [{ text: words(row) }], { x: x + 27, y: y, size: SIZE, most: most - 27 }) + 2;
}
