/* A picture that explains itself: the chart or the map that is on the screen, with its sentence, its heading and the
   whole caption as real text around it. Made here, in the browser; the server only gives the words. */
import { coverageSource, drawingSource, sparksSource } from "./export_drawing.js";
import { drawLegend, drawLegends, words } from "./export_legend.js";
import { drawMap } from "./export_map.js";
import { asked as question, save, what } from "./export_menu.js";
import { FAMILY, clean, fontsReady, node, paragraph, round, width } from "./svg_text.js";

/* Design pixels are 1/96 inch: text of 10 is 7,5 pt in print, and 20 of the 1.080 pixels of a slide. No text is smaller. */
const SIZES = {
  screen: { scale: 2 },
  column: { width: 321.26, scale: 300 / 96, cm: 8.5 },
  page: { width: 642.52, scale: 300 / 96, cm: 17 },
  slide: { width: 960, height: 540, scale: 2 },
};
const SMALL = 10;
const NARROW = 400; // a chart in a column is less wide
const PAD = 14;
const GREY = "#5a666b";
const NAVY = "#022064";

export async function savePng(button, size) {
  const made = await picture(button, size);
  return save(await png(made), `${made.file}_${{ screen: "scherm", column: "a4-kolom", page: "a4-breedte", slide: "dia" }[size]}.png`);
}

export async function saveSvg(button) {
  const made = await picture(button, "page");
  return save(new Blob([made.text], { type: "image/svg+xml" }), `${made.file}.svg`);
}

export async function copyImage(button) {
  const made = picture(button, "page");
  try {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": made.then(png) })]);
    return "Afbeelding gekopieerd: plak ze in uw document.";
  } catch (error) {
    console.warn(error);
    const { file } = await made;
    save(await png(await made), `${file}_a4-breedte.png`);
    return "Kopiëren mag niet in deze browser; de afbeelding is gedownload.";
  }
}

/* The picture as text of an SVG, its size in design pixels, and the name of its file. */
export async function picture(button, size) {
  const search = await drawnWhole();
  const answer = await fetch(`/uitvoer/${what(button)}.json?${question(button, search)}`);
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.fout);
  await fontsReady();
  if (!isDrawn(search)) throw new Error("De keuze veranderde intussen: maak de afbeelding opnieuw.");
  const own = (SOURCES[button.dataset.graph] || chartSource)(button);
  const asked = SIZES[size];
  const root = asked.height ? await slide(own, said, asked) : await page(own, said, asked.width || Math.max(480, Math.min(own.width, 900)));
  root.insertBefore(await style(), root.firstChild);
  root.insertBefore(node("desc", {}, [said.sentence, ...said.lines.map((line) => line.join(": "))].map(clean).join("\n")), root.firstChild);
  root.insertBefore(node("title", {}, clean(`${said.sentence} ${own.heading}`)), root.firstChild);
  const text = new XMLSerializer().serializeToString(root);
  const [wide, high] = [Number(root.dataset.width), Number(root.dataset.height)];
  return { text: text, width: wide, height: high, scale: asked.scale, exact: asked.height ? [1920, 1080] : null, dpi: asked.cm ? 300 : 192, file: said.file };
}

const SOURCES = { map: mapSource, drawing: drawingSource, sparks: sparksSource, coverage: coverageSource };

const PATIENCE = 15000; // milliseconds
const isDrawn = (search) => location.search === search && window.bv.drawn === search;

/* The address of which all is on the page, also what is drawn in later frames: a picture has the words of one answer,
   and may not have the lines of another. */
