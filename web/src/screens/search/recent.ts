// Whom one opened from the search lately. The platform keeps it, so that it is the same on every device; what is changed
// here shows at once.

import { api, type PersonFound, type Searches } from "../../kit/api";
import { names, queries } from "../../kit/query";
import { t } from "../../kit/words";
import { complain } from "../../parts/Notices";

const KEY = names.searches;
const kept = () => queries.getQueryData<Searches>(KEY);

/** The latest first, each once. */
export const withLatest = (items: PersonFound[], person: PersonFound): PersonFound[] => [
  person,
  ...items.filter(({ id }) => id !== person.id),
];

/** Remember that somebody was opened. Nobody waits for it, and nothing is said when it fails. */
export function remember(person: PersonFound): void {
  const before = kept();
  if (before) {
    queries.setQueryData<Searches>(KEY, { items: withLatest(before.items, person) });
  }
  const again = () => queries.invalidateQueries({ queryKey: KEY });
  api.keepSearch({ personId: person.id }).then(again, again);
}

/** Let one go. */
export const forget = (person: PersonFound): Promise<void> =>
  change(
    (items) => items.filter(({ id }) => id !== person.id),
    () => api.forgetSearch(person.id),
    () => complainOf(t("search.notForgotten", { name: person.username }), () => forget(person)),
  );

/** Let all go. */
export const forgetAll = (): Promise<void> =>
  change(
    () => [],
    () => api.forgetSearches(),
    () => complainOf(t("search.notCleared"), forgetAll),
  );

async function change(
  amend: (items: PersonFound[]) => PersonFound[],
  send: () => Promise<unknown>,
  failed: () => (error: unknown) => void,
): Promise<void> {
  await queries.cancelQueries({ queryKey: KEY }); // an older answer would bring back what has just gone
  const before = kept();
  queries.setQueryData<Searches>(KEY, { items: amend(before?.items ?? []) });
  try {
    await send();
  } catch (error) {
    queries.setQueryData(KEY, before);
    failed()(error);
  }
}

const complainOf = (what: string, again: () => unknown) => (error: unknown) =>
  complain(what, error, () => void again());
