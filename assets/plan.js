/* The filters of the page with the plan write the URL; the server answers it (selection.js does the main page). */
(function () {
  "use strict";
  const NAMES = ["areas", "period", "from", "until", "reference", "options"];

  function same(a, b) {
    return String(a || "") === String(b || "");
  }

  /* What the server itself set is no change, so compare with what it says that it set. */
  function changed(values, effective) {
    const changes = {};
    NAMES.forEach(function (name, i) {
      const value = values[i];
      if (value === undefined || value === null || same(value, effective.values[name])) return;
      if (name === "from" || name === "until") {
        let from = name === "from" ? value : effective.values.from;
        let until = name === "until" ? value : effective.values.until;
        if (!from || !until) return;
        if (from > until) { if (name === "from") until = from; else from = until; }
        changes.periode = from + "_" + until;
      } else {
        changes[effective.keys[name]] = Array.isArray(value) ? value.join(",") : value;
      }
    });
    return changes;
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    bvPlan: {
      keep: function (effective) {
        if (effective) {
          document.title = effective.title;
          window.bv.drawn = effective.search;
          if (effective.tabs) window.bv.linkedTo(effective.tabs, location.search);
          document.documentElement.dataset.ready = "1";
        }
        return window.dash_clientside.no_update;
      },
      filter: function () {
        const values = Array.from(arguments);
        const effective = values.pop();
        if (effective) {
          const changes = changed(values, effective);
          if (Object.keys(changes).length) window.bv.go(changes);
        }
        return window.dash_clientside.no_update;
      },
    },
  });
})();
