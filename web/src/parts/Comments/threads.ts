// Comments as they are shown: pages of threads, with what was just written, liked, pinned or deleted here in them.
// Everything is a function of the pages, so that what was undone leaves nothing behind.

import type { CommentAnswer, ThreadAnswer } from "@client";
import type { InfiniteData } from "@tanstack/react-query";
import type { PageOf } from "../../kit/query";

export type Pages<T extends CommentAnswer> = InfiniteData<PageOf<T>>;
export type Threads = Pages<ThreadAnswer>;

const each = <T extends CommentAnswer>(pages: Pages<T>, change: (items: T[], place: number) => T[]): Pages<T> => ({
  ...pages,
  pages: pages.pages.map((page, place) => ({ ...page, items: change(page.items, place) })),
});

/** Threads in their order: what is pinned (the newest pin first), then the newest. Each once. */
export function ordered(pages: Threads | undefined): ThreadAnswer[] {
  const seen = new Set<string>();
  const all = (pages?.pages ?? []).flatMap(({ items }) => items).filter(({ id }) => !seen.has(id) && seen.add(id));
  const others = all.filter(({ pinned }) => !pinned).sort((one, other) => (one.id < other.id ? 1 : -1));
  return [...all.filter(({ pinned }) => pinned), ...others];
}

/** Replies below a thread: the first of them, which came with it, and those that were asked for. Oldest first, each once. */
export function repliesOf(thread: ThreadAnswer, more: CommentAnswer[]): CommentAnswer[] {
  const known = new Map([...thread.firstReplies, ...more].map((reply) => [reply.id, reply]));
  return [...known.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** With a comment that was just written: a thread of its own, or the last reply of one. */
export function withNew(pages: Threads, made: CommentAnswer): Threads {
  if (made.parent === null) {
    const thread: ThreadAnswer = { ...made, replies: 0, firstReplies: [], pinned: false };
    return each(pages, (items, place) => (place === 0 ? [thread, ...items.filter(({ id }) => id !== made.id)] : items));
  }
  return each(pages, (items) =>
    items.map((thread) =>
      thread.id === made.parent && !thread.firstReplies.some(({ id }) => id === made.id)
        ? { ...thread, replies: thread.replies + 1, firstReplies: [...thread.firstReplies, made] }
        : thread,
    ),
  );
}

/** Without a comment. Of a thread that loses a reply, the number is one less. */
export function without(pages: Threads, gone: Pick<CommentAnswer, "id" | "parent">): Threads {
  return each(pages, (items) =>
    items
      .filter(({ id }) => id !== gone.id)
      .map((thread) =>
        thread.id === gone.parent
          ? {
              ...thread,
              replies: Math.max(0, thread.replies - 1),
              firstReplies: thread.firstReplies.filter(({ id }) => id !== gone.id),
            }
          : thread,
      ),
  );
}

/** With something changed about one comment, wherever it stands. */
export function changed<T extends CommentAnswer>(
  pages: Pages<T>,
  id: string,
  change: Partial<CommentAnswer>,
): Pages<T> {
  const one = <C extends CommentAnswer>(comment: C): C => (comment.id === id ? { ...comment, ...change } : comment);
  return each(pages, (items) =>
    items.map((item) =>
      "firstReplies" in item
        ? { ...one(item), firstReplies: (item.firstReplies as CommentAnswer[]).map(one) }
        : one(item),
    ),
  );
}

/** Pinned above all others, or back in its place. */
export function pinned(pages: Threads, id: string, on: boolean): Threads {
  const thread = ordered(pages).find((item) => item.id === id);
  if (!thread) {
    return pages;
  }
  return each(pages, (items, place) => {
    const others = items.filter((item) => item.id !== id);
    return place === 0 ? [{ ...thread, pinned: on }, ...others] : others;
  });
}

/** A comment among the threads and their first replies. */
export function found(pages: Threads | undefined, id: string): CommentAnswer | undefined {
  return ordered(pages)
    .flatMap((thread) => [thread, ...thread.firstReplies])
    .find((comment) => comment.id === id);
}

/** How many more of a thread's replies there are to be asked for. */
export const furtherReplies = (thread: ThreadAnswer, shown: number): number => Math.max(0, thread.replies - shown);
