// Streamlit makes every change of the address a step of its own. That the app adds the name of the
// visit, or of the result, to the page that was just opened is none: the back button would stop there.
const NAMES = ["visit", "result"];

function keepBackButtonShort() {
  const { pushState, replaceState } = window.history;
  window.history.pushState = function (state, unused, url) {
    const [from, to] = [new URL(window.location.href), new URL(url ?? "", window.location.href)];
    const adds = NAMES.some((name) => to.searchParams.has(name) && !from.searchParams.has(name));
    const write = adds && from.pathname === to.pathname ? replaceState : pushState;
    return write.call(this, state, unused, url);
  };
}

export default function gaitcheckBrowser() {
  if (window.history.gaitcheck) return;
  window.history.gaitcheck = true;
  keepBackButtonShort();
}
