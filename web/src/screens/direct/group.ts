// What a group may be like, and what its members may do. Pure.

import type { ConversationAnswer, MemberAnswer } from "@client";

export const LONGEST_NAME = 60;
export const MOST_ADDED = 50;
export const MOST_MEMBERS = 250;
export const MOST_PINNED = 10;

/** Seconds after which messages disappear. */
export const TIMERS = [0, 3600, 86_400, 604_800, 7_776_000] as const;
export type Timer = (typeof TIMERS)[number];

export const HOUR = 3600;
/** Seconds for "until I turn it on again": ten years, the longest that the platform takes. */
export const ALWAYS = 10 * 365 * 24 * HOUR;

/** For how long a conversation is muted from now: not at all, until a moment, or for good. */
export function mutedNow(until: string | null, now: number): "no" | "until" | "always" {
  const left = until === null ? 0 : (new Date(until).getTime() - now) / 1000;
  return left <= 0 ? "no" : left > 365 * 24 * HOUR ? "always" : "until";
}

export type MemberAct = "admin" | "unadmin" | "remove";

/** What the reader may do about a member. Nothing about oneself here: leaving is a thing of its own. */
export function actsOn(
  member: Pick<MemberAnswer, "role" | "standing" | "person">,
  mine: { id: string; role: ConversationAnswer["role"] },
): MemberAct[] {
  if (mine.role !== "admin" || member.person.id === mine.id) {
    return [];
  }
  if (member.standing !== "in") {
    return ["remove"]; // who has not accepted yet cannot be an admin
  }
  return [member.role === "admin" ? "unadmin" : "admin", "remove"];
}

/** How many can still be added at once. */
export const roomFor = (members: number): number => Math.max(0, Math.min(MOST_ADDED, MOST_MEMBERS - members));
