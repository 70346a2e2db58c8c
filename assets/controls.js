/* What the controls of the filter panel show is of the server or of the visitor. The server's answer is written only
   where it differs from what is there, and never over a choice that the visitor made meanwhile: that asks something
   newer at once (selection.js), and an answer to anything older is not written any more (answer.js). */
(function () {
  "use strict";
  const bv = (window.bv = window.bv || {});
  const CHOICE = ["id", "label", "value"]; // what makes a choice another one; the rest only how it looks
  let page = null; // element of the page that these controls are on: one that is made anew knows nothing
  let told = new Map(); // control and prop -> what the server gave it
  let leaving = null; // name of a list that the visitor takes something out of in this moment

  function thisPage() {
    const now = document.getElementById("sentence");
    if (now === page) return;
    page = now;
    told = new Map();
  }

  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

  function layoutOf(id) {
    try {
      return window.dash_component_api.getLayout(id);
    } catch (error) {
      return null; // it throws for what is no longer on the page: the visitor went on before the answer was drawn
    }
  }

  function choices(content) {
    const list = [(content && content.props && content.props.children) || []].flat();
    return list.every((one) => one.props && one.props.id) ? list : [];
  }

  /* The same choices, looking otherwise (one cannot be made now): only they hear of it. Made again as a list, the one
     that the visitor is on would be gone under the keyboard. */
  function looksOf(before, content) {
    const was = choices(before);
    const now = choices(content);
    const which = (list) => list.map((one) => CHOICE.map((key) => one.props[key]));
    if (!now.length || !same(which(was), which(now))) return null;
    return now.map((one, i) => {
      const none = Object.fromEntries(Object.keys(was[i].props).map((key) => [key, null]));
      const looks = Object.entries({ ...none, ...one.props }).filter(([key]) => !CHOICE.includes(key));
      return { id: one.props.id, props: Object.fromEntries(looks), changed: !same(was[i].props, one.props) };
    }).filter((one) => one.changed);
  }

  /* Another list, in which the choice that the visitor is on may be too. */
  async function keepPlace() {
    const at = document.activeElement;
    if (!at || !at.id || !at.closest("#filters")) return;
    for (let frame = 0; frame < 10 && at.isConnected; frame++) await new Promise(requestAnimationFrame);
    const again = !at.isConnected && document.activeElement === document.body && document.getElementById(at.id);
    if (again) again.focus({ preventScroll: true });
  }

  /* Told once per control: of two props that Dash hears of in one frame it draws only the last. */
  function write(list) {
    thisPage();
    const changes = new Map();
    const looks = [];
    for (const [id, name, value] of list || []) {
      const control = layoutOf(id);
      if (!control || (name === "value" && id.name === leaving)) continue;
      const key = JSON.stringify(id);
      const before = told.has(key + name) ? told.get(key + name) : control.props[name];
      told.set(key + name, value);
      if (same(name === "value" ? control.props.value : before, value)) continue;
      const alone = looksOf(before, value);
      if (alone) looks.push(...alone);
      else changes.set(key, { id: id, props: { ...(changes.get(key) || {}).props, [name]: value } });
    }
    if ([...changes.values()].some((one) => "children" in one.props)) keepPlace();
    for (const { id, props } of [...changes.values(), ...looks]) window.dash_clientside.set_props(id, props);
  }

  bv.controls = { leave: (name) => { leaving = name; }, write };
})();
