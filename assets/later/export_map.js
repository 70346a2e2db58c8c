/* The map as vectors: every shape that is on screen, in Belgian Lambert 2008, with the style it has on screen.
   The shapes and their styles are taken from the map itself, so that a picture cannot differ from the screen and a
   new layer needs nothing here. Online tiles are pictures of others and stay out. */
import { lambert } from "./lambert.js";
import { node, paragraph, round, width } from "./svg_text.js";

const LABEL = 10;
const STEPS = [1, 2, 5];

function isShown(layer) {
  const pane = layer.getPane && layer.getPane();
  return Boolean(pane) && getComputedStyle(pane).display !== "none";
}

function depth(layer) {
  return Number(getComputedStyle(layer.getPane()).zIndex) || 0;
}

/* Shapes on the map, the lowest first. */
function shapes(leaflet) {
  const found = [];
  leaflet.eachLayer(function (layer) {
    if ((layer instanceof L.Path || layer instanceof L.ImageOverlay) && isShown(layer)) found.push(layer);
  });
  const order = (a, b) =>
    depth(a) - depth(b) ||
    (a._path && b._path && a._path.parentNode === b._path.parentNode && a._path.compareDocumentPosition(b._path) & 4 ? -1 : 0) ||
    (a._path && b._path && a._path.parentNode === b._path.parentNode ? 1 : 0);
  return found.sort(order);
}

/* What of the city is in view: all of it, or the part that the visitor zoomed to. */
function extent(leaflet) {
  const city = L.latLngBounds([]);
  leaflet.eachLayer((layer) => {
    if (layer.feature && layer instanceof L.Polygon && isShown(layer)) city.extend(layer.getBounds());
  });
  const view = leaflet.getBounds();
  const whole = !city.isValid() || view.contains(city);
  const bounds = whole ? (city.isValid() ? city : view) : view;
  const corners = [bounds.getNorthWest(), bounds.getNorthEast(), bounds.getSouthWest(), bounds.getSouthEast()].map((c) => lambert(c.lng, c.lat));
  const [x, y] = [0, 1].map((k) => corners.map((corner) => corner[k]));
  return { west: Math.min(...x), east: Math.max(...x), south: Math.min(...y), north: Math.max(...y) };
}

