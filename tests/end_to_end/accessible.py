"""A page against WCAG 2.1 AA with axe-core, light on a desktop and dark on a phone."""

from __future__ import annotations

from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from tests.end_to_end.browser import DESKTOP, PHONE, TOO_WIDE, Scheme
from tests.end_to_end.results import settle

RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
# What another size or colour scheme may break; the rest depends on its elements alone.
LOOKS: Final = ["color-contrast", "link-in-text-block", "scrollable-region-focusable"]
NOT_OURS: Final = {
    # Streamlit's upload area is "presentation" and has a name; the button inside works by itself.
    ("presentation-role-conflict", "stFileUploaderDropzone"),
}
# Colours do not depend on the width, nor the layout on the colours: two of four pairs see it all.
SCREENS: Final[tuple[tuple[Scheme, ViewportSize, list[str]], ...]] = (
    ("dark", PHONE, LOOKS),
    ("light", DESKTOP, RULES),
)
AXE: Final = Axe().axe_script
CHECK: Final = "([part, options]) => axe.run(part, options).then(found => found.violations)"
IS_DARK: Final = """
() => {
  const colour = getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor;
  return colour.match(/\\d+/g).slice(0, 3).every(part => part < 128) ? "dark" : "light";
}
"""


def violations(page: Page, rules: list[str], part: str) -> list[str]:
    """Return what axe finds in a part of the page by some rules, each fault on a line."""
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(CHECK, [part, options])
    return [
        f"{rule['id']}: {node['html'][:200]} ({rule['help']})"
        for rule in found
        for node in rule["nodes"]
        if not any(rule["id"] == name and mark in node["html"] for name, mark in NOT_OURS)
    ]


def assert_clean(page: Page, part: str = "html") -> None:
    """Check the page, or a part, as it is: what is scrolled out of sight has no colours for axe.

    It begins with the colours that the page has, for it is drawn anew with others, and ends with
    the other ones.
    """
    shown = page.evaluate(IS_DARK)
    for scheme, size, rules in sorted(SCREENS, key=lambda screen: screen[0] != shown):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        page.wait_for_function(f"({IS_DARK})() === '{scheme}'")
        settle(page)
        assert not page.evaluate(TOO_WIDE)
        high = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        page.set_viewport_size(ViewportSize(width=size["width"], height=int(high) + 100))
        settle(page)
        assert violations(page, rules, part) == [], scheme
        page.set_viewport_size(size)
