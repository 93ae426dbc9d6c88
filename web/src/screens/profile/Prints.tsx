// Posts one below the other, as in the feed.

import type { PostAnswer } from "@client";
import { useEffect, useMemo } from "react";
import { api } from "../../kit/api";
import { amend, recallPost } from "../../kit/known";
import type { Place } from "../../kit/place";
import { useMe } from "../../kit/session";
import { PostList } from "../../parts/PostList";

const MOST = 100; // ids that one request takes

export function Prints({ posts: given, place, label }: { posts: PostAnswer[]; place: Place; label: string }) {
  const posts = useMemo(() => given.filter((post) => !recallPost(post.id)?.gone), [given]);
  useMarks(posts);
  return <PostList posts={posts} place={place} label={label} />;
}

/** Which of the posts the reader has saved: asked once for those of which it is not known. */
function useMarks(posts: PostAnswer[]): void {
  const mine = useMe();
  const unknown = mine
    ? posts
        .filter((post) => recallPost(post.id)?.saved === undefined)
        .slice(0, MOST)
        .map((post) => post.id)
        .join()
    : "";
  useEffect(() => {
    if (!unknown) {
      return;
    }
    const stop = new AbortController();
    api
      .listSaves({ posts: unknown }, { signal: stop.signal })
      .then(({ items }) => {
        const found = new Map(items.map((each) => [each.postId, each.collection]));
        for (const id of unknown.split(",")) {
          amend(id, { saved: found.get(id) ?? null });
        }
      })
      .catch(() => {}); // the mark is then as if nothing were saved; pressing it still works
    return () => stop.abort();
  }, [unknown]);
}
