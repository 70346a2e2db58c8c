/* Text in a picture: measured, wrapped, and never cut off; real text that can be selected. */
const SVG = "http://www.w3.org/2000/svg";
export const FAMILY = "'Fira Sans', Inter, system-ui, sans-serif";
const context = document.createElement("canvas").getContext("2d");

/* What XML cannot hold, and what would turn the text after it around. */
const UNFIT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const TURNS = /[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g;

export function clean(text) {
  return String(text).replace(UNFIT, "").replace(TURNS, "").replace(/\s+/g, " ").trim();
}

export function node(name, attributes = {}, text = null) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) made.setAttribute(key, String(value));
  }
  if (text !== null) made.textContent = text;
  return made;
}

export function width(text, size, bold = false) {
  context.font = `${bold ? 600 : 400} ${size}px ${FAMILY}`;
  return context.measureText(text).width;
}

export async function fontsReady() {
  await Promise.all([400, 600].map((weight) => document.fonts.load(`${weight} 12px "Fira Sans"`)));
}

/* Words of runs of text; one that is wider than the line is cut between its characters. */
function words(runs, size, most) {
  const found = [];
  for (const { text, bold } of runs) {
    for (const word of clean(text).split(" ").filter(Boolean)) {
      if (width(word, size, bold) <= most) {
        found.push({ text: word, bold: bold });
        continue;
      }
      let part = "";
      let glued = false;
      const characters = window.Intl && Intl.Segmenter ? Array.from(new Intl.Segmenter("nl").segment(word), (s) => s.segment) : Array.from(word);
      for (const character of characters) {
        if (part && width(part + character, size, bold) > most) {
          found.push({ text: part, bold: bold, glued: glued });
          part = "";
          glued = true;
        }
        part += character;
      }
      if (part) found.push({ text: part, bold: bold, glued: glued });
    }
  }
  return found;
}

const SNUG = 0.98; // a picture sets its letters a little wider than they are measured

/* Lines of runs of text, each line a list of runs. */
export function wrap(runs, size, room) {
  const most = room * SNUG;
  const lines = [];
  let line = [];
  let used = 0;
  for (const word of words(runs, size, most)) {
    const space = line.length && !word.glued ? width(" ", size, word.bold) : 0;
    const wide = width(word.text, size, word.bold);
    if (line.length && (word.glued || used + space + wide > most)) {
      lines.push(line);
      line = [];
      used = 0;
    }
    const last = line[line.length - 1];
    if (last && Boolean(last.bold) === Boolean(word.bold)) last.text += " " + word.text;
    else line.push({ text: (line.length ? " " : "") + word.text, bold: word.bold });
    used += (used ? space : 0) + wide;
  }
  if (line.length) lines.push(line);
  return lines;
}

/* Draws runs of text from the top `y` down; returns where it ends. */
export function paragraph(parent, runs, { x, y, size, most, colour = "#23333a", leading = 1.32 }) {
  const step = size * leading;
  for (const line of wrap(runs, size, most)) {
    const text = node("text", { x: x, y: round(y + size), "font-size": size, fill: colour, "xml:space": "preserve" });
    for (const run of line) text.append(node("tspan", { "font-weight": run.bold ? 600 : 400 }, run.text));
    parent.append(text);
    y += step;
  }
  return y;
}

export function round(value) {
  return Math.round(value * 100) / 100;
}
