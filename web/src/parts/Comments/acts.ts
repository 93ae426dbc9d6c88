// What can be done with a comment. Shown at once, and put right again, visibly, when the platform refuses.

import type { CommentAnswer } from "@client";
import { api } from "../../kit/api";
import { wish } from "../../kit/known";
import { names, queries } from "../../kit/query";
import { t } from "../../kit/words";
import { complain } from "../Notices";
import { count } from "./outbox";
import { changed, found, type Pages, pinned, type Threads, without } from "./threads";

const threads = (post: string) => queries.getQueryData<Threads>(names.comments(post));
const inThreads = (post: string, change: (pages: Threads) => Threads) =>
  queries.setQueryData<Threads>(names.comments(post), (pages) => pages && change(pages));

/** Change one comment wherever it is shown: among threads, and among replies that were asked for. */
function amend(post: string, comment: CommentAnswer, change: Partial<CommentAnswer>): void {
  inThreads(post, (pages) => changed(pages, comment.id, change));
  if (comment.parent) {
    queries.setQueryData<Pages<CommentAnswer>>(
      names.replies(post, comment.parent),
      (pages) => pages && changed(pages, comment.id, change),
    );
  }
}

/** Like a comment, or take it back. `shown` is the comment as it is on the page. */
export function likeComment(post: string, shown: CommentAnswer, want: boolean): void {
  const show = (liked: boolean) => {
    const now = latest(post, shown);
    if (now.liked !== liked) {
      amend(post, now, { liked, likes: Math.max(0, now.likes + (liked ? 1 : -1)) });
    }
  };
  const had = latest(post, shown).liked;
  show(want);
  wish(
    `like comment ${shown.id}`,
    had,
    want,
    (on) => (on ? api.likeComment(post, shown.id) : api.unlikeComment(post, shown.id)),
    show,
  ).catch((error) =>
    complain(t(want ? "post.likeFailed" : "post.unlikeFailed"), error, () => likeComment(post, shown, want)),
  );
}

function latest(post: string, shown: CommentAnswer): CommentAnswer {
  const among = found(threads(post), shown.id);
  if (among || !shown.parent) {
    return among ?? shown;
  }
  const replies = queries.getQueryData<Pages<CommentAnswer>>(names.replies(post, shown.parent));
  return replies?.pages.flatMap(({ items }) => items).find(({ id }) => id === shown.id) ?? shown;
}

export async function deleteComment(post: string, comment: CommentAnswer): Promise<void> {
  const key = names.comments(post);
  const below = names.replies(post, comment.parent ?? comment.id);
  await queries.cancelQueries({ queryKey: key });
  const before = threads(post);
  const replies = queries.getQueryData<Pages<CommentAnswer>>(below);
  const lost = comment.parent
    ? 1
    : 1 + (before?.pages.flatMap(({ items }) => items).find(({ id }) => id === comment.id)?.replies ?? 0);
  inThreads(post, (pages) => without(pages, comment));
  queries.setQueryData<Pages<CommentAnswer>>(
    below,
    (pages) =>
      pages && {
        ...pages,
        pages: pages.pages.map((page) => ({ ...page, items: page.items.filter(({ id }) => id !== comment.id) })),
      },
  );
  count(post, -lost);
  try {
    await api.deleteComment(post, comment.id);
  } catch (error) {
    queries.setQueryData(key, before);
    queries.setQueryData(below, replies);
    count(post, lost);
    complain(t("post.deleteFailed"), error, () => void deleteComment(post, comment));
  }
}

export async function pinComment(post: string, comment: CommentAnswer, want: boolean): Promise<void> {
  const before = threads(post);
  inThreads(post, (pages) => pinned(pages, comment.id, want));
  try {
    await (want ? api.pinComment(post, comment.id) : api.unpinComment(post, comment.id));
  } catch (error) {
    queries.setQueryData(names.comments(post), before);
    complain(t(want ? "post.pinFailed" : "post.unpinFailed"), error);
  }
}

/** Show everybody a comment that was held back. */
export async function approveComment(post: string, comment: CommentAnswer): Promise<void> {
  amend(post, comment, { held: false });
  try {
    await api.approveComment(post, comment.id);
  } catch (error) {
    amend(post, comment, { held: true });
    complain(t("post.approveFailed"), error, () => void approveComment(post, comment));
  }
}
