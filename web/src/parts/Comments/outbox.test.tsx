import type { CommentAnswer, PersonAnswer, PostAnswer } from "@client";
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api } from "../../kit/api";
import { learn, recallPost } from "../../kit/known";
import { names, queries } from "../../kit/query";
import { session } from "../../kit/session";
import { answer, answerNobody, type Draft, type Pending, send, setDraft, useDraft, usePending, write } from "./outbox";
import { ordered, type Threads } from "./threads";

const alice: PersonAnswer = { id: "a", username: "alice", name: "Alice", avatar: null };
const bob: PersonAnswer = { ...alice, id: "b", username: "bob" };
const made = {
  id: "9",
  author: alice,
  text: "hello",
  entities: [],
  parent: null,
  likes: 0,
} as unknown as CommentAnswer;

let pending: Pending[] = [];
let draft: Draft;
let root: Root;

function Watch() {
  pending = usePending("p");
  draft = useDraft("p");
  return null;
}

const comments = () => recallPost("p")?.comments;
const first = () => pending[0]?.key ?? "";

describe("a comment on its way", () => {
  beforeEach(async () => {
    vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
    session.set({ state: "member", person: alice, private: false, challenges: [] });
    learn({ id: "p", comments: 4 } as PostAnswer);
    queries.setQueryData<Threads>(names.comments("p"), { pages: [{ items: [], next: null }], pageParams: [""] });
    root = createRoot(document.createElement("div"));
    await act(async () => root.render(<Watch />));
  });
  afterEach(async () => {
    await act(async () => root.unmount());
    vi.restoreAllMocks();
    queries.clear();
  });

  it("shows and counts at once, and stands among the others when it is kept", async () => {
    let keep: (comment: CommentAnswer) => void = () => {};
    vi.spyOn(api, "commentOn").mockReturnValue(
      new Promise((go) => {
        keep = go;
      }),
    );
    await act(async () => void write("p", "hello", null));
    expect(pending).toMatchObject([{ text: "hello", state: "sending" }]);
    expect(comments()).toBe(5);
    await act(async () => keep(made));
    expect(pending).toEqual([]);
    expect(ordered(queries.getQueryData<Threads>(names.comments("p"))).map(({ id }) => id)).toEqual(["9"]);
    expect(comments()).toBe(5);
  });

  it("keeps its text when it could not be sent, and is sent again under the same key", async () => {
    const sent = vi.spyOn(api, "commentOn").mockRejectedValueOnce(new Error("cut")).mockResolvedValueOnce(made);
    await act(() => write("p", "hello", { id: "7", parent: "3", author: bob }));
    expect(pending).toMatchObject([{ text: "hello", state: "failed", replyTo: "7", parent: "3" }]);
    expect(comments()).toBe(4);
    await act(async () => void (await Promise.all([send(first()), send(first())])));
    expect(pending).toEqual([]);
    expect(comments()).toBe(5);
    expect(sent).toHaveBeenCalledTimes(2);
    expect(sent.mock.calls[1]).toEqual(sent.mock.calls[0]);
  });

  it("is seen by nobody else of this browser", async () => {
    vi.spyOn(api, "commentOn").mockRejectedValueOnce(new Error("cut"));
    await act(() => write("p", "hello", null));
    session.set({ state: "member", person: bob, private: false, challenges: [] });
    await act(async () => root.render(<Watch />));
    expect(pending).toEqual([]);
  });

  it("begins with the name that it answers, but not with one's own", async () => {
    await act(async () => setDraft("p", { text: "well seen", answered: null }));
    await act(async () => answer("p", { id: "7", parent: null, author: bob }));
    expect(draft).toMatchObject({ text: "@bob well seen", answered: { id: "7" } });
    await act(async () => answer("p", { id: "8", parent: null, author: alice }));
    expect(draft.text).toBe("well seen");
    await act(async () => answerNobody("p"));
    expect(draft).toEqual({ text: "well seen", answered: null });
  });
});
