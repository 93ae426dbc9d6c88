// Which rows of a long list are on the page: those near the window. Rows not yet measured stand in with an estimate;
// when the truth of a row above the window differs, the window moves with it, so that nothing moves for the reader.

import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef } from "react";

/** Where each row begins, and after them where the list ends. */
export function offsetsOf(heights: number[]): number[] {
  let at = 0;
  return [0, ...heights.map((height) => (at += height))];
}

/** The first and the last row that touch the stretch from `top` to `bottom`, with `beside` more on both sides. */
export function rangeOf(offsets: number[], top: number, bottom: number, beside: number): [number, number] {
  const rows = offsets.length - 1;
  let low = 0;
  let high = rows;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle + 1] ?? 0) <= top) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  let last = low;
  while (last + 1 < rows && (offsets[last + 1] ?? 0) < bottom) {
    last += 1;
  }
  return [Math.max(0, Math.min(low, rows - 1) - beside), Math.min(rows - 1, last + beside)];
}

/** Posts with a gap (null) for something else before the one at `cut`, or after the last. */
export const withBetween = <T>(posts: readonly T[], cut: number): (T | null)[] => [
  ...posts.slice(0, cut),
  null,
  ...posts.slice(cut),
];

interface Given {
  ids: string[];
  estimate: (index: number) => number;
  /** Heights that were measured before, by id; they are added to. */
  heights: Map<string, number>;
  /** Where the list begins on the page, in pixels. */
  margin: number;
  /** Where the window will be scrolled to when the list comes back. */
  scrolled: number | null;
  beside: number;
}

/** Rows are children of `list` with `data-row` (their id). `observe` is their ref. */
export function useRows(list: RefObject<HTMLElement | null>, given: Given) {
  const { ids, estimate, heights, margin, beside } = given;
  const [turn, again] = useReducer((count: number) => count + 1, 0);
  const coming = useRef(given.scrolled); // until the window is there
  const shift = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` counts what was measured
  const offsets = useMemo(
    () => offsetsOf(ids.map((id, index) => heights.get(id) ?? estimate(index))),
    [ids, estimate, heights, turn],
  );
  const top = (coming.current ?? scrollY) - margin;
  const [first, last] = rangeOf(offsets, top, top + innerHeight, beside);
  const latest = useRef({ ids, offsets, margin, first, last });
  latest.current = { ids, offsets, margin, first, last };

  const measure = useCallback(
    (rows: Iterable<HTMLElement>) => {
      let news = false;
      for (const row of rows) {
        const id = row.dataset.row ?? "";
        const height = row.offsetHeight;
        if (row.isConnected && heights.get(id) !== height) {
          const now = latest.current;
          const index = now.ids.indexOf(id);
          const start = now.offsets[index] ?? 0;
          const before = (now.offsets[index + 1] ?? 0) - start;
          if (coming.current === null && start + before <= scrollY - now.margin) {
            shift.current += height - before;
          }
          heights.set(id, height);
          news = true;
        }
      }
      if (news) {
        again();
      }
    },
    [heights],
  );

  useLayoutEffect(() => {
    if (shift.current !== 0) {
      const by = shift.current;
      shift.current = 0;
      scrollBy({ top: by, behavior: "instant" });
    }
    measure(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? []);
  });

  const watcher = useMemo(
    () => new ResizeObserver((entries) => measure(entries.map((each) => each.target as HTMLElement))),
    [measure],
  );
  const observe = useCallback(
    (row: HTMLElement | null) => {
      if (row) {
        watcher.observe(row);
        return () => watcher.unobserve(row);
      }
      return undefined;
    },
    [watcher],
  );

  useEffect(() => {
    coming.current = null;
    const scrolled = () => {
      const now = latest.current;
      const at = scrollY - now.margin;
      const [from, to] = rangeOf(now.offsets, at, at + innerHeight, beside);
      if (from !== now.first || to !== now.last) {
        again();
      }
    };
    scrolled();
    addEventListener("scroll", scrolled, { passive: true });
    return () => removeEventListener("scroll", scrolled);
  }, [beside]);

  return { offsets, first, last, observe };
}
