/* Keeping slides. Profile intern keeps lists on the server (dashboard/slide_routes.py); others have one list in this
   browser, and share it as a link that carries the views themselves (dashboard/projection/address.py reads it). */
const HERE = "bv-dias";
const LAST_LIST = "bv-dialijst";
const LONGEST_LINK = 3900; // characters that a server takes in an address
const MOST = 40;
const CHARTS = { trend: "Trend per maand", jaren: "Jaar na jaar", categorieen: "Categorieën", week: "Uren van de week" };

const read = (key) => { try { return localStorage.getItem(key) || ""; } catch (error) { return ""; } };
const mine = () => { try { return JSON.parse(read(HERE) || "[]"); } catch (error) { return []; } };
const keep = (slides) => localStorage.setItem(HERE, JSON.stringify(slides));

function make(kind, attributes, ...children) {
  const made = document.createElement(kind);
  for (const [key, value] of Object.entries(attributes || {})) if (value !== false) made.setAttribute(key, value === true ? "" : value);
  made.append(...children);
  return made;
}

/* A slide keeps the months that were on screen; one of before that was so moves along with the newest figures. */
const moves = (query) => !/^\d/.test(new URLSearchParams(query).get("periode") || "");

const slideText = (query, name, chart) => [
  query.replace(/&/g, ";"),
  name && "naam=" + name.replace(/[%&;+]/g, encodeURIComponent),
  chart && "beeld=" + chart,
].filter(Boolean).join(";");

const readable = (text) =>
  encodeURIComponent(text).replace(/%20/g, "+").replace(/%(3D|3B|2C|3A)/g, (code) => decodeURIComponent(code));

/* The link says of which figures its oldest slide is. */
function linkOf(slides, version) {
  const views = slides.map((s) => new URLSearchParams(s.zoek));
  const oldest = [...views.map((view) => view.get("versie")), version].filter(Boolean).sort()[0];
  const texts = slides.map(function (s, i) {
    views[i].delete("versie");
    return "dia=" + readable(slideText(views[i].toString().replace(/%2C/g, ","), s.naam, s.beeld));
  });
  return location.origin + "/projectie?" + texts.join("&") + (oldest ? "&versie=" + oldest : "");
}

function say(text) {
  const place = document.getElementById("slides-note");
  if (place) place.textContent = text;
}

async function share(link) {
  if (link.length > LONGEST_LINK) return say("Deze lijst is te lang voor een link. Verwijder enkele dia's.");
  try {
    await navigator.clipboard.writeText(link);
    say("Link gekopieerd");
  } catch (error) {
    window.prompt("Kopieer deze link", link);
  }
}

/* The form under "Bewaar als dia". */
async function openForm(button) {
  const place = document.getElementById("slide-save");
  if (place.firstChild) return place.replaceChildren();
  const kept = Boolean(button.dataset.kept);
  const name = make("input", { name: "naam", maxlength: "60", required: "" });
  name.value = document.title.split(":")[0].slice(0, 60);
  const chart = make("select", { name: "beeld" });
  for (const [key, text] of Object.entries(CHARTS)) chart.append(make("option", { value: key === "trend" ? "" : key }, text));
  const rows = [make("label", {}, "Naam van de dia", name), make("label", {}, "Grafiek", chart)];
  const list = make("input", { name: "lijst", list: "slide-lists", maxlength: "60", required: "" });
  if (kept) {
    list.value = read(LAST_LIST) || "Mijn dia's";
    const known = make("datalist", { id: "slide-lists" });
    rows.push(make("label", {}, "Lijst (kies er een of typ een nieuwe naam)", list, known));
    fetch("/dias/lijsten").then((answer) => answer.json())
      .then((found) => (found.lijsten || []).forEach((one) => known.append(make("option", { value: one }))))
      .catch(() => {}); // the name can be typed
  }
  const note = make("p", { role: "status" });
  const save = make("button", { type: "submit", class: "primary" }, "Bewaar");
  const cancel = make("button", { type: "button", class: "quiet" }, "Annuleer");
  cancel.addEventListener("click", () => { place.replaceChildren(); button.focus(); });
  const form = make("form", { class: "slide-form", "aria-label": "Bewaar als dia" }, ...rows, make("div", { class: "slide-row" }, save, cancel), note);
  form.addEventListener("submit", async function (event) {
    event.preventDefault();
    save.disabled = true;
    try {
      note.textContent = await (kept ? saveThere(name.value, chart.value, list.value) : saveHere(name.value, chart.value));
      form.querySelectorAll("label, .slide-row").forEach((row) => row.remove());
      window.setTimeout(() => { if (form.isConnected) place.replaceChildren(); }, 6000);
    } catch (error) {
      note.textContent = error.message;
      save.disabled = false;
    }
  });
  place.replaceChildren(form);
  name.focus();
  name.select();
}

