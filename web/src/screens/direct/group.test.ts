import { describe, expect, it } from "vitest";
import { ALWAYS, actsOn, mutedNow, roomFor } from "./group";

const member = (id: string, more: object = {}) => ({
  person: { id, username: id, name: "", avatar: null },
  role: "member" as const,
  standing: "in" as const,
  ...more,
});

describe("what may be done about a member", () => {
  const admin = { id: "me", role: "admin" as const };

  it("nothing by who is no admin, and nothing about oneself", () => {
    expect(actsOn(member("ana"), { id: "me", role: "member" })).toEqual([]);
    expect(actsOn(member("me", { role: "admin" }), admin)).toEqual([]);
  });

  it("follows what they are", () => {
    expect(actsOn(member("ana"), admin)).toEqual(["admin", "remove"]);
    expect(actsOn(member("ana", { role: "admin" }), admin)).toEqual(["unadmin", "remove"]);
    expect(actsOn(member("ana", { standing: "asked" }), admin)).toEqual(["remove"]);
  });
});

it("a group takes 250 people, 50 at once", () => {
  expect([3, 200, 230, 250, 260].map(roomFor)).toEqual([50, 50, 20, 0, 0]);
});

it("says for how long it is muted", () => {
  const now = Date.parse("2026-11-22T12:00:00Z");
  const after = (seconds: number) => new Date(now + seconds * 1000).toISOString();
  expect(mutedNow(null, now)).toBe("no");
  expect(mutedNow(after(-1), now)).toBe("no");
  expect(mutedNow(after(3600), now)).toBe("until");
  expect(mutedNow(after(ALWAYS), now)).toBe("always");
});
