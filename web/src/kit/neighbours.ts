// Which posts stand beside a post in the grid that it was opened from. The opener says it before it opens the overlay;
// the post over it asks.

import { here, note, noteOf } from "./place";

const NOTE = "posts";

/** Say which posts the present screen shows, in their order. Called again when more of them have come. */
export const setNeighbours = (ids: string[]): void => note((here().behind ?? here()).key, NOTE, ids);

/** The posts before and after one, in the grid that lies behind the present overlay; null where there is none. */
export function neighbours(id: string): { before: string | null; after: string | null; place: number; all: number } {
  const behind = here().behind;
  const ids = (behind && noteOf<string[]>(behind.key, NOTE)) ?? [];
  const place = ids.indexOf(id);
  return {
    before: ids[place - 1] ?? null,
    after: place < 0 ? null : (ids[place + 1] ?? null),
    place,
    all: ids.length,
  };
}
