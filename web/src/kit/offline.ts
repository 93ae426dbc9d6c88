// What opens without a network: the first page of the last feed and its photographs, for one person on this device.
// Never a token, never a letter; all of it goes with signing out, or when somebody else signs in.

import type { PersonAnswer, PostAnswer, PostAnswerPage } from "@client";
import type { InfiniteData } from "@tanstack/react-query";
import { PHOTOS, photoKey } from "../sw/rules";
import { learnAll } from "./known";
import { names, queries } from "./query";
import { type Session, session } from "./session";

const LAST = "lambdagram.last";
const FEED = "/kept/feed";
export const MOST_PHOTOS = 60;
const CALM = 3000; // milliseconds after a change before it is kept: the first load goes first

export interface Kept {
  /** Whose feed it is. */
  person: string;
  page: PostAnswerPage;
}

/** What was kept, when it is this person's and has the shape that the screens rely on. */
export function keptFor(value: unknown, person: string): PostAnswerPage | null {
  const kept = value as Kept | null;
  return kept?.person === person && Array.isArray(kept.page?.items) && kept.page.items.every(isPost) ? kept.page : null;
}

const isPost = (post: PostAnswer | null): boolean => Boolean(post?.id && Array.isArray(post.photos) && post.author);

/** One rendition of each photograph and face, the first photographs first; at most so many. */
export function photosOf(posts: PostAnswer[], width: number, most = MOST_PHOTOS): string[] {
  const fitting = ({ sources }: PostAnswer["photos"][number]) =>
    (sources.find((each) => each.width >= width) ?? sources.at(-1))?.webp;
  const first = posts.map((post) => post.photos[0]).filter((photo) => photo !== undefined);
  const more = posts.flatMap((post) => post.photos.slice(1));
  const faces = posts.map((post) => face(post.author));
  const found = [...first.map(fitting), ...faces, ...more.map(fitting)].filter((each) => each !== undefined);
  const seen = new Set<string>();
  return found
    .filter((url) => {
      const key = photoKey(url);
      return key !== null && !seen.has(key) && seen.add(key);
    })
    .slice(0, most);
}

const face = ({ avatar }: PersonAnswer): string | undefined => avatar?.small;

/** Begin to keep what is shown, and show what was kept when a member is away. Without a store it does nothing. */
export function beginOffline(): void {
  if (!("caches" in self)) {
    return;
  }
  let timer = 0;
  let had: unknown = null;
  queries.getQueryCache().subscribe(({ query, type }) => {
    const newest = (query.state.data as InfiniteData<PostAnswerPage> | undefined)?.pages?.[0];
    if (type === "updated" && query.queryKey[0] === names.feed[0] && newest && newest !== had) {
      had = newest;
      clearTimeout(timer);
      timer = window.setTimeout(() => quietly(keep(newest)), CALM);
    }
  });
  let before: Session = session.get();
  if (before.state === "nobody") {
    quietly(forget()); // signed out elsewhere
  }
  const there = queries.getQueryData<InfiniteData<PostAnswerPage>>(names.feed)?.pages[0];
  if (there) {
    had = there;
    timer = window.setTimeout(() => quietly(keep(there)), CALM);
  }
  session.watch(() => {
    const now = session.get();
    const other = before.person !== null && now.person !== null && before.person.id !== now.person.id;
    if (now.state === "nobody" || other) {
      clearTimeout(timer);
      quietly(forget());
    }
    if (now.state === "member" && before.state === "away") {
      queries.invalidateQueries({ queryKey: names.unread }); // the feed looks by itself when the line is open again
    }
    before = now;
  });
}

/** Put what was kept where the feed looks for it. Called before a member who is away is shown anything. */
export async function recallFeed(person: string | undefined): Promise<void> {
  if (!person || !("caches" in self) || queries.getQueryData(names.feed)) {
    return;
  }
  const answer = await caches.match(FEED, { cacheName: LAST }).catch(() => undefined);
  const page = keptFor(await answer?.json().catch(() => null), person);
  if (page) {
    learnAll(page.items);
    queries.setQueryData<InfiniteData<PostAnswerPage, string>>(names.feed, { pages: [page], pageParams: [""] });
  }
}

async function keep(page: PostAnswerPage): Promise<void> {
  const { state, person } = session.get();
  if (state !== "member" || !person) {
    return;
  }
  const kept: Kept = { person: person.id, page };
  await (await caches.open(LAST)).put(FEED, new Response(JSON.stringify(kept)));
  const saving = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData;
  if (navigator.serviceWorker?.controller && !saving) {
    const width = Math.min(innerWidth, 640) * devicePixelRatio;
    await keepPhotos(photosOf(page.items, width));
  }
}

/** The same addresses that the page shows: the browser has most of them at hand. What is not in the list goes. */
async function keepPhotos(urls: string[]): Promise<void> {
  const cache = await caches.open(PHOTOS);
  const wanted = new Map(urls.map((url) => [photoKey(url) as string, url]));
  for (const { url } of await cache.keys()) {
    const key = new URL(url).pathname;
    if (!wanted.delete(key)) {
      await cache.delete(key);
    }
  }
  for (const [key, url] of wanted) {
    // The media origin answers the app's images only, so what comes cannot be looked into; one at a time, politely.
    await cache.put(key, await fetch(url, { mode: "no-cors", cache: "force-cache", credentials: "omit" }));
  }
}

const forget = (): Promise<unknown> => Promise.all([caches.delete(LAST), caches.delete(PHOTOS)]);

/** A device that keeps nothing still shows everything. */
const quietly = (work: Promise<unknown>): void => void work.catch(() => {});
