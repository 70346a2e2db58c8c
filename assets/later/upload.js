/* The page on which a file of facts becomes figures (dashboard/pages/upload.py): file, mapping, check, publish. What is
   going on is kept by the server; the address holds the job, so the page can be loaded again at any moment. */
(function () {
  "use strict";
  const bv = (window.bv = window.bv || {});
  const el = (...parts) => bv.uploadForm.el(...parts); // the other file may be loaded after this one
  const OFTEN = 400; // milliseconds between two looks at a step that runs
  const DEAD = "De server antwoordt niet. Kijk of hij nog draait en laad de pagina opnieuw.";
  let start = null;
  let job = null;
  let state = null;
  let form = null;
  let formOf = ""; // the proposal that the form was made of
  let changed = false; // since the check
  let timer = 0;

  const place = () => document.getElementById("upload");
  const number = (n) => Number(n || 0).toLocaleString("nl-BE");
  const part = (name) => place().querySelector('[data-part="' + name + '"]');

  async function ask(path, options) {
    const given = Object.assign({ headers: {} }, options);
    given.headers[start.header] = "invoer";
    let answer = null;
    try {
      answer = await fetch(start.path + path, given);
    } catch (error) {
      throw new Error(DEAD);
    }
    const content = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(content.fout || DEAD);
    return content;
  }

  function say(text, isFault) {
    const there = part("message");
    if (!there) return;
    there.className = text ? "upload-message" + (isFault ? " is-fault" : "") : "upload-message";
    there.textContent = text || "";
    if (text && isFault) there.scrollIntoView({ block: "center" }); // the button that was pressed is far below it
  }

  function step(name, title, ...content) {
    return el("section", { class: "card upload-step", "data-part": name, "aria-labelledby": "stap-" + name }, el("h2", { id: "stap-" + name }, title), ...content);
  }

  /* 1. the file */
  function drawFile() {
    const input = el("input", { type: "file", id: "invoer-bestand", class: "only-read", accept: ".csv,.txt,.xlsx,.json,.geojson,.gpkg,.parquet", onchange: () => input.files[0] && send(input.files[0]) });
    const zone = el("label", { for: "invoer-bestand", class: "upload-drop" },
      el("strong", {}, state ? "Kies een ander bestand" : "Sleep een bestand hierheen, of kies er een"),
      el("span", { class: "quiet" }, "csv, xlsx, json, geojson, geopackage of parquet, tot " + number(start.limit) + " MB"));
    const needed = state ? null : el("div", { class: "upload-needed" },
      el("h3", {}, "Wat staat er best in?"),
      el("ul", {},
        el("li", {}, "Eén rij per feit, met een soort feit en een datum of een tijdvenster (van en tot)."),
        el("li", {}, "Een plaats: coördinaten (WGS84, Lambert 72 of Lambert 2008), of de naam of code van een wijk of buurt. Zonder plaats telt een feit enkel voor de hele stad."),
        el("li", {}, "Een nummer per feit, als dat er is: hetzelfde bestand opnieuw inlezen wijzigt dan en telt niet dubbel."),
        el("li", {}, "Als het er is: ernst, weggebruikers, poging of voltooid, voorwerp. Geen namen van personen: die zijn niet nodig en worden niet ingelezen.")),
      el("p", {}, "U ziet eerst hoe het bestand gelezen wordt en welke rijen niet bruikbaar zijn. Er verandert niets tot u publiceert."));
    for (const kind of ["dragover", "dragleave", "drop"]) {
      zone.addEventListener(kind, (event) => {
        event.preventDefault();
        zone.classList.toggle("is-over", kind === "dragover");
        if (kind === "drop" && event.dataTransfer.files[0]) send(event.dataTransfer.files[0]);
      });
    }
    const shown = state ? el("p", {}, el("strong", {}, state.name), " (" + number(Math.max(1, Math.round(state.size / 1000))) + " kB)") : null;
    const remove = state && !state.running ? el("button", { type: "button", class: "upload-remove", onclick: forget }, "Verwijder dit bestand van de server") : null;
    return step("file", "1. Bestand", shown, remove, el("div", { class: "upload-pick" }, input, zone), needed, el("div", { "data-part": "sending" }));
  }

  async function forget() {
    try {
      await ask("/taak/" + job + "/weg", { method: "POST" });
    } catch (error) {
      say(error.message, true);
      return;
    }
    job = state = form = null;
    history.replaceState({}, "", start.path);
    say("Het bestand is verwijderd. Wat gepubliceerd is, blijft staan.");
    draw();
  }

  function bar(text, done, total) {
    const share = total ? Math.round((100 * done) / total) : null;
    const told = total ? text + ": " + share + "%" : done ? text + ": " + number(done) : text;
    return el("div", { class: "upload-progress" }, el("p", { role: "status" }, told), el("progress", { max: 100, "aria-label": text, ...(share === null ? {} : { value: share }) }));
  }

  function send(file) {
    if (file.size > start.limit * 1e6) {
      say("Het bestand is groter dan " + number(start.limit) + " MB. Gebruik de opdrachtregel (python -m data.ingest incidents), of verhoog UPLOAD_LIMIT_MB.", true);
      return;
    }
    say("");
    const request = new XMLHttpRequest(); // tells how far it is, which fetch does not
    const told = part("sending");
    request.open("POST", start.path + "/bestand?naam=" + encodeURIComponent(file.name));
    request.setRequestHeader(start.header, "invoer");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.addEventListener("progress", (event) => told.replaceChildren(bar("Bestand versturen", event.loaded, event.total)));
    request.addEventListener("error", () => { told.replaceChildren(); say("Het versturen is onderbroken. Kies het bestand opnieuw.", true); });
    request.addEventListener("load", () => {
      told.replaceChildren();
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch (error) { /* told below */ }
      if (request.status !== 200) { say(answer.fout || DEAD, true); return; }
      job = answer.taak;
      form = null;
      formOf = "";
      history.pushState({}, "", start.path + "?taak=" + job);
      look();
    });
    request.send(file);
  }

  /* 2. how it is read */
  function drawRows() {
    const proposal = state.proposal;
    const roles = form.roles();
    const head = proposal.columns.map((c) => el("th", { scope: "col", class: roles[c.name] ? "has-role" : null }, c.name, el("span", {}, roles[c.name] || "niet gebruikt")));
    const rows = proposal.rows.map(([line, ...values]) => el("tr", {}, el("th", { scope: "row" }, number(line)), ...values.map((v) => el("td", {}, v === null ? "" : String(v).slice(0, 60)))));
    return el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "De eerste rijen" }, el("table", { class: "upload-rows" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Rij"), ...head)), el("tbody", {}, ...rows)));
  }

  function drawMapping() {
    const made = JSON.stringify(state.proposal);
    if (!form || formOf !== made) {
      form = bv.uploadForm.make(state.proposal, state.form, start, () => { changed = true; redrawRows(); draw(["check", "publish"]); }, reread);
      formOf = made;
      changed = false;
    }
    return step("mapping", "2. Hoe het gelezen wordt", el("p", { class: "quiet" }, "Dit is een voorstel. Kijk elke keuze na en verbeter wat niet klopt."),
      el("div", { "data-part": "rows" }, drawRows()), form.place);
  }

  function redrawRows() {
    const there = part("rows");
    if (there) there.replaceChildren(drawRows());
  }

  async function reread(given) {
    await act("/taak/" + job + "/voorstel", { separator: given.separator, encoding: given.encoding });
  }

  /* 3. what importing it would do */
  function tiles(outcome) {
    const flagged = outcome.counts.filter(([kind]) => kind !== "rejected").reduce((sum, [, , n]) => sum + n, 0);
    const found = [["rijen gelezen", outcome.rows_in], ["aanvaard", outcome.accepted], ["verworpen", outcome.rejected], ["opmerkingen bij rijen", flagged], ["zonder locatie", outcome.without_place], ["buiten de gebieden", outcome.outside], ["naam van gebied niet gevonden", outcome.unmatched_rows]];
    return el("dl", { class: "upload-tiles" }, ...found.map(([name, n]) => el("div", {}, el("dt", {}, name), el("dd", {}, number(n)))));
  }

  function list(title, items) {
    return items.length ? el("div", { class: "upload-list" }, el("h3", {}, title), el("ul", {}, ...items.map((text) => el("li", {}, text)))) : null;
  }

  function refused(outcome) {
    const rows = outcome.rejected_rows || [];
    if (!rows.length) return null;
    const more = outcome.rejected > rows.length ? "De eerste " + number(rows.length) + " van " + number(outcome.rejected) + " verworpen rijen." : "Verworpen rijen, met hun reden.";
    return el("div", {}, el("h3", {}, "Verworpen rijen"), el("p", { class: "quiet" }, more + " ", el("a", { href: start.path + "/taak/" + job + "/verworpen.csv", download: "verworpen.csv" }, "Alle verworpen rijen als csv")),
      el("div", { class: "wide upload-refused", tabindex: "0", role: "region", "aria-label": "Verworpen rijen" }, el("table", {}, el("thead", {}, el("tr", {}, ...["Regel", "Reden", "Rij"].map((t) => el("th", { scope: "col" }, t)))),
        el("tbody", {}, ...rows.map(([line, reason, raw]) => el("tr", {}, el("th", { scope: "row" }, number(line)), el("td", {}, reason), el("td", {}, String(raw || "").slice(0, 200))))))));
  }

  function report(outcome) {
    const said = (kind) => outcome.counts.filter(([k]) => k === kind).map(([, text, n]) => text + ": " + number(n));
    const unmatched = outcome.unmatched.length ? ["Namen die niet op de kaart staan: " + outcome.unmatched.join(", ") + "."] : [];
    return [tiles(outcome), list("Zo is het gelezen", outcome.guesses), list("Verworpen", said("rejected")), list("Opmerkingen", [...said("mended"), ...said("defect"), ...unmatched]), refused(outcome)];
  }

  function drawCheck() {
    const button = el("button", { type: "button", class: "primary", disabled: state.running, onclick: () => act("/taak/" + job + "/controle", form.content(), true) }, "Controleer");
    const outcome = state.check && !state.check.error ? state.check : null;
    const link = outcome ? el("a", { href: start.path + "/taak/" + job + "/mapping.toml", download: "mapping.toml" }, "Deze keuzes als toml-bestand, voor de opdrachtregel") : null;
    return step("check", "3. Controle", el("p", { class: "quiet" }, "De hele file wordt gelezen en nagekeken. Er wordt niets gewijzigd.".replace("De hele file", "Het hele bestand")),
      el("div", { class: "upload-act" }, button, link),
      outcome && changed ? el("p", { class: "notice effort" }, "De mapping is gewijzigd na deze controle. Controleer opnieuw.") : null,
      ...(outcome ? report(outcome) : []));
  }

  /* 4. publishing it */
  function drawPublish() {
    const outcome = state.publish && !state.publish.error ? state.publish : null;
    if (outcome) {
      const how = outcome.changed ? number(outcome.new) + " nieuwe feiten, " + number(outcome.updated) + " bijgewerkt." : "Alles stond er al: er is niets gewijzigd.";
      return step("publish", "4. Gepubliceerd", el("p", {}, number(outcome.rows_in) + " rijen gelezen, " + number(outcome.accepted) + " aanvaard, " + number(outcome.rejected) + " verworpen. " + how),
        list("Wat er gebeurde", outcome.done),
        el("div", { class: "upload-act" }, el("a", { class: "primary", href: state.link || "/", "data-go": true }, "Bekijk op de kaart"),
          outcome.rejected ? el("a", { href: start.path + "/taak/" + job + "/verworpen.csv", download: "verworpen.csv" }, "Rapport van de verworpen rijen") : null,
          el("a", { href: start.path + "/taak/" + job + "/mapping.toml", download: "mapping.toml" }, "Deze keuzes als toml-bestand")));
    }
    const ready = state.check && !state.check.error && state.check.accepted > 0;
    const why = !ready && state.check && !state.check.error ? "Geen enkele rij is bruikbaar: verbeter de mapping." : null;
    const doing = ready ? number(state.check.new) + " nieuwe feiten, " + number(state.check.updated) + " worden bijgewerkt. Alles of niets: de lezers zien pas iets wanneer het klaar is." : null;
    return step("publish", "4. Publicatie", start.demo && ready ? el("p", { class: "notice effort" }, start.demo) : null, doing || why ? el("p", {}, doing || why) : null,
      el("button", { type: "button", class: "primary", disabled: !ready || changed || state.running, onclick: () => act("/taak/" + job + "/publicatie", {}) }, "Publiceer"));
  }

  async function act(path, content, isCheck) {
    say("");
    try {
      await ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(content) });
      if (isCheck) changed = false;
    } catch (error) {
      say(error.message, true);
    }
    look();
  }

  const drawers = { file: drawFile, mapping: drawMapping, check: drawCheck, publish: drawPublish };

  function draw(names) {
    if (!place()) return;
    const ready = state && state.proposal && !state.proposal.error;
    const wanted = ["file"];
    if (ready) wanted.push("mapping", "check");
    if (ready && (state.check || state.publish)) wanted.push("publish");
    const steps = place().querySelector(".upload-steps");
    for (const old of Array.from(steps.children)) if (!wanted.includes(old.dataset.part)) old.remove();
    for (const name of wanted) {
      const old = part(name);
      if (old && names && !names.includes(name)) continue;
      if (old && name === "mapping" && form && formOf === JSON.stringify(state.proposal)) { redrawRows(); continue; }
      const made = drawers[name]();
      if (old) old.replaceWith(made);
      else steps.append(made);
    }
  }

  function showProgress() {
    const there = part("progress");
    const names = { proposal: "Bestand lezen", check: "Controleren", publish: "Publiceren" };
    if (!state || !state.running) { there.replaceChildren(); return; }
    const p = state.progress;
    const text = names[state.step] + (p ? " – " + p.text.toLowerCase() : " – starten");
    there.replaceChildren(bar(text, p ? p.done : 0, p ? p.total : null));
  }

  async function look() {
    clearTimeout(timer);
    if (!place() || !job) return;
    const mine = job;
    let found = null;
    try {
      found = await ask("/taak/" + mine);
    } catch (error) {
      say(error.message, true);
      if (!state) { job = null; draw(); }
      return;
    }
    if (mine !== job || !place()) return;
    const before = state && JSON.stringify([state.step, state.running, state.proposal, state.check, state.publish]);
    state = found;
    showProgress();
    if (before !== JSON.stringify([state.step, state.running, state.proposal, state.check, state.publish])) {
      draw();
      if (state.error) say(state.error, true);
    }
    if (state.running) timer = setTimeout(look, OFTEN);
  }

  bv.startUpload = function (given) {
    if (!place()) return; // the visitor went on while this was fetched
    start = given;
    state = form = null;
    formOf = "";
    changed = false;
    job = new URLSearchParams(location.search).get("taak");
    if (job && !/^[0-9a-f]{32}$/.test(job)) job = null;
    place().replaceChildren(el("p", { "data-part": "message", class: "upload-message", role: "alert" }), el("div", { "data-part": "progress" }), el("div", { class: "upload-steps" }));
    draw();
    look();
  };
})();
