/* Charts, drawn by plotly itself. It is by far the largest script of the page, so it is fetched when the first answer
   is there and run when the map is painted: until then it would only keep the map waiting. A chart that is on the page
   is drawn anew past Dash, which would tell all its components first. */
(function () {
  "use strict";
  const bv = (window.bv = window.bv || {});
  const SCRIPT = "/_dash-component-suites/plotly/package_data/plotly.min.js";
  const PATIENCE = 3000; // milliseconds that a chart waits for the map at most
  const wanted = new WeakMap(); // place -> the newest figure
  let library = null;

  function preload() {
    const link = document.createElement("link");
    Object.assign(link, { rel: "preload", as: "script", href: SCRIPT });
    document.head.append(link);
  }

  function mapPainted() {
    const frame = document.getElementById("map-frame");
    return new Promise(function (resolve) {
      if (!frame || frame.dataset.shapes) { resolve(); return; }
      const watch = new MutationObserver(() => { if (frame.dataset.shapes) done(); });
      const timer = setTimeout(done, PATIENCE);
      function done() {
        watch.disconnect();
        clearTimeout(timer);
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      }
      watch.observe(frame, { attributes: true, attributeFilter: ["data-shapes"] });
    });
  }

  function run() {
    return new Promise(function (resolve, reject) {
      const script = document.createElement("script");
      Object.assign(script, { src: SCRIPT, onload: () => resolve(window.Plotly) });
      script.onerror = function () {
        script.remove();
        library = null; // the next chart tries again
        reject(new Error("De grafieken konden niet geladen worden."));
      };
      document.head.append(script);
    });
  }

  function get() {
    if (!library) {
      preload();
      library = mapPainted().then(run);
    }
    return library;
  }

  /* A chart has hundreds of marks, and the browser goes through all that are painted at every change of the page: what is
     far from view is not painted. */
  const near = new IntersectionObserver(
    (seen) => { for (const { target, isIntersecting } of seen) target.classList.toggle("is-away", !isIntersecting); },
    { rootMargin: "50%", scrollMargin: "600px" },
  );

  function drawNow(place, figure) {
    const fresh = !place.firstElementChild;
    if (fresh) near.observe(place);
    const chart = place.firstElementChild || place.appendChild(document.createElement("div"));
    chart.style.height = "100%";
    const layout = Object.assign({ autosize: true }, figure.layout);
    if (!fresh) return window.Plotly.react(chart, figure.data, layout); // with its options again it would compare those too
    const drawn = window.Plotly.newPlot(chart, figure.data, layout, JSON.parse(place.dataset.config));
    chart.on("plotly_click", (event) => bv.point(event));
    return drawn;
  }

  bv.charts = {
    library: get,
    /* Once every chart that was asked is drawn, or cannot be. */
    settled: () => (library || Promise.resolve()).catch(() => null),
    draw: function (place, figure) {
      wanted.set(place, figure);
      if (window.Plotly) { drawNow(place, figure); return; }
      get().then(
        () => { if (wanted.get(place) === figure && place.isConnected) drawNow(place, figure); },
        (error) => { place.textContent = error.message; },
      );
    },
  };
})();
