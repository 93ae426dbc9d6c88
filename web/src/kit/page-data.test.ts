import { beforeEach, describe, expect, it, vi } from "vitest";
import { parsed } from "./page-data";

const author = { id: "a", username: "alice", name: "Alice", avatar: null };
const post = { id: "p", publishedAt: "", caption: "", photos: [], entities: [], coauthors: [], people: [], author };

describe("the data in the page", () => {
  it("is read when it has the right shape", () => {
    expect(parsed(JSON.stringify({ path: "/p/p", post }))?.post?.author.username).toBe("alice");
  });

  it("leaves out what has another shape, and keeps the rest", () => {
    expect(
      parsed(JSON.stringify({ path: "/p/p", post: { ...post, photos: null }, grid: { items: [], pinned: [] } })),
    ).toEqual({ path: "/p/p", grid: { items: [], pinned: [] } });
  });

  it.each(["", "nothing", "null", "[]", "{}", '{"path": 3}'])("is nothing when it is %j", (text) => {
    expect(parsed(text)).toBeNull();
  });
});

describe("reading it from the page", () => {
  beforeEach(() => {
    vi.resetModules();
    document.body.innerHTML = "";
  });

  it("gives it for its own path only, again and again", async () => {
    document.body.innerHTML = `<script type="application/json" id="page-data">${JSON.stringify({ path: "/p/p", post })}</script>`;
    const { pageData } = await import("./page-data");
    expect(pageData("/p/other")).toBeNull();
    expect(pageData("/p/p")?.post?.id).toBe("p");
    expect(pageData("/p/p")?.post?.id).toBe("p");
  });

  it("gives nothing where the page has none", async () => {
    const { pageData } = await import("./page-data");
    expect(pageData("/p/p")).toBeNull();
  });
});
