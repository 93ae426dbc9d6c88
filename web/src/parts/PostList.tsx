// Posts one below the other. Only what is near the window is on the page, however long the list grows; measured heights
// stay with the place, so that Back is exact.

import type { PostAnswer } from "@client";
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { here, note, noteOf, type Place, scrollOf } from "../kit/place";
import { PostCard } from "./PostCard";
import { heightOf } from "./PostHeight";
import css from "./PostList.module.css";
import { useRows, withBetween } from "./PostRows";

const BESIDE = 3; // posts above and below the window that are on the page
const HEIGHTS = "heights"; // the note under which measured heights are kept

interface Heights {
  width: number;
  all: Map<string, number>;
}

/** Something else that stands in the list, after so many posts or after the last. `height`: pixels, about. */
export interface Between {
  after: number;
  height: number;
  shown: ReactNode;
}
const BETWEEN = "between"; // its id among those of posts

interface Props {
  posts: PostAnswer[];
  place: Place;
  label: string;
  /** Hears the last post that is on the page, by its place from 0: to read more ahead of time. */
  near?: (last: number) => void;
  /** More is being read. */
  busy?: boolean;
  between?: Between;
}

export function PostList({ posts, place, label, near, busy = false, between }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const held = useRef<string | null>(null); // the row with the focus stays on the page
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

  const cut = between ? Math.min(between.after, posts.length) : posts.length;
  const other = between?.height ?? 0;
  const items = useMemo(() => (between ? withBetween(posts, cut) : posts), [posts, between, cut]);
  const ids = useMemo(() => items.map((each) => each?.id ?? BETWEEN), [items]);
  const { offsets, first, last, observe } = useRows(list, {
    ids,
    estimate: useCallback(
      (index: number) => {
        const post = items[index];
        return post ? heightOf(post, { width, height: innerHeight, list: box || width }) : other;
      },
      [items, width, box, other],
    ),
    heights: kept.current.all,
    margin: top,
    scrolled: here().by === "back" ? scrollOf(place.key) : null,
    beside: BESIDE,
  });
  const lastPost = last - (last >= cut ? 1 : 0);
  useEffect(() => near?.(between ? lastPost : last), [near, between, lastPost, last]);

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
        held.current = event.target.closest<HTMLElement>("[data-row]")?.dataset.row ?? null;
      }}
      onBlur={() => {
        held.current = null;
      }}
    >
      {rows.map((index) => {
        const post = items[index];
        const id = ids[index];
        return (
          <div
            key={id}
            ref={observe}
            data-row={id}
            className={css.row}
            style={{ transform: `translateY(${offsets[index]}px)` }}
          >
            {post ? <PostCard post={post} eager={index === 0} place={index + (index > cut ? 0 : 1)} /> : between?.shown}
          </div>
        );
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
