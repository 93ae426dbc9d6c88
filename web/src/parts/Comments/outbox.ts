// Comments on their way. What was written shows at once; what could not be sent stays, with its text, until it is sent
// again or discarded. Each has one idempotency key for all tries: a comment whose answer was lost is never there twice.

import type { CommentAnswer, PostAnswer } from "@client";
import { api } from "../../kit/api";
import { amend, recallPost } from "../../kit/known";
import { names, queries } from "../../kit/query";
import { me } from "../../kit/session";
import { store, useStore } from "../../kit/store";
import { keepTags } from "../ComposerTags";
import { type Threads, withNew } from "./threads";

export interface Pending {
  /** The idempotency key. */
  key: string;
  post: string;
  /** Who wrote it: another person of this browser does not see it. */
  who: string;
  text: string;
  /** The comment that it answers, and the thread in which it will stand. */
  replyTo: string | null;
  parent: string | null;
  at: string;
  state: "sending" | "failed";
  error: unknown;
}

/** The comment to which one answers. */
export type Answered = Pick<CommentAnswer, "id" | "parent" | "author">;

const outbox = store<Pending[]>([]);

/** What waits below a post, the newest first. */
export function usePending(post: string): Pending[] {
  const all = useStore(outbox);
  return all.filter((each) => each.post === post && each.who === me()?.id);
}

/** Write a comment: shown at once, and sent. */
export function write(post: string, text: string, answered: Answered | null): Promise<void> {
  const pending: Pending = {
    key: crypto.randomUUID(),
    post,
    who: me()?.id ?? "",
    text,
    replyTo: answered?.id ?? null,
    parent: answered ? (answered.parent ?? answered.id) : null,
    at: new Date().toISOString(),
    state: "failed",
    error: null,
  };
  outbox.set([pending, ...outbox.get()]);
  return send(pending.key);
}

/** Send it (again). Never throws: a failure is shown where the comment stands. */
export async function send(key: string): Promise<void> {
  const pending = outbox.get().find((each) => each.key === key);
  if (!pending || pending.state === "sending") {
    return;
  }
  const { post, text, replyTo } = pending;
  change(key, { state: "sending", error: null });
  count(post, 1);
  try {
    const made = await api.commentOn(post, replyTo ? { text, replyTo } : { text }, { idempotencyKey: key });
    // A page that is being read now may be older than what was written.
    await queries.cancelQueries({ queryKey: names.comments(post), exact: true });
    queries.setQueryData<Threads>(names.comments(post), (pages) => pages && withNew(pages, made));
    keepTags(made.entities);
    discard(key);
  } catch (error) {
    count(post, -1);
    change(key, { state: "failed", error });
  }
}

/** Forget what could not be sent. */
export const discard = (key: string): void => outbox.set(outbox.get().filter((each) => each.key !== key));

const change = (key: string, how: Partial<Pending>): void =>
  outbox.set(outbox.get().map((each) => (each.key === key ? { ...each, ...how } : each)));

/** The number of comments beside the post, wherever it is shown. */
export function count(post: string, by: number): void {
  const known = recallPost(post);
  if (known) {
    amend(post, { comments: Math.max(0, known.comments + by) });
  }
}

// ---- what is being written, kept for as long as the page is open, also across Back

export interface Draft {
  text: string;
  answered: Answered | null;
}

const EMPTY: Draft = { text: "", answered: null };
const drafts = store<Record<string, Draft>>({});
const draftName = (post: string) => `${me()?.id} ${post}`;

export const useDraft = (post: string): Draft => useStore(drafts)[draftName(post)] ?? EMPTY;

export function setDraft(post: string, draft: Draft): void {
  drafts.set({ ...drafts.get(), [draftName(post)]: draft });
}

/** Begin to answer somebody: their name stands first, for everybody to see whom it is for. */
export function answer(post: string, answered: Answered): void {
  const before = drafts.get()[draftName(post)] ?? EMPTY;
  const bare = withoutName(before.text, before.answered);
  const head = answered.author.id === me()?.id ? "" : `@${answered.author.username} `;
  setDraft(post, { text: head + bare, answered });
}

/** Answer nobody any more. */
export function answerNobody(post: string): void {
  const before = drafts.get()[draftName(post)] ?? EMPTY;
  setDraft(post, { text: withoutName(before.text, before.answered), answered: null });
}

/** A draft without the name that an answer begins with. */
export function withoutName(text: string, answered: Answered | null): string {
  const head = answered ? `@${answered.author.username}` : "";
  return head && text.startsWith(head) ? text.slice(head.length).replace(/^\s+/, "") : text;
}

// ---- who may comment

/** Why the reader cannot comment under a post, or null. What is not known of them does not keep them from it. */
export function closed(
  post: Pick<PostAnswer, "commentsBy" | "mine">,
  relation: { following: boolean; followedBy: boolean } | undefined,
): "post.closedNobody" | "post.closedFollowers" | "post.closedFollowing" | null {
  if (post.mine) {
    return null;
  }
  switch (post.commentsBy) {
    case "nobody":
      return "post.closedNobody";
    case "followers":
      return relation && !relation.following ? "post.closedFollowers" : null;
    case "following":
      return relation && !relation.followedBy ? "post.closedFollowing" : null;
    default:
      return null;
  }
}
