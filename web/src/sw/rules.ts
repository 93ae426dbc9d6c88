// What the service worker decides, without the worker: how a request is answered, what a push shows, where a press leads.

/**
 * `page`: the network, else the kept shell. `shell`: the kept file, renewed with each version. `asset`: kept for ever,
 * its name carries its content's hash. `photo`: the network, else what was kept of the last feed. `network`: not touched.
 */
export type Way = "page" | "shell" | "asset" | "photo" | "network";

export interface Asked {
  url: string;
  method: string;
  mode: string;
  destination: string;
}

export const APP = "lambdagram.app."; // and the version
export const PHOTOS = "lambdagram.photos";

/** Paths of the origin that are not the app's: answers for members are never kept here. */
const FOREIGN = /^\/(v1|socket|docs|__mail|\.well-known)(\/|$)/;
const FILE = /\.[a-z0-9]+$/i;

export function wayOf({ url, method, mode, destination }: Asked, origin: string, shell: ReadonlySet<string>): Way {
  if (method !== "GET") {
    return "network";
  }
  const at = new URL(url);
  if (at.origin !== origin) {
    return destination === "image" && photoKey(url) !== null ? "photo" : "network";
  }
  if (FOREIGN.test(at.pathname)) {
    return "network";
  }
  if (mode === "navigate") {
    // A username may have a dot in it; every other page has none.
    return FILE.test(at.pathname) && !at.pathname.startsWith("/u/") ? "network" : "page";
  }
  if (at.pathname.startsWith("/assets/")) {
    return "asset";
  }
  return shell.has(at.pathname) ? "shell" : "network";
}

/** Under which name a photograph is kept: its folder. Addresses are signed and change, renditions differ in width only. */
export function photoKey(url: string): string | null {
  const found = /^\/(renditions\/[^/]+)\/[^/]+$/.exec(new URL(url).pathname);
  return found ? `/kept/${found[1]}` : null;
}

/** Which of the caches are of other versions. */
export const outdated = (names: readonly string[], current: string): string[] =>
  names.filter((name) => name.startsWith(APP) && name !== current);

export interface Shown {
  title: string;
  options: NotificationOptions & { data: { path: string } };
}

/** What a push shows. A message that cannot be read still shows something: browsers ask for that. */
export function shownBy(text: string, origin: string): Shown {
  const said = parsed(text);
  const words = (name: string): string => (typeof said[name] === "string" ? (said[name] as string) : "");
  return {
    title: "Lambdagram",
    options: {
      body: words("text") || "There is something new.",
      tag: words("tag") || "news",
      lang: "en", // the platform writes its pushes in English; a name in them turns by itself
      dir: "auto",
      icon: "/icons/icon-192.png",
      badge: "/icons/badge-96.png",
      data: { path: pathOf(words("path"), origin) },
    },
  };
}

/** A path of the app, whatever was sent: nothing that a push says leads elsewhere. */
export function pathOf(path: string, origin: string): string {
  const otherwise = "/notifications";
  if (!path.startsWith("/") || path.startsWith("//") || path.includes("\\")) {
    return otherwise;
  }
  try {
    const at = new URL(path, origin);
    return at.origin === origin && !FOREIGN.test(at.pathname) ? at.pathname + at.search + at.hash : otherwise;
  } catch {
    return otherwise;
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
