// Posts and people that are on the page, each known once: a like on the post's own page shows in the feed behind it.
// Changes are made here at once and put right again, visibly, when the platform refuses.

import type { PersonAnswer, PostAnswer, Relation } from "@client";
import { useSyncExternalStore } from "react";
import { api, Refused } from "./api";
import { store } from "./store";

type Listener = () => void;

/** The newest that is known of things of one kind, by name, with those who watch each. */
class Shelf<T> {
  readonly #kept = new Map<string, T>();
  readonly #watchers = new Map<string, Set<Listener>>();

  get = (name: string): T | undefined => this.#kept.get(name);

  set(name: string, value: T): void {
    this.#kept.set(name, value);
    for (const watcher of [...(this.#watchers.get(name) ?? [])]) {
      watcher();
    }
  }

  /** Keep what a list gave where nothing is known yet; nobody watches it before. */
  seed(name: string, value: T): void {
    if (!this.#kept.has(name)) {
      this.#kept.set(name, value);
    }
  }

  watch(name: string, listener: Listener): Listener {
    const all = this.#watchers.get(name) ?? new Set();
    this.#watchers.set(name, all);
    all.add(listener);
    return () => void all.delete(listener);
  }

  clear(): void {
    this.#kept.clear();
  }
}

/** A post, and what the reader did with it: `saved` is undefined until it is known; `gone` was deleted or hidden here. */
export interface KnownPost extends PostAnswer {
  saved?: string | null;
  gone?: boolean;
}

const posts = new Shelf<KnownPost>();
const relations = new Shelf<Relation>();
const tags = new Shelf<boolean>();
const events = new EventTarget();

/** Keep the newest that is known of a post. */
export function learn(post: PostAnswer): KnownPost {
  const now = { ...posts.get(post.id), ...post };
  posts.set(post.id, now);
  return now;
}

export const learnAll = (given: PostAnswer[]): void => given.forEach((post) => void learn(post));
export const recallPost = (id: string): KnownPost | undefined => posts.get(id);

/** Change what is known of a post, when it is known. */
export function amend(id: string, change: Partial<KnownPost>): void {
  const now = posts.get(id);
  if (now) {
    posts.set(id, { ...now, ...change });
    if (change.gone !== undefined && change.gone !== (now.gone ?? false)) {
      vanished.set(vanished.get() + 1);
    }
  }
}

/** Counts the posts that went or came back on this page: a list that shows it leaves out what is gone. */
export const vanished = store(0);

/** The newest that is known of a post that a list gave. */
export function usePost(given: PostAnswer): KnownPost {
  posts.seed(given.id, given); // also what came with the page and was never read by a list
  return useSyncExternalStore(
    (listener) => posts.watch(given.id, listener),
    () => posts.get(given.id) ?? given,
  );
}

/** Somebody else is looking now. */
export function forgetAll(): void {
  posts.clear();
  relations.clear();
  tags.clear();
  ownNewest = [];
}

/** `followed`: whom or what one follows has changed. `published`: a post of one's own is new. Gives the way to stop. */
export function onChange(kind: "followed" | "published", listener: Listener): Listener {
  events.addEventListener(kind, listener);
  return () => events.removeEventListener(kind, listener);
}

/** Say that one follows other people or hashtags than before. */
export const followedOthers = (): void => void events.dispatchEvent(new Event("followed"));

// ---- one's own newest posts: shown before the platform has carried them into the feed

const OWN_FOR = 60_000;
let ownNewest: PostAnswer[] = [];

/** Remember a post of one's own that was just published. */
export function published(post: PostAnswer): void {
  ownNewest = [post, ...ownNewest];
  setTimeout(() => {
    ownNewest = ownNewest.filter((each) => each !== post);
  }, OWN_FOR);
  learn(post);
  events.dispatchEvent(new Event("published"));
}

/** The newest page of the feed with one's own newest posts in it. */
export function withOwn(items: PostAnswer[]): PostAnswer[] {
  const missing = ownNewest.filter((own) => !items.some((each) => each.id === own.id) && !posts.get(own.id)?.gone);
  return [...missing, ...items].sort((one, other) => (one.id < other.id ? 1 : -1));
}

// ---- wishes: quick taps are not raced; the last wish is sent when the one before has its answer

interface Wish {
  want: unknown;
  kept: unknown;
  running: Promise<void>;
}
const wishes = new Map<string, Wish>();

/** Make `want` true on the platform with `send`, after what is under way for `name`. On refusal `undo(kept)` and reject. */
export function wish<T>(
  name: string,
  had: T,
  want: T,
  send: (want: T) => Promise<unknown>,
  undo: (kept: T) => void,
): Promise<void> {
  const open = wishes.get(name);
  if (open) {
    open.want = want;
    return open.running;
  }
  const mine: Wish = { want, kept: had, running: Promise.resolve() };
  wishes.set(name, mine);
  mine.running = (async () => {
    try {
      while (mine.kept !== mine.want) {
        const sending = mine.want as T;
        await send(sending);
        mine.kept = sending;
      }
    } catch (error) {
      undo(mine.kept as T);
      throw error;
    } finally {
      wishes.delete(name);
    }
  })();
  return mine.running;
}

/** Like or unlike. */
export function setLiked(id: string, want: boolean): Promise<void> {
  const had = posts.get(id)?.liked ?? false;
  const show = (liked: boolean) => {
    const now = posts.get(id);
    if (now && now.liked !== liked) {
      amend(id, { liked, likes: now.likes === null ? null : Math.max(0, now.likes + (liked ? 1 : -1)) });
    }
  };
  show(want);
  return wish(`like ${id}`, had, want, (on) => (on ? api.likePost(id) : api.unlikePost(id)), show);
}

/** Save into a collection (`""` is the one that everybody has), or take out with null. */
export function setSaved(id: string, want: string | null): Promise<void> {
  const had = posts.get(id)?.saved ?? null;
  const show = (saved: string | null) => amend(id, { saved });
  show(want);
  const send = (name: string | null) =>
    name === null ? api.unsavePost(id) : api.savePost(id, name ? { collection: name } : {});
  return wish(`save ${id}`, had, want, send, show);
}

// ---- relations

export const STRANGER: Relation = {
  following: false,
  followedBy: false,
  requested: false,
  asked: false,
  blocking: false,
  mutingPosts: false,
  mutingStories: false,
  closeFriend: false,
  me: false,
};

/** Keep what a person is to the reader. Relations are kept by person id. */
export const learnRelation = (personId: string, relation: Relation): void => relations.set(personId, relation);
export const recallRelation = (personId: string): Relation | undefined => relations.get(personId);

/** What a person is to the reader, as far as it is known. */
export function useRelation(personId: string): Relation | undefined {
  return useSyncExternalStore(
    (listener) => relations.watch(personId, listener),
    () => relations.get(personId),
  );
}

export function amendRelation(personId: string, change: Partial<Relation>): void {
  relations.set(personId, { ...STRANGER, ...relations.get(personId), ...change });
}

/**
 * Follow (or ask to) or unfollow (or take the request back); the platform's answer tells which it was. `asks`: a private
 * account, where it will be a request.
 */
export function setFollowing(person: PersonAnswer, want: boolean, asks = false): Promise<void> {
  const before = relations.get(person.id) ?? STRANGER;
  const had = before.following || before.requested;
  amendRelation(person.id, want ? { following: !asks, requested: asks } : { following: false, requested: false });
  const send = async (on: boolean) => {
    const answer = await (on ? api.followPerson(person.username) : api.unfollowPerson(person.username));
    relations.set(person.id, answer.relation);
    followedOthers();
  };
  return wish(`follow ${person.id}`, had, want, send, () => relations.set(person.id, before));
}

// ---- hashtags

/** Whether the reader follows a hashtag: what was done on this page counts before what an answer said (`given`). */
export const useFollowsTag = (tag: string, given: boolean): boolean =>
  useSyncExternalStore(
    (listener) => tags.watch(tag, listener),
    () => tags.get(tag) ?? given,
  );

export const noteTag = (tag: string, following: boolean): void => tags.set(tag, following);

// ---- photographs whose addresses are over

const reading = new Map<string, Promise<KnownPost>>();

/** A post with new addresses for its photographs; one request for all of them, at most every 30 s. */
export function refreshed(id: string): Promise<KnownPost> {
  const known = reading.get(id);
  if (known) {
    return known;
  }
  const asked = api.showPost(id).then(learn);
  reading.set(id, asked);
  asked
    .catch((error: unknown) => {
      if (error instanceof Refused && error.status === 404) {
        amend(id, { gone: true });
      }
    })
    .finally(() => setTimeout(() => reading.delete(id), 30_000));
  return asked;
}
