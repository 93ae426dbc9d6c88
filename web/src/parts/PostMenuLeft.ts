// Whose posts leave the feed at once: people whom the reader has just unfollowed or muted.

import { store } from "../kit/store";

export const leftOut = store<ReadonlySet<string>>(new Set());

export function leaveOut(personId: string, out: boolean): void {
  const next = new Set(leftOut.get());
  if (out) {
    next.add(personId);
  } else {
    next.delete(personId);
  }
  leftOut.set(next);
}
