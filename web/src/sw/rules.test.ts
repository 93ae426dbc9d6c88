import { describe, expect, it } from "vitest";
import { outdated, pathOf, photoKey, shownBy, wayOf } from "./rules";

const HERE = "https://here.example";
const MEDIA = "https://media.here.example";
const shell = new Set(["/", "/before.js", "/mark.svg"]);
const way = (path: string, more: Partial<Parameters<typeof wayOf>[0]> = {}) =>
  wayOf({ url: new URL(path, HERE).href, method: "GET", mode: "no-cors", destination: "", ...more }, HERE, shell);
const page = { mode: "navigate", destination: "document" };

describe("how a request is answered", () => {
  it.each([
    ["/", "page"],
    ["/p/01abc", "page"],
    ["/u/layla.haddad", "page"],
    ["/settings/security?x=1", "page"],
    ["/v1/auth/refresh", "network"],
    ["/docs/", "network"],
    ["/__mail", "network"],
    ["/demo.json", "network"],
  ])("opening %s: %s", (path, expected) => {
    expect(way(path, page)).toBe(expected);
  });

  it.each([
    ["/assets/main.abc.js", "asset"],
    ["/before.js", "shell"],
    ["/wall/mandarins.webp", "network"],
    ["/v1/feed", "network"],
    ["/v1", "network"],
  ])("reading %s: %s", (path, expected) => {
    expect(way(path)).toBe(expected);
  });

  it("only reading, and only photographs of another origin", () => {
    expect(way("/assets/main.abc.js", { method: "POST" })).toBe("network");
    expect(way(`${MEDIA}/renditions/01m/640.webp?e=1&s=2`, { destination: "image" })).toBe("photo");
    expect(way(`${MEDIA}/renditions/01m/640.webp?e=1&s=2`)).toBe("network");
    expect(way(`${MEDIA}/exports/01m.zip`, { destination: "image" })).toBe("network");
  });
});

it("a photograph is one, whatever its width, type and signature", () => {
  expect(photoKey(`${MEDIA}/renditions/01m/640.webp?e=1&s=2`)).toBe("/kept/renditions/01m");
  expect(photoKey(`${MEDIA}/renditions/01m/1080.jpg?e=9&s=8`)).toBe("/kept/renditions/01m");
  expect(photoKey(`${MEDIA}/renditions/../x`)).toBeNull();
});

it("older versions go, what is kept of the feed stays", () => {
  const names = ["lambdagram.app.a", "lambdagram.app.b", "lambdagram.photos", "other"];
  expect(outdated(names, "lambdagram.app.b")).toEqual(["lambdagram.app.a"]);
});

describe("pushes", () => {
  it("show what was sent", () => {
    const sent = { kind: "like", text: "bob likes your post.", tag: "like-01", path: "/p/01" };
    expect(shownBy(JSON.stringify(sent), HERE)).toMatchObject({
      title: "Lambdagram",
      options: { body: "bob likes your post.", tag: "like-01", dir: "auto", data: { path: "/p/01" } },
    });
  });

  it.each(["", "no json", "null", "[]", '{"text":5}'])("what cannot be read shows something: %s", (text) => {
    const { options } = shownBy(text, HERE);
    expect(options.body).not.toBe("");
    expect(options.data.path).toBe("/notifications");
  });

  it.each([
    ["/p/01?x#y", "/p/01?x#y"],
    ["//evil.example", "/notifications"],
    ["https://evil.example/", "/notifications"],
    ["/\\evil.example", "/notifications"],
    ["javascript:alert(1)", "/notifications"],
    ["/v1/me", "/notifications"],
    ["", "/notifications"],
  ])("%s leads to %s", (path, expected) => {
    expect(pathOf(path, HERE)).toBe(expected);
  });
});
