// What of a post was changed: only that is sent, so that what somebody else changed meanwhile stays.

import type { Changes, PostAnswer } from "@client";

export interface Edited {
  caption: string;
  /** Of the photographs, in their order. */
  alts: string[];
  place: string;
  commentsBy: string;
  hideCounts: boolean;
}

/** The changes to send, or null when there are none. */
export function changesOf(post: PostAnswer, edited: Edited): Changes | null {
  const changes: Changes = {};
  if (edited.caption.trim() !== post.caption) {
    changes.caption = edited.caption;
  }
  const photos = post.photos.flatMap(({ mediaId, alt }, place) => {
    const now = edited.alts[place]?.trim() ?? alt;
    return now === alt ? [] : [{ mediaId, alt: now }];
  });
  if (photos.length) {
    changes.photos = photos;
  }
  const name = edited.place.trim();
  if (name !== (post.place?.name ?? "")) {
    changes.place = { name };
  }
  if (edited.commentsBy !== post.commentsBy) {
    changes.commentsBy = edited.commentsBy as NonNullable<Changes["commentsBy"]>;
  }
  if (edited.hideCounts !== post.hideCounts) {
    changes.hideCounts = edited.hideCounts;
  }
  return Object.keys(changes).length ? changes : null;
}
