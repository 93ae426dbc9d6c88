// People whom one may want to follow: why, and letting one go for good.

import type { PersonAnswer, Reason, Suggestion, Suggestions } from "@client";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../kit/api";
import { onChange } from "../../kit/known";
import { names, queries } from "../../kit/query";
import { listed, t } from "../../kit/words";
import { complain } from "../Notices";

const MOST = 20;
const FRESH = 5 * 60_000;
const KEY = names.suggestions;

export const useSuggestions = () =>
  useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.listSuggestions({ limit: MOST }, { signal }),
    staleTime: FRESH,
    retry: false, // nobody waits for them
  });

// Whom one followed stays in sight, so that it can be taken back; others come with the next look.
onChange("followed", () => void queries.invalidateQueries({ queryKey: KEY, refetchType: "none" }));

/** Why somebody is suggested, in words. Of many who follow them the first is named. */
export function reasonWords({ kind, people, more, tag }: Reason): string {
  const [first] = people;
  if (kind === "followed" && first) {
    const named = people.length + more > 2 ? [first] : people;
    const others = people.length + more - named.length;
    const those = named.map(({ username }) => username);
    return t("suggest.followed", {
      names: listed(others ? [...those, t("profile.byOthers", { count: others })] : those),
    });
  }
  return kind === "interests" && tag ? t("suggest.interests", { tag: `#${tag}` }) : t("suggest.popular");
}

/** The list with one in it again, where they were. */
export const putBack = (items: Suggestion[], one: Suggestion, at: number): Suggestion[] =>
  items.some(({ person }) => person.id === one.person.id) ? items : items.toSpliced(at, 0, one);

/** Never suggest somebody again: gone at once, and there again when the platform refuses. */
export async function dismiss(person: PersonAnswer): Promise<void> {
  await queries.cancelQueries({ queryKey: KEY }); // an older answer would bring back who has just gone
  const before = queries.getQueryData<Suggestions>(KEY)?.items ?? [];
  const at = before.findIndex((each) => each.person.id === person.id);
  const gone = before[at];
  const change = (how: (items: Suggestion[]) => Suggestion[]) =>
    queries.setQueryData<Suggestions>(KEY, (kept) => (kept ? { items: how(kept.items) } : kept));
  change((items) => items.filter((each) => each.person.id !== person.id));
  try {
    await api.dismissSuggestion(person.id);
  } catch (error) {
    if (gone) {
      change((items) => putBack(items, gone, at));
    }
    complain(t("suggest.failed", { name: person.username }), error, () => void dismiss(person));
  }
}
