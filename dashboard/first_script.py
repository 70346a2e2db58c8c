"""The script that stands in the page itself: it has to run before the scripts of Dash."""

from __future__ import annotations

FIRST_SCRIPT = """
window.bv = {};
(function () {
  const tasks = new Map();
  const channel = new MessageChannel();
  const held = [];
  const LONGEST = 250;
  let last = 0, timer = 0;
  channel.port1.onmessage = function ({ data }) {
    if (timer) { held.push(data); return; }
    const task = tasks.get(data);
    tasks.delete(data);
    if (task) task();
  };
  window.setImmediate = function (task) {
    tasks.set(++last, task);
    channel.port2.postMessage(last);
    return last;
  };
  window.clearImmediate = (id) => { tasks.delete(id); };
  bv.release = function () {
    clearTimeout(timer);
    timer = 0;
    for (const id of held.splice(0)) channel.port2.postMessage(id);
  };
  bv.hold = function () {
    clearTimeout(timer);
    timer = setTimeout(bv.release, LONGEST);
  };
})();
"""
"""`setImmediate`, by which React plans the work that may wait.

After a choice of the visitor such work of Dash and Mantine, of some thirty milliseconds, came between the answer and
the picture of it: `bv.hold` lets it wait until the answer is drawn (`bv.release`), and never longer than a moment
(LONGEST, in milliseconds).
"""
