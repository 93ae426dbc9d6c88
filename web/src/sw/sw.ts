// The service worker: the app opens without a network, with the photographs of the last feed, and shows pushes.
// What it decides stands in rules.ts. The build puts in the files of this version (build/service-worker.mjs).

import { APP, outdated, PHOTOS, photoKey, shownBy, wayOf } from "./rules";

declare const __VERSION__: string;
declare const __FILES__: string[];

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Lasting {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Pushed extends Lasting {
  data: { text(): string } | null;
}
interface Pressed extends Lasting {
  notification: Notification;
}
interface Window {
  url: string;
  focused: boolean;
  focus(): Promise<Window>;
  postMessage(message: unknown): void;
}
interface Worker {
  registration: ServiceWorkerRegistration;
  clients: {
    claim(): Promise<void>;
    matchAll(which: { type: "window"; includeUncontrolled: boolean }): Promise<Window[]>;
    openWindow(url: string): Promise<Window | null>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: Lasting) => void): void;
  addEventListener(type: "fetch", listener: (event: Fetching) => void): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
  addEventListener(type: "push", listener: (event: Pushed) => void): void;
  addEventListener(type: "notificationclick", listener: (event: Pressed) => void): void;
}

const worker = self as unknown as Worker;
const here = location.origin;
const current = APP + __VERSION__;
const shell = new Set(__FILES__.filter((path) => !path.startsWith("/assets/")));
const PATIENCE = 5000; // milliseconds that a page may take before the kept shell is shown

worker.addEventListener("install", (event) => event.waitUntil(keepVersion()));
worker.addEventListener("activate", (event) => event.waitUntil(begin()));

/** Files whose names carry their hash are taken over from the version before. */
async function keepVersion(): Promise<void> {
  const cache = await caches.open(current);
  await Promise.all(
    __FILES__.map(async (path) => {
      const hashed = path.startsWith("/assets/");
      const had = hashed ? await caches.match(path) : undefined;
      const answer = had ?? (await fetch(new Request(path, { cache: hashed ? "default" : "reload" })));
      if (!answer.ok) {
        throw new Error(`${path}: ${answer.status}`);
      }
      await cache.put(path, answer);
    }),
  );
}

async function begin(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(outdated(names, current).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const way = wayOf(request, here, shell);
  if (way === "page") {
    event.respondWith(page(request));
  } else if (way === "asset") {
    event.respondWith(asset(request));
  } else if (way === "shell") {
    event.respondWith(
      caches.match(new URL(request.url).pathname, { cacheName: current }).then((it) => it ?? fetch(request)),
    );
  } else if (way === "photo") {
    event.respondWith(photo(request));
  }
});

async function page(request: Request): Promise<Response> {
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), PATIENCE);
  try {
    const answer = await fetch(request, { signal: cut.signal });
    if (answer.status < 500) {
      return answer;
    }
    return (await caches.match("/", { cacheName: current })) ?? answer;
  } catch (error) {
    const kept = await caches.match("/", { cacheName: current });
    if (kept) {
      return kept;
    }
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function asset(request: Request): Promise<Response> {
  const kept = await caches.match(request.url);
  if (kept) {
    return kept;
  }
  const answer = await fetch(request);
  if (answer.ok && answer.status === 200) {
    const copy = answer.clone();
    caches
      .open(current)
      .then((cache) => cache.put(request.url, copy))
      .catch(() => {});
  }
  return answer;
}

/** The page keeps the photographs of the last feed (kit/offline.ts). */
async function photo(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const key = photoKey(request.url);
    const kept = key ? await caches.match(key, { cacheName: PHOTOS }) : undefined;
    if (kept) {
      return kept;
    }
    throw error;
  }
}

worker.addEventListener("message", ({ data }) => {
  if (data === "take-over") {
    worker.skipWaiting(); // asked for by the member, who then has the page loaded anew
  }
});

worker.addEventListener("push", (event) => {
  const { title, options } = shownBy(event.data?.text() ?? "", here);
  event.waitUntil(
    Promise.all([worker.registration.showNotification(title, options), navigator.setAppBadge?.().catch(() => {})]),
  );
});

worker.addEventListener("notificationclick", (event) => {
  const { notification } = event;
  notification.close();
  event.waitUntil(
    Promise.all([open((notification.data as { path: string }).path), navigator.clearAppBadge?.().catch(() => {})]),
  );
});

/** In a window that is there, without loading it anew; else in a new one. */
async function open(path: string): Promise<void> {
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const one = windows.find((each) => each.focused) ?? windows[0];
  if (one) {
    one.postMessage({ open: path });
    await one.focus().catch(() => one);
  } else {
    await worker.clients.openWindow(path);
  }
}
