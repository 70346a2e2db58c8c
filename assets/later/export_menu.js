/* The export menu of a chart or of the map: one list, for mouse, keyboard and screen reader. */
import { copyImage, savePng, saveSvg } from "./export_picture.js";

const NUMBERS = [
  ["CSV voor Excel (puntkomma, 1,5)", (button) => saveNumbers(button, "csv")],
  ["CSV (komma, 1.5)", (button) => saveNumbers(button, "csv", "csv=punt")],
  ["Excel (XLSX)", (button) => saveNumbers(button, "xlsx")],
];
const GIS = [
  ["GeoPackage (Lambert 2008)", (button) => saveNumbers(button, "gpkg")],
  ["GeoJSON (WGS84)", (button) => saveNumbers(button, "geojson")],
];

const REPORT = [
  ["PDF (A4)", (button) => saveReport(button, "pdf")],
  ["PowerPoint (16:9, grafieken te bewerken)", (button) => saveReport(button, "pptx")],
];

let opened = null; // { button, menu }

function canCopy() {
  return window.isSecureContext && Boolean(navigator.clipboard && navigator.clipboard.write && window.ClipboardItem);
}

function pictures() {
  const copy = canCopy()
    ? ["Kopieer afbeelding", copyImage]
    : ["Kopiëren kan niet op een http-adres: download PNG", (button) => savePng(button, "screen")];
  return [
    ["PNG, 2× zo scherp als dit scherm", (button) => savePng(button, "screen")],
    ["PNG, A4-kolom (8,5 cm)", (button) => savePng(button, "column")],
    ["PNG, A4-breedte (17 cm)", (button) => savePng(button, "page")],
    ["PNG, dia 16:9 (1920 × 1080)", (button) => savePng(button, "slide")],
    ["SVG (vectoren, 17 cm)", saveSvg],
    copy,
  ];
}

/* A chart can show one of several things; the address says which (data-export-by is a key in it). */
export function what(button) {
  const by = button.dataset.exportBy;
  return (by && new URLSearchParams(location.search).get(by)) || button.dataset.export;
}

function groups(button) {
  if (button.dataset.export === "*") {
    const there = Array.from(document.querySelectorAll("button[data-export]")).filter(
      (one) => one !== button && one.offsetParent && one.dataset.export !== "rapport",
    );
    return [["Wat wilt u meenemen?", there.map((one) => [one.dataset.exportName, () => open(one, button), true])]];
  }
  if (button.dataset.export === "rapport") {
    return [[onSheet() ? "Rapport van dit gebied" : "Rapport van deze keuze", REPORT]];
  }
  const list = [];
  if (button.dataset.graph) list.push(["Afbeelding", pictures()]);
  list.push(["Cijfers", NUMBERS]);
  if (button.dataset.exportMap) list.push(["Voor GIS", GIS]);
  return list;
}

/* One sentence about what happened, for eyes and for screen readers. */
export function say(text) {
  let place = document.getElementById("export-note");
  if (!place) {
    place = document.createElement("div");
    place.id = "export-note";
    place.className = "export-note";
    place.setAttribute("role", "status");
    document.body.append(place);
  }
  place.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => (place.textContent = ""), 9000);
}

/* What the server is asked: the view of the page, the area of a sheet, and which of its charts. */
export function asked(button, search = location.search) {
  const query = new URLSearchParams(search);
  query.delete("versie");
  if (onSheet()) query.set("blad", onSheet());
  if (button.dataset.exportOf) query.set("onderwerp", button.dataset.exportOf);
  return query.toString();
}

async function saveNumbers(button, kind, more = "") {
  const search = [asked(button), more].filter(Boolean).join("&");
  const answer = await fetch(`/uitvoer/${what(button)}.${kind}${search ? "?" + search : ""}`);
  if (!answer.ok) throw new Error((await answer.json()).fout);
  const named = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "");
  return save(await answer.blob(), named ? named[1] : `cijfers.${kind}`);
}

