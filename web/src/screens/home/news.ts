// What is new in the feed since it was read, and how it gets to the top. It goes on while other screens are shown.

import type { PostAnswer, PostAnswerPage } from "@client";
import type { InfiniteData } from "@tanstack/react-query";
import { api } from "../../kit/api";
import { amend, learnAll, onChange, recallPost, withOwn } from "../../kit/known";
import { names, queries } from "../../kit/query";
import { me } from "../../kit/session";
import { hear } from "../../kit/socket";
import { store } from "../../kit/store";
import { leftOut } from "../../parts/PostMenuLeft";

export type FeedPages = InfiniteData<PostAnswerPage, string>;

const FRESH = 30_000; // milliseconds for which the newest page needs no other look
const JUST = 2000; // milliseconds in which the line opens after the feed was read for the first time
const BACK_FILL = 3000; // milliseconds in which the posts of somebody newly followed arrive

/** Ids of posts that are new and not shown yet. */
export const waiting = store<ReadonlySet<string>>(new Set());

let lookedAt = 0;
let stale = false; // others are followed than when the feed was read
let reader: string | null = null;

const kept = (): FeedPages | undefined => queries.getQueryData<FeedPages>(names.feed);
const idsOf = (pages: FeedPages | undefined): Set<string> =>
  new Set(pages?.pages.flatMap((page) => page.items.map((each) => each.id)));

/** Which of a newest page are not in the list yet. */
export const freshOf = (page: PostAnswer[], shown: ReadonlySet<string>): PostAnswer[] =>
  page.filter((each) => !shown.has(each.id));

/** Whether the fresh ones are newer than all that hangs there: else the order would be wrong, or a gap be left. */
export const fitsOnTop = (page: PostAnswer[], fresh: PostAnswer[]): boolean =>
  fresh.length < page.length && page.slice(0, fresh.length).every((each) => fresh.includes(each));

/** The list with a newest page in it: on top of what is there, or beginning anew. */
export function withNewest(pages: FeedPages, newest: PostAnswerPage): FeedPages {
  const fresh = freshOf(newest.items, idsOf(pages));
  const [first, ...others] = pages.pages;
  if (first && (fresh.length === 0 || fitsOnTop(newest.items, fresh))) {
    return { ...pages, pages: [{ ...first, items: [...fresh, ...first.items] }, ...others] };
  }
  return { pages: [newest], pageParams: [""] };
}

/** A page of the feed. What the reader has saved of it follows in a call of its own: the feed does not wait for it. */
export async function readPage(cursor: string, signal?: AbortSignal): Promise<PostAnswerPage> {
  const page = await api.showFeed(cursor ? { cursor } : {}, signal ? { signal } : {});
  learnAll(page.items);
  markSaved(page.items);
  if (cursor) {
    return page;
  }
  lookedAt = Date.now();
  return { ...page, items: withOwn(page.items) };
}

async function markSaved(posts: PostAnswer[]): Promise<void> {
  const unknown = posts.map((each) => each.id).filter((id) => recallPost(id)?.saved === undefined);
  if (!unknown.length) {
    return;
  }
  try {
    const { items } = await api.listSaves({ posts: unknown.join(",") });
    const saves = new Map(items.map((each) => [each.postId, each.collection]));
    for (const id of unknown) {
      if (recallPost(id)?.saved === undefined) {
        amend(id, { saved: saves.get(id) ?? null }); // a press in the meantime knows better
      }
    }
  } catch {
    // unknown is shown as not saved; the next page asks again
  }
}

/** Look whether there is something new, and only say so. */
export async function look(): Promise<void> {
  if (!kept()) {
    return;
  }
  const page = await readPage("").catch(() => null);
  const pages = kept();
  if (page && pages) {
    const fresh = freshOf(page.items, idsOf(pages));
    if (idsOf(pages).size === 0) {
      queries.setQueryData(names.feed, { pages: [page], pageParams: [""] });
    } else if (fresh.length) {
      waiting.set(new Set([...waiting.get(), ...fresh.map((each) => each.id)]));
    }
  }
}

/** Put what is new on top. Throws when it cannot be read. */
export async function takeNews(): Promise<void> {
  const page = await readPage("");
  waiting.set(new Set());
  queries.setQueryData<FeedPages>(names.feed, (pages) =>
    pages ? withNewest(pages, page) : { pages: [page], pageParams: [""] },
  );
}

/** Begin anew: other people are followed now. */
async function restart(): Promise<void> {
  const page = await readPage("");
  waiting.set(new Set());
  leftOut.set(new Set());
  queries.setQueryData<FeedPages>(names.feed, { pages: [page], pageParams: [""] });
}

/** The line was away, and is back: something may have been missed. */
export function resumed(): void {
  if (Date.now() - lookedAt > JUST) {
    look();
  }
}

/** The feed comes onto the screen. `anew` is called when it had to begin anew, at its top. */
export function shown(anew: () => void): void {
  const now = me()?.id ?? null;
  if (now !== reader) {
    reader = now;
    stale = false;
    waiting.set(new Set());
    leftOut.set(new Set());
  }
  if (!kept()) {
    stale = false;
    leftOut.set(new Set());
  } else if (stale) {
    stale = false;
    restart().then(anew, () => {
      stale = true;
    });
    setTimeout(look, BACK_FILL);
  } else if (Date.now() - lookedAt > FRESH) {
    look();
  }
}

/** Which of the new ones are not in the list: what the pill counts. */
export const newIn = (all: ReadonlySet<string>, pages: FeedPages | undefined): number => {
  const there = idsOf(pages);
  return [...all].filter((id) => !there.has(id)).length;
};

hear("post", ({ postId }) => {
  if (kept() && !idsOf(kept()).has(postId)) {
    waiting.set(new Set([...waiting.get(), postId]));
  }
});

onChange("followed", () => {
  stale = true;
});

onChange("published", () => {
  queries.setQueryData<FeedPages>(names.feed, (pages) => {
    const [first, ...others] = pages?.pages ?? [];
    return pages && first ? { ...pages, pages: [{ ...first, items: withOwn(first.items) }, ...others] } : pages;
  });
});
