/* The search box of every page: a combobox (WAI-ARIA) whose list comes from the server (dashboard/search_route.py).
   Enter opens the map, Shift+Enter the sheet; beside each hit stands a link to its sheet, for mouse and finger. */
(function () {
  "use strict";
  const EMPTY = { hits: [], sentence: "" };
  let found = EMPTY;
  let active = -1;
  let asked = 0; // number of the newest question
  let waiting = null; // Enter came before the answer
  let note = ""; // what is said on the page that the visitor went to

  const input = () => document.getElementById("search-text");
  const list = () => document.getElementById("search-list");
  const box = () => document.getElementById("search-found");

  function make(kind, attributes, children) {
    const made = document.createElement(kind);
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    made.append(...(children || []));
    return made;
  }

  function place() {
    const holder = document.getElementById("search");
    if (holder && !input()) {
      holder.replaceChildren(
        make("input", {
          id: "search-text", type: "search", role: "combobox", autocomplete: "off", spellcheck: "false", maxlength: "80",
          placeholder: "Zoek een plek ( / )", "aria-label": "Zoek een wijk, buurt, zone of plaats", "aria-expanded": "false",
          "aria-controls": "search-list", "aria-autocomplete": "list", "aria-keyshortcuts": "/",
        }),
        make("div", { id: "search-found", class: "search-found", hidden: "" }, [
          make("ul", { id: "search-list", role: "listbox", "aria-label": "Gevonden plekken" }),
          make("div", { id: "search-sheets", class: "search-sheets" }),
          make("p", { id: "search-help", class: "search-help" }),
        ]),
        make("span", { id: "search-said", class: "toast", role: "status" }),
      );
    }
    if (holder && note) say(note);
    note = "";
    return window.dash_clientside.no_update;
  }

  function say(text) {
    const said = document.getElementById("search-said");
    if (!said) return;
    said.textContent = text;
    setTimeout(() => { if (said.textContent === text) said.textContent = ""; }, 8000);
  }

  function draw() {
    const open = found !== EMPTY;
    box().hidden = !open;
    list().hidden = !found.hits.length;
    input().setAttribute("aria-expanded", String(open && found.hits.length > 0));
    list().replaceChildren(...found.hits.map((hit, i) =>
      make("li", { id: "search-hit-" + i, role: "option", "aria-selected": String(i === active) }, [
        make("span", { class: "search-name" }, [hit.name]), make("span", { class: "search-about" }, [hit.about]),
      ])));
    document.getElementById("search-sheets").replaceChildren(...found.hits.map((hit) =>
      make("a", { href: address(hit, true), "aria-label": "Fiche van " + hit.name }, ["fiche"])));
    document.getElementById("search-help").textContent =
      found.sentence || (found.hits.length ? "Enter: op de kaart. Shift + Enter: de fiche." : "");
    if (active >= 0) input().setAttribute("aria-activedescendant", "search-hit-" + active);
    else input().removeAttribute("aria-activedescendant");
    const current = document.getElementById("search-hit-" + active);
    if (current) current.scrollIntoView({ block: "nearest" });
    say(found.sentence || "");
    document.getElementById("search-said").classList.toggle("only-read", Boolean(found.sentence));
  }

  function close() {
    found = EMPTY;
    active = -1;
    waiting = null;
    asked += 1;
    if (box()) draw();
  }

  async function ask(text) {
    const mine = (asked += 1);
    if (!text.trim()) return close();
    let answer;
    try {
      const response = await fetch("/zoek?" + new URLSearchParams({ q: text }));
      if (!response.ok) throw new Error(String(response.status));
      answer = await response.json();
    } catch (error) {
      answer = { hits: [], sentence: "Zoeken lukt nu niet: de server antwoordt niet. Probeer het straks opnieuw." };
    }
    if (mine !== asked || !input()) return; // the visitor typed on, or went on
    found = answer;
    active = -1;
    draw();
    if (waiting !== null && found.hits.length) go(found.hits[0], waiting);
    waiting = null;
  }

  /* What is kept of the view: everything on the map, on the sheet the period and what it is compared with. */
  function address(hit, sheet) {
    const here = location.pathname;
    const now = new URLSearchParams(here === "/" || here === "/prioriteiten" || here.startsWith("/buurt/") ? location.search : "");
    const params = new URLSearchParams();
    for (const [key, value] of now) {
      if (here === "/" && !sheet) params.set(key, value);
      else if (key === "periode" || key === "vergelijk") params.set(key, value);
    }
    if (!sheet) {
      params.delete("gebied");
      if (hit.area) params.set("gebied", hit.area);
      if (hit.level) params.set("niveau", hit.level);
    }
    const search = params.toString() ? "?" + params.toString().replace(/%2C/g, ",") : "";
    return (sheet ? hit.sheet : "/") + (search || (sheet ? "" : "?gebied=")); // a bare / opens the start view
  }

  function go(hit, sheet) {
    const href = address(hit, sheet);
    const stays = !sheet && location.pathname === "/";
    input().value = "";
    close();
    input().blur();
    if (stays) {
      window.bv.go(Object.assign({ gebied: hit.area }, hit.level ? { niveau: hit.level } : {}));
      say(hit.note);
      return;
    }
    note = hit.note;
    history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate")); // as the links of Dash do
    window.scrollTo(0, 0);
  }

  document.addEventListener("input", (event) => {
    if (event.target.id === "search-text") ask(event.target.value);
  });

  document.addEventListener("keydown", function (event) {
    const target = event.target;
    if (target.id !== "search-text") {
      const typing = target.closest && target.closest("input,textarea,select,[contenteditable=true]");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && input()) {
        event.preventDefault();
        input().focus();
        input().select();
      } else if (event.key === "Escape" && box() && box().contains(target)) {
        close();
        input().focus();
      }
      return;
    }
    const many = found.hits.length;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && many) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      active = active < 0 ? (step > 0 ? 0 : many - 1) : (active + step + many) % many;
      draw();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (many) go(found.hits[Math.max(active, 0)], event.shiftKey);
      else if (target.value.trim() && found === EMPTY) waiting = event.shiftKey;
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (found === EMPTY) target.value = "";
      close();
    }
  });

  document.addEventListener("click", function (event) {
    const option = event.target.closest && event.target.closest("#search-list [role=option]");
    const sheet = event.target.closest && event.target.closest("#search-sheets a");
    if (option) go(found.hits[Array.from(list().children).indexOf(option)], false);
    else if (sheet && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      go(found.hits[Array.from(sheet.parentNode.children).indexOf(sheet)], true);
    } else if (found !== EMPTY && !(event.target.closest && event.target.closest("#search"))) close();
  });

  document.addEventListener("focusout", function (event) {
    const to = event.relatedTarget;
    if (found !== EMPTY && to && document.getElementById("search") && !document.getElementById("search").contains(to)) close();
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, { bvSearch: { place: place } });
})();
