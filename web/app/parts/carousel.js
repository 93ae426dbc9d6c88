// One photograph, or several side by side: swiped, clicked, or moved with the arrow keys.

import { h, icon } from "./dom.js";
import { photo } from "./photo.js";

/** The stage of a post's photographs. `again(mediaId)` gives a photograph with new addresses. */
export function stage(photos, { eager = false, again = null } = {}) {
  const one = (each) => photo(each, { eager, again: again && (() => again(each.mediaId)) });
  return photos.length === 1 ? h("div", { class: "stage" }, one(photos[0])) : carousel(photos, one);
}

function carousel(photos, one) {
  const slides = photos.map((each, place) => {
    const label = `Photograph ${place + 1} of ${photos.length}`;
    return h("li", { class: "slide", "aria-label": label }, one(each));
  });
  const strip = h("ul", { class: "strip", tabindex: "0", "aria-label": `${photos.length} photographs. Arrow keys move.` }, slides);
  const dots = photos.map(() => h("span", { class: "dot" }));
  const place = h("p", { class: "place", "aria-live": "polite" });
  const previous = arrow("left", "Previous photograph", -1);
  const next = arrow("right", "Next photograph", 1);
  const stand = h("div", { class: "stage carousel" }, strip, previous, next, place, h("div", { class: "dots", "aria-hidden": "true" }, dots));
  // All slides share the tallest photograph's frame, within reason, so that nothing below moves while swiping.
  const tallest = Math.min(...photos.map((each) => each.width / each.height || 1));
  stand.style.setProperty("--ratio", Math.min(1.91, Math.max(0.8, tallest)));
  let current = -1;

  function arrow(shape, label, step) {
    return h("button", { class: `arrow ${shape}`, type: "button", "aria-label": label, onclick: () => move(current + step) }, icon(shape));
  }

  function move(to) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    strip.scrollTo({ left: strip.clientWidth * Math.max(0, Math.min(photos.length - 1, to)), behavior: calm ? "instant" : "smooth" });
  }

  function settle() {
    const now = strip.clientWidth ? Math.round(strip.scrollLeft / strip.clientWidth) : 0;
    if (now === current) {
      return;
    }
    current = now;
    place.textContent = `${now + 1}/${photos.length}`;
    dots.forEach((dot, index) => dot.classList.toggle("on", index === now));
    previous.hidden = now === 0;
    next.hidden = now === photos.length - 1;
  }

  strip.addEventListener("scroll", settle, { passive: true });
  strip.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) {
      event.preventDefault();
      move(current + step);
    }
  });
  settle();
  return stand;
}
