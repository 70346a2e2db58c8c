/* Draws what does not change after it is there as plain elements: each Dash component listens to every change of the
   page, and the thousand of a long page held the browser for ten seconds. table.js makes the elements. */
(function () {
  "use strict";
  const bv = (window.bv = window.bv || {});
  const WITH_TABS = ["/", "/prioriteiten"]; // pages of which the tabs keep the selection
  let linked = ""; // address that the links of the tabs belong to

  function pressed(event, links) {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
    return event.target.closest && event.target.closest(links);
  }

  function open(href) {
    const onMain = location.pathname === "/";
    history.pushState({}, "", href);
    if (onMain && location.pathname === "/") {
      bv.hold(); // what a list that is left still does, until the answer is drawn
      bv.ask(location.search); // at once; Dash hears of it with the answer
    } else window.dispatchEvent(new CustomEvent("_dashprivate_pushstate")); // as the links of Dash do
    window.scrollTo(0, 0);
  }

  /* A link inside such a part opens another page of the app without loading everything again. */
  document.addEventListener("click", function (event) {
    const link = pressed(event, "a[data-go]");
    if (!link) return;
    event.preventDefault();
    open(link.getAttribute("href"));
  });

  /* The answer that gives the tabs their links can still be on its way; who is quicker keeps areas and period too. */
  bv.linkedTo = function (tabs, search) {
    linked = location.pathname + search;
    document.querySelectorAll("header .tabs a").forEach(function (tab, number) {
      const current = number === tabs.current;
      tab.setAttribute("href", tabs.links[number]);
      tab.classList.toggle("is-current", current);
      if (current) tab.setAttribute("aria-current", "page");
      else tab.removeAttribute("aria-current");
    });
  };
  document.addEventListener("click", function (event) {
    const link = pressed(event, "header .tabs a");
    if (!link || linked === location.pathname + location.search || !WITH_TABS.includes(location.pathname)) return;
    event.preventDefault();
    event.stopPropagation();
    const now = new URLSearchParams(location.search);
    const there = new URL(link.href);
    for (const key of link.classList.contains("has-zone") ? ["periode"] : ["gebied", "periode"]) {
      if (now.get(key)) there.searchParams.set(key, now.get(key));
      else there.searchParams.delete(key);
    }
    open(there.pathname + there.search.replace(/%2C/g, ","));
  }, true);

  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest("button[data-print]")) window.print();
  });

  function draw(id, parts) {
    const place = document.getElementById(id);
    if (place) place.replaceChildren(...(parts || []).map(bv.table.element));
    const part = parts && location.hash && document.getElementById(location.hash.slice(1));
    if (part) part.scrollIntoView(); // the browser looked for it before it was drawn
    return window.dash_clientside.no_update;
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    bvPages: {
      plan: (parts) => draw("plan", parts),
      sources: function (parts) {
        bv.drawn = location.search;
        return draw("sources", parts);
      },
      sheet: function (answer) {
        if (!answer) return window.dash_clientside.no_update;
        document.title = answer.title;
        draw("sheet", answer.parts);
        bv.drawn = answer.search;
        return window.dash_clientside.no_update;
      },
    },
  });
})();
