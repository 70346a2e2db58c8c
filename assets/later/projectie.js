/* Steps through the slides of the meeting mode (dashboard/projection). Everything is on the page already: after it was
   opened, the server is asked nothing, except when somebody leaves it. */
(function () {
  "use strict";
  const slides = Array.from(document.querySelectorAll(".slide"));
  const help = document.getElementById("help");
  const hint = document.getElementById("hint");
  const notes = document.getElementById("notes");
  const COLOURS = JSON.parse(document.body.dataset.colours);
  const USUAL = Number(document.body.dataset.usual); // seconds, for who did not say how many
  const asked_s = Number(document.body.dataset.every || 0);
  let every = asked_s * 1000;
  const FEW = 6000; // milliseconds that the hint stays
  const LONG = 20000; // and the help
  let now = 0;
  let timer = 0;
  const BRIEF = 4000; // and what a key did
  let closing = 0;
  let silent = 0;

  function show(number, byItself) {
    const next = byItself ? (number + slides.length) % slides.length : Math.min(Math.max(number, 0), slides.length - 1);
    slides.forEach((slide, i) => { slide.hidden = i !== next; });
    if (next !== now) { notes.hidden = true; window.scrollTo(0, 0); }
    now = next;
    remember();
    again();
  }

  /* The address says what is on the wall, so that a reload or a copied link shows the same. Only the part that changes is
     written anew: the rest stays as readable as it was. */
  function remember(key, value) {
    let search = location.search;
    if (key) {
      const kept = search.slice(1).split("&").filter((part) => part && part.split("=")[0] !== key);
      if (value) kept.push(key + "=" + value);
      search = kept.length ? "?" + kept.join("&") : "";
    }
    history.replaceState(null, "", location.pathname + search + (now ? "#" + (now + 1) : ""));
  }

  function nextColour() {
    const keys = Object.keys(COLOURS);
    const here = keys[(keys.indexOf(document.body.className) + 1) % keys.length];
    document.body.className = here;
    remember("kleur", here);
    tell("Kleuren: " + COLOURS[here].toLowerCase() + ".", BRIEF);
  }

  function advance() {
    every = every ? 0 : (asked_s || USUAL) * 1000;
    remember("elke", every / 1000);
    again();
    tell(every ? "De dia's bladeren vanzelf, om de " + every / 1000 + " seconden." : "De dia's bladeren niet meer vanzelf.", BRIEF);
  }

  function again() {
    window.clearInterval(timer);
    if (every) timer = window.setInterval(() => show(now + 1, true), every);
  }

  function toggleHelp(open) {
    help.hidden = !open;
    window.clearTimeout(closing);
    if (open) closing = window.setTimeout(() => toggleHelp(false), LONG);
  }

  function tell(text, brief) {
    window.clearTimeout(silent);
    if (brief) silent = window.setTimeout(() => { notes.hidden = true; }, brief);
    const line = document.createElement("p");
    line.textContent = text;
    notes.replaceChildren(line);
    notes.hidden = false;
  }

  function fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch(() => tell("Deze browser staat geen volledig scherm toe. Probeer F11."));
  }

  /* Away from the slides only when there is something to go to: they cannot be loaded again without the server. */
  async function leave() {
    const back = slides[now].dataset.back;
    try {
      const answer = await fetch(back, { method: "HEAD", cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      location.href = back;
    } catch (error) {
      tell("De server antwoordt niet. De dia's blijven hier staan en werken verder.");
    }
  }

  const KEYS = {
    ArrowRight: () => show(now + 1), ArrowDown: () => show(now + 1), PageDown: () => show(now + 1), " ": () => show(now + 1),
    ArrowLeft: () => show(now - 1), ArrowUp: () => show(now - 1), PageUp: () => show(now - 1), Backspace: () => show(now - 1),
    Home: () => show(0), End: () => show(slides.length - 1), f: fullScreen, F: fullScreen,
    c: nextColour, C: nextColour, a: advance, A: advance,
  };

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    hint.hidden = true;
    if (event.key === "?") return toggleHelp(help.hidden);
    const wasOpen = !help.hidden;
    toggleHelp(false);
    if (event.key === "Escape") {
      if (wasOpen) return;
      if (document.fullscreenElement) document.exitFullscreen();
      else leave();
      return;
    }
    const step = event.key === " " && event.shiftKey ? KEYS.ArrowLeft : KEYS[event.key];
    if (!step) return;
    event.preventDefault();
    step();
  });

  /* A finger or the mouse: the right half is the next slide, the left half the one before; a swipe goes with it. */
  let down = null;
  document.addEventListener("pointerdown", (event) => { down = { x: event.clientX, y: event.clientY }; });
  document.addEventListener("pointercancel", () => { down = null; }); // the page scrolls
  document.addEventListener("pointerup", function (event) {
    if (!down || event.button > 0) return;
    const dx = event.clientX - down.x;
    const dy = event.clientY - down.y;
    down = null;
    hint.hidden = true;
    if (!help.hidden) return toggleHelp(false);
    if (Math.abs(dx) > 50 && Math.abs(dx) > Math.abs(dy)) return show(now + (dx < 0 ? 1 : -1));
    if (Math.hypot(dx, dy) > 10 || String(window.getSelection())) return;
    show(now + (event.clientX > window.innerWidth / 2 ? 1 : -1));
  });

  const asked = Number(location.hash.slice(1));
  show(Number.isInteger(asked) && asked > 0 ? asked - 1 : 0);
  window.setTimeout(() => { hint.hidden = true; }, FEW);
  document.documentElement.dataset.ready = "1";
})();
