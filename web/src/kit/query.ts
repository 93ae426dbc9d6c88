// What was read is kept for as long as the page is open, so that Back shows at once what was there.

import { type InfiniteData, QueryClient } from "@tanstack/react-query";
import { passing } from "./api";

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 30 * 60_000,
      refetchOnWindowFocus: false,
      networkMode: "always", // a request that fails says so; the platform may be reachable while the browser says offline
      retry: (failures, error) => passing(error) && failures < 2,
      retryDelay: (tries) => Math.min(1000 * 2 ** tries, 8000) * (0.5 + Math.random() / 2),
    },
    mutations: { networkMode: "always" },
  },
});

/** What could not be read is read again when the network is back. */
function againOnline(): void {
  queries.refetchQueries({ type: "active", predicate: ({ state }) => state.status === "error" });
}
addEventListener("online", againOnline);

/** The names under which answers are kept. One place, so that who changes something finds what shows it. */
export const names = {
  feed: ["feed"] as const,
  post: (id: string) => ["post", id] as const,
  comments: (id: string) => ["comments", id] as const,
  replies: (id: string, comment: string) => ["comments", id, "replies", comment] as const,
  likers: (id: string) => ["likers", id] as const,
  person: (username: string) => ["person", username] as const,
  grid: (username: string) => ["grid", username] as const,
  tagged: (username: string) => ["tagged", username] as const,
  people: (kind: string, username: string, search: string) => ["people", kind, username, search] as const,
  notifications: ["notifications"] as const,
  unread: ["unread"] as const,
  requests: ["requests"] as const,
  collections: ["collections"] as const,
  saved: (collection: string) => ["saved", collection] as const,
  archive: ["archive"] as const,
  drafts: ["drafts"] as const,
  settings: (part: string) => ["settings", part] as const,
  instance: ["instance"] as const,
  conversations: (folder: string) => ["conversations", folder] as const,
  conversation: (id: string) => ["conversation", id] as const,
  members: (id: string) => ["members", id] as const,
  search: (kind: string, search: string) => ["search", kind, search] as const,
  searches: ["searches"] as const,
  tag: (tag: string) => ["tag", tag] as const,
  place: (id: string) => ["place", id] as const,
  trends: (kind: string, span: string) => ["trends", kind, span] as const,
  followedTags: ["followed-tags"] as const,
  suggestions: ["suggestions"] as const,
  unreadMessages: ["unread-messages"] as const,
};

export interface PageOf<T> {
  items: T[];
  next: string | null;
}

/** All items of pages, each once. */
export function itemsOf<T extends { id?: string }>(
  data: InfiniteData<PageOf<T>> | undefined,
  key: (item: T) => string = (item) => item.id ?? "",
): T[] {
  const seen = new Set<string>();
  return (data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter((item) => {
      const name = key(item);
      return !seen.has(name) && seen.add(name);
    });
}
