// What the components share: elements, icons, and one object for each place on the page.

const SPEEDS = [1 / 8, 1 / 4, 1 / 2, 1]; // of real speed
const ICONS = {
  play: "M7 4v16l13-8z",
  pause: "M6 4h4v16H6zM14 4h4v16h-4z",
  frameBack: "M16 4v16L6 12z",
  frameOn: "M8 4v16l10-8z",
};

const shown = new WeakMap();

// Show what `create` makes, anew only where `source` has changed, else brought up to date; return
// what takes it away.
function mounted(parent, source, create, update = () => {}) {
  const before = shown.get(parent);
  if (before?.source === source) update(before.made);
  else {
    before?.made.close();
    shown.set(parent, { source, made: create() });
  }
  return () => {
    shown.get(parent)?.made.close();
    shown.delete(parent);
  };
}

// Name what a button does, with an icon, its hint and its label for screen readers.
function label(button, words, path) {
  button.replaceChildren(icon(path));
  button.title = words;
  button.setAttribute("aria-label", words);
}

function iconButton(words, path, onclick) {
  const made = make("button", { type: "button", onclick });
  label(made, words, path);
  return made;
}

// The keys and what each of them does, folded.
function keysHelp(className, { keysTitle, keys }) {
  const terms = keys.flatMap(([key, what]) => [
    make("dt", { textContent: key }), make("dd", { textContent: what }),
  ]);
  const summary = make("summary", { textContent: keysTitle });
  return make("details", { className }, summary, make("dl", {}, ...terms));
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

// An element; its role and what begins with "aria-" are set as attributes, all else as properties.
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (/^(role$|aria-)/.test(name)) element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

function group(className, words) {
  return make("div", { className, role: "group", "aria-label": words });
}

function makeSvg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function icon(path) {
  const line = makeSvg("path", { d: path });
  return makeSvg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, line);
}
