import type { NotificationAnswer } from "@client";
import { describe, expect, it } from "vitest";
import { doers, grouped, headingOf, merged, sentenceOf, targetOf } from "./told";

const person = (username: string) => ({ id: username, username, name: "", avatar: null });
const entry = (id: string, more: Partial<NotificationAnswer> = {}): NotificationAnswer => ({
  id,
  kind: "like",
  actor: person("ana"),
  actors: [person("ana")],
  people: 1,
  happenedAt: "2026-11-22T10:00:00Z",
  seen: false,
  read: false,
  postId: "p",
  photo: null,
  commentId: null,
  conversationId: null,
  excerpt: "",
  ...more,
});

describe("sentences", () => {
  it("follow the kind and how many they are", () => {
    expect(sentenceOf(entry("a"))).toBe("notifications.like");
    expect(sentenceOf(entry("a", { kind: "follow" }))).toBe("notifications.follow");
    expect(sentenceOf(entry("a", { kind: "follow", people: 2 }))).toBe("notifications.followMany");
    expect(sentenceOf(entry("a", { kind: "message" }))).toBe("notifications.message");
  });

  it("a kind of tomorrow gets a general one", () => {
    expect(sentenceOf(entry("a", { kind: "wave" as never }))).toBe("notifications.other");
  });

  it.each([
    [1, ["ana"], ["ana"], 0],
    [2, ["ana", "ben"], ["ana", "ben"], 0],
    [3, ["ana", "ben", "eva"], ["ana"], 2],
    [13, ["ana", "ben", "eva"], ["ana"], 12],
    [1, [], ["ana"], 0],
  ])("%d people", (people, actors, names, others) => {
    expect(doers(entry("a", { people, actors: actors.map(person) }))).toEqual({ names, others });
  });
});

it("leads to the comment, the post, the conversation, the requests or the person", () => {
  expect(targetOf(entry("a", { commentId: "c" }))).toBe("/p/p#c");
  expect(targetOf(entry("a"))).toBe("/p/p");
  expect(targetOf(entry("a", { kind: "message", postId: null, conversationId: "k" }))).toBe("/direct/k");
  expect(targetOf(entry("a", { kind: "request", postId: null }))).toBe("/requests");
  expect(targetOf(entry("a", { kind: "follow", postId: null, actor: person("a/b") }))).toBe("/u/a%2Fb");
});

describe("headings", () => {
  const now = new Date(2026, 10, 22, 9, 0);

  it("go by the member's own calendar", () => {
    expect(headingOf(new Date(2026, 10, 22, 0, 0).toISOString(), now)).toBe("notifications.today");
    expect(headingOf(new Date(2026, 10, 21, 23, 59).toISOString(), now)).toBe("notifications.week");
    expect(headingOf(new Date(2026, 10, 16, 0, 0).toISOString(), now)).toBe("notifications.week");
    expect(headingOf(new Date(2026, 10, 15, 23, 59).toISOString(), now)).toBe("notifications.earlier");
  });

  it("without entries are left out", () => {
    const groups = grouped([entry("a", { happenedAt: new Date(2026, 5, 1).toISOString() })], now);
    expect(groups.map(([heading]) => heading)).toEqual(["notifications.earlier"]);
  });
});

describe("the newest page read again", () => {
  it("adds what is new, replaces what changed, and drops what was withdrawn", () => {
    const old = [entry("5"), entry("4"), entry("3"), entry("2"), entry("1")];
    const fresh = [entry("6"), entry("5", { people: 2 }), entry("3")];
    const now = merged(fresh, old);
    expect(now.map((each) => each.id)).toEqual(["6", "5", "3", "2", "1"]);
    expect(now[1]?.people).toBe(2);
  });

  it("an empty page empties the list", () => {
    expect(merged([], [entry("1")])).toEqual([]);
  });
});
