// The foot of a list that goes on while one scrolls: asks for the next page ahead of time, and says when that fails.

import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef } from "react";
import { Trouble } from "./Empty";

const AHEAD = "1200px";

interface Props {
  query: UseInfiniteQueryResult<InfiniteData<unknown>>;
  /** Grey stand-ins while a page is on its way. */
  shades?: ReactNode;
  /** What stands below the last item. */
  end?: ReactNode;
}

export function Endless({ query, shades, end }: Props) {
  const foot = useRef<HTMLDivElement>(null);
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const wanted = hasNextPage && !isFetchingNextPage && !isFetchNextPageError;

  useEffect(() => {
    if (!wanted || !foot.current) {
      return;
    }
    // Made anew after each page, it also speaks when a short page leaves the foot in view.
    const watcher = new IntersectionObserver(
      (entries) => entries.some((each) => each.isIntersecting) && fetchNextPage(),
      { rootMargin: AHEAD },
    );
    watcher.observe(foot.current);
    return () => watcher.disconnect();
  }, [wanted, fetchNextPage]);

  return (
    <div ref={foot} style={{ minHeight: 1 }}>
      {isFetchingNextPage ? shades : null}
      {isFetchNextPageError ? <Trouble error={query.error} again={() => void fetchNextPage()} /> : null}
      {!hasNextPage && query.isSuccess ? end : null}
    </div>
  );
}
