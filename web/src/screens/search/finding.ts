// Asking the platform for people. What was found before stays until the next answer is there; an answer for anything but
// what is looked for now is never shown.

import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api, passing, Refused } from "../../kit/api";
import { itemsOf, names } from "../../kit/query";

const PAGE = 20;
const TRIES = 2;
const REST = 600; // milliseconds before the second one
const LONGEST_REST = 5; // seconds

/** The people whose names fit; nobody is looked for without a name. */
export function useFinding(search: string) {
  const going = useRef(false);
  const query = useInfiniteQuery({
    queryKey: names.search("people", search),
    queryFn: ({ pageParam, signal }) =>
      api.searchPeople({ q: search, limit: PAGE, ...(pageParam ? { after: pageParam } : {}) }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    enabled: search !== "",
    // A search that begins anew does not begin with the people of the one before.
    placeholderData: (before) => (going.current ? before : undefined),
    retry: (failures, error) => passing(error) && failures < TRIES - 1,
    retryDelay: (_, error) => restFor(error),
  });
  const any = query.data !== undefined;
  useEffect(() => {
    going.current = search !== "" && any;
  }, [search, any]);
  return { query, people: search ? itemsOf(query.data) : [], older: query.isPlaceholderData };
}

/** Who types faster than the platform lets them ask waits as long as it says, and does not hear of it. */
export const restFor = (error: unknown): number =>
  error instanceof Refused && error.status === 429 ? Math.min(error.retryAfter ?? 1, LONGEST_REST) * 1000 : REST;
