// Hashtags that one used or saw in this browser, the latest first. They stay here: nobody else is told.

import type { PostAnswer } from "@client";
import { recall, remember } from "../kit/keep";

type Entity = PostAnswer["entities"][number];

const NAME = "tags";
const MOST = 50;

export function keptTags(): string[] {
  try {
    const kept: unknown = JSON.parse(recall(NAME) ?? "[]");
    return Array.isArray(kept) ? kept.filter((each) => typeof each === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** Remember the tags of a text that was written or read. */
export function keepTags(entities: Entity[]): void {
  const tags = entities.flatMap((each) => (each.kind === "hashtag" ? [each.tag] : []));
  if (tags.length) {
    remember(NAME, JSON.stringify([...new Set([...tags, ...keptTags()])].slice(0, MOST)));
  }
}

/** Those that begin with what was written, at most `most`; not the one that is there already. */
export function tagsFor(query: string, most = 6): string[] {
  const begun = query.normalize("NFKC").toLowerCase();
  return keptTags()
    .filter((each) => each.startsWith(begun) && each !== begun)
    .slice(0, most);
}
