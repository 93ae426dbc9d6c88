// A list that goes on while one scrolls: pages by cursor, a skeleton while waiting, words when it fails or is empty.

import { h } from "./dom.js";
import { trouble } from "./notice.js";

const AHEAD = "1200px";

/**
 * `read(cursor)` gives `{items, next}`, `draw(item)` an element, `nothing()` what stands for an empty list.
 * Items need an `id` (or `key(item)`); one that is there already is not shown twice.
 */
export function list({ read, draw, nothing, skeleton, key = (item) => item.id, kind = "list", name = "div", end = null }) {
  const body = h(name, { class: kind });
  const foot = h("div", { class: "foot" });
  const node = h("div", { class: "listing", "aria-busy": "true" }, body, foot);
  const drawn = new Map();
  let cursor = null;
  let state = "idle"; // idle, reading, failed, done
  let round = 0;

  const watcher = new IntersectionObserver((entries) => entries.some((each) => each.isIntersecting) && more(), { rootMargin: AHEAD });
  watcher.observe(foot);

  async function more() {
    if (state === "reading" || state === "done" || state === "failed") {
      return;
    }
    state = "reading";
    const mine = (round += 1);
    node.setAttribute("aria-busy", "true");
    foot.replaceChildren(...[skeleton?.(drawn.size)].flat().filter(Boolean));
    try {
      const page = await read(cursor);
      if (mine !== round) {
        return;
      }
      put(page.items, false);
      cursor = page.next;
      state = cursor ? "idle" : "done";
      foot.replaceChildren(...(state === "done" ? ending() : []));
    } catch (error) {
      if (mine === round) {
        state = "failed";
        foot.replaceChildren(trouble(error, () => ((state = "idle"), more())));
      }
    } finally {
      node.setAttribute("aria-busy", String(state === "reading"));
    }
    if (state === "idle" && foot.isConnected && foot.getBoundingClientRect().top < innerHeight + 1200) {
      more(); // the observer speaks only when something changes: a short page may leave the foot in view
    }
  }

  function ending() {
    if (drawn.size === 0) {
      return [nothing()];
    }
    return end && drawn.size > 3 ? [h("p", { class: "end" }, end)] : [];
  }

  function put(items, first) {
    const fresh = items.filter((item) => !drawn.has(key(item)));
    const elements = fresh.map((item) => {
      const element = draw(item, drawn.size);
      drawn.set(key(item), element);
      return element;
    });
    body[first ? "prepend" : "append"](...elements);
    return fresh;
  }

  return {
    node,
    has: (id) => drawn.has(id),
    /** Begin again from the first page, keeping what is shown until it is there. */
    async restart() {
      const mine = (round += 1);
      const page = await read(null);
      if (mine !== round) {
        return;
      }
      body.replaceChildren();
      drawn.clear();
      put(page.items, false);
      cursor = page.next;
      state = cursor ? "idle" : "done";
      foot.replaceChildren(...(state === "done" ? ending() : []));
      node.setAttribute("aria-busy", "false");
    },
    /** Put items before all others; those that are new. Does nothing before the first page has come. */
    prepend(items) {
      if (state === "done" && drawn.size === 0 && items.length) {
        foot.replaceChildren();
      }
      return put(items, true);
    },
    append: (items) => put(items, false),
    remove(id) {
      drawn.get(id)?.remove();
      drawn.delete(id);
    },
    size: () => drawn.size,
    begun: () => drawn.size > 0 || state === "done",
    more,
  };
}

/** `count` grey stand-ins of a kind, silent for screen readers. */
export const shades = (count, kind) =>
  Array.from({ length: count }, () => h("div", { class: `shade ${kind}`, "aria-hidden": "true" }));
