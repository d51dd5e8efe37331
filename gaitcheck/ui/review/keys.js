// What each key does at the desk; they count while the desk has the focus.

const STRIKE_KEYS = { h: "heel", m: "midfoot", t: "toe" };
const TOOL_KEYS = { c: "contact", s: "sole", x: "not_a_contact", n: "note", g: "forget", a: "add" };
const TURN = { ArrowLeft: -1, ArrowRight: 1 };
const FINE_PX = 0.5; // pixels of the clip for each press of an arrow key
const COARSE_PX = 4;

// Returns what a key does while the line of the sole is set; nothing for others.
function soleKey(desk, { key, shiftKey }) {
  const by = shiftKey ? COARSE_PX : FINE_PX;
  const ways = {
    ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by],
  };
  if (ways[key]) {
    return () => {
      desk.setter.move(...ways[key]);
      desk.render();
    };
  }
  if (key === "Enter") return () => desk.fixSole();
  if (key !== "Escape") return null;
  return () => {
    desk.setter = null;
    desk.say("");
    desk.render();
  };
}

function plainKey(desk, event) {
  const { key, shiftKey, ctrlKey, target } = event;
  const whole = desk.mode === "review";
  if (ctrlKey) return key === "z" ? () => desk.act("undo") : null;
  if (TURN[key]) {
    if (!shiftKey) return () => desk.show(desk.shown + TURN[key]);
    return whole ? () => desk.nudge(TURN[key]) : null;
  }
  if (key === "Enter") {
    // On a button Enter presses it, but on a step or a picture there is nothing more to press.
    const presses = ["BUTTON", "SUMMARY"].includes(target.tagName);
    const own = desk.list.contains(target) || desk.strip.contains(target);
    return whole && (!presses || own) ? () => desk.act("confirm") : null;
  }
  const keys = {
    ArrowUp: () => desk.go(desk.at - 1),
    ArrowDown: () => desk.go(desk.at + 1),
    k: () => desk.go(desk.at - 1),
    j: () => desk.go(desk.at + 1),
    u: () => desk.act("undo"),
  };
  const letter = key.length === 1 ? key.toLowerCase() : key;
  if (STRIKE_KEYS[letter]) return () => desk.label(STRIKE_KEYS[letter]);
  if (whole && TOOL_KEYS[letter]) return () => desk.act(TOOL_KEYS[letter]);
  return keys[letter];
}
