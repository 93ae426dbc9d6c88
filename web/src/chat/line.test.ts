import type { MessagesAnswer } from "@client";
import { describe, expect, it } from "vitest";
import {
  begun,
  type Line,
  reacted,
  withChanged,
  withMessage,
  withMissed,
  withNewer,
  withOlder,
  withoutVanished,
} from "./line";
import { message } from "./sample";

const page = (from: number, to: number, more: Partial<MessagesAnswer> = {}): MessagesAnswer => ({
  items: Array.from({ length: to - from + 1 }, (_, place) => message(from + place)),
  people: [],
  posts: [],
  older: from > 1,
  newer: false,
  seq: to,
  rev: 0,
  ...more,
});

const seqs = (line: Line) => line.items.map(({ seq }) => seq);

describe("what comes in", () => {
  it("is put at the end when it follows", () => {
    const { line, gap } = withMessage(begun(page(1, 3)), message(4));
    expect(seqs(line)).toEqual([1, 2, 3, 4]);
    expect([line.seq, gap]).toEqual([4, false]);
  });

  it("changes nothing when it is here already", () => {
    const line = begun(page(1, 3));
    expect(withMessage(line, message(3)).line).toBe(line);
    expect(withMessage(line, message(2)).line).toBe(line);
  });

  it("is asked for when something before it is missing", () => {
    const line = begun(page(1, 3));
    const step = withMessage(line, message(5));
    expect(step).toEqual({ line, gap: true });
  });

  it("is not put beside an older stretch, but counted", () => {
    const line = begun(page(10, 20, { newer: true, seq: 40 }));
    const step = withMessage(line, message(41));
    expect(seqs(step.line).at(-1)).toBe(20);
    expect([step.line.seq, step.gap]).toEqual([41, false]);
  });

  it("in any order and twice, with what was missed, ends the same", () => {
    let line = begun(page(1, 2));
    for (const seq of [4, 3, 3, 6, 4]) {
      const step = withMessage(line, message(seq));
      line = step.gap
        ? withMissed(line, { messages: page(line.seq + 1, seq).items, changed: [], seq, rev: 0, more: false })
        : step.line;
    }
    expect(seqs(line)).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe("changes", () => {
  it("take the message's place and keep what its own device called it", () => {
    const line = { ...begun(page(1, 3)), rev: 4 };
    line.items[1] = message(2, { clientId: "mine" });
    const step = withChanged(line, 5, message(2, { text: "better" }));
    expect(step.gap).toBe(false);
    expect(step.line.rev).toBe(5);
    expect(step.line.items[1]).toMatchObject({ text: "better", clientId: "mine" });
  });

  it("an old one is left out, one after a gap is shown and the rest asked for", () => {
    const line = { ...begun(page(1, 3)), rev: 4 };
    expect(withChanged(line, 4, message(2, { text: "old" })).line).toBe(line);
    const step = withChanged(line, 7, message(2, { text: "new" }));
    expect(step.gap).toBe(true);
    expect(step.line.rev).toBe(4);
    expect(step.line.items[1]?.text).toBe("new");
  });

  it("of messages that are not here still count", () => {
    const step = withChanged({ ...begun(page(10, 12)), rev: 0 }, 1, message(2));
    expect([step.line.rev, step.gap, seqs(step.line)]).toEqual([1, false, [10, 11, 12]]);
  });

  it("one's own reaction is one for each person", () => {
    const given = [{ emoji: "❤️", people: ["ana", "ben"] }];
    expect(reacted(given, "ana", "🔥")).toEqual([
      { emoji: "❤️", people: ["ben"] },
      { emoji: "🔥", people: ["ana"] },
    ]);
    expect(reacted(given, "ana", null)).toEqual([{ emoji: "❤️", people: ["ben"] }]);
    expect(reacted([{ emoji: "❤️", people: ["ana"] }], "ana", null)).toEqual([]);
  });
});

describe("pages", () => {
  it("join before the first and after the last without doubles", () => {
    const line = withOlder(begun(page(10, 12, { newer: true, seq: 30 })), page(7, 10));
    expect(seqs(line)).toEqual([7, 8, 9, 10, 11, 12]);
    const step = withNewer(line, page(12, 15, { newer: true, seq: 30 }));
    expect(seqs(step.line).at(-1)).toBe(15);
    expect([step.line.newer, step.gap]).toEqual([true, false]);
  });

  it("at the end of all the line goes on; what came meanwhile is asked for", () => {
    const line = { ...begun(page(1, 5, { newer: true, seq: 8 })), seq: 9 };
    const step = withNewer(line, page(6, 8));
    expect([step.line.newer, step.line.seq, step.gap]).toEqual([false, 8, true]);
    expect(withNewer({ ...line, seq: 8 }, page(6, 8)).gap).toBe(false);
  });
});

it("what vanishes is emptied at its time", () => {
  const line = begun(page(1, 2));
  line.items[0] = message(1, { vanishesAt: "2026-05-01T11:00:00Z" });
  expect(withoutVanished(line, Date.parse("2026-05-01T10:59:59Z"))).toBe(line);
  const after = withoutVanished(line, Date.parse("2026-05-01T11:00:00Z"));
  expect(after.items[0]).toMatchObject({ removed: "vanished", text: "" });
  expect(after.items[1]?.removed).toBeNull();
});
