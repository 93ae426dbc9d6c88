// Posts that are on the page, each kept once: a like on the post's own page shows in the feed behind it.

import { posts as calls } from "../api.js";

const known = new Map(); // id → { post, watchers }; watchers are held weakly, so that what left the page can go
const OWN_FOR = 60_000; // milliseconds for which a post of one's own is put into the feed by the page itself

/** Fires `followed` when the own follows changed. */
export const changes = new EventTarget();

let ownNewest = [];

/** Keep the newest that is known of a post, and tell those who show it. */
export function learn(post) {
  const entry = known.get(post.id) ?? { watchers: new Set() };
  entry.post = { ...entry.post, ...post };
  known.set(post.id, entry);
  for (const watcher of entry.watchers) {
    const node = watcher.deref();
    if (node) {
      node.refreshPost(entry.post);
    } else {
      entry.watchers.delete(watcher);
    }
  }
  return entry.post;
}

export const recall = (id) => known.get(id)?.post;

/** Draw a post on `node` now and with every change. */
export function watch(id, node, refresh) {
  node.refreshPost = refresh;
  known.get(id)?.watchers.add(new WeakRef(node));
  refresh(recall(id));
}

/** Somebody else is looking now. */
export function forgetAll() {
  known.clear();
  ownNewest = [];
}

/** Remember a post of one's own: the feed shows it before the platform has carried it there. */
export function published(post) {
  ownNewest = [post, ...ownNewest];
  setTimeout(() => (ownNewest = ownNewest.filter((each) => each !== post)), OWN_FOR);
  return learn(post);
}

/** The newest page of the feed with one's own newest posts in it. */
export function withOwn(items) {
  const missing = ownNewest.filter((own) => !items.some((each) => each.id === own.id));
  return [...missing, ...items].sort((one, other) => (one.id < other.id ? 1 : -1));
}

const wishes = new Map(); // id → { want, busy }

/** Like or unlike at once on the page; rejects, after putting the page right again, when the platform refuses.
 * Quick taps are not raced: the last wish is sent when the one before has its answer. */
export async function setLiked(id, want) {
  const post = recall(id);
  const had = post.liked;
  if (had === want) {
    return;
  }
  learn({ id, liked: want, likes: Math.max(0, post.likes + (want ? 1 : -1)) });
  const wish = wishes.get(id) ?? { busy: false, kept: had };
  wish.want = want;
  wishes.set(id, wish);
  if (wish.busy) {
    return;
  }
  wish.busy = true;
  try {
    while (wish.kept !== wish.want) {
      const sending = wish.want;
      await (sending ? calls.like(id) : calls.unlike(id));
      wish.kept = sending;
    }
  } catch (error) {
    const now = recall(id);
    if (now && now.liked !== wish.kept) {
      learn({ id, liked: wish.kept, likes: Math.max(0, now.likes + (wish.kept ? 1 : -1)) });
    }
    throw error;
  } finally {
    wishes.delete(id);
  }
}

const reading = new Map();

/** A photograph of a post with new addresses; one request for all photographs of the post. */
export async function freshPhoto(id, mediaId) {
  if (!reading.has(id)) {
    reading.set(id, calls.show(id).then(learn));
    reading.get(id).catch(() => {}).finally(() => setTimeout(() => reading.delete(id), 30_000));
  }
  const post = await reading.get(id);
  return post.photos.find((each) => each.mediaId === mediaId) ?? null;
}
