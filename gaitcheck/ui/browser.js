// Streamlit makes every change of the address a step of its own. That the app adds the name of the
// visit, or of the result, to the page that was just opened is none: the back button would stop there.
const NAMES = ["visit", "result"];
// A page whose contents are missing for so many looks, while nothing runs, is asked for again.
const LOOK_MS = 400;
const EMPTY_LOOKS = 2;
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
  let empty = 0;
  window.setInterval(() => {
    const app = document.querySelector("[data-testid='stApp']");
    const rests = app?.dataset.testScriptState === "notRunning";
    empty = rests && !document.querySelector(CONTENTS) ? empty + 1 : 0;
    if (empty < EMPTY_LOOKS) return;
    empty = 0;
    askAgain();
  }, LOOK_MS);
}

export default function gaitcheckBrowser({ setTriggerValue }) {
  askAgain = () => setTriggerValue("again", true);
  if (window.history.gaitcheck) return;
  window.history.gaitcheck = true;
  keepBackButtonShort();
  mendEmptyPages();
}
