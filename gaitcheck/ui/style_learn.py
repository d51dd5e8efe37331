"""The look of the page Learn, on top of the style sheet that every page has."""

from __future__ import annotations

from typing import Final

# Whoever asked the system for less motion gets the still drawings: browsers do not hand that wish
# on to pictures, so the page itself chooses. A class named twice wins over Streamlit's own rules.
STYLE_LEARN: Final = """
<style>
.gc-grid + p, .gc-grid + .gc-grid { margin-top: .9rem; }
ul.gc-toc.gc-toc { display: flex; flex-wrap: wrap; gap: .5rem; list-style: none; margin: .4rem 0 0;
  padding: 0; }
.gc-toc.gc-toc li { margin: 0; }
.gc-toc a { display: inline-block; padding: .35rem .8rem; border-radius: 999px; color: inherit;
  border: 1px solid rgba(128,128,128,.45); text-decoration: none; }
.gc-toc a:hover, .gc-toc a:focus-visible { text-decoration: underline; }
.gc-small a, .gc-top a { color: inherit; }
.gc-column { display: grid; gap: 1rem; align-content: start; min-width: 0; }
.gc-text { max-width: 44rem; }
.gc-wide { grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); }
.gc-three { grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr)); }
.gc-figure { margin: 0; min-width: 0; }
.gc-figure img { display: block; width: 100%; height: auto; margin: 0 0 .5rem; }
.gc-figure figcaption { font-size: .9375rem; }
.gc-card .gc-figure-small { display: block; width: 100%; max-width: 20rem; height: auto;
  margin: 0 auto .6rem; }
.gc-moves { display: block; width: 100%; max-width: 15rem; max-height: 15rem; height: auto;
  margin: .4rem auto; }
.gc-panels.gc-rests { display: none; }
@media (prefers-reduced-motion: reduce) {
  .gc-moves { display: none; }
  .gc-panels.gc-rests { display: flex; }
}
ol.gc-steps.gc-steps { counter-reset: step; list-style: none; margin: 0; padding: 0; }
.gc-steps.gc-steps li { counter-increment: step; position: relative; margin: 0 0 .9rem;
  padding-left: 3rem; min-height: 2rem; }
.gc-steps.gc-steps li::before { content: counter(step); position: absolute; left: 0; top: 0;
  width: 2rem; height: 2rem; border-radius: 50%; display: grid; place-items: center;
  font-weight: 650; border: 1px solid rgba(128,128,128,.6); }
.gc-steps + .gc-figure { margin-top: 1.2rem; }
.gc-steps p { margin: .1rem 0 0; }
.gc-shares { display: flex; gap: 2px; height: 1rem; border-radius: .5rem; overflow: hidden;
  margin: .7rem 0; }
.gc-shares i { display: block; }
.gc-right { background: #009e73; }
.gc-unsure { background: #8d979e; }
.gc-wrong { background: #d55e00; }
dl.gc-figures.gc-figures { display: grid; gap: .6rem; margin: 0; padding: 0; }
.gc-figures div { display: grid; grid-template-columns: 5.2rem 1fr; column-gap: .8rem;
  align-items: baseline; }
.gc-figures.gc-figures dt { grid-column: 2; grid-row: 1; margin: 0; font-weight: 400; }
.gc-figures.gc-figures dd { grid-column: 1; grid-row: 1; margin: 0; font-weight: 650;
  font-size: 1.25rem; white-space: nowrap; }
.gc-figures.gc-figures dd.gc-small { grid-column: 2; grid-row: 2; font-size: .875rem;
  font-weight: 400; }
.gc-figures dt i { display: inline-block; width: .75rem; height: .75rem; border-radius: .2rem;
  margin-right: .45rem; }
dl.gc-glossary.gc-glossary { display: grid; gap: .2rem 2rem; margin: 0; padding: 0;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); }
.gc-glossary div { padding: .5rem 0; border-bottom: 1px solid rgba(128,128,128,.25); }
.gc-glossary.gc-glossary dt { font-weight: 650; margin: 0; padding: 0; }
.gc-glossary.gc-glossary dd { margin: 0; padding: 0; }
</style>
"""
