import type { CommentAnswer, ThreadAnswer } from "@client";
import { describe, expect, it } from "vitest";
import { answer, closed, setDraft, withoutName } from "./outbox";
import { changed, found, furtherReplies, ordered, pinned, repliesOf, type Threads, withNew, without } from "./threads";

const author = { id: "a", username: "alice", name: "Alice", avatar: null };

const comment = (id: string, more: Partial<CommentAnswer> = {}): CommentAnswer => ({
  id,
  author,
  writtenAt: "2026-01-01T00:00:00Z",
  text: id,
  entities: [],
  removable: false,
  likes: 0,
  liked: false,
  parent: null,
  replyTo: null,
  held: false,
  ...more,
});
const thread = (id: string, more: Partial<ThreadAnswer> = {}): ThreadAnswer => ({
  ...comment(id),
  replies: 0,
  firstReplies: [],
  pinned: false,
  ...more,
});
const pages = (...given: ThreadAnswer[][]): Threads => ({
  pages: given.map((items, place) => ({ items, next: place < given.length - 1 ? "more" : null })),
  pageParams: given.map((_, place) => (place ? "more" : "")),
});
const ids = (threads: Threads) => ordered(threads).map(({ id }) => id);

describe("the order of threads", () => {
  it("is what is pinned, as it came, and then the newest, each once", () => {
    expect(ids(pages([thread("2", { pinned: true }), thread("9")], [thread("7"), thread("9"), thread("2")]))).toEqual([
      "2",
      "9",
      "7",
    ]);
  });

  it("is empty before anything was read", () => expect(ordered(undefined)).toEqual([]));
});

describe("a comment that was just written", () => {
  it("is the newest thread, below what is pinned", () => {
    expect(ids(withNew(pages([thread("2", { pinned: true }), thread("7")], [thread("3")]), comment("9")))).toEqual([
      "2",
      "9",
      "7",
      "3",
    ]);
  });

  it("is there once, also when a page brought it meanwhile", () => {
    expect(ids(withNew(pages([thread("9"), thread("7")]), comment("9")))).toEqual(["9", "7"]);
  });

  it("is the last reply of its thread, which counts one more, once", () => {
    const reply = comment("9", { parent: "7" });
    const now = withNew(withNew(pages([thread("8")], [thread("7", { replies: 4 })]), reply), reply);
    expect(ordered(now)[1]).toMatchObject({ id: "7", replies: 5, firstReplies: [{ id: "9" }] });
  });
});

describe("a comment that was deleted", () => {
  it("goes with its replies", () => {
    expect(ids(without(pages([thread("9"), thread("7")]), comment("9")))).toEqual(["7"]);
  });

  it("leaves its thread with one reply less", () => {
    const before = pages([thread("7", { replies: 3, firstReplies: [comment("8", { parent: "7" })] })]);
    expect(ordered(without(before, comment("8", { parent: "7" })))[0]).toMatchObject({ replies: 2, firstReplies: [] });
    expect(ordered(before)[0]?.replies).toBe(3); // what stood before can be put back
  });
});

describe("a change of a comment", () => {
  it("shows wherever it stands", () => {
    const before = pages([thread("7", { firstReplies: [comment("8", { parent: "7" })] })]);
    expect(found(changed(before, "8", { liked: true, likes: 1 }), "8")).toMatchObject({ liked: true, likes: 1 });
    expect(found(changed(before, "7", { liked: true }), "8")?.liked).toBe(false);
    expect(found(changed(before, "7", { liked: true }), "7")?.liked).toBe(true);
  });

  it("pins above what was pinned before, and puts it back in its place", () => {
    const before = pages([thread("2", { pinned: true }), thread("9")], [thread("7"), thread("5")]);
    const now = pinned(before, "7", true);
    expect(ids(now)).toEqual(["7", "2", "9", "5"]);
    expect(ids(pinned(now, "7", false))).toEqual(["2", "9", "7", "5"]);
    expect(pinned(before, "nobody's", true)).toBe(before);
  });
});

describe("replies", () => {
  it("are the first and those that were asked for, oldest first, each once", () => {
    const one = thread("1", { replies: 6, firstReplies: [comment("2"), comment("9")] });
    const shown = repliesOf(one, [comment("2", { likes: 5 }), comment("3")]);
    expect(shown.map(({ id }) => id)).toEqual(["2", "3", "9"]);
    expect(furtherReplies(one, shown.length)).toBe(3);
    expect(furtherReplies(one, 8)).toBe(0);
  });
});

describe("an answer to somebody", () => {
  const bob = { id: "c", parent: null, author: { ...author, username: "bob" } };

  it("begins with their name, which leaves when nobody is answered any more", () => {
    expect(withoutName("@bob hello", bob)).toBe("hello");
    expect(withoutName("hello", bob)).toBe("hello");
    expect(withoutName("@bob hello", null)).toBe("@bob hello");
    setDraft("post", { text: "well seen", answered: null });
    expect(() => answer("post", bob)).not.toThrow();
  });
});

describe("who may comment", () => {
  const stranger = { following: false, followedBy: false };
  it.each([
    ["everyone", stranger, null],
    ["nobody", { following: true, followedBy: true }, "post.closedNobody"],
    ["followers", stranger, "post.closedFollowers"],
    ["followers", { following: true, followedBy: false }, null],
    ["following", { following: true, followedBy: false }, "post.closedFollowing"],
    ["following", { following: false, followedBy: true }, null],
    ["followers", undefined, null],
  ])("%s", (commentsBy, relation, why) => {
    expect(closed({ commentsBy, mine: false }, relation)).toBe(why);
    expect(closed({ commentsBy, mine: true }, relation)).toBeNull();
  });
});
