import type { MessageAnswer } from "@client";
import { describe, expect, it } from "vitest";
import type { Line, Out } from "../../chat";
import { drawn, offsetsOf, rowAt } from "./log";
import { rowsOf, seenAt, stateOf } from "./talk-rows";

const message = (seq: number, sender: string, minute: number, more: Partial<MessageAnswer> = {}): MessageAnswer => ({
  seq,
  sender,
  sentAt: new Date(2026, 4, 1, 10, minute).toISOString(),
  text: "words",
  entities: [],
  photos: [],
  postId: null,
  replyTo: null,
  reactions: [],
  editedAt: null,
  removed: null,
  note: null,
  vanishesAt: null,
  clientId: null,
  ...more,
});
const line = (items: MessageAnswer[], more: Partial<Line> = {}): Line => ({
  items,
  older: true,
  newer: false,
  seq: items.at(-1)?.seq ?? 0,
  rev: 0,
  ...more,
});
const out = (clientId: string, minute: number): Out => ({
  clientId,
  conversationId: "c",
  text: "on its way",
  photos: [],
  postId: null,
  replyTo: null,
  at: new Date(2026, 4, 1, 10, minute).toISOString(),
  state: "sending",
  error: null,
});

describe("rows of a conversation", () => {
  it("several of one person stand together until time, day, somebody else or a note parts them", () => {
    const items = [
      message(1, "ana", 0),
      message(2, "ana", 2),
      message(3, "ben", 3),
      message(4, "ana", 4),
      message(5, "ana", 30),
      message(6, "ana", 31, { note: { kind: "made", people: [], name: "", seconds: 0 } }),
      message(7, "ana", 32),
      message(8, "ana", 60 * 24),
    ];
    const rows = rowsOf(line(items), [], "me", null);
    const said = rows.map((row) =>
      row.kind === "message" ? `${row.message.seq}${row.first ? "f" : ""}${row.last ? "l" : ""}` : row.kind,
    );
    expect(said).toEqual(["day", "1f", "2l", "3fl", "4fl", "5fl", "note", "7fl", "day", "8fl"]);
  });

  it("what is new is marked once, before the first message of somebody else", () => {
    const items = [message(1, "ana", 0), message(2, "me", 1), message(3, "ana", 2), message(4, "ana", 3)];
    const rows = rowsOf(line(items, { older: false }), [], "me", 1);
    expect(rows.map(({ kind }) => kind)).toEqual(["begin", "day", "message", "message", "new", "message", "message"]);
  });

  it("a message on its way becomes the stored one in its place, never both", () => {
    const waiting = rowsOf(line([message(1, "ana", 0)]), [out("x", 1), out("y", 2)], "me", null);
    expect(waiting.map(({ key }) => key).slice(-2)).toEqual(["c:x", "c:y"]);
    const stored = line([message(1, "ana", 0), message(2, "me", 1, { clientId: "x" })]);
    expect(
      rowsOf(stored, [out("x", 1), out("y", 2)], "me", null)
        .map(({ key }) => key)
        .slice(-2),
    ).toEqual(["c:x", "c:y"]);
    expect(rowsOf({ ...stored, newer: true }, [out("y", 2)], "me", null).some(({ kind }) => kind === "out")).toBe(
      false,
    );
  });

  it("a message that its client called like the number of another has a row of its own", () => {
    const rows = rowsOf(line([message(1, "ana", 0), message(2, "me", 1, { clientId: "m1" })]), [], "me", null);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });

  it("how far a message has come, and under which each has read", () => {
    expect(stateOf(4, undefined)).toBe("sent");
    expect(stateOf(4, { read: 3, delivered: 4 })).toBe("delivered");
    expect(stateOf(4, { read: 4, delivered: 4 })).toBe("seen");
    const items = [message(1, "me", 0), message(2, "ben", 1), message(3, "me", 2)];
    const seen = seenAt(items, [
      { person: "ana", read: 1 },
      { person: "ben", read: 1 },
      { person: "cem", read: 9 },
    ]);
    expect([...seen]).toEqual([
      [1, ["ana"]],
      [2, ["ben"]],
      [3, ["cem"]],
    ]);
  });
});

describe("a long list", () => {
  const keys = Array.from({ length: 10_000 }, (_, place) => String(place));
  const heights = new Map(keys.map((key, place) => [key, place % 2 ? 40 : 60]));

  it("draws only what is near the window, and the room around it adds up", () => {
    const offsets = offsetsOf(keys, heights, 50);
    expect(offsets.at(-1)).toBe(500_000);
    const { from, to, before, after } = drawn(offsets, 250_000, 800, 900);
    expect(to - from).toBeLessThan(60);
    expect(before).toBeLessThanOrEqual(249_100);
    expect(before + after + ((offsets[to] ?? 0) - (offsets[from] ?? 0))).toBe(500_000);
  });

  it("finds the row at a height", () => {
    const offsets = offsetsOf(["a", "b", "c"], new Map([["b", 100]]), 10);
    expect([0, 9, 10, 109, 110, 999].map((height) => rowAt(offsets, height))).toEqual([0, 0, 1, 1, 2, 2]);
    expect(drawn(offsetsOf([], heights, 10), 0, 100, 10)).toEqual({ from: 0, to: 0, before: 0, after: 0 });
  });
});
