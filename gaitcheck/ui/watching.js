// The bar asks the server itself how far things are. Streamlit is asked to draw the page anew only
// where the state has changed and nothing else is under way, once: so it never answers for a page
// that was left.
const LOOK_MS = 700;
// Asked for in vain, for instance because the connection broke: once more after so long.
const ASK_AGAIN_MS = 5000;
// When any bar asked last. They share the page: a second question, before the first has been answered,
// would call the page back that Streamlit is just leaving.
let asked = -ASK_AGAIN_MS;

export default function gaitcheckWatching({ parentElement, data, setTriggerValue }) {
  const ask = (state) => setTriggerValue("changed", state);
  const create = () => new Bar(parentElement, data, ask);
  return mounted(parentElement, "bar", create, (bar) => bar.drawn(data, ask));
}

class Bar {
  constructor(parent, data, ask) {
    this.words = make("div");
    this.done = make("div");
    this.bar = make("div", { role: "progressbar" }, this.done);
    this.root = make("div", { className: "gcw" }, this.words, this.bar);
    parent.append(this.root);
    this.drawn(data, ask);
    this.timer = window.setTimeout(() => this.look(), LOOK_MS);
  }

  drawn(data, ask) {
    // What the page was drawn with; a later answer may have been shown meanwhile.
    if (this.state !== undefined && data.state !== this.state) asked = -ASK_AGAIN_MS;
    [this.address, this.state, this.ask] = [data.address, data.state, ask];
    this.show(data);
  }

  show({ share, words }) {
    const percent = Math.round(100 * Math.min(Math.max(share, 0), 1));
    this.words.textContent = words;
    this.done.style.width = `${percent}%`;
    this.bar.setAttribute("aria-valuenow", percent);
    this.bar.setAttribute("aria-label", words);
  }

  async look() {
    const seen = await this.fetch();
    if (this.closed) return;
    if (seen?.words !== undefined && seen.state === this.state) this.show(seen);
    if (seen && seen.state !== this.state) this.askForPage(seen.state);
    this.timer = window.setTimeout(() => this.look(), LOOK_MS);
  }

  // What the server says; a state of its own where it knows nothing of this any more, and nothing
  // where it cannot be reached.
  async fetch() {
    try {
      const answer = await window.fetch(this.address, { cache: "no-store" });
      if (answer.ok) return await answer.json();
      return answer.status === 404 ? { state: "gone" } : null;
    } catch {
      return null;
    }
  }

  askForPage(state) {
    const app = document.querySelector("[data-testid='stApp']");
    if (app?.dataset.testScriptState !== "notRunning") return;
    if (performance.now() - asked < ASK_AGAIN_MS) return;
    asked = performance.now();
    this.ask(state);
  }

  close() {
    // The page has been drawn anew.
    asked = -ASK_AGAIN_MS;
    this.closed = true;
    window.clearTimeout(this.timer);
    this.root.remove();
  }
}
