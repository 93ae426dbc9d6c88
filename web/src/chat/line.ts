// What a device has of one conversation: a stretch of its messages without gaps, and how far it is. Pure: what comes in,
// in whatever order and however often, gives the same stretch, or says that something is missing.

import type { MessageAnswer, MessagesAnswer, MissedAnswer } from "@client";

export interface Line {
  /** Without gaps, the oldest first. */
  items: MessageAnswer[];
  /** There is more before the first, or after the last (then what is new is not put here, but read when one gets there). */
  older: boolean;
  newer: boolean;
  /** This device has all messages up to `seq`, and all changes of older ones up to `rev`. */
  seq: number;
  rev: number;
}

export interface Step {
  line: Line;
  /** Something is missing: ask for all after `seq` and `rev`. */
  gap: boolean;
}

const lastOf = (line: Line): number => line.items.at(-1)?.seq ?? 0;

/** A stretch as it was read first. */
export const begun = (page: MessagesAnswer): Line => ({
  items: page.items,
  older: page.older,
  newer: page.newer,
  seq: page.seq,
  rev: page.rev,
});

/** With the page before the first. What is here already stays: it may have changed since the page was made. */
export function withOlder(line: Line, page: MessagesAnswer): Line {
  const first = line.items[0]?.seq ?? Number.POSITIVE_INFINITY;
  const more = page.items.filter(({ seq }) => seq < first);
  return { ...line, items: [...more, ...line.items], older: page.older };
}

/** With the page after the last. At the end of the conversation it is joined to what comes from then on. */
export function withNewer(line: Line, page: MessagesAnswer): Step {
  const more = page.items.filter(({ seq }) => seq > lastOf(line));
  const items = [...line.items, ...more];
  if (page.newer) {
    return { line: { ...line, items, seq: Math.max(line.seq, page.seq) }, gap: false };
  }
  const reached = Math.max(items.at(-1)?.seq ?? 0, page.seq);
  return { line: { ...line, items, newer: false, seq: reached }, gap: line.seq > reached };
}

/** With a new message. One that is here already changes nothing; one after a gap is not put in, but asked for. */
export function withMessage(line: Line, message: MessageAnswer): Step {
  if (message.seq <= line.seq) {
    return { line, gap: false };
  }
  if (line.newer) {
    return { line: { ...line, seq: message.seq }, gap: false };
  }
  if (message.seq > line.seq + 1) {
    return { line, gap: true };
  }
  return { line: { ...line, seq: message.seq, items: [...line.items, message] }, gap: false };
}

/** With a message that is otherwise than before; `rev` null where that is not known, as in the answer to a command. */
export function withChanged(line: Line, rev: number | null, message: MessageAnswer): Step {
  if (rev !== null && rev <= line.rev) {
    return { line, gap: false };
  }
  const next = { ...line, items: replaced(line.items, message) };
  if (rev === null) {
    return { line: next, gap: false };
  }
  return rev === line.rev + 1 ? { line: { ...next, rev }, gap: false } : { line: next, gap: true };
}

/** With all that was missed, as the platform tells it. */
export function withMissed(line: Line, missed: MissedAnswer): Line {
  let { items } = line;
  for (const each of missed.changed) {
    items = replaced(items, each);
  }
  if (!line.newer) {
    const last = Math.max(lastOf(line), 0);
    const more = missed.messages.filter(({ seq }) => seq > last);
    items = more.length ? [...items, ...more] : items;
  }
  return { ...line, items, seq: Math.max(line.seq, missed.seq), rev: Math.max(line.rev, missed.rev) };
}

/** Without what stood in those messages whose time is over. */
export function withoutVanished(line: Line, now: number): Line {
  return nextToVanish(line) > now ? line : { ...line, items: line.items.map((each) => vanishedBy(each, now)) };
}

/** When the next message vanishes (milliseconds); Infinity for never. */
export const nextToVanish = (line: Line): number =>
  line.items.reduce(
    (soonest, { vanishesAt, removed }) =>
      vanishesAt && !removed ? Math.min(soonest, Date.parse(vanishesAt)) : soonest,
    Number.POSITIVE_INFINITY,
  );

function vanishedBy(message: MessageAnswer, now: number): MessageAnswer {
  return message.vanishesAt && !message.removed && Date.parse(message.vanishesAt) <= now
    ? emptied(message, "vanished")
    : message;
}

/** A message in which nothing stands any more. */
export const emptied = (message: MessageAnswer, removed: NonNullable<MessageAnswer["removed"]>): MessageAnswer => ({
  ...message,
  removed,
  text: "",
  entities: [],
  photos: [],
  postId: null,
  replyTo: null,
  reactions: [],
});

/** The message `seq` with a change of its own, as it is shown until the platform has answered. */
export const amended = (line: Line, seq: number, change: Partial<MessageAnswer>): Line => ({
  ...line,
  items: line.items.map((each) => (each.seq === seq ? { ...each, ...change } : each)),
});

function replaced(items: MessageAnswer[], message: MessageAnswer): MessageAnswer[] {
  const at = items.findIndex(({ seq }) => seq === message.seq);
  const old = items[at];
  return old ? items.with(at, merged(old, message)) : items;
}

/** What other devices are told has no `clientId`; and a photograph that is shown is not read again. */
function merged(old: MessageAnswer, message: MessageAnswer): MessageAnswer {
  const same =
    old.photos.length === message.photos.length &&
    old.photos.every(({ mediaId }, place) => mediaId === message.photos[place]?.mediaId);
  return { ...message, clientId: message.clientId ?? old.clientId, photos: same ? old.photos : message.photos };
}

/** The reactions with one's own changed: one emoji for each person. */
export function reacted(
  reactions: MessageAnswer["reactions"],
  person: string,
  emoji: string | null,
): MessageAnswer["reactions"] {
  const others = reactions
    .map((each) => ({ ...each, people: each.people.filter((one) => one !== person) }))
    .filter(({ people }) => people.length);
  if (!emoji) {
    return others;
  }
  const there = others.find((each) => each.emoji === emoji);
  return there
    ? others.map((each) => (each === there ? { ...each, people: [...each.people, person] } : each))
    : [...others, { emoji, people: [person] }];
}