function style(layer) {
  const own = layer.options;
  const screen = layer._path ? getComputedStyle(layer._path) : null;
  const pattern = /url\(["']?#(bv-[a-z]+)["']?\)/.exec((screen && screen.fill) || own.fillColor || "");
  return {
    fill: own.fill === false || (own.fill === undefined && !(layer instanceof L.Polygon)) ? "none" : pattern ? `url(#x-${pattern[1]})` : own.fillColor || own.color,
    "fill-opacity": screen ? screen.fillOpacity : own.fillOpacity,
    "fill-rule": "evenodd",
    stroke: own.stroke === false ? "none" : screen ? screen.stroke : own.color,
    "stroke-opacity": own.opacity === 1 ? null : own.opacity,
    "stroke-width": own.weight,
    "stroke-dasharray": own.dashArray,
    "stroke-linejoin": "round",
  };
}

function rings(points, out = []) {
  if (points.length && points[0].lat !== undefined) out.push(points);
  else for (const part of points) rings(part, out);
  return out;
}

/* Draws the map inside a box; returns its real size. */
export function drawMap(parent, { x, y, most, tallest }) {
  const leaflet = window.bv.map.leaflet();
  if (!leaflet) throw new Error("De kaart is nog niet geladen. Wacht even en probeer het opnieuw.");
  const box = extent(leaflet);
  const scale = Math.min(most / (box.east - box.west), tallest / (box.north - box.south));
  const [wide, high] = [(box.east - box.west) * scale, (box.north - box.south) * scale];
  const left = x + (most - wide) / 2;
  const at = ([east, north]) => [round(left + (east - box.west) * scale), round(y + (box.north - north) * scale)];
  const place = (latlng) => at(lambert(latlng.lng, latlng.lat));
  const defs = node("defs");
  const clip = node("clipPath", { id: "x-map" });
  clip.append(node("rect", { x: round(left), y: y, width: round(wide), height: round(high) }));
  defs.append(clip, ...patterns());
  const group = node("g", { "clip-path": "url(#x-map)", class: "map" });
  for (const layer of shapes(leaflet)) group.append(...drawn(layer, place));
  parent.append(defs, group);
  names(parent, leaflet, place, { left: left, top: y, right: left + wide, bottom: y + high });
  scaleBar(parent, scale, left, y + high + 6, wide);
  return { width: wide, height: high + 26 };
}

function drawn(layer, place) {
  if (layer instanceof L.ImageOverlay) {
    const bounds = layer.getBounds();
    const [a, b, c] = [bounds.getNorthWest(), bounds.getNorthEast(), bounds.getSouthWest()].map(place);
    const matrix = [b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1], a[0], a[1]].map(round).join(" ");
    return [node("image", { href: layer._url, width: 1, height: 1, preserveAspectRatio: "none", transform: `matrix(${matrix})` })];
  }
  if (layer instanceof L.CircleMarker) {
    const [cx, cy] = place(layer.getLatLng());
    const dot = node("circle", { cx: cx, cy: cy, r: layer.options.radius, ...style(layer) });
    if (!layer.options.text) return [dot];
    const says = { x: cx, y: round(cy + layer.options.size * 0.36), "text-anchor": "middle", "font-size": layer.options.size, "font-weight": 600, fill: "#ffffff" };
    return [dot, node("text", says, layer.options.text)];
  }
  const closes = layer instanceof L.Polygon ? "Z" : "";
  const d = rings(layer.getLatLngs()).map((ring) => "M" + ring.map((p) => place(p).join(" ")).join("L") + closes).join("");
  const code = layer.feature && layer.feature.id;
  return [node("path", { d: d, "data-area": code === undefined ? null : code, ...style(layer) })];
}

/* The fills of areas without a value, as assets/patterns.js draws them. */
function patterns() {
  return ["bv-missing", "bv-suppressed", "bv-none"].map(function (id) {
    const copy = document.getElementById(id).cloneNode(true);
    copy.setAttribute("id", `x-${id}`);
    return copy;
  });
}

/* Names that are on, as many as fit without touching at the size of the picture. */
function names(parent, leaflet, place, frame) {
  const markers = [];
  leaflet.eachLayer(function (layer) {
    const element = layer instanceof L.Marker && layer.options.rank !== undefined && layer.getElement();
    if (element && isShown(layer) && getComputedStyle(element).display !== "none") markers.push(layer);
  });
  markers.sort((a, b) => a.options.rank - b.options.rank);
  const taken = [];
  for (const marker of markers) {
    const text = marker.getElement().textContent;
    if (text.length > 60) continue;
    const [x, y] = place(marker.getLatLng());
    const half = width(text, LABEL) / 2;
    const box = { left: x - half, right: x + half, top: y - LABEL / 2, bottom: y + LABEL / 2 };
    const inside = box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;
    if (!inside || taken.some((t) => box.right + 3 > t.left && box.left - 3 < t.right && box.bottom + 1 > t.top && box.top - 1 < t.bottom)) continue;
    taken.push(box);
    const halo = { "paint-order": "stroke", stroke: "#ffffff", "stroke-width": 2.5, "stroke-linejoin": "round" };
    parent.append(node("text", { x: x, y: round(y + LABEL * 0.36), "text-anchor": "middle", "font-size": LABEL, fill: "#17252b", ...halo }, text));
  }
}

export function scaleBar(parent, scale, x, y, wide) {
  let metres = 10;
  for (let ten = 10; ten <= 1e6; ten *= 10) for (const step of STEPS) if (step * ten * scale <= wide * 0.28) metres = step * ten;
  const length = metres * scale;
  const says = metres >= 1000 ? `${metres / 1000} km` : `${metres} m`;
  parent.append(node("path", { d: `M${round(x)} ${y}v5h${round(length)}v-5`, fill: "none", stroke: "#23333a", "stroke-width": 1, class: "scale-bar", "data-metres": metres, "data-length": round(length) }));
  paragraph(parent, [{ text: `${says} · Lambert 2008 (EPSG:3812)` }], { x: round(x + length + 8), y: y - 4, size: 10, most: Math.max(wide - length - 8, 160), colour: "#5a666b" });
}
