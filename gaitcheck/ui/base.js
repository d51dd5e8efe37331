// What the components share: elements, icons, and one object for each place on the page.

const SPEEDS = [1 / 8, 1 / 4, 1 / 2, 1]; // of real speed
const ICONS = {
  play: "M7 4v16l13-8z",
  pause: "M6 4h4v16H6zM14 4h4v16h-4z",
  frameBack: "M16 4v16L6 12z",
  frameOn: "M8 4v16l10-8z",
};

const shown = new WeakMap();

// Show what `create` makes, anew only where `source` has changed; return what takes it away.
function mounted(parent, source, create) {
  if (shown.get(parent)?.source !== source) {
    shown.get(parent)?.made.close();
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

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}
