// What a field offers for a word that was begun: people after @, hashtags after #.

import type { PersonAnswer, TagFound } from "@client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api } from "../kit/api";
import { useRested } from "../kit/rested";
import { useMe } from "../kit/session";
import { t } from "../kit/words";
import { Avatar } from "./Avatar";
import { tagsFor } from "./ComposerTags";
import type { Word } from "./ComposerWord";
import { Names } from "./People";
import { Sign } from "./Sign";

const PEOPLE = 6;
const TAGS = 5;
const FRESH = 60_000;

export interface Offer {
  key: string;
  /** What the word becomes. */
  whole: string;
  shown: ReactNode;
}

/** Nothing where nothing can be found out. `near`: people who come first. */
export function useOffers(word: Word | null, near: PersonAnswer[]): Offer[] {
  const people = usePeople(word?.kind === "mention" ? word.query.toLowerCase() : null, near);
  const tags = useTags(word?.kind === "hashtag" ? word.query.normalize("NFKC").toLowerCase() : null);
  return word?.kind === "hashtag" ? tags : people;
}

function usePeople(begun: string | null, near: PersonAnswer[]): Offer[] {
  const mine = useMe();
  const asked = useRested(begun);
  const { data } = useQuery({
    queryKey: ["people", "offers", asked],
    queryFn: ({ signal }) =>
      api.listFollowing(mine?.username ?? "", asked ? { q: asked, limit: PEOPLE } : { limit: PEOPLE }, { signal }),
    enabled: mine !== null && asked !== null,
    placeholderData: keepPreviousData,
    staleTime: FRESH,
    retry: false,
  });
  if (begun === null) {
    return [];
  }
  const seen = new Set<string>([mine?.id ?? ""]);
  return [...near, ...(data?.items ?? [])]
    .filter(({ id, username, name }) => {
      const fits = username.startsWith(begun) || name.toLowerCase().startsWith(begun);
      return fits && username !== begun && !seen.has(id) && seen.add(id);
    })
    .slice(0, PEOPLE)
    .map((person) => ({
      key: person.id,
      whole: `@${person.username}`,
      shown: (
        <>
          <Avatar person={person} size={32} />
          <Names what={person.username} below={person.name} />
        </>
      ),
    }));
}

function useTags(begun: string | null): Offer[] {
  const asked = useRested(begun);
  const { data } = useQuery({
    queryKey: ["tags", "offers", asked],
    queryFn: ({ signal }) => api.searchTags({ q: asked ?? "", limit: TAGS }, { signal }),
    enabled: Boolean(asked),
    placeholderData: keepPreviousData,
    staleTime: FRESH,
    retry: false,
  });
  if (begun === null) {
    return [];
  }
  return tagsOffered(begun, tagsFor(begun, TAGS), begun ? (data?.items ?? []) : []).map(({ tag, posts }) => ({
    key: tag,
    whole: `#${tag}`,
    shown: (
      <>
        <Sign icon="hash" small />
        <Names what={`#${tag}`} below={posts === undefined ? undefined : t("card.posts", { count: posts })} />
      </>
    ),
  }));
}

/**
 * Those that begin so: first the very one, so that Enter keeps it, then what this browser remembers (`kept`), then what
 * the platform found; some letters are the same with their marks as without.
 */
export function tagsOffered(begun: string, kept: string[], found: TagFound[]) {
  const posts = new Map(found.map((each) => [each.tag, each.posts]));
  const whole = posts.has(begun) ? [begun] : [];
  const tags = new Set([...whole, ...kept, ...found.map(({ tag }) => tag)]);
  const offered = [...tags].filter((tag) => plain(tag).startsWith(plain(begun))).slice(0, TAGS);
  return offered.length > whole.length ? offered.map((tag) => ({ tag, posts: posts.get(tag) })) : [];
}

const plain = (tag: string): string => tag.normalize("NFKD").replace(/\p{M}/gu, "");
