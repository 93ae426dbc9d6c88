// Posts that are looked up, as a grid that goes on while one scrolls; or what stands there instead.

import type { PostAnswer } from "@client";
import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { learnAll, onChange } from "../kit/known";
import { itemsOf, names, type PageOf, queries } from "../kit/query";
import { Endless } from "./Endless";
import { Grid, GridShades } from "./Grid";
import { LookFailed } from "./LookFailed";
import css from "./PostGrid.module.css";

/** Addresses of photographs live longer than this. */
const FRESH = 5 * 60_000;

// A post of one's own may belong to any of them.
onChange("published", () => {
  for (const [kind] of [names.tag(""), names.place("")]) {
    queries.invalidateQueries({ queryKey: [kind] });
  }
});

type Page = PageOf<PostAnswer>;
type Query = UseInfiniteQueryResult<InfiniteData<Page>>;

/** Posts, page by page, kept under a name. */
export function usePosts(name: readonly unknown[], read: (after: string, signal: AbortSignal) => Promise<Page>): Query {
  return useInfiniteQuery({
    queryKey: name,
    queryFn: async ({ pageParam, signal }) => {
      const page = await read(pageParam, signal);
      learnAll(page.items);
      return page;
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    staleTime: FRESH,
  });
}

interface Props {
  query: Query;
  label: string;
  /** What stands there when there are none. */
  empty: ReactNode;
  /** Called besides the reading, when one tries again. */
  onAgain?: () => void;
}

export function PostGrid({ query, label, empty, onAgain }: Props) {
  const posts = itemsOf(query.data);
  if (query.isPending) {
    return <PostGridShades />;
  }
  if (!query.data) {
    const again = () => {
      onAgain?.();
      void query.refetch();
    };
    return <LookFailed error={query.error} again={again} />;
  }
  if (posts.length === 0 && !query.hasNextPage) {
    return empty;
  }
  return (
    <>
      <Grid posts={posts} label={label} />
      <Endless query={query} shades={<MoreShades shown={posts.length} />} />
    </>
  );
}

/** Stand-ins of the whole grid. */
export const PostGridShades = () => (
  <div className={css.waiting}>
    <GridShades cells={9} />
  </div>
);

/** Stand-ins below a grid; a row that is not full is filled by what comes. */
export const MoreShades = ({ shown }: { shown: number }) => (
  <div className={css.more}>
    <GridShades cells={shown % 3 ? 3 : 6} />
  </div>
);
