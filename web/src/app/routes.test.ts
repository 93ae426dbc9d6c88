import { describe, expect, it } from "vitest";
import { placePath, tagPath } from "../parts/paths";
import { match, routes } from "./routes";

describe("paths", () => {
  it.each([
    ["/p/01abc", { id: "01abc" }],
    ["/u/layla.haddad", { username: "layla.haddad" }],
    ["/u/ana/tagged", { username: "ana", view: "tagged" }],
    ["/u/ana/followers", { username: "ana", kind: "followers" }],
    ["/settings/security", { part: "security" }],
    ["/direct/01abc", { id: "01abc" }],
    ["/direct/01abc/details", { id: "01abc" }],
    ["/direct/requests", {}],
    ["/u/%E4%B8%AD", { username: "中" }],
    [tagPath("été_2026"), { tag: "été_2026" }],
    [tagPath("طبيعة"), { tag: "طبيعة" }],
    [placePath("0123456789abcdef"), { id: "0123456789abcdef" }],
    ["/u/%zz", { username: "%zz" }],
  ])("%s", (path, params) => {
    expect({ ...match(routes, path).params }).toEqual(params);
  });

  it("what no screen has goes to the last one", () => {
    expect(match(routes, "/wp-admin").route).toBe(routes.at(-1));
    expect(match(routes, "/u/ana/anything").route).toBe(routes.at(-1));
  });

  it("members' screens say so", () => {
    for (const path of [
      "/publish",
      "/notifications",
      "/saved",
      "/settings",
      "/settings/privacy",
      "/requests",
      "/direct",
      "/search",
      "/explore",
      "/tags/birds",
      "/places/0123456789abcdef",
    ]) {
      expect(match(routes, path).route.members, path).toBe(true);
    }
  });
});
