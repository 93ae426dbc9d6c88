// Finding people to choose from: whom one follows, who follows one, and whoever has exactly the username that is written.

import type { PersonAnswer } from "@client";
import { useQuery } from "@tanstack/react-query";
import { api, missing } from "../kit/api";
import { names } from "../kit/query";
import { useRested } from "../kit/rested";
import { useMe } from "../kit/session";

const SHOWN = 30;
const USERNAME = /^[a-z0-9_.]{2,30}$/;

/** What is looked for: without the @ that names are written with. */
export const lookedFor = (written: string): string => written.trim().replace(/^@/, "").toLowerCase();

/** Several lists as one: each person once, where they stand first, and nobody of those who are left out. */
export function merged(lists: (PersonAnswer[] | undefined)[], without: ReadonlySet<string>): PersonAnswer[] {
  const seen = new Set(without);
  return lists.flatMap((list) => list ?? []).filter(({ id }) => !seen.has(id) && seen.add(id));
}

/**
 * The row that is meant by what is written: the one of exactly this name, else the first in which a word begins so. A
 * list may still be the one for what was written before.
 */
export function fitting<T extends { name: string; hint?: string }>(rows: T[], written: string): T | undefined {
  const search = lookedFor(written);
  const fits = ({ name, hint = "" }: T) => ` ${name} ${hint}`.toLowerCase().includes(` ${search}`);
  return search ? (rows.find(({ name }) => name.toLowerCase() === search) ?? rows.find(fits)) : undefined;
}

export interface Found {
  people: PersonAnswer[];
  /** What was looked for to find them. */
  search: string;
  /** Nothing has come yet. */
  pending: boolean;
  /** More may come for what is written now. */
  looking: boolean;
  error: unknown;
  again: () => void;
}

/** The people for what is written; without anything written those whom one knows. One is not among them oneself. */
export function useFound(written: string): Found {
  const mine = useMe();
  const own = mine?.username ?? "";
  const search = useRested(lookedFor(written));
  const given = { limit: SHOWN, ...(search ? { q: search } : {}) };
  const following = useQuery({
    queryKey: [...names.people("following", own, search), "finder"],
    queryFn: async ({ signal }) => (await api.listFollowing(own, given, { signal })).items,
    placeholderData: (before) => before,
    enabled: own !== "",
  });
  const followers = useQuery({
    queryKey: [...names.people("followers", own, search), "finder"],
    queryFn: async ({ signal }) => (await api.listFollowers(own, given, { signal })).items,
    placeholderData: (before) => before,
    enabled: own !== "",
  });
  const exact = useQuery({
    queryKey: ["finder", search],
    enabled: USERNAME.test(search),
    retry: false,
    queryFn: async ({ signal }) => {
      try {
        return (await api.showPerson(search, { signal })).person;
      } catch (error) {
        if (missing(error)) {
          return null;
        }
        throw error;
      }
    },
  });
  return {
    people: merged(
      [exact.data && search ? [exact.data] : [], following.data, followers.data],
      new Set(mine ? [mine.id] : []),
    ),
    search,
    pending: following.isPending,
    looking:
      search !== lookedFor(written) ||
      following.isFetching ||
      followers.isFetching ||
      (exact.isFetching && search !== ""),
    error: following.data ? null : following.error,
    again: () => {
      void following.refetch();
      void followers.refetch();
    },
  };
}
