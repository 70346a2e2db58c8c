/* A person holds the button of the mouse for some eighty milliseconds, and what a press asks is known when it goes down:
   the server answers meanwhile, and the page shows it when the button is let go, as ever. A press that is taken back is
   forgotten. Not for a finger: that begins a scroll in the same way. */
(function () {
  "use strict";
  const bv = (window.bv = window.bv || {});
  const FAR = 4; // pixels, after which it is taken back
  const LATE = 300; // milliseconds after the button, within which its click comes
  let from = null; // where the press began
  let timer = 0;

  window.addEventListener("pointerdown", function (event) {
    clearTimeout(timer);
    bv.forget();
    from = null;
    if (location.pathname !== "/" || event.pointerType !== "mouse" || event.button || !event.target.closest) return;
    const search = bv.wouldAsk(event);
    if (search === null) return;
    from = { x: event.clientX, y: event.clientY };
    bv.foresee(search);
  }, true);

  window.addEventListener("pointermove", function (event) {
    if (!from || Math.hypot(event.clientX - from.x, event.clientY - from.y) <= FAR) return;
    from = null;
    bv.forget();
  }, { capture: true, passive: true });

  for (const kind of ["pointerup", "pointercancel"]) {
    window.addEventListener(kind, function () {
      if (from) timer = setTimeout(bv.forget, LATE);
      from = null;
    }, true);
  }
})();
