/* A link to a paragraph of /methode (/methode#spreiding) opens before the paragraph is there: the page is filled in by
   a request. So wait for the paragraph, go to it once, and mark it. */
(function () {
  "use strict";
  const WAIT_MS = 15000;

  function wanted() {
    if (location.pathname.replace(/\/+$/, "") !== "/methode" || location.hash.length < 2) return null;
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  }

  function show(target) {
    document.querySelectorAll(".is-target").forEach((element) => element.classList.remove("is-target"));
    target.classList.add("is-target");
    target.scrollIntoView();
    if (target.tabIndex === -1) target.focus({ preventScroll: true });
  }

  function seek() {
    const target = wanted();
    if (target) return show(target);
    const observer = new MutationObserver(function () {
      const found = wanted();
      if (!found) return;
      observer.disconnect();
      show(found);
      if (document.fonts) document.fonts.ready.then(() => found.scrollIntoView()); // the text may have grown
    });
    observer.observe(document.documentElement, { childList: true, subtree: true });
    setTimeout(() => observer.disconnect(), WAIT_MS);
  }

  if (location.hash) seek();
  window.addEventListener("hashchange", seek);
})();