async function drawnWhole() {
  const until = performance.now() + PATIENCE;
  while (!isDrawn(location.search)) {
    if (performance.now() > until) throw new Error("De cijfers van deze keuze zijn er nog niet. Probeer het zo dadelijk opnieuw.");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return location.search;
}

function chartSource(button) {
  const id = CSS.escape(button.dataset.graph);
  const chart = document.querySelector(`#${id} .js-plotly-plot, #${id}.js-plotly-plot`);
  if (!chart || !chart.data || !chart.data.length) throw new Error("Deze grafiek is leeg: er is geen afbeelding om te maken.");
  const box = chart.getBoundingClientRect();
  const beside = button.nextElementSibling; // a card can hold a second chart, with its own heading
  const head = beside && beside.matches(".card-head") ? beside : button.closest(".card").querySelector(".card-head");
  const legend = document.querySelector(`[data-legend-of="${id}"]`);
  return {
    heading: head ? words(head.querySelector("h2,h3")) : button.dataset.exportName,
    below: head ? Array.from(head.querySelectorAll("p"), words).filter(Boolean) : [],
    width: box.width || 480,
    ratio: box.height / box.width || 0.5,
    least: box.height || 200,
    source: "",
    draw: (parent, frame) => drawChart(parent, chart, frame),
    legend: (parent, frame) => (legend ? drawLegend(parent, legend, frame) + 6 : frame.y),
  };
}

function mapSource() {
  const attribution = document.querySelector(".map-panel .attribution");
  return {
    heading: "",
    below: [],
    width: 720,
    isMap: true,
    source: attribution ? words(attribution) : "",
    draw: (parent, { x, y, most, tallest }) => drawMap(parent, { x, y, most, tallest }),
    legend: drawLegends,
  };
}

async function drawChart(parent, chart, { x, y, most, tallest }) {
  const height = Math.round(tallest);
  const layout = Object.assign({}, chart.layout, { autosize: false, width: Math.round(most), height: height });
  /* What hangs under the axis is a share of the height: in a taller chart it would cover the labels. Words let the line
     under them through. */
  const lower = chart.getBoundingClientRect().height / height;
  const hangs = (shape) => (shape.yref === "paper" && shape.y0 < 0 ? Object.assign({}, shape, { y0: shape.y0 * Math.min(1, lower) }) : shape);
  layout.shapes = (chart.layout.shapes || []).map(hangs);
  if (most < NARROW) fitLabels(layout, chart.data);
  layout.annotations = (chart.layout.annotations || []).map((note) => (note.bgcolor ? Object.assign({}, note, { bgcolor: "rgba(255,255,255,.72)" }) : note));
  const url = await window.Plotly.toImage({ data: chart.data, layout: layout, config: { locale: "nl" } }, { format: "svg", width: Math.round(most), height: height });
  const text = decodeURIComponent(url.slice(url.indexOf(",") + 1));
  const drawn = document.importNode(new DOMParser().parseFromString(text, "image/svg+xml").documentElement, true);
  for (const [key, value] of Object.entries({ x: round(x), y: round(y), width: Math.round(most), height: height })) drawn.setAttribute(key, value);
  parent.append(drawn);
  return { width: most, height: height };
}

/* In a column, the labels under the chart stand upright and whole: their lines are broken, or some are left out. */
function fitLabels(layout, data) {
  const axis = layout.xaxis || {};
  const bars = axis.type === "category" && data[0].orientation !== "h";
  let values = bars ? Array.from(new Set(data.flatMap((trace) => trace.x || []))) : Array.from(axis.tickvals || []);
  let labels = bars ? values.map(String) : Array.from(axis.ticktext || []);
  if (!labels.length) return;
  const margin = Object.assign({ l: 8, r: 8, b: 40 }, layout.margin);
  const room = (layout.width - margin.l - margin.r) / labels.length - 3;
  const widest = () => Math.max(...labels.flatMap((label) => label.split("<br>").map((line) => width(line, SMALL))));
  if (widest() > room && bars) labels = labels.map((label) => label.replace(/<br>/g, " ").replace(/ (?!–)/g, "<br>").replace(/–<br>/g, "– ").replace(/ – /g, "<br>– "));
  const step = Math.max(1, Math.ceil(widest() / room));
  [values, labels] = [values, labels].map((list) => list.filter((_, i) => (list.length - 1 - i) % step === 0));
  const lines = Math.max(...labels.map((label) => label.split("<br>").length));
  layout.margin = Object.assign({}, margin, { b: Math.max(margin.b, lines * SMALL * 1.35 + 8) });
  layout.xaxis = Object.assign({}, axis, { tickmode: "array", tickvals: values, ticktext: labels, tickangle: 0, tickfont: Object.assign({}, axis.tickfont, { size: SMALL }) });
}

function sheet() {
  const root = node("svg", { xmlns: "http://www.w3.org/2000/svg", "font-family": FAMILY, role: "img" });
  root.append(node("rect", { width: "100%", height: "100%", fill: "#ffffff" }));
  return root;
}

function finish(root, wide, high, cm) {
  root.setAttribute("viewBox", `0 0 ${round(wide)} ${round(high)}`);
  root.setAttribute("width", cm ? `${cm * 10}mm` : round(wide));
  root.setAttribute("height", cm ? `${round((cm * 10 * high) / wide)}mm` : round(high));
  root.dataset.width = round(wide);
  root.dataset.height = round(high);
  return root;
}

/* "Demonstratiedata", "Voorlopige cijfers": what nobody may miss. */
function marks(root, list, { x, y, most }) {
  let left = x;
  for (const mark of list) {
    const wide = width(mark, 11, true) + 16;
    if (left > x && left + wide > x + most) {
      left = x;
      y += 22;
    }
    root.append(node("rect", { x: round(left), y: round(y), width: round(Math.min(wide, most)), height: 18, rx: 9, fill: "#fff3e6", stroke: "#f3c9a0" }));
    root.append(node("text", { x: round(left + 8), y: round(y + 13), "font-size": 11, "font-weight": 600, fill: "#8a3a00" }, mark));
    left += wide + 6;
  }
  return list.length ? y + 24 : y;
}

function top(root, own, said, { x, y, most, size }) {
  y = marks(root, said.marks, { x, y, most });
  y = paragraph(root, [{ text: said.sentence, bold: true }], { x, y, size: size, most, colour: NAVY, leading: 1.25 }) + 5;
  if (own.heading) y = paragraph(root, [{ text: own.heading, bold: true }], { x, y, size: 12, most });
  for (const text of own.below) y = paragraph(root, [{ text: text }], { x, y, size: SMALL, most, colour: GREY });
  return y + 4;
}

function bottom(root, own, said, { x, y, most }) {
  for (const [label, text] of said.lines) {
    const more = label === "Bron" && own.source ? `; ${own.source}` : "";
    y = paragraph(root, [{ text: `${label}:`, bold: true }, { text: text + more }], { x, y, size: SMALL, most, colour: GREY }) + 1.5;
  }
  return y;
}

function rule(root, x, y, most) {
  root.append(node("path", { d: `M${x} ${round(y)}h${round(most)}`, stroke: "#c8ccce", "stroke-width": 1 }));
  return y + 7;
}

/* From top to bottom, as high as it needs to be. */
async function page(own, said, wide) {
  const root = sheet();
  const frame = { x: PAD, most: wide - 2 * PAD };
  let y = top(root, own, said, { ...frame, y: PAD, size: wide < 400 ? 13 : 16 });
  const tallest = own.high ? own.high(frame.most) : own.isMap ? Math.min(frame.most * 1.1, 620) : Math.max(own.least, Math.min(own.ratio * frame.most, 420));
  const drawn = await own.draw(root, { ...frame, y: y, tallest: tallest });
  y = own.legend(root, { ...frame, y: y + drawn.height + 6 });
  y = bottom(root, own, said, { ...frame, y: rule(root, PAD, y, frame.most) });
  return finish(root, wide, y + PAD, [8.5, 17].find((cm) => Math.abs((cm / 2.54) * 96 - wide) < 1));
}

/* 16:9: the sentence above, the chart to the left, all the rest to the right of it. With very much text the whole
   sheet becomes larger and is shown smaller: nothing falls off. */
async function slide(own, said, { width: wide, height: high }) {
  for (let grow = 1; ; grow *= 1.12) {
    const root = sheet();
    const [w, h] = [wide * grow, high * grow];
    const most = w - 2 * 24;
    let y = marks(root, said.marks, { x: 24, y: 18, most });
    y = paragraph(root, [{ text: said.sentence, bold: true }], { x: 24, y, size: 22, most, colour: NAVY, leading: 1.22 }) + 10;
    const side = Math.round(most * 0.36);
    const x = 24 + most - side;
    const part = { x: 24, most: most - side - 24 };
    let left = y;
    if (own.heading) left = paragraph(root, [{ text: own.heading, bold: true }], { ...part, y: left, size: 14 });
    for (const text of own.below) left = paragraph(root, [{ text: text }], { ...part, y: left, size: 11, colour: GREY });
    let right = own.legend(root, { x: x, y: y, most: side });
    if (right > y) right = rule(root, x, right, side);
    right = bottom(root, own, said, { x: x, y: right, most: side });
    const room = h - left - 20 - (own.isMap ? 26 : 0);
    if (grow < 4 && (right > h - 18 || room < (own.high ? Math.min(own.high(part.most), h * 0.8) : h * 0.35))) continue;
    await own.draw(root, { ...part, y: left + 6, tallest: Math.max(room, 120) });
    return finish(root, w, h);
  }
}

let fonts = null;
async function style() {
  fonts = fonts || Promise.all([400, 600].map(async function (weight) {
    const file = new URL(`../fonts/fira-sans-latin-${weight}-normal.woff2`, import.meta.url);
    const bytes = new Uint8Array(await (await fetch(file)).arrayBuffer());
    let binary = "";
    for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
    return `@font-face{font-family:"Fira Sans";font-weight:${weight};src:url(data:font/woff2;base64,${btoa(binary)}) format("woff2")}`;
  }));
  return node("style", {}, (await fonts).join(""));
}

async function png(made) {
  const wide = made.exact ? made.exact[0] : Math.round(made.width * made.scale);
  const high = made.exact ? made.exact[1] : Math.round(made.height * made.scale);
  const image = new Image();
  const url = URL.createObjectURL(new Blob([made.text], { type: "image/svg+xml" }));
  try {
    image.src = url;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: wide, height: high });
    const context = canvas.getContext("2d");
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, wide, high);
    context.drawImage(image, 0, 0, wide, high);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    if (!blob) throw new Error("De afbeelding is te groot voor deze browser.");
    return sized(blob, made.dpi);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/* Writes how large the picture is on paper into it (chunk pHYs, after the header), so that a text editor places a
   column of 8,5 cm as 8,5 cm. */
async function sized(blob, dpi) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const chunk = new Uint8Array(21);
  const view = new DataView(chunk.buffer);
  const perMetre = Math.round(dpi / 0.0254);
  view.setUint32(0, 9);
  chunk.set([112, 72, 89, 115], 4);
  view.setUint32(8, perMetre);
  view.setUint32(12, perMetre);
  chunk[16] = 1;
  view.setUint32(17, crc(chunk.subarray(4, 17)));
  return new Blob([bytes.subarray(0, 33), chunk, bytes.subarray(33)], { type: "image/png" });
}

function crc(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let k = 0; k < 8; k++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}
