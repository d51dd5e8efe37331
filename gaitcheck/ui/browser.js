// Streamlit makes every change of the address a step of its own. That the app adds the name of the
// visit, or of the result, to the page that was just opened is none: the back button would stop there.
const NAMES = ["visit", "result"];
// A page whose contents are missing for so many looks, while nothing runs, is asked for again.
const LOOK_MS = 400;
const EMPTY_LOOKS = 2;
// A page of which nothing is left at all is loaded again, but not more often than this.
const RELOAD_MS = 10_000;
const RELOADED = "gaitcheck-reloaded";
const CONTENTS = ".st-key-gc-page [data-testid='stElementContainer']";

let askAgain = () => {};

function keepBackButtonShort() {
  const { pushState, replaceState } = window.history;
  window.history.pushState = function (state, unused, url) {
    const [from, to] = [new URL(window.location.href), new URL(url ?? "", window.location.href)];
    const adds = NAMES.some((name) => to.searchParams.has(name) && !from.searchParams.has(name));
    const write = adds && from.pathname === to.pathname ? replaceState : pushState;
    return write.call(this, state, unused, url);
  };
}

function mendEmptyPages() {
  let [empty, gone] = [0, 0];
  window.setInterval(() => {
    const app = document.querySelector("[data-testid='stApp']");
    gone = app ? 0 : gone + 1;
    if (gone >= EMPTY_LOOKS) loadAgain();
    const rests = app?.dataset.testScriptState === "notRunning";
    empty = rests && !document.querySelector(CONTENTS) ? empty + 1 : 0;
    if (empty < EMPTY_LOOKS) return;
    empty = 0;
    askAgain();
  }, LOOK_MS);
}

function loadAgain() {
  const last = Number(window.sessionStorage.getItem(RELOADED));
  if (Date.now() - last < RELOAD_MS) return;
  window.sessionStorage.setItem(RELOADED, String(Date.now()));
  window.location.reload();
}

export default function gaitcheckBrowser({ setTriggerValue }) {
  askAgain = () => setTriggerValue("again", true);
  if (window.history.gaitcheck) return;
  window.history.gaitcheck = true;
  keepBackButtonShort();
  mendEmptyPages();
}
