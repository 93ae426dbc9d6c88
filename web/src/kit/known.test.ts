import { beforeEach, describe, expect, it, vi } from "vitest";
import { api, type PostAnswer, Refused } from "./api";
import {
  amend,
  forgetAll,
  learn,
  learnRelation,
  published,
  recallPost,
  recallRelation,
  STRANGER,
  setFollowing,
  setLiked,
  setSaved,
  vanished,
  withOwn,
} from "./known";

const person = { id: "p1", username: "ana", name: "Ana", avatar: null };
const post = (id: string, more: Partial<PostAnswer> = {}): PostAnswer =>
  ({
    id,
    author: person,
    photos: [],
    caption: "",
    entities: [],
    likes: 3,
    comments: 0,
    liked: false,
    coauthors: [],
    ...more,
  }) as unknown as PostAnswer;
const refusal = () =>
  new Refused({ type: "urn:x:forbidden", title: "", status: 403, detail: "No.", instance: "", errors: [] });

function later() {
  let settle: { resolve: () => void; reject: (error: unknown) => void } = { resolve: () => {}, reject: () => {} };
  const promise = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...settle };
}

beforeEach(() => {
  forgetAll();
  vi.restoreAllMocks();
});

describe("likes", () => {
  it("show at once and are put right again when the platform refuses", async () => {
    vi.spyOn(api, "likePost").mockRejectedValue(refusal());
    learn(post("a"));
    const done = setLiked("a", true);
    expect(recallPost("a")).toMatchObject({ liked: true, likes: 4 });
    await expect(done).rejects.toThrow("No.");
    expect(recallPost("a")).toMatchObject({ liked: false, likes: 3 });
  });

  it("are not raced by quick taps: the last wish is sent when the one before has its answer", async () => {
    const first = later();
    const like = vi.spyOn(api, "likePost").mockReturnValue(first.promise);
    const unlike = vi.spyOn(api, "unlikePost").mockResolvedValue();
    learn(post("a"));
    setLiked("a", true);
    setLiked("a", false);
    setLiked("a", true);
    const last = setLiked("a", false);
    expect(unlike).not.toHaveBeenCalled();
    first.resolve();
    await last;
    expect([like.mock.calls.length, unlike.mock.calls.length]).toEqual([1, 1]);
    expect(recallPost("a")).toMatchObject({ liked: false, likes: 3 });
  });

  it("leave a hidden count hidden", async () => {
    vi.spyOn(api, "likePost").mockResolvedValue();
    learn(post("a", { likes: null }));
    await setLiked("a", true);
    expect(recallPost("a")).toMatchObject({ liked: true, likes: null });
  });
});

it("a save goes into its collection and comes back when it is refused", async () => {
  const save = vi.spyOn(api, "savePost").mockResolvedValue();
  learn(post("a"));
  await setSaved("a", "Trips");
  expect(save).toHaveBeenCalledWith("a", { collection: "Trips" });
  vi.spyOn(api, "unsavePost").mockRejectedValue(refusal());
  await expect(setSaved("a", null)).rejects.toThrow();
  expect(recallPost("a")?.saved).toBe("Trips");
});

describe("follows", () => {
  it("take the platform's word for what they became", async () => {
    const relation = { ...STRANGER, requested: true };
    vi.spyOn(api, "followPerson").mockResolvedValue({ relation, counts: { followers: 1, following: 1 } });
    learnRelation("p1", STRANGER);
    const done = setFollowing(person, true);
    expect(recallRelation("p1")?.following).toBe(true);
    await done;
    expect(recallRelation("p1")).toEqual(relation);
  });

  it("are put right again when they are refused", async () => {
    vi.spyOn(api, "followPerson").mockRejectedValue(refusal());
    learnRelation("p1", { ...STRANGER, followedBy: true });
    await expect(setFollowing(person, true)).rejects.toThrow();
    expect(recallRelation("p1")).toEqual({ ...STRANGER, followedBy: true });
  });
});

describe("one's own newest post", () => {
  it("stands in the feed before the platform has carried it there, once", () => {
    published(post("c"));
    expect(withOwn([post("b"), post("a")]).map((each) => each.id)).toEqual(["c", "b", "a"]);
    expect(withOwn([post("c"), post("b")]).map((each) => each.id)).toEqual(["c", "b"]);
  });

  it("lists hear of what went and what came back, and of nothing else", () => {
    learn(post("c"));
    const before = vanished.get();
    amend("c", { liked: true });
    expect(vanished.get()).toBe(before);
    amend("c", { gone: true });
    amend("c", { gone: false });
    expect(vanished.get()).toBe(before + 2);
  });

  it("is not shown again after it was deleted", () => {
    published(post("c"));
    amend("c", { gone: true });
    expect(withOwn([post("b")]).map((each) => each.id)).toEqual(["b"]);
  });
});
