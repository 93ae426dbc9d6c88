import { beforeEach, describe, expect, it, vi } from "vitest";

beforeEach(() => {
  vi.resetModules();
  history.replaceState(null, "", "/");
});

const load = () => import("./place");

describe("places", () => {
  it("keep what a screen noted under its own entry of the history", async () => {
    const { go, here, note, noteOf } = await load();
    const first = here().key;
    note(first, "heights", [1, 2]);
    go("/u/ana");
    expect(here()).toMatchObject({ path: "/u/ana", by: "go", behind: null });
    expect(noteOf(here().key, "heights")).toBeUndefined();
    expect(noteOf(first, "heights")).toEqual([1, 2]);
  });

  it("an overlay knows the place behind it, and one over another lies over the same", async () => {
    const { go, here, ground } = await load();
    go("/u/ana");
    const grid = here();
    go("/p/1", { over: true });
    expect(here().behind?.key).toBe(grid.key);
    go("/p/2", { over: true });
    expect(ground(here()).path).toBe("/u/ana");
    go("/u/ben");
    expect(here().behind).toBeNull();
  });

  it("after a reload an overlay is a page of its own", async () => {
    history.replaceState({ key: "k", behind: { path: "/u/ana" } }, "", "/p/1");
    const { here } = await load();
    expect(here()).toMatchObject({ path: "/p/1", behind: null, by: "start" });
  });

  it("another query at the same place leaves everything else as it is", async () => {
    const { go, here, note, noteOf, requery } = await load();
    go("/search");
    const { key } = here();
    note(key, "heights", [1]);
    const entries = history.length;
    requery("?q=ana");
    expect(here()).toMatchObject({ path: "/search", search: "?q=ana", key, by: "go" });
    expect(location.search).toBe("?q=ana");
    expect(noteOf(key, "heights")).toEqual([1]);
    requery("");
    expect([location.href.endsWith("/search"), history.length]).toEqual([true, entries]);
  });

  it("nothing of one person is kept for the next", async () => {
    const { forgetPlaces, here, note, noteOf } = await load();
    note(here().key, "heights", [1]);
    forgetPlaces();
    expect(noteOf(here().key, "heights")).toBeUndefined();
  });
});
