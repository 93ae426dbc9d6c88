// Paths to screens. A screen that was left stays as it was, so that Back finds the same photographs at the same place.

const KEPT = 6;

let routes = [];
let outlet = null;
let shown = null;
let guard = () => null;
let after = () => {};
const kept = new Map(); // history key → { screen, path, scroll }

/**
 * Begin. `table` is a list of [pattern, open]: `:name` in a pattern is a parameter, `open(params)` gives a screen
 * `{ node, title, live?: bool, shown?(), hidden?(), again?(), close?() }`. `check(path)` may give another path to show instead.
 */
export function start({ table, into, check, changed }) {
  routes = table.map(([pattern, open]) => [
    new RegExp(`^${pattern.replace(/:(\w+)/g, "(?<$1>[^/]+)")}/?$`),
    open,
  ]);
  outlet = into;
  guard = check;
  after = changed;
  history.scrollRestoration = "manual";
  addEventListener("popstate", () => (leave(), show({ back: true })));
  document.addEventListener("click", followed);
  show({ back: false });
}

/** Go to a path of the app. */
export function go(path, { replace = false } = {}) {
  leave();
  if (path === location.pathname && !replace && shown?.screen.again) {
    shown.screen.again();
    return;
  }
  history[replace ? "replaceState" : "pushState"]({ key: crypto.randomUUID() }, "", path);
  show({ back: false });
}

export const path = () => location.pathname;

/** Forget every kept screen: somebody else is looking now. */
export function forget() {
  for (const { screen } of kept.values()) {
    screen.close?.();
  }
  kept.clear();
}

/** The newest kept screen of a path, if there is one. */
export function screenAt(where) {
  return [...kept.values()].reverse().find((each) => each.path === where)?.screen;
}

function leave() {
  if (shown) {
    shown.scroll = scrollY;
  }
}

function show({ back }) {
  if (!history.state?.key) {
    history.replaceState({ key: crypto.randomUUID() }, "");
  }
  const key = history.state.key;
  const where = location.pathname;
  const instead = guard(where);
  if (instead) {
    go(instead, { replace: true });
    return;
  }
  shown?.screen.hidden?.();
  const entry = (back && kept.get(key)) || reuse(where, key) || fresh(where);
  kept.delete(key);
  kept.set(key, entry);
  for (const [old] of [...kept].filter(([, each]) => !each.screen.live).slice(0, -KEPT)) {
    kept.delete(old);
  }
  shown = entry;
  outlet.replaceChildren(entry.screen.node);
  document.title = entry.screen.title ? `${entry.screen.title} · Lambdagram` : "Lambdagram";
  scrollTo(0, entry.scroll);
  entry.screen.shown?.();
  after(where, entry.screen);
}

/** A screen that lives as long as the app (the feed) moves along to the newest place that it is asked for. */
function reuse(where, key) {
  for (const [old, entry] of kept) {
    if (entry.path === where && entry.screen.live && old !== key) {
      kept.delete(old);
      return entry;
    }
  }
  return null;
}

function fresh(where) {
  for (const [pattern, open] of routes) {
    const match = pattern.exec(where);
    if (match) {
      const params = Object.fromEntries(Object.entries(match.groups ?? {}).map(([name, text]) => [name, decode(text)]));
      return { screen: open(params), path: where, scroll: 0 };
    }
  }
  throw new Error("no route"); // the last pattern of the table takes everything
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function followed(event) {
  const link = event.target.closest?.("a[href]");
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || event.defaultPrevented || link.target || link.origin !== location.origin) {
    return;
  }
  event.preventDefault();
  go(link.pathname);
}
