// Asking the platform for what is looked for. What was found before stays until the next answer is there; an answer for
// anything but what is looked for now is never shown.

import type { Everything } from "@client";
import { type InfiniteData, useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api, passing, Refused } from "../../kit/api";
import { learnAll } from "../../kit/known";
import { itemsOf, names } from "../../kit/query";
import type { Tab } from "./choice";

const PAGE = 20;
const POSTS = 21; // rows of three
const TRIES = 2;
const REST = 600; // milliseconds before the second one
const LONGEST_REST = 5; // seconds

/** A page of what was found: of one kind or of all. */
interface Page extends Everything {
  next: string | null;
}

const NOTHING: Page = { people: [], tags: [], places: [], posts: [], next: null };

async function read(tab: Tab, q: string, after: string, signal: AbortSignal): Promise<Page> {
  const from = after ? { after } : {};
  const how = { signal };
  switch (tab) {
    case "people": {
      const { items, next } = await api.searchPeople({ q, limit: PAGE, ...from }, how);
      return { ...NOTHING, people: items, next };
    }
    case "tags":
      return { ...NOTHING, tags: (await api.searchTags({ q, limit: PAGE }, how)).items };
    case "places":
      return { ...NOTHING, places: (await api.searchPlaces({ q, limit: PAGE }, how)).items };
    case "posts": {
      const { items, next } = await api.searchPosts({ q, limit: POSTS, ...from }, how);
      learnAll(items);
      return { ...NOTHING, posts: items, next };
    }
    default: {
      const found = await api.searchAll({ q }, how);
      learnAll(found.posts);
      return { ...found, next: null };
    }
  }
}

/** What fits, of one kind or the best of all; nothing is looked for without a word. */
export function useFinding(tab: Tab, search: string) {
  const going = useRef(false);
  const query = useInfiniteQuery({
    queryKey: names.search(tab, search),
    queryFn: ({ pageParam, signal }) => read(tab, search, pageParam, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    enabled: search !== "",
    // A search that begins anew does not begin with what the one before found, nor another kind with this one.
    placeholderData: (before, last) => (going.current && last?.queryKey[1] === tab ? before : undefined),
    retry: (failures, error) => passing(error) && failures < TRIES - 1,
    retryDelay: (_, error) => restFor(error),
  });
  const any = query.data !== undefined;
  useEffect(() => {
    going.current = search !== "" && any;
  }, [search, any]);
  return { query, found: search ? foundIn(query.data) : NOTHING, older: query.isPlaceholderData };
}

/** All pages as one, each thing once. */
function foundIn(data: InfiniteData<Page> | undefined): Everything {
  const of = <T extends { id?: string }>(pick: (page: Page) => T[], key?: (item: T) => string) =>
    itemsOf({ pages: (data?.pages ?? []).map((page) => ({ items: pick(page), next: null })), pageParams: [] }, key);
  return {
    people: of((page) => page.people),
    tags: of<Everything["tags"][number] & { id?: string }>(
      (page) => page.tags,
      ({ tag }) => tag,
    ),
    places: of((page) => page.places),
    posts: of((page) => page.posts),
  };
}

/** Who types faster than the platform lets them ask waits as long as it says, and does not hear of it. */
export const restFor = (error: unknown): number =>
  error instanceof Refused && error.status === 429 ? Math.min(error.retryAfter ?? 1, LONGEST_REST) * 1000 : REST;
