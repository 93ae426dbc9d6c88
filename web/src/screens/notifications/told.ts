// What a notification says, and under which heading it stands. Pure, so that it can be tested.

import type { NotificationAnswer } from "@client";
import type { Key } from "../../kit/words";

const SENTENCES: Partial<Record<NotificationAnswer["kind"], Key>> = {
  like: "notifications.like",
  comment: "notifications.comment",
  comment_like: "notifications.comment_like",
  reply: "notifications.reply",
  mention: "notifications.mention",
  tag: "notifications.tag",
  follow: "notifications.follow",
  request: "notifications.request",
  approval: "notifications.approval",
  coauthor: "notifications.coauthor",
  message: "notifications.message",
};

/** The sentence for a kind; one that this app does not know yet gets a general one. */
export function sentenceOf({ kind, people }: Pick<NotificationAnswer, "kind" | "people">): Key {
  if (kind === "follow" && people > 1) {
    return "notifications.followMany";
  }
  return SENTENCES[kind] ?? "notifications.other";
}

/** Who did it: one name, two, or one and how many others. */
export function doers({ actor, actors, people }: Pick<NotificationAnswer, "actor" | "actors" | "people">): {
  names: string[];
  others: number;
} {
  const named = actors.length ? actors : [actor];
  const all = Math.max(people, named.length);
  const names = named.slice(0, all === 2 ? 2 : 1).map((each) => each.username);
  return { names, others: all - names.length };
}

/** Where pressing it leads. */
export function targetOf({ kind, postId, commentId, conversationId, actor }: NotificationAnswer): string {
  if (kind === "request") {
    return "/requests";
  }
  if (conversationId) {
    return `/direct/${conversationId}`;
  }
  if (postId) {
    return commentId ? `/p/${postId}#${commentId}` : `/p/${postId}`;
  }
  return `/u/${encodeURIComponent(actor.username)}`;
}

export type Heading = "notifications.today" | "notifications.week" | "notifications.earlier";

/** By the member's own calendar: today, the six days before, and all that is older. */
export function headingOf(at: string, now: Date): Heading {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const when = new Date(at).getTime();
  if (when >= midnight) {
    return "notifications.today";
  }
  const week = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 6).getTime();
  return when >= week ? "notifications.week" : "notifications.earlier";
}

/** The entries under their headings, in their order; a heading without entries is left out. */
export function grouped(items: NotificationAnswer[], now: Date): [Heading, NotificationAnswer[]][] {
  const groups = new Map<Heading, NotificationAnswer[]>();
  for (const item of items) {
    const heading = headingOf(item.happenedAt, now);
    groups.set(heading, [...(groups.get(heading) ?? []), item]);
  }
  const order: Heading[] = ["notifications.today", "notifications.week", "notifications.earlier"];
  return order.flatMap((heading) => {
    const found = groups.get(heading);
    return found ? [[heading, found] as [Heading, NotificationAnswer[]]] : [];
  });
}

/** The list with its newest page read again: entries keep their place unless they are new; changed ones are replaced. */
export function merged(fresh: NotificationAnswer[], old: NotificationAnswer[]): NotificationAnswer[] {
  const now = new Map(fresh.map((each) => [each.id, each]));
  const known = new Set(old.map((each) => each.id));
  const added = fresh.filter((each) => !known.has(each.id));
  const oldest = fresh.at(-1)?.id ?? "";
  // What lies within the fresh page but is not in it was withdrawn.
  const kept = old
    .filter((each) => now.has(each.id) || (oldest !== "" && each.id < oldest))
    .map((each) => now.get(each.id) ?? each);
  return [...added, ...kept].sort((one, other) => (one.id < other.id ? 1 : -1));
}
