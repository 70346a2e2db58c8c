/* The pages of aanpak (dashboard/pages/actions.py, action.py): the form, the filters, and what the buttons do. */
(function () {
  "use strict";
  const bv = (window.bv = window.bv || {});

  function el(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function select(name, groups, chosen) {
    const made = el("select", { name: name, id: "action-" + name });
    for (const [heading, options] of groups) {
      const place = heading ? el("optgroup", { label: heading }) : made;
      for (const [value, text] of options) place.append(el("option", { value: value }, text));
      if (heading) made.append(place);
    }
    made.value = chosen;
    if (made.selectedIndex < 0) made.selectedIndex = 0;
    return made;
  }

  function field(label, control) {
    return el("label", { for: control.id }, label, control);
  }

  const start = () => JSON.parse(document.getElementById("actions").dataset.start);

  function wrong(text) {
    const place = document.getElementById("action-error");
    place.textContent = text;
    place.scrollIntoView({ block: "center" });
  }

  async function send(what, content) {
    return bv.send(start().pad + "/" + what, content);
  }

  /* The form for a new action, or for one that is there; it stays open with its sentence when it cannot be kept. */
  function edit(known) {
    const lists = start();
    const said = el("p", { class: "action-error", role: "alert" });
    const input = (name, type, more) => el("input", Object.assign({ name: name, id: "action-" + name, type: type }, more));
    const note = el("textarea", { name: "nota", id: "action-nota", rows: "4", maxlength: "2000" });
    const fields = {
      titel: input("titel", "text", { maxlength: "80", required: "", autocomplete: "off" }),
      gebied: select("gebied", [["", [["", "Kies een gebied"]]], ...lists.gebieden], known.gebied || ""),
      prioriteit: select("prioriteit", [["", lists.prioriteiten]], known.prioriteit || ""),
      van: input("van", "date", { required: "", min: "1990-01-01", max: "2099-12-31" }),
      tot: input("tot", "date", { min: "1990-01-01", max: "2099-12-31" }),
      nota: note,
    };
    for (const name of ["titel", "van", "tot", "nota"]) fields[name].value = known[name] || "";
    const keep = el("button", { type: "submit", class: "primary" }, "Bewaar");
    const cancel = el("button", { type: "button", class: "tool" }, "Annuleer");
    const form = el("form", { class: "action-form" },
      el("h2", { id: "action-form-title" }, known.nummer ? "Aanpak wijzigen" : "Nieuwe aanpak"),
      field("Titel", fields.titel), field("Gebied", fields.gebied), field("Prioriteit", fields.prioriteit),
      el("div", { class: "action-days" }, field("Van", fields.van), field("Tot en met (leeg: loopt)", fields.tot)),
      field("Nota (intern)", note), said, el("div", { class: "action-buttons" }, keep, cancel));
    const dialog = el("dialog", { class: "action-dialog", "aria-labelledby": "action-form-title" }, form);
    cancel.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    form.addEventListener("submit", async function (event) {
      event.preventDefault();
      keep.disabled = true;
      const content = Object.fromEntries(Object.entries(fields).map(([name, control]) => [name, control.value]));
      if (known.nummer) Object.assign(content, { nummer: known.nummer, versie: known.versie });
      try {
        const made = await send(known.nummer ? "wijzigen" : "nieuw", content);
        if (known.nummer) location.reload();
        else location.assign("/aanpak/" + made.nummer);
      } catch (error) {
        said.textContent = error.message;
        keep.disabled = false;
      }
    });
    document.body.append(dialog);
    dialog.showModal();
    fields.titel.focus();
  }

  async function remove(known) {
    if (!window.confirm("'" + known.titel + "' verwijderen? De geschiedenis blijft bewaard.")) return;
    try {
      await send("verwijderen", { nummer: known.nummer, versie: known.versie });
      if (location.pathname === "/aanpak") location.reload();
      else location.assign("/aanpak");
    } catch (error) {
      wrong(error.message);
    }
  }

  function readFile() {
    const input = Object.assign(document.createElement("input"), { type: "file", accept: ".csv,text/csv" });
    input.addEventListener("change", async function () {
      const form = new FormData();
      form.append("bestand", input.files[0]);
      try {
        await send("bestand", form);
        location.reload();
      } catch (error) {
        wrong(error.message);
      }
    });
    input.click();
  }

  const DO = { nieuw: () => edit({}), wijzigen: edit, verwijderen: remove, bestand: readFile };
  document.addEventListener("click", function (event) {
    const target = event.target.closest && event.target.closest("button[data-do]");
    if (target) DO[target.dataset.do](JSON.parse(target.dataset.action || "{}"));
  });

  /* The list by area and priority; the choice stands in the address. */
  function filters(place) {
    const rows = Array.from(document.querySelectorAll("#action-table tbody tr"));
    if (!place || rows.length < 2) return;
    const asked = new URLSearchParams(location.search);
    const controls = {};
    for (const [key, all, label] of [["gebied", "Alle gebieden", "Gebied"], ["prioriteit", "Alle prioriteiten", "Prioriteit"]]) {
      const seen = new Map(rows.map((row) => [row.getAttribute("data-" + key), row.getAttribute("data-" + key + "-naam")]));
      const options = Array.from(seen).sort((a, b) => a[1].localeCompare(b[1], "nl"));
      controls[key] = select("kies-" + key, [["", [["", all], ...options]]], asked.get(key) || "");
      controls[key].addEventListener("change", show);
      place.append(field(label, controls[key]));
    }
    function show() {
      const query = new URLSearchParams(location.search);
      for (const [key, control] of Object.entries(controls)) control.value ? query.set(key, control.value) : query.delete(key);
      const text = query.toString();
      history.replaceState(history.state, "", location.pathname + (text ? "?" + text : ""));
      let shown = 0;
      for (const row of rows) {
        row.hidden = Object.entries(controls).some(([key, c]) => c.value && row.getAttribute("data-" + key) !== c.value);
        shown += row.hidden ? 0 : 1;
      }
      document.getElementById("action-none").classList.toggle("is-hidden", shown > 0);
    }
    show();
  }

  function comparisons(place) {
    if (!place) return;
    const not = new Set(JSON.parse(place.dataset.not));
    const groups = start().gebieden.map(([level, areas]) => [level, areas.filter(([code]) => !not.has(code))]);
    const made = select("vergelijk", [["", [["", place.dataset.rest]]], ...groups.filter(([, areas]) => areas.length)], place.dataset.now);
    made.addEventListener("change", function () {
      const to = new URL(place.dataset.base, location.href);
      if (made.value) to.searchParams.set("vergelijk", made.value);
      location.assign(to);
    });
    place.append(field("Vergelijk met", made));
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    bvActions: {
      build: function () {
        for (const [id, fill] of [["action-filters", filters], ["action-compare", comparisons]]) {
          const place = document.getElementById(id);
          if (place && !place.firstChild) fill(place);
        }
        return window.dash_clientside.no_update;
      },
    },
  });
})();
