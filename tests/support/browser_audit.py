"""What every screen must keep: nothing beyond the edge, targets that a thumb hits, names for all, one language.

Each look gives a list of findings in words; an empty list is what is wanted.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Page

from desk import places
from desk.screens import SETTLED

AXE = places.ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
TARGET = 44
"""Pixels, each way, that a control takes presses on."""

_OVERFLOW = """() => {
  const wide = document.documentElement.clientWidth;
  const past = document.documentElement.scrollWidth - wide;
  if (past <= 0) return [];
  const named = (node) => `${node.nodeName.toLowerCase()}.${node.className?.baseVal ?? node.className}`;
  const out = [...document.body.querySelectorAll("*")].filter((node) => {
    const { left, right, width } = node.getBoundingClientRect();
    return width > 0 && (right > wide + 1 || left < -1) && getComputedStyle(node).position !== "fixed";
  });
  return [`${past} px wider than the screen: ${out.slice(0, 4).map(named).join(", ")}`];
}"""

_TARGETS = """(least) => {
  const kinds = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab],"
    + "[role=switch], [role=option], [role=menuitem], [role=slider], [tabindex='0']";
  const start = scrollY;
  const fieldOf = (node) =>
    node.matches("input") && node.labels?.length && /checkbox|radio|file/.test(node.type) ? node.labels[0] : node;
  const large = (node) => {
    const field = fieldOf(node);
    let box = field.getBoundingClientRect();
    const high = box.height >= least - 0.5;
    const wide = box.width >= least - 0.5;
    if (wide && high) return true;
    field.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    box = field.getBoundingClientRect();
    const x = box.left + box.width / 2;
    const y = box.top + box.height / 2;
    const reach = least / 2 - 1;
    const hits = (dx, dy) => {
      const hit = document.elementFromPoint(x + dx, y + dy);
      return hit !== null && (field.contains(hit) || hit.closest("label")?.control === node);
    };
    return (wide || (hits(-reach, 0) && hits(reach, 0))) && (high || (hits(0, -reach) && hits(0, reach)));
  };
  const found = [];
  const modal = document.querySelector("dialog[open]:modal");
  for (const node of (modal ?? document).querySelectorAll(kinds)) {
    if (node.disabled || node.closest("[inert], [hidden]")) continue;
    if (!node.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const style = getComputedStyle(fieldOf(node));
    const box = fieldOf(node).getBoundingClientRect();
    if (style.display === "inline" && node.matches("a, button")) continue; // within running text
    if (box.width <= 1 || box.height <= 1 || style.clipPath === "inset(50%)") continue; // for screen readers alone
    if (large(node)) continue;
    // Something large leads to the same place: the picture beside a name, "View all comments" beside a date.
    if (node.href && [...document.links].some((other) => other.href === node.href && large(other))) continue;
    // A date in the line under a name: the comment button opens the same post.
    if (node.querySelector("time") && box.height >= 24) continue;
    const name = node.getAttribute("aria-label") ?? node.textContent?.trim().slice(0, 40) ?? "";
    found.push(`${node.nodeName.toLowerCase()} "${name}" is ${Math.round(box.width)} x ${Math.round(box.height)}`);
  }
  scrollTo(0, start);
  return [...new Set(found)];
}"""

_SAID = """() => {
  const said = [];
  const shown = (node) => node.checkVisibility({ visibilityProperty: true });
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent.closest("script, style, noscript, kbd, [lang=en], code") || !shown(parent)) continue;
    said.push(walker.currentNode.nodeValue);
  }
  for (const node of document.body.querySelectorAll("[aria-label], [placeholder], [alt], [title]")) {
    if (!shown(node) || node.closest("[lang=en]")) continue;
    for (const name of ["aria-label", "placeholder", "alt", "title"]) said.push(node.getAttribute(name) ?? "");
  }
  said.push(document.title);
  return said;
}"""


def settle(page: Page, *, timeout: float = 20_000) -> None:
    """Wait until the screen stands: its heading, no skeleton in sight, photographs and letters drawn."""
    page.wait_for_function(SETTLED, timeout=timeout)
    page.evaluate("() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))")


def overflow(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    return list(page.evaluate(_OVERFLOW))


def small_targets(page: Page) -> list[str]:
    """Controls outside of running text that do not take presses on 44 by 44 pixels."""
    return list(page.evaluate(_TARGETS, TARGET))


def axe(page: Page) -> list[str]:
    """The serious and critical findings of axe-core."""
    session = page.context.new_cdp_session(page)  # the policy allows no script from elsewhere; the debugger may
    try:
        session.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
        asked = {"expression": f"axe.run(document, {json.dumps(_AXE)})", "awaitPromise": True, "returnByValue": True}
        answer = session.send("Runtime.evaluate", asked)
    finally:
        session.detach()
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return [
        _told(each) for each in answer["result"]["value"]["violations"] if each["impact"] in ("serious", "critical")
    ]


_AXE = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


def _told(finding: Any) -> str:
    nodes = [
        f"{node['target'][-1]} ({node['failureSummary'].splitlines()[-1].strip()})" for node in finding["nodes"][:3]
    ]
    return f"{finding['id']}: {'; '.join(nodes)}"


_WORD = re.compile(r"[A-Za-z][A-Za-z'’]{2,}")
_OURS = re.compile(
    r"lambdagram|english|jpe?g|png|webp|avif|heic|gif|mit|chrome|a script|linux|https?://\S+|\S+@\S+|@[\w.]+|#\w+",
    re.IGNORECASE,
)


def english(page: Page, known: Iterable[str]) -> list[str]:
    """English words that a page in another language still says; `known` are the words and names of its people."""
    theirs = {word.lower() for text in known for word in _WORD.findall(text)}
    said = (_OURS.sub(" ", text) for text in page.evaluate(_SAID))
    words = {word for text in said for word in _WORD.findall(text)}
    return sorted(word for word in words if not any(each.startswith(word.lower()) for each in theirs))  # cut ones too
