/* A press elsewhere leaves the box of a list. Mantine closes that list and empties its box, and Dash hears of both: two or
   three times all of it is drawn anew, for thirty to a hundred milliseconds, before the press itself is heard. So the
   list goes out of sight at once, and they hear of it when what the press asks is on screen, or at once when it asks
   nothing. Leaving by the keyboard is told as ever. */
(function () {
  "use strict";
  const bv = (window.bv = window.bv || {});
  const BOX = "#board .mantine-Select-root input,#board .mantine-MultiSelect-root input";
  const PRESSED = "#filters label,#filters [type=radio],#filters [type=checkbox],.tabs a"; // hear nothing of a button that goes down
  let box = null; // that had the focus when the press began
  let left = null; // box whose leaving is still to be told
  let list = null; // what tells one that is out of sight

  const closest = (event, what) => event.target.closest && event.target.closest(what);

  /* Out of sight at once. Gives what is to be called when Mantine has heard of it: if it is still open then, it shows. */
  bv.putAway = function (within) {
    const open = within && within.closest(".mantine-Popover-dropdown");
    if (!open) return null;
    open.style.visibility = "hidden";
    return () => requestAnimationFrame(() => { open.style.visibility = ""; });
  };

  function tell() {
    const told = left;
    const heard = list;
    left = list = null;
    if (told && told.isConnected && document.activeElement !== told) told.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    if (heard) heard();
  }

  window.addEventListener("mousedown", function (event) {
    tell();
    const now = document.activeElement;
    const ours = event.button === 0 && closest(event, "#board,.tabs") && now && now.matches(BOX);
    box = ours && !now.closest(".mantine-InputWrapper-root").contains(event.target) ? now : null;
    if (!box || !closest(event, PRESSED)) return;
    event.stopPropagation(); // by it Mantine would close the list
    list = bv.putAway(document.getElementById(box.getAttribute("aria-controls")));
  }, true);

  window.addEventListener("focusout", function (event) {
    if (!box || event.target !== box) return;
    event.stopPropagation();
    left = box;
  }, true);

  /* The click comes in the same moment as this; what it asks holds up what is planned after it (bv.hold). */
  window.addEventListener("mouseup", function () {
    box = null;
    if (left || list) setTimeout(() => setImmediate(tell), 0);
  }, true);
  window.addEventListener("keydown", tell, true);
})();
