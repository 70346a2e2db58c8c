/* The mapping of an upload as a form: what the product guessed, why, and a control to correct each guess. */
(function () {
  "use strict";
  const bv = (window.bv = window.bv || {});
  const NONE = "–";
  const CRS = [["", "herkennen aan de waarden"], ["4326", "lengte en breedte (WGS84)"], ["31370", "Lambert 72 (EPSG:31370)"], ["3812", "Lambert 2008 (EPSG:3812)"]];
  const SEPARATORS = [[";", "puntkomma"], [",", "komma"], ["\t", "tab"], ["|", "verticale streep"]];
  const ENCODINGS = [["utf-8", "UTF-8"], ["cp1252", "Windows-1252"], ["utf-16", "UTF-16"]];
  const DECIMALS = [["", "komma of punt"], [",", "komma"], [".", "punt"]];
  const DATES = [["", "afleiden uit alle rijen"], ["iso", "jjjj-mm-dd (ISO)"], ["dd/mm/yyyy", "dd/mm/jjjj"], ["mm/dd/yyyy", "mm/dd/jjjj"]];
  const WAYS = {
    time: [["moment", "één moment", ["moment"]], ["window", "van en tot", ["from", "until"]], ["date", "datum en uur", ["date", "hour"]], ["parts", "jaar, maand, dag, uur", ["year", "month", "day", "hour"]]],
  };
  const NAMES = {
    moment: "Tijd van het feit", from: "Van", until: "Tot", date: "Datum", hour: "Uur", year: "Jaar", month: "Maand", day: "Dag",
    x: "Lengte, of x (oost)", y: "Breedte, of y (noord)", area_column: "Wijk of buurt", category_column: "Kolom met de categorie",
    key: "Nummer van het feit (sleutel)", severity: "Ernst van een ongeval", attempt: "Poging of voltooid", object: "Voorwerp",
  };

  function el(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (key === "value") made.value = value;
      else made.setAttribute(key, value === true ? "" : String(value));
    }
    made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
    return made;
  }

  function select(name, options, chosen, changed) {
    const made = el("select", { id: "invoer-" + name, name: name, onchange: changed });
    for (const [value, text] of options) made.append(el("option", { value: value }, text));
    made.value = chosen === null || chosen === undefined ? "" : String(chosen);
    if (made.selectedIndex < 0) made.selectedIndex = 0;
    return made;
  }

  function field(name, label, control, why) {
    const note = why ? el("p", { class: "why", id: "waarom-" + name }, why) : null;
    if (note) control.setAttribute("aria-describedby", note.id);
    return el("div", { class: "upload-field" }, el("label", { for: control.id }, label), control, note);
  }

  function group(title, why, ...fields) {
    return el("fieldset", { class: "upload-group" }, el("legend", {}, title), why ? el("p", { class: "why" }, why) : null, el("div", { class: "upload-fields" }, ...fields));
  }

  const plainText = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();

  /* The form of a proposal. `start` has the categories; `read` is called when the file must be read in another way. */
  function make(proposal, chosen, start, changed, reread) {
    const form = Object.assign({}, proposal.form, chosen || {});
    const why = proposal.why;
    const columns = [["", NONE], ...proposal.columns.map((c) => [c.name, c.name])];
    const values = Object.fromEntries(proposal.columns.map((c) => [c.name, c.values]));
    const place = el("form", { class: "upload-form", onsubmit: (event) => event.preventDefault() });
    const onchange = () => { form_from(place); changed(); };

    const column = (name, note, after) => field(name, NAMES[name], select(name, columns, form[name], after || onchange), note);

    function form_from(root) {
      for (const control of root.querySelectorAll("select[name], input[name]")) {
        form[control.name] = control.type === "checkbox" ? control.checked : control.value;
      }
      form.road_users = [form.road_users_1, form.road_users_2].filter(Boolean);
      for (const name of ["category", "severity", "attempt", "road_users", "area"]) {
        const rows = root.querySelectorAll('select[data-values="' + name + '"]');
        form[name + "_values"] = Object.fromEntries(Array.from(rows).filter((r) => r.value).map((r) => [r.dataset.value, r.value]));
      }
    }

    function meanings(name, source, options, hide) {
      const sources = [source].flat().filter(Boolean);
      const there = Array.from(new Set(sources.flatMap((one) => values[one] || [])));
      const found = there.filter((value) => !hide || !hide(value));
      if (!sources.length) return null;
      if (!found.length) return there.length ? null : el("p", { class: "why" }, "Deze kolom heeft te veel verschillende waarden om ze hier een betekenis te geven.");
      const told = form[name + "_values"] || {};
      const rows = found.map((value) => {
        const control = select("waarde-" + name + "-" + found.indexOf(value), options, told[value], onchange);
        control.removeAttribute("name");
        control.dataset.values = name;
        control.dataset.value = value;
        return el("div", { class: "upload-value" }, el("label", { for: control.id }, value), control);
      });
      return el("div", { class: "upload-values" }, ...rows);
    }

    function draw() {
      const again = () => { form_from(place); draw(); changed(); };
      const way = form.time_way || WAYS.time.find(([, , names]) => names.some((n) => n !== "hour" && form[n]))?.[0] || "moment";
      const dated = way !== "parts";
      const geometry = proposal.kind === "geojson" || proposal.kind === "geopackage";
      const where = form.place_way || (form.geometry ? "points" : form.x || form.y || !form.area_column ? "columns" : "none");
      const read = proposal.kind !== "csv" ? [] : [
        field("separator", "Scheidingsteken", select("separator", SEPARATORS, form.separator, () => { form_from(place); reread(form); }), null),
        field("encoding", "Tekencodering", select("encoding", ENCODINGS, form.encoding, () => { form_from(place); reread(form); }), null),
        field("decimal", "Decimaalteken", select("decimal", DECIMALS, form.decimal, onchange), why.decimal),
      ];
      const known = new Set(start.categories.map(plainText));
      /* Names (or codes) that no loaded area has: each can be told to be one. */
      const areas = start.areas[form.area_level || "wijk"] || [];
      const side = form.area_match === "code" ? 0 : 1;
      const placed = new Set(areas.map((one) => plainText(one[side])));
      const strange = !form.area_column ? null : meanings("area", form.area_column, [["", "zonder gebied"], ...areas.map((one) => [one[side], one[1]])], (v) => placed.has(plainText(v)));
      const users = form.road_users || [];
      const codes = meanings("road_users", users, [["", "zoals in het bestand"], ...start.road_users.map((kind) => [kind, kind])], (v) => /\p{L}{2}/u.test(v));
      const text = (name, label, note) => field(name, label, el("input", { id: "invoer-" + name, name: name, value: form[name] || "", oninput: onchange, autocomplete: "off" }), note);
      const category = el("input", { id: "invoer-category", name: "category", value: form.category || "", list: "invoer-categorieen", oninput: onchange, autocomplete: "off", placeholder: "kies of typ" });
      place.replaceChildren(
        read.length ? group("Bestand", proposal.told.join(" "), ...read) : group("Bestand", proposal.told.join(" ")),
        group("Wat", why.category, column("category_column", null, again),
          form.category_column ? null : field("category", "Of één categorie voor alle feiten", category, null),
          el("datalist", { id: "invoer-categorieen" }, ...start.categories.map((name) => el("option", { value: name }))),
          el("label", { class: "upload-tick" }, el("input", { type: "checkbox", name: "open_categories", onchange: onchange, ...(form.open_categories ? { checked: true } : {}) }), "ook feiten toelaten die de catalogus niet kent"),
          form.category_column ? meanings("category", form.category_column, [["", "zoals in het bestand"], ...start.categories.map((c) => [c, c])], (v) => known.has(plainText(v))) : null),
        group("Wanneer", why.time, field("time_way", "De tijd staat in", select("time_way", WAYS.time.map(([k, t]) => [k, t]), way, again), null),
          ...WAYS.time.find(([k]) => k === way)[2].map((name) => column(name)),
          dated ? field("date_format", "Datums geschreven als", select("date_format", DATES, form.date_format, onchange), why.date_format) : null),
        group("Waar", why.place, field("place_way", "De plaats staat in", select("place_way", [["columns", "kolommen met coördinaten"], ...(geometry ? [["points", "de punten van de kaart"]] : []), ["none", "alleen de naam van het gebied"]], where, again), null),
          ...(where === "columns" ? [column("x"), column("y")] : []),
          where === "none" ? null : field("crs", "Coördinatenstelsel", select("crs", CRS, form.crs, onchange), null)),
        group("Gebied", why.area, column("area_column", null, again),
          ...(form.area_column ? [field("area_level", "Niveau", select("area_level", [["wijk", "wijk"], ["buurt", "buurt"]], form.area_level, again), null),
            field("area_match", "De kolom geeft", select("area_match", [["name", "namen"], ["code", "codes"]], form.area_match, again), null)] : []),
          strange && strange.className === "upload-values" ? el("p", { class: "why" }, "Niet op de kaart: zeg welk gebied het is. Zonder keuze telt zo'n feit enkel voor de hele stad, als het ook geen punt heeft.") : null,
          strange),
        group("Sleutel", why.key, column("key")),
        group("Bijzonderheden", [why.severity && "ernst: " + why.severity, why.attempt && "poging: " + why.attempt, why.road_users && "weggebruikers: " + why.road_users, why.object && "voorwerp: " + why.object].filter(Boolean).join("; "),
          column("severity", null, again), meanings("severity", form.severity, [["", NONE], ["dood", "dood"], ["zwaar", "zwaar"], ["licht", "licht"]]),
          column("attempt", null, again), meanings("attempt", form.attempt, [["", NONE], ["poging", "poging"], ["voltooid", "voltooid"]]),
          field("road_users_1", "Weggebruiker", select("road_users_1", columns, users[0], again), null),
          field("road_users_2", "Tweede weggebruiker", select("road_users_2", columns, users[1], again), null),
          codes ? el("p", { class: "why" }, "Codes van weggebruikers: geef elke code een woord. Zonder woord is niet gekend wie kwetsbaar is.") : null,
          codes,
          column("object")),
        group("Bron", "Een nieuwe invoer met dezelfde id werkt de feiten van de vorige bij.", text("title", "Titel"), text("id", "Id"), text("publisher", "Uitgever"), text("licence", "Licentie"),
          field("provisional_months", "Nieuwste maanden die nog aangevuld worden", el("input", { id: "invoer-provisional_months", name: "provisional_months", type: "number", min: 0, max: 24, value: form.provisional_months, oninput: onchange }), why.provisional_months)),
      );
      form_from(place);
    }

    draw();
    return {
      place: place,
      /* What is sent: only the fields of the ways that were chosen. */
      content: function () {
        form_from(place);
        const sent = Object.assign({}, form);
        const kept = WAYS.time.find(([k]) => k === form.time_way)[2];
        for (const [, , names] of WAYS.time) for (const name of names) if (!kept.includes(name)) delete sent[name];
        sent.geometry = form.place_way === "points";
        if (form.place_way !== "columns") { delete sent.x; delete sent.y; }
        for (const name of ["time_way", "place_way", "road_users_1", "road_users_2"]) delete sent[name];
        return sent;
      },
      /* Column of the file -> what it was taken for. */
      roles: function () {
        const found = {};
        for (const control of place.querySelectorAll("select[name]")) {
          const name = control.name in NAMES ? NAMES[control.name] : control.name.startsWith("road_users") ? "Weggebruiker" : null;
          if (name && control.value && control.value in values) found[control.value] = name;
        }
        return found;
      },
    };
  }

  bv.uploadForm = { make: make, el: el };
})();
