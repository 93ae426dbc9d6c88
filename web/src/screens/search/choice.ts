// What is looked for, of which kind, and which of what was found is chosen with the keys.

import type { Everything, PersonFound, PlaceFound, TagFound } from "@client";
import { personPath } from "../../parts/People";
import { placePath, tagPath } from "../../parts/paths";

/** What is looked for: without the @ that names are written with, and one blank where several stand. */
export const wanted = (written: string): string =>
  written
    .trim()
    .replace(/^(@|#$)/, "")
    .trim()
    .replace(/\s+/g, " ");

export const TABS = ["all", "people", "tags", "places", "posts"] as const;
export type Tab = (typeof TABS)[number];

/** What the query of an address looks for. */
export const askedIn = (query: string): string => new URLSearchParams(query).get("q") ?? "";

/** Of which kind. */
export function tabIn(query: string): Tab {
  const asked = new URLSearchParams(query).get("tab");
  return TABS.find((each) => each === asked) ?? "all";
}

/** The query of an address that looks for it. */
export const queryFor = (search: string, tab: Tab): string =>
  search ? `?${new URLSearchParams({ q: search, ...(tab === "all" ? {} : { tab }) })}` : "";

/** One of those that the keys go through. `key` names it among them, `path` leads to it. */
export type Hit = { key: string; path: string } & (
  | { kind: "people"; person: PersonFound }
  | { kind: "tags"; tag: TagFound }
  | { kind: "places"; place: PlaceFound }
);

/** What was found, in the order in which it stands on the screen. */
export const hitsOf = ({ people, tags, places }: Omit<Everything, "posts">): Hit[] => [
  ...people.map((person): Hit => ({ kind: "people", key: person.id, path: personPath(person), person })),
  ...tags.map((tag): Hit => ({ kind: "tags", key: `#${tag.tag}`, path: tagPath(tag.tag), tag })),
  ...places.map((place): Hit => ({ kind: "places", key: place.id, path: placePath(place.id), place })),
];

export type Step = "down" | "up";

/**
 * Which one is chosen after a step, by name; null is the field itself. Above the first stands the field; below the last
 * one nothing, since more may be on its way. One that was chosen and is found no longer counts as none.
 */
export function stepped(keys: readonly string[], chosen: string | null, step: Step): string | null {
  const place = chosen === null ? -1 : keys.indexOf(chosen);
  const next = step === "down" ? Math.min(place + 1, keys.length - 1) : place - 1;
  return keys[next] ?? null;
}

/** The one that is looked for exactly: the person of this username, or after # this hashtag. */
export function exactly(hits: readonly Hit[], search: string): Hit | undefined {
  const name = search.normalize("NFKC").toLowerCase();
  return hits.find((hit) =>
    hit.kind === "people" ? hit.person.username === name : hit.kind === "tags" && `#${hit.tag.tag}` === name,
  );
}
