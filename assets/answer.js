/* Puts the answer of the server on the page (dashboard/callbacks/draw.py): first what the visitor looks at, in the
   next frames the rest. Only what differs is touched, and words and tables become plain elements: as outputs of a
   callback all of it was made again at every change. */
(function () {
  "use strict";
  const bv = (window.bv = window.bv || {});
  const inside = new WeakMap(); // place on the page -> what is in it, as text
  const PATIENCE = 3000; // milliseconds
  let turn = 0;

  function differs(place, content) {
    const text = JSON.stringify(content);
    if (inside.get(place) === text) return false;
    inside.set(place, text);
    return true;
  }

  function write(parts) {
    for (const [id, content] of Object.entries(parts || {})) {
      const place = document.getElementById(id);
      if (place && differs(place, content)) place.replaceChildren(...[content].flat().map(bv.table.element));
    }
  }

  function classes(names) {
    for (const [id, name] of Object.entries(names || {})) {
      const place = document.getElementById(id);
      if (!place || place.className === name) continue;
      place.className = name;
      bv.labels.arrange(); // names of a level that was not shown had no size to be arranged by
    }
  }

  function chart(id, figure) {
    const place = document.getElementById(id);
    if (!place) return;
    if (!differs(place, figure)) {
      place.dataset.kept = String(turn); // it shows this answer already
      return;
    }
    bv.charts.draw(place, figure);
  }

  function layoutOf(id) {
    try {
      return window.dash_component_api.getLayout(id);
    } catch (error) {
      return null; // it throws for what is no longer on the page: the visitor went on before the answer was drawn
    }
  }

  /* What a control shows can be of the server or of the visitor: it is asked, not remembered. */
  function controls(list) {
    for (const [id, name, value] of list || []) {
      const control = layoutOf(id);
      if (!control || JSON.stringify(control.props[name]) === JSON.stringify(value)) continue;
      window.dash_clientside.set_props(id, { [name]: value });
    }
  }

  function pause() {
    return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
  }

  /* The visitor went on: what was still to be drawn makes room for the answer that is on its way, if it comes. */
  async function makeRoom(asked, mine) {
    const until = performance.now() + PATIENCE;
    while (location.search !== asked && mine === turn && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async function later(answer) {
    const mine = turn;
    const asked = location.search;
    const steps = [
      () => controls(answer.controls),
      () => write(answer.words_later),
      () => answer.table && bv.table.draw(answer.table),
      () => {
        controls(answer.controls_later);
        bv.linkedTo(asked);
      },
      ...Object.entries(answer.charts_later || {}).map(([id, figure]) => () => chart(id, figure)),
      () => bv.when.show(answer.when),
    ];
    await pause();
    for (const step of steps) {
      await pause();
      await makeRoom(asked, mine);
      if (mine !== turn) return; // a newer answer is there
      step();
    }
    bv.drawn = asked; // all of it is on the page: a picture of it can be made
  }

  bv.show = function (answer) {
    if (!answer) return;
    turn += 1;
    bv.when.wait(answer.when);
    if (answer.effective) bv.keep(answer.effective);
    classes(answer.classes);
    if (answer.paint) bv.map.apply(answer.paint);
    if (answer.overlays) bv.overlays.show(answer.overlays);
    for (const [id, figure] of Object.entries(answer.charts || {})) chart(id, figure);
    write(answer.words);
    later(answer);
  };
})();
