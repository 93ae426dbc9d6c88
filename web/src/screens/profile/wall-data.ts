// What hangs on a person's wall, read page by page.

import type { GridAnswer, PostAnswer, Profile } from "@client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../../kit/api";
import { learnAll } from "../../kit/known";
import { pageData } from "../../kit/page-data";
import { itemsOf, names, type PageOf } from "../../kit/query";
import { useMe } from "../../kit/session";
import type { View } from "./Tabs";

const PAGE = 30; // rows of three
/** Addresses of photographs live longer than this, and what one does oneself is read again at once. */
const FRESH = 5 * 60_000;

type Page = PageOf<PostAnswer> & { pinned?: PostAnswer[] };

async function read(view: View, username: string, cursor: string, signal: AbortSignal): Promise<Page> {
  const given = { limit: PAGE, ...(cursor ? { cursor } : {}) };
  const page: Page =
    view === "archive"
      ? await api.listArchive(given, { signal })
      : view === "tagged"
        ? await api.listPostsWith(username, given, { signal })
        : await api.listPostsOf(username, given, { signal });
  learnAll([...(page.pinned ?? []), ...page.items]);
  return page;
}

const nameOf = (view: View, username: string) =>
  view === "archive" ? names.archive : view === "tagged" ? names.tagged(username) : names.grid(username);

/** What is pinned stands first, and nowhere else. */
export function hung(pages: Page[]): { posts: PostAnswer[]; pinned: ReadonlySet<string> } {
  const first = pages[0]?.pinned ?? [];
  const pinned = new Set(first.map((post) => post.id));
  const rest = itemsOf({ pages, pageParams: [] }).filter((post) => !pinned.has(post.id));
  return { posts: [...first, ...rest], pinned };
}

export function useWall(profile: Profile, view: View, open: boolean) {
  const { username } = profile.person;
  const mine = useMe();
  const given: GridAnswer | undefined =
    view === "grid" || view === "list" ? pageData(`/u/${username}`)?.grid : undefined;
  const known = given && { pages: [given as Page], pageParams: [""] };
  const query = useInfiniteQuery({
    queryKey: nameOf(view, username),
    queryFn: ({ pageParam, signal }) => read(view, username, pageParam, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    enabled: open,
    staleTime: FRESH,
    ...(known ? (mine ? { placeholderData: known } : { initialData: known }) : {}),
  });
  const { data } = query;
  return { query, ...useMemo(() => hung(data?.pages ?? []), [data]) };
}
