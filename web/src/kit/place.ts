// Where one is. Each entry of the browser's history has a key of its own; what a screen keeps under it (the scroll
// position, measured heights) is there again with Back and Forward. An overlay remembers the place it lies over.

import { store, useStore } from "./store";

export interface Place {
  path: string;
  search: string;
  hash: string;
  key: string;
  /** The place behind an overlay. */
  behind: Place | null;
  /** How one came here: with Back or Forward what was there is there again. */
  by: "go" | "back" | "start";
}

interface Kept {
  key: string;
  behind?: Place | null;
}

history.scrollRestoration = "manual";

const scrolls = new Map<string, number>();
const notes = new Map<string, Map<string, unknown>>();
const fresh = () => crypto.randomUUID();

function read(by: Place["by"]): Place {
  const state = history.state as Kept | null;
  if (!state?.key || (by === "start" && state.behind)) {
    // After a reload nothing lies behind an overlay: it is a page of its own.
    history.replaceState({ key: state?.key ?? fresh() }, "");
  }
  const kept = history.state as Kept;
  const { pathname, search, hash } = location;
  return { path: pathname, search, hash, key: kept.key, behind: kept.behind ?? null, by };
}

const place = store<Place>(read("start"));

export const usePlace = (): Place => useStore(place);
export const here = (): Place => place.get();

/** The screen under everything: the place itself, or the one that an overlay lies over. */
export const ground = (of: Place): Place => of.behind ?? of;

function leave(): void {
  scrolls.set(ground(place.get()).key, scrollY);
}

/** Go to a path of the app. `over` lays it over the present screen, which stays. */
export function go(to: string, { replace = false, over = false } = {}): void {
  leave();
  const now = place.get();
  const behind = over ? ground(now) : null;
  const state: Kept = { key: fresh(), behind };
  if (replace) {
    history.replaceState(state, "", to);
  } else {
    history.pushState(state, "", to);
  }
  place.set(read("go"));
}

/** Another query at the same place: the entry of the history stays, and the screen with it. */
export function requery(query: string): void {
  const now = place.get();
  if (now.search !== query) {
    history.replaceState(history.state, "", now.path + query + now.hash);
    place.set({ ...now, search: query });
  }
}

/** Back within the app; where there is nothing to go back to, to `otherwise`. */
export function back(otherwise = "/"): void {
  if (place.get().by === "start") {
    go(otherwise, { replace: true });
  } else {
    history.back();
  }
}

/** Where the window was scrolled to when this entry of the history was left. */
export const scrollOf = (key: string): number => scrolls.get(key) ?? 0;

/** A note that belongs to an entry of the history, such as the measured heights of a list. */
export const noteOf = <T>(key: string, name: string): T | undefined => notes.get(key)?.get(name) as T | undefined;
export function note(key: string, name: string, value: unknown): void {
  const mine = notes.get(key) ?? new Map();
  notes.set(key, mine);
  mine.set(name, value);
}

let next: string | null = null;

/** Where to go as soon as somebody has signed in: where they were going before, or the first steps of a new member. */
export const want = (path: string | null): void => {
  next = path;
};
export const wanted = (): string | null => next;

/** Somebody else is looking now: nothing that was kept is theirs. */
export function forgetPlaces(): void {
  scrolls.clear();
  notes.clear();
}

addEventListener("popstate", () => {
  leave();
  place.set(read("back"));
});