async function saveThere(name, chart, list) {
  const query = "?" + window.bv.lasting() + (chart ? "&beeld=" + chart : "");
  await window.bv.send("/dias/bewaar", { zoek: query, naam: name, lijst: list });
  try { localStorage.setItem(LAST_LIST, list); } catch (error) { /* then it is asked again */ }
  return "Bewaard in '" + list + "'.";
}

function saveHere(name, chart) {
  const slides = mine();
  if (slides.length >= MOST) throw new Error("Er zijn al " + MOST + " dia's. Verwijder er eerst een.");
  try {
    keep(slides.concat({ naam: name.trim(), zoek: window.bv.lasting(), beeld: chart }));
  } catch (error) {
    throw new Error("Deze browser bewaart niets.");
  }
  return "Bewaard in deze browser: dia " + (slides.length + 1) + ".";
}

/* The list of this browser on its page. */
export function place(holder) {
  if (!holder) return;
  const slides = mine();
  const tool = (text, what, i, more) =>
    make("button", Object.assign({ class: "tool", "data-slide": what, "data-here": String(i) }, more), text);
  const head = make("div", { class: "card-head" }, make("h2", {}, "De lijst van deze browser"), make("p", {},
    "Niemand anders ziet deze lijst. Deel ze met een link: die bevat de dia's zelf."));
  if (!slides.length) {
    return holder.replaceChildren(head, make("p", { class: "empty" },
      "Er zijn nog geen dia's. Druk op het dashboard op Bewaar als dia."));
  }
  head.append(make("div", { class: "own-actions" },
    make("a", { class: "tool-link", href: linkOf(slides, "") }, "Projecteer"),
    tool("Kopieer link", "deel", 0, { "data-version": holder.dataset.version || "" })));
  const rows = slides.map((slide, i) => make("tr", {}, make("td", {}, String(i + 1)),
    make("th", { scope: "row" }, make("a", { href: "/?" + slide.zoek }, slide.naam)),
    make("td", {}, (CHARTS[slide.beeld || "trend"] || "") + (moves(slide.zoek) ? "; de maanden schuiven mee met nieuwe cijfers" : "")),
    make("td", {}, make("div", { class: "own-actions" },
      tool("↑", "op", i, { "aria-label": slide.naam + " naar voren", disabled: i === 0 }),
      tool("↓", "neer", i, { "aria-label": slide.naam + " naar achteren", disabled: i === slides.length - 1 }),
      tool("Naam wijzigen", "naam", i), tool("Verwijderen", "verwijderen", i)))));
  const heads = make("tr", {}, ...["Nr.", "Dia", "Grafiek", "Wijzigen"].map((text) => make("th", { scope: "col" }, text)));
  holder.replaceChildren(head, make("div", { class: "wide" }, make("table", {}, make("thead", {}, heads), make("tbody", {}, ...rows))));
}

function changeHere(what, i) {
  const slides = mine();
  const there = what === "op" ? i - 1 : i + 1;
  if (what === "naam") {
    const name = window.prompt("Nieuwe naam", slides[i].naam);
    if (!name || !name.trim()) return;
    slides[i].naam = name.trim().slice(0, 60);
  } else if (what === "verwijderen") {
    slides.splice(i, 1);
  } else {
    slides.splice(there, 0, slides.splice(i, 1)[0]);
  }
  keep(slides);
  const holder = document.getElementById("slides");
  place(holder);
  const again = holder.querySelector('[data-slide="' + what + '"][data-here="' + Math.max(0, Math.min(there, slides.length - 1)) + '"]');
  if (again && (what === "op" || what === "neer")) again.focus();
}

async function changeThere(button) {
  const known = button.dataset;
  const asked = { lijst: known.list, dia: Number(known.id), versie: Number(known.version) };
  if (known.ask && !window.confirm(known.ask)) return;
  if (["naam", "lijstnaam", "lijst"].includes(known.slide)) {
    asked.naam = window.prompt(known.slide === "lijst" ? "Naam van de lijst" : "Nieuwe naam", known.name || "");
    if (asked.naam === null || asked.naam === known.name) return;
  }
  try {
    await window.bv.send("/dias/" + known.slide, asked);
    location.reload();
  } catch (error) {
    say(error.message);
  }
}

export function act(button) {
  const known = button.dataset;
  if (known.slide === "bewaar") return openForm(button);
  if (known.slide === "deel") return share(window.bv.dressed(known.link ? location.origin + known.link : linkOf(mine(), known.version)));
  if (known.here !== undefined) return changeHere(known.slide, Number(known.here));
  return changeThere(button);
}
