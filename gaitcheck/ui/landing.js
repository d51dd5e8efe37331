// Bring the section that the address names into sight, and keep it there while the page still
// grows: Streamlit goes there once, before what stands above has its height.
const LONGEST_MS = 4000;
const landed = new WeakSet();

export default function gaitcheckLanding({ parentElement }) {
  const anchor = decodeURIComponent(window.location.hash.slice(1));
  if (!anchor || landed.has(parentElement)) return;
  landed.add(parentElement);
  const land = () => document.getElementById(anchor)?.scrollIntoView();
  const watch = new ResizeObserver(land);
  watch.observe(document.querySelector("[data-testid=stMainBlockContainer]") ?? document.body);
  const stop = () => watch.disconnect();
  // Whoever moves by hand is not pulled back.
  for (const moved of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    window.addEventListener(moved, stop, { once: true, passive: true });
  }
  window.setTimeout(stop, LONGEST_MS);
  land();
}