/* The area whose sheet is on screen; empty on the map. */
function onSheet() {
  const found = /^\/buurt(?:\/([^/]*))?\/?$/.exec(location.pathname);
  return found ? decodeURIComponent(found[1] || "stad") : "";
}

async function saveReport(button, kind) {
  const answer = await fetch(`/rapport.${kind}?${asked(button)}`);
  if (!answer.ok) throw new Error((await answer.json()).fout);
  const named = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "");
  return save(await answer.blob(), named ? named[1] : `rapport.${kind}`);
}

export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  return `Gedownload: ${name}`;
}

async function run(button, act) {
  say("Even geduld, het bestand wordt gemaakt …");
  try {
    say(await act(button));
  } catch (error) {
    console.warn(error);
    const known = error instanceof Error && /[.!?]$/.test(error.message) && !/^(Failed|NetworkError|Cannot)/.test(error.message);
    say(known ? error.message : "Het maken van dit bestand is niet gelukt. Probeer het opnieuw of herlaad de pagina.");
  }
}

export function toggle(button) {
  if (opened && opened.button === button) close(true);
  else open(button, button);
}

function open(button, anchor) {
  close(false);
  const menu = document.createElement("div");
  menu.className = "export-menu";
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", button.dataset.export === "*" ? "Exporteer" : `Exporteer: ${button.dataset.exportName}`);
  for (const [title, items] of groups(button)) {
    const group = document.createElement("div");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", title);
    const head = document.createElement("div");
    head.className = "export-group";
    head.setAttribute("aria-hidden", "true");
    head.textContent = title;
    group.append(head);
    for (const [name, act, stays] of items) {
      const item = document.createElement("button");
      item.type = "button";
      item.setAttribute("role", "menuitem");
      item.tabIndex = -1;
      item.textContent = name;
      item.addEventListener("click", function (event) {
        event.stopPropagation();
        if (stays) return act();
        close(true);
        run(button, act);
      });
      group.append(item);
    }
    menu.append(group);
  }
  menu.addEventListener("keydown", keys);
  document.body.append(menu);
  opened = { button: anchor, menu: menu };
  anchor.setAttribute("aria-expanded", "true");
  place(anchor, menu);
  menu.querySelector("[role=menuitem]").focus({ preventScroll: true });
  setTimeout(() => {
    document.addEventListener("pointerdown", outside);
    window.addEventListener("resize", shut);
    document.addEventListener("scroll", scrolled, true);
  }, 0);
}

/* Under its button where there is room, else above it; never off the screen. */
function place(anchor, menu) {
  const box = anchor.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.right - size.width, innerWidth - size.width - 8));
  const below = box.bottom + 4;
  const top = below + size.height <= innerHeight - 8 ? below : Math.max(8, Math.min(box.top - size.height - 4, innerHeight - size.height - 8));
  menu.style.left = `${left}px`;
  menu.style.top = `${top}px`;
}

function close(back) {
  if (!opened) return;
  const { button, menu } = opened;
  opened = null;
  document.removeEventListener("pointerdown", outside);
  window.removeEventListener("resize", shut);
  document.removeEventListener("scroll", scrolled, true);
  menu.remove();
  button.setAttribute("aria-expanded", "false");
  if (back && button.isConnected) button.focus({ preventScroll: true });
}

const shut = () => close(false);

function scrolled(event) {
  if (opened && !opened.menu.contains(event.target)) close(false);
}

function outside(event) {
  if (opened && !opened.menu.contains(event.target) && !opened.button.contains(event.target)) close(false);
}

function keys(event) {
  const items = Array.from(opened.menu.querySelectorAll("[role=menuitem]"));
  const now = items.indexOf(document.activeElement);
  const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    items[(to + items.length) % items.length].focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    if (event.key === "Escape") event.preventDefault();
    close(true);
  } else if (event.key.length === 1 && /\S/.test(event.key)) {
    const next = [...items.slice(now + 1), ...items.slice(0, now + 1)].find((item) =>
      item.textContent.toLowerCase().startsWith(event.key.toLowerCase()),
    );
    if (next) next.focus();
  }
}
