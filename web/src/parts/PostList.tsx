// Posts one below the other. Only what is near the window is on the page, however long the list grows; measured heights
// stay with the place, so that Back is exact.

import type { PostAnswer } from "@client";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { here, note, noteOf, type Place, scrollOf } from "../kit/place";
import { PostCard } from "./PostCard";
import { heightOf } from "./PostHeight";
import css from "./PostList.module.css";
import { useRows } from "./PostRows";

const BESIDE = 3; // posts above and below the window that are on the page
const HEIGHTS = "heights"; // the note under which measured heights are kept

interface Heights {
  width: number;
  all: Map<string, number>;
}

interface Props {
  posts: PostAnswer[];
  place: Place;
  label: string;
  /** Hears the last post that is on the page, by its place from 0: to read more ahead of time. */
  near?: (last: number) => void;
  /** More is being read. */
  busy?: boolean;
}

export function PostList({ posts, place, label, near, busy = false }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const held = useRef<string | null>(null); // the post with the focus stays on the page
  const width = useWidth();
  const [top, setTop] = useState(0);
  const [box, setBox] = useState(0);
  const kept = useRef<Heights | null>(null);
  if (kept.current?.width !== width) {
    // another width, other heights
    const before = noteOf<Heights>(place.key, HEIGHTS);
    kept.current = before?.width === width ? before : { width, all: new Map() };
    note(place.key, HEIGHTS, kept.current);
  }

  useLayoutEffect(() => {
    const at = list.current?.getBoundingClientRect();
    if (at && width) {
      setTop(at.top + scrollY);
      setBox(at.width);
    }
  }, [width]);

  const ids = useMemo(() => posts.map((each) => each.id), [posts]);
  const { offsets, first, last, observe } = useRows(list, {
    ids,
    estimate: useCallback(
      (index: number) => {
        const post = posts[index];
        return post ? heightOf(post, { width, height: innerHeight, list: box || width }) : 0;
      },
      [posts, width, box],
    ),
    heights: kept.current.all,
    margin: top,
    scrolled: here().by === "back" ? scrollOf(place.key) : null,
    beside: BESIDE,
  });
  useEffect(() => near?.(last), [near, last]);

  const rows = ids.map((_, index) => index).slice(first, last + 1);
  const focused = held.current ? ids.indexOf(held.current) : -1;
  if (focused >= 0 && (focused < first || focused > last)) {
    rows.push(focused);
    rows.sort((one, other) => one - other);
  }

  return (
    <div
      ref={list}
      role="feed"
      aria-label={label}
      aria-busy={busy}
      className={css.list}
      style={{ height: offsets.at(-1) ?? 0 }}
      onFocus={(event) => {
        held.current = event.target.closest<HTMLElement>("[data-post]")?.dataset.post ?? null;
      }}
      onBlur={() => {
        held.current = null;
      }}
    >
      {rows.map((index) => {
        const post = posts[index];
        return post ? (
          <div
            key={post.id}
            ref={observe}
            data-row={post.id}
            className={css.row}
            style={{ transform: `translateY(${offsets[index]}px)` }}
          >
            <PostCard post={post} eager={index === 0} place={index + 1} />
          </div>
        ) : null;
      })}
    </div>
  );
}

/** The width of the window. Its height changes when a phone hides its bars, which moves nothing here. */
function useWidth(): number {
  const [width, setWidth] = useState(innerWidth);
  useEffect(() => {
    const changed = () => setWidth(innerWidth);
    addEventListener("resize", changed);
    return () => removeEventListener("resize", changed);
  }, []);
  return width;
}
