// The parts of the settings, in the order and the groups in which they are listed.

import type { Key } from "../../kit/words";
import type { IconName } from "../../parts/Icon";

export const PARTS = {
  profile: "pen",
  account: "person",
  security: "key",
  sessions: "device",
  privacy: "lock",
  messages: "send",
  close: "star",
  tags: "hash",
  blocked: "block",
  muted: "eye",
  words: "comment",
  told: "bell",
  look: "sun",
  data: "download",
  leave: "bin",
  about: "globe",
} as const satisfies Record<string, IconName>;

export type PartName = keyof typeof PARTS;

export const GROUPS: { title: Key; parts: PartName[] }[] = [
  { title: "settings.group.you", parts: ["profile", "account", "security", "sessions"] },
  { title: "settings.group.others", parts: ["privacy", "messages", "close", "tags", "blocked", "muted", "words"] },
  { title: "settings.group.app", parts: ["told", "look"] },
  { title: "settings.group.rest", parts: ["data", "leave", "about"] },
];

/** The part of a path; null for a name that is none. */
export const partOf = (name: string | undefined): PartName | null =>
  name !== undefined && Object.hasOwn(PARTS, name) ? (name as PartName) : null;
