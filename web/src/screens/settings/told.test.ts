import type { NotificationSettings } from "@client";
import { describe, expect, it } from "vitest";
import { digestBody, overnight, quietBody, quietForm, quietWrong, withWay, zones } from "./told";

describe("quiet hours", () => {
  it("stand ready with a night when there are none", () => {
    expect(quietForm({ start: null, end: null })).toEqual({ on: false, start: "22:00", end: "07:00" });
  });

  it("go to the platform as both times, or as both null", () => {
    expect(quietBody({ on: true, start: "23:30:00", end: "06:15" })).toEqual({ start: "23:30", end: "06:15" });
    expect(quietBody({ on: false, start: "23:30", end: "06:15" })).toEqual({ start: null, end: null });
  });

  it("come back from the platform as they went", () => {
    const times = { start: "13:00", end: "14:30" };
    expect(quietBody(quietForm(times))).toEqual(times);
  });

  it("need two different times, but only while they are on", () => {
    expect(quietWrong({ on: true, start: "22:00", end: "22:00:00" })).toBe("same");
    expect(quietWrong({ on: true, start: "", end: "07:00" })).toBe("times");
    expect(quietWrong({ on: false, start: "", end: "" })).toBeNull();
    expect(quietWrong({ on: true, start: "22:00", end: "07:00" })).toBeNull();
  });

  it("may go through midnight", () => {
    expect(overnight({ on: true, start: "22:00", end: "07:00" })).toBe(true);
    expect(overnight({ on: true, start: "13:00", end: "14:00" })).toBe(false);
  });
});

describe("the digest", () => {
  const all = { rhythm: "weekly", hour: "0", weekday: "sunday" };

  it("sends what its rhythm needs and nothing else", () => {
    expect(digestBody(all)).toEqual({ rhythm: "weekly", hour: 0, weekday: "sunday" });
    expect(digestBody({ ...all, rhythm: "daily" })).toEqual({ rhythm: "daily", hour: 0 });
    expect(digestBody({ ...all, rhythm: "off" })).toEqual({ rhythm: "off" });
  });

  it("is off when nobody chose a rhythm", () => {
    expect(digestBody({})).toEqual({ rhythm: "off" });
  });
});

describe("kinds", () => {
  const settings = {
    kinds: [
      { kind: "like", live: "everyone", push: "everyone", email: "off" },
      { kind: "follow", live: "everyone", push: "everyone", email: "off" },
    ],
  } as NotificationSettings;

  it("change one choice and leave every other", () => {
    const now = withWay(settings, "like", "push", "off");
    expect(now.kinds[0]).toEqual({ kind: "like", live: "everyone", push: "off", email: "off" });
    expect(now.kinds[1]).toBe(settings.kinds[1]);
  });
});

describe("zones", () => {
  it("hold the one that is set, once, also when the browser does not know it", () => {
    expect(zones("Mars/Base")).toContain("Mars/Base");
    expect(zones("UTC").filter((each) => each === "UTC")).toHaveLength(1);
  });
});
