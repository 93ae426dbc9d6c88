// The data that the platform put into the page itself, so that a shared link needs no second request: read once, and
// for the path that it was made for.

import type { GridAnswer, PersonAnswer, PostAnswer, Profile } from "@client";

export interface PageData {
  path: string;
  post?: PostAnswer;
  person?: Profile;
  grid?: GridAnswer;
}

let read: PageData | null | undefined;

/** What came with the page for this path, or null. The data is given for as long as the page is open. */
export function pageData(path: string): PageData | null {
  read ??= parsed(document.getElementById("page-data")?.textContent ?? "");
  return read && read.path === path ? read : null;
}

/** Only what has the shape that the screens rely on: a page that was kept by somebody may be of another version. */
export function parsed(text: string): PageData | null {
  try {
    const data: unknown = JSON.parse(text);
    if (!has(data, "path") || typeof data.path !== "string") {
      return null;
    }
    const known: PageData = { path: data.path };
    if (has(data, "post") && isPost(data.post)) {
      known.post = data.post;
    }
    if (has(data, "person") && isProfile(data.person)) {
      known.person = data.person;
    }
    if (has(data, "grid") && isGrid(data.grid)) {
      known.grid = data.grid;
    }
    return known;
  } catch {
    return null;
  }
}

const has = <K extends string>(value: unknown, key: K): value is Record<K, unknown> =>
  typeof value === "object" && value !== null && key in value;
const texts = (value: unknown, ...keys: string[]): boolean =>
  keys.every((key) => has(value, key) && typeof value[key] === "string");
const lists = (value: unknown, ...keys: string[]): boolean =>
  keys.every((key) => has(value, key) && Array.isArray(value[key]));

const isPerson = (value: unknown): value is PersonAnswer => texts(value, "id", "username", "name");
const isPost = (value: unknown): value is PostAnswer =>
  texts(value, "id", "publishedAt", "caption") &&
  lists(value, "photos", "entities", "coauthors", "people") &&
  has(value, "author") &&
  isPerson(value.author);
const isProfile = (value: unknown): value is Profile =>
  has(value, "person") &&
  isPerson(value.person) &&
  texts(value, "bio") &&
  has(value, "counts") &&
  lists(value, "links");
const isGrid = (value: unknown): value is GridAnswer =>
  lists(value, "items", "pinned") && (value as GridAnswer).items.every(isPost);
