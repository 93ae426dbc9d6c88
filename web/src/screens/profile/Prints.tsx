// Posts one below the other, as in the feed. Only those around the window are on the page; their measured heights stay
// with the place, so that Back is exact.

import type { PostAnswer } from "@client";
import { useWindowVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { api } from "../../kit/api";
import { amend, recallPost } from "../../kit/known";
import { here, note, noteOf, type Place, scrollOf } from "../../kit/place";
import { useMe } from "../../kit/session";
import { PostCard } from "../../parts/PostCard";
import { heightOf } from "../home/measures";
import css from "./Profile.module.css";

const HEIGHTS = "heights";
const MOST = 100; // ids that one request takes

interface Heights {
  width: number;
  all: VirtualItem[];
}

export function Prints({ posts: given, place }: { posts: PostAnswer[]; place: Place }) {
  const list = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const before = useRef(noteOf<Heights>(place.key, HEIGHTS)).current;
  const posts = given.filter((post) => !recallPost(post.id)?.gone);
  useMarks(posts);
  useLayoutEffect(() => setTop((list.current?.getBoundingClientRect().top ?? 0) + scrollY), []);

  const virtual = useWindowVirtualizer<HTMLDivElement>({
    count: posts.length,
    estimateSize: (index) => {
      const post = posts[index];
      const width = list.current?.clientWidth ?? innerWidth;
      return post ? heightOf(post, { width: innerWidth, height: innerHeight, list: width }) : 0;
    },
    getItemKey: (index) => posts[index]?.id ?? index,
    overscan: 3,
    scrollMargin: top,
    initialRect: { width: innerWidth, height: innerHeight },
    initialOffset: () => (here().by === "back" ? scrollOf(place.key) : scrollY),
    initialMeasurementsCache: before?.width === innerWidth ? before.all : [],
  });
  useEffect(
    () => () => note(place.key, HEIGHTS, { width: innerWidth, all: virtual.takeSnapshot() } satisfies Heights),
    [virtual, place.key],
  );

  return (
    <div ref={list} className={css.prints} style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map(({ key, index, start }) => {
        const post = posts[index];
        return post ? (
          <div
            key={key}
            ref={virtual.measureElement}
            data-index={index}
            className={css.print}
            style={{ transform: `translateY(${start - top}px)` }}
          >
            <PostCard post={post} eager={index === 0} place={index + 1} />
          </div>
        ) : null;
      })}
    </div>
  );
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
