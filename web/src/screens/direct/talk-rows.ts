// A conversation as rows: days, what is new, groups of messages, what is on its way. Pure.

import type { MessageAnswer } from "@client";
import type { Line, Out } from "../../chat";
import { startOfDay } from "../../chat/naming";

export interface MessageRow {
  kind: "message";
  key: string;
  message: MessageAnswer;
  own: boolean;
  /** The first, or last, of several of one person one after the other. */
  first: boolean;
  last: boolean;
  /** Its time is written below it: nothing was said soon after. */
  timed: boolean;
}
export interface OutRow {
  kind: "out";
  key: string;
  out: Out;
  first: boolean;
  last: boolean;
}
export type Row =
  | { kind: "begin" | "new"; key: string }
  | { kind: "day"; key: string; at: string }
  | { kind: "note"; key: string; message: MessageAnswer }
  | MessageRow
  | OutRow;

const TOGETHER = 5 * 60_000; // milliseconds between messages that stand together

/** The name of a message's row: the same before and after it was stored. */
// a client may call its messages what it likes: no name of one's own is a number of somebody else's
export const rowOf = (message: Pick<MessageAnswer, "seq" | "clientId">): string =>
  message.clientId === null ? `m${message.seq}` : `c:${message.clientId}`;

/** `unreadAfter`: what others wrote after this message is new; null for nothing. */
export function rowsOf(line: Line, outs: Out[], self: string, unreadAfter: number | null): Row[] {
  const rows: Row[] = [];
  if (!line.older) {
    rows.push({ kind: "begin", key: "begin" });
  }
  let before: { sender: string | null; at: number; row: MessageRow | OutRow | null } | null = null;
  let day = Number.NaN;
  let marked = unreadAfter === null;
  const follow = (sender: string | null, at: number, row: MessageRow | OutRow) => {
    const joins = before?.row && before.sender === sender && sender !== null && at - before.at < TOGETHER;
    if (joins && before?.row) {
      before.row.last = false;
      row.first = false;
    }
    if (before?.row?.kind === "message" && at - before.at < TOGETHER) {
      before.row.timed = false;
    }
    rows.push(row);
    before = { sender, at, row };
  };
  const dated = (at: string) => {
    const today = startOfDay(new Date(at));
    if (today !== day) {
      day = today;
      before = null;
      rows.push({ kind: "day", key: `d${today}`, at });
    }
  };
  for (const message of line.items) {
    dated(message.sentAt);
    const own = message.sender === self;
    if (!marked && message.seq > (unreadAfter ?? 0) && !own) {
      marked = true;
      before = null;
      rows.push({ kind: "new", key: "new" });
    }
    if (message.note) {
      before = null;
      rows.push({ kind: "note", key: rowOf(message), message });
      continue;
    }
    follow(message.sender, Date.parse(message.sentAt), {
      kind: "message",
      key: rowOf(message),
      message,
      own,
      first: true,
      last: true,
      timed: true,
    });
  }
  if (!line.newer) {
    const there = new Set(line.items.map(({ clientId }) => clientId));
    for (const out of outs) {
      if (!there.has(out.clientId)) {
        dated(out.at);
        follow(self, Date.parse(out.at), { kind: "out", key: `c:${out.clientId}`, out, first: true, last: true });
      }
    }
  }
  return rows;
}

/** Under which message each person's picture stands: the last one that they have read, or wrote. */
export function seenAt(items: MessageAnswer[], marks: { person: string; read: number }[]): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (const { person, read } of marks) {
    for (let place = items.length - 1; place >= 0; place -= 1) {
      const message = items[place];
      if (message && !message.note && (message.seq <= read || message.sender === person)) {
        found.set(message.seq, [...(found.get(message.seq) ?? []), person]);
        break;
      }
    }
  }
  return found;
}

/** How far one's own last message has come with the other one of two. */
export function stateOf(
  seq: number,
  other: { read: number; delivered: number } | undefined,
): "sent" | "delivered" | "seen" {
  if (other && other.read >= seq) {
    return "seen";
  }
  return other && other.delivered >= seq ? "delivered" : "sent";
}
