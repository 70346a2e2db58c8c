/* Fills for areas without a value: hatched (no figures), dotted (suppressed), pale (no denominator). */
document.addEventListener("DOMContentLoaded", function () {
  const holder = document.createElement("div");
  holder.setAttribute("aria-hidden", "true");
  holder.style.cssText = "position:absolute;width:0;height:0;overflow:hidden";
  holder.innerHTML =
    '<svg width="0" height="0"><defs>' +
    '<pattern id="bv-missing" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/><rect width="2" height="6" fill="#c8ccce"/></pattern>' +
    '<pattern id="bv-suppressed" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#fff"/><circle cx="3" cy="3" r="1.2" fill="#91999d"/></pattern>' +
    '<pattern id="bv-none" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#e9ebeb"/></pattern>' +
    "</defs></svg>";
  document.body.appendChild(holder);
});
