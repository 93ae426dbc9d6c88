import type { Relation } from "@client";
import { describe, expect, it } from "vitest";
import { STRANGER } from "../../kit/known";
import { followersNow, standing } from "./standing";

const open = { private: false, visible: true };
const closed = { private: true, visible: false };
const letIn = { private: true, visible: true };
const is = (change: Partial<Relation>): Relation => ({ ...STRANGER, ...change });

describe("what a person's page offers", () => {
  it.each([
    ["a reader who is not signed in", open, null, "sign-in", "photographs", true],
    ["the same, of a private account", closed, null, "sign-in", "private", false],
    ["oneself", open, is({ me: true }), "edit", "photographs", true],
    ["oneself, private", letIn, is({ me: true }), "edit", "photographs", true],
    ["a stranger", open, is({}), "follow", "photographs", true],
    ["a follower", open, is({ following: true }), "follow", "photographs", true],
    ["somebody who is followed", open, is({ followedBy: true }), "follow", "photographs", true],
    ["a stranger to a private account", closed, is({}), "follow", "private", false],
    ["who has asked", closed, is({ requested: true }), "follow", "waiting", false],
    ["who was let in", letIn, is({ following: true }), "follow", "photographs", true],
    ["who has just left", letIn, is({}), "follow", "private", false],
    ["who blocked them", open, is({ blocking: true }), "unblock", "blocking", false],
    ["who blocked them while they asked", closed, is({ blocking: true, asked: true }), "unblock", "blocking", false],
  ] as const)("to %s", (_, profile, relation, act, wall, lists) => {
    expect(standing(profile, relation)).toMatchObject({ act, wall, lists });
  });

  it("tells that somebody asks, and that somebody follows; not while they are blocked", () => {
    expect(standing(open, is({ asked: true }))).toMatchObject({ asks: true, followsYou: false });
    expect(standing(open, is({ followedBy: true }))).toMatchObject({ asks: false, followsYou: true });
    expect(standing(open, is({ asked: true, followedBy: true, blocking: true }))).toMatchObject({
      asks: false,
      followsYou: false,
    });
  });
});

describe("the number of followers", () => {
  const profile = (following: boolean) => ({
    counts: { posts: 0, followers: 7, following: 0 },
    relation: is({ following }),
  });

  it.each([
    [false, is({ following: true }), 8],
    [false, is({ requested: true }), 7],
    [true, is({ following: false }), 6],
    [true, is({ following: true }), 7],
    [false, null, 7],
  ] as const)("has the own follow in it at once: %s, %o", (had, now, number) => {
    expect(followersNow(profile(had), now)).toBe(number);
  });

  it("never falls below nothing", () => {
    const none = { counts: { posts: 0, followers: 0, following: 0 }, relation: is({ following: true }) };
    expect(followersNow(none, is({}))).toBe(0);
  });
});
