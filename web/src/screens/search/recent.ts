// What one opened from the search, or looked for, lately. The platform keeps it, so that it is the same on every device;
// what is changed here shows at once.

import { useQuery } from "@tanstack/react-query";
import { api, type Searches } from "../../kit/api";
import { names, queries } from "../../kit/query";
import { t } from "../../kit/words";
import { lengthOf } from "../../parts/ComposerWord";
import { complain } from "../../parts/Notices";
import type { Hit } from "./choice";

export type Recent = Searches["items"][number];

const KEY = names.searches;
const LEAST = 2; // characters of words that are kept
const UNKNOWN = ""; // the id, until the platform has answered

export const useRecent = () =>
  useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => {
      await last; // an older answer would bring back what was changed here
      return api.listSearches({ signal });
    },
  });

/** What was found, as it is kept. */
export function recentOf(hit: Hit): Recent {
  switch (hit.kind) {
    case "people":
      return { kind: "person", id: UNKNOWN, person: hit.person };
    case "tags":
      return { kind: "tag", id: UNKNOWN, tag: hit.tag.tag };
    default:
      return { kind: "place", id: UNKNOWN, placeId: hit.place.id, name: hit.place.name };
  }
}

/** Names one among all, also before it has an id: words are the same whatever their case. */
export function keyOf(recent: Recent): string {
  switch (recent.kind) {
    case "person":
      return `person ${recent.person.id}`;
    case "tag":
      return `tag ${recent.tag}`;
    case "place":
      return `place ${recent.placeId}`;
    default:
      return `words ${recent.words.toLowerCase()}`;
  }
}

/** What it is called on the screen. */
export function calledOf(recent: Recent): string {
  switch (recent.kind) {
    case "person":
      return recent.person.username;
    case "tag":
      return `#${recent.tag}`;
    case "place":
      return recent.name;
    default:
      return recent.words;
  }
}

/** Put one first. Nobody waits for it, and nothing is said when it fails. */
export const remember = (recent: Recent): Promise<void> =>
  change(
    (items) => [recent, ...items.filter((each) => keyOf(each) !== keyOf(recent))],
    () => api.keepSearch({ kind: recent.kind, what: whatOf(recent) }),
  );

export function rememberWords(words: string): void {
  if (lengthOf(words) >= LEAST) {
    void remember({ kind: "words", id: UNKNOWN, words });
  }
}

/** Let one go. */
export const forget = (recent: Recent): Promise<void> =>
  change(
    (items) => items.filter((each) => keyOf(each) !== keyOf(recent)),
    async () => {
      const id = recent.id === UNKNOWN ? await idOf(recent) : recent.id;
      return id && api.forgetSearch(id);
    },
    (error) => complain(t("search.notForgotten", { name: calledOf(recent) }), error, () => void forget(recent)),
  );

/** Let all go. */
export const forgetAll = (): Promise<void> =>
  change(
    () => [],
    () => api.forgetSearches(),
    (error) => complain(t("search.notCleared"), error, () => void forgetAll()),
  );

let last: Promise<unknown> = Promise.resolve();

/** Show it at once, and send it once those before have their answers; then the platform is asked how the list is. */
async function change(
  amend: (items: Recent[]) => Recent[],
  send: () => Promise<unknown>,
  failed?: (error: unknown) => void,
): Promise<void> {
  const sent = last.then(send);
  const settled = sent.catch(() => undefined);
  last = settled;
  await queries.cancelQueries({ queryKey: KEY });
  const before = queries.getQueryData<Searches>(KEY);
  queries.setQueryData<Searches>(KEY, before && { items: amend(before.items) });
  try {
    await sent;
  } catch (error) {
    queries.setQueryData(KEY, before);
    failed?.(error);
  }
  if (settled === last) {
    void queries.invalidateQueries({ queryKey: KEY });
  }
}

const whatOf = (recent: Recent): string =>
  recent.kind === "person" ? recent.person.id : recent.kind === "tag" ? recent.tag : calledOf(recent);

const idOf = async (recent: Recent): Promise<string | undefined> =>
  (await api.listSearches()).items.find((each) => keyOf(each) === keyOf(recent))?.id;
