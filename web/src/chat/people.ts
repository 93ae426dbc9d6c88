// Who is who in conversations, and the posts that were shared in them, as far as they were read.

import type { PersonAnswer, PostAnswer } from "@client";
import { useQuery } from "@tanstack/react-query";
import { api, missing } from "../kit/api";
import { learnAll } from "../kit/known";
import { names } from "../kit/query";
import { store, useStore } from "../kit/store";

const people = store<ReadonlyMap<string, PersonAnswer>>(new Map());

export function learnPeople(given: PersonAnswer[]): void {
  const now = people.get();
  const fresh = given.filter((each) => now.get(each.id) !== each);
  if (fresh.length) {
    people.set(new Map([...now, ...fresh.map((each) => [each.id, each] as const)]));
  }
}

export const personOf = (id: string): PersonAnswer | undefined => people.get().get(id);
export const usePeople = (): ReadonlyMap<string, PersonAnswer> => useStore(people);

/** Shared posts by id; null where the reader may not see one. */
const posts = store<ReadonlyMap<string, PostAnswer | null>>(new Map());

export function learnPosts(given: PostAnswer[], asked: string[]): void {
  learnAll(given);
  const found = new Map<string, PostAnswer | null>(asked.map((id) => [id, null]));
  for (const each of given) {
    found.set(each.id, each);
  }
  if (found.size) {
    posts.set(new Map([...posts.get(), ...found]));
  }
}

/** A shared post: undefined while it is read, null when it is not there for the reader. */
export function useSharedPost(id: string): PostAnswer | null | undefined {
  const known = useStore(posts).get(id);
  const { data } = useQuery({
    queryKey: ["shared-post", id],
    queryFn: async () => {
      try {
        const post = await api.showPost(id);
        learnPosts([post], [id]);
        return post;
      } catch (error) {
        if (missing(error)) {
          learnPosts([], [id]);
          return null;
        }
        throw error;
      }
    },
    enabled: known === undefined,
  });
  return known === undefined ? data : known;
}

/** Who is in a conversation, with how far each has read and got. */
export const membersQuery = (id: string) => ({
  queryKey: names.members(id),
  queryFn: async () => {
    const answer = await api.listMembers(id);
    learnPeople(answer.items.map(({ person }) => person));
    return answer;
  },
});
export const useMembers = (id: string, enabled = true) => useQuery({ ...membersQuery(id), enabled });

export function forgetPeople(): void {
  people.set(new Map());
  posts.set(new Map());
}
