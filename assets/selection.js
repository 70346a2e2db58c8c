/* The URL is the selection. Controls, map, charts and table only write the URL; the server answers it. */
(function () {
  "use strict";
  const bv = (window.bv = window.bv || {});
  let effective = { values: {}, keys: {}, areas: [] };
  let used = null; // name of the control that the visitor touched last
  let entered = false; // Enter picked from a list just now: once more would pick the name after it, which nobody typed

  const VERSION = "versie"; // of the figures that a copied link was made with; no part of the selection

  /* A view that the visitor keeps as start view opens when the address asks for nothing in particular. */
  const KEPT = "bv-start";
  function keepsStart() {
    try {
      return localStorage.getItem(KEPT) || "";
    } catch (error) {
      return ""; // no storage: no start view
    }
  }
  if (keepsStart() && location.pathname === "/" && !location.search) history.replaceState(null, "", "/" + keepsStart());
  bv.ask(location.search); // while the page is still being made

  /* Without a word the address would open the start view. */
  const wholeCity = () => (location.pathname === "/" && keepsStart() ? "?gebied=" : "");

  function searchOf(changes) {
    const params = new URLSearchParams(location.search);
    params.delete(VERSION); // another view than that of the link
    for (const [key, value] of Object.entries(changes)) {
      if (value === null || value === undefined || value === "") params.delete(key);
      else params.set(key, value);
    }
    return params.size ? "?" + params.toString().replace(/%2C/g, ",") : wholeCity();
  }

  /* The next click may come before the answer to this one, so what it adds to is known at once. */
  function go(changes) {
    if ("gebied" in changes) effective.areas = changes.gebied ? changes.gebied.split(",") : [];
    const search = searchOf(changes);
    if (search === location.search) return;
    history.pushState({}, "", location.pathname + search); // at once: the next change starts from it
    if (location.pathname !== "/") return bv.tellDash();
    bv.hold(); // what Dash and Mantine still do after the press, until the answer is drawn
    bv.ask(search); // Dash hears of it when that is on the page (answer.js)
  }

  /* Its components go through the whole page for a new address, which the map and the trend need not wait for. */
  bv.tellDash = () => dash_clientside.set_props("url", { search: location.search, href: location.href });
  addEventListener("popstate", () => setTimeout(() => bv.ask(location.search), 0)); // Dash may not know that it changed

  bv.go = go;
  /* What the server made of the address. */
  bv.keep = function (value) {
    effective = Object.assign({}, value, { values: Object.assign({}, value.values) });
    document.title = value.title;
    document.documentElement.dataset.ready = "1";
  };
  function picked(code, add) {
    const now = effective.areas;
    const button = document.getElementById("add-mode");
    const more = add || (button && button.getAttribute("aria-pressed") === "true");
    let next;
    if (more) next = now.includes(code) ? now.filter((c) => c !== code) : now.concat(code);
    else next = now.length === 1 && now[0] === code ? [] : [code];
    return { gebied: next.join(",") };
  }
  bv.pick = (code, add) => go(picked(code, add));
  /* A click on a point or a bar of a chart: what it means is with it. */
  bv.point = function (clicked) {
    const point = clicked.points.find((p) => p.customdata);
    if (point) bv.patch(point.customdata);
  };
  const patched = (text) => Object.fromEntries(new URLSearchParams(text));
  bv.patch = (text) => go(patched(text));

  /* Anything with data-area or data-patch changes the selection: rows of the table, heads of columns, links. */
  document.addEventListener("click", function (event) {
    const target = event.target.closest && event.target.closest("button[data-area],button[data-patch]");
    if (!target) return;
    if (target.dataset.area) bv.pick(target.dataset.area, event.ctrlKey || event.metaKey);
    else bv.patch(target.dataset.patch);
  });

  function controlOf(element) {
    const place = element.closest && element.closest(".mantine-InputWrapper-root,.mantine-SegmentedControl-root");
    const control = place && (place.id.startsWith("{") ? place : place.querySelector('[id^="{"]'));
    return control ? JSON.parse(control.id.replace(/-label$/, "")).name : null;
  }

  /* A list that opens lies elsewhere on the page; what is picked there is of the control that was touched last. */
  for (const kind of ["pointerdown", "keydown"]) {
    document.addEventListener(kind, function (event) {
      used = controlOf(event.target) || used;
      if (event.key !== "Enter") entered = false;
      else if (entered && event.target.closest("#board .mantine-MultiSelect-root")) event.stopImmediatePropagation();
    }, true);
  }

  /* What a press asks is asked at once. That Mantine and Dash draw their control anew can take longer than the answer, so
     the press itself reaches them when that is on screen (React's other work waits as long, dashboard/first_script.py).
     Keys press too: Enter an option, arrows a radio, the space bar a box. Held up is a press of the mouse or a finger, and
     Enter on an option of a list of several; nothing else, and nothing that asks nothing. */
  let again = false; // a press that was asked already, for the control itself
  function pressOn(target) {
    const option = target.closest("[role=option][value]:not([data-combobox-disabled])");
    const label = option ? null : target.closest("#board label");
    const box = option || (label ? label.control : target);
    const name = option ? used : box && box.matches("#board [type=radio]:enabled,#board [type=checkbox]:enabled") && controlOf(box);
    if (!name) return null;
    const value = box.getAttribute("value");
    const now = effective.values[name];
    const several = Array.isArray(now);
    const next = several ? (now.includes(value) ? now.filter((one) => one !== value) : now.concat(value)) : value;
    return { option, label, box, name, value, several, next };
  }

  document.addEventListener("click", function (event) {
    if (location.pathname !== "/" || !event.target.closest || again) return;
    const press = pressOn(event.target);
    if (!press || !choose(press.name, press.next)) return;
    const { option, label, box, name, value, several } = press;
    if (!event.detail && !(option && several)) return;
    entered = Boolean(option) && !event.detail;
    event.preventDefault();
    event.stopImmediatePropagation();
    const heard = option && !several && bv.putAway(option); // a list of one closes at its press
    setImmediate(function () { // what is chosen by then: a second press or the answer can have been quicker
      const chosen = [effective.values[name]].flat().includes(value);
      const known = option ? !option.isConnected : box.checked; // a list of several offers what is not chosen
      if (heard ? !known : chosen !== known) {
        again = true;
        (label || box).click();
        again = false;
      }
      if (heard) heard();
    });
  }, true);

  /* A list of several is also made shorter, by its crosses and by Backspace: it holds what is left in a hidden field. What
     the server told it can come there late, so only what goes by the press itself counts. */
  for (const kind of ["click", "keydown"]) {
    document.addEventListener(kind, function (event) {
      const list = event.target.closest && event.target.closest("#board .mantine-MultiSelect-root");
      const field = list && list.nextElementSibling;
      const name = list && controlOf(list);
      if (!name || !Array.isArray(effective.values[name])) return;
      const held = () => (field.value ? field.value.split(",") : []);
      const before = held();
      bv.controls.leave(name);
      setTimeout(function () {
        bv.controls.leave(null);
        const gone = before.filter((one) => !held().includes(one));
        choose(name, effective.values[name].filter((one) => !gone.includes(one)));
      }, 0);
    }, true);
  }

  function same(a, b) {
    return JSON.stringify(Array.isArray(a) ? a : a || "") === JSON.stringify(Array.isArray(b) ? b : b || "");
  }

  /* The view of now as it can be kept: "the last 12 months" are others when new figures come, so it has the months that
     are on screen, and of which figures they are. */
  bv.lasting = function () {
    const params = new URLSearchParams(location.search);
    const shown = effective.values;
    const fixed = /^\d/.test(params.get("periode") || "");
    if (!fixed && bv.drawn === location.search && shown.from && shown.until) params.set("periode", shown.from + "_" + shown.until);
    if (effective.version) params.set(VERSION, effective.version);
    return params.toString().replace(/%2C/g, ",");
  };

  /* What a choice makes of the values of the controls and of the URL; nothing when it asks nothing new. */
  function choiceOf(name, value) {
    if (!(name in effective.values) || same(value, effective.values[name])) return null;
    if (name === "from" || name === "until") {
      let { from, until } = Object.assign({}, effective.values, { [name]: value });
      if (!from || !until) return null;
      if (from > until) { if (name === "from") until = from; else from = until; }
      return { values: { from: from, until: until }, changes: { periode: from + "_" + until } };
    }
    const text = Array.isArray(value) ? value.join(",") : value;
    const changes = { [effective.keys[name]]: name === "layers" && !text ? "geen" : text };
    if (name === "group") changes.categorie = null;
    return { values: { [name]: value }, changes: changes };
  }

  /* Writes what the visitor chose into the URL; whether that asks something new. */
  function choose(name, value) {
    const made = choiceOf(name, value);
    if (!made) return false;
    Object.assign(effective.values, made.values);
    go(made.changes);
    return true;
  }

  /* What a press asks when the button is let go. Not on the map: there it can be a drag, and what is asked is in the log. */
  bv.wouldAsk = function (event) {
    const on = (what) => event.target.closest(what);
    const press = pressOn(event.target);
    if (press) {
      const made = choiceOf(press.name, press.next);
      return made && searchOf(made.changes);
    }
    const button = on("button[data-area],button[data-patch]");
    if (button) return searchOf(button.dataset.area ? picked(button.dataset.area, event.ctrlKey || event.metaKey) : patched(button.dataset.patch));
    const tab = on("header .tabs a");
    return tab && tab.pathname === "/" ? tab.search : null;
  };

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    bv: {
      /* The address changed without `go`: the way back, another page, the first visit. */
      ask: function () {
        setTimeout(() => bv.ask(location.search), 0); // once the page that made place for this one is gone
        return window.dash_clientside.no_update;
      },
      share: async function (clicks) {
        if (!clicks) return window.dash_clientside.no_update;
        const until = performance.now() + 2000; // for the months of the last change
        while (bv.drawn !== location.search && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
        const link = location.origin + location.pathname + "?" + bv.lasting();
        try {
          await navigator.clipboard.writeText(link);
          return "Link gekopieerd";
        } catch (error) {
          const complete = bv.drawn === location.search;
          history.replaceState(history.state, "", link); // with the version, to be copied from there
          if (complete) bv.drawn = location.search;
          return "Kopieer de link uit de adresbalk";
        }
      },
      keepHome: function (clicks) {
        if (!clicks) return window.dash_clientside.no_update;
        try {
          const params = new URLSearchParams(location.search);
          params.delete(VERSION); // a start view is always of the newest figures
          localStorage.setItem(KEPT, params.size ? "?" + params.toString().replace(/%2C/g, ",") : "?gebied=");
          return "Dit beeld opent voortaan als startbeeld";
        } catch (error) {
          return "Deze browser bewaart niets";
        }
      },
      adding: (clicks) => [clicks % 2 ? "true" : "false"],
      toggleFilters: (clicks) => (clicks % 2 ? "panel filters is-open" : "panel filters"),
    },
  });
})();
