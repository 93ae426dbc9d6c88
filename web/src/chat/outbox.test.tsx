import { act, createElement } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Away, api, Refused } from "../kit/api";
import { session } from "../kit/session";
import {
  again,
  arrived,
  discard,
  draftOf,
  forgetOutbox,
  hurry,
  type Out,
  parsed,
  recallOutbox,
  setDraft,
  useOutbox,
  write,
} from "./outbox";
import { message } from "./sample";

const ana = { id: "ana", username: "ana", name: "Ana", avatar: null };
let root: Root;
let shown: Out[] = [];
let took: [string, number][] = [];

function Shown() {
  shown = useOutbox("c");
  return null;
}

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  localStorage.clear();
  session.set({ ...session.get(), state: "member", person: ana });
  took = [];
  recallOutbox((id, { seq }) => void took.push([id, seq]));
  root = createRoot(document.createElement("div"));
  await act(async () => root.render(createElement(Shown)));
});
afterEach(async () => {
  await act(async () => {
    root.unmount();
    forgetOutbox();
  });
  vi.restoreAllMocks();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const refusal = (status: number, code: string) =>
  new Refused({ type: `urn:lambdagram:problem:${code}`, title: "", status, detail: "No.", instance: "", errors: [] });
const kept = () => Object.keys(localStorage).filter((name) => name.includes("chat.out"));
const sending = () => vi.spyOn(api, "sendMessage");

describe("a message on its way", () => {
  it("shows at once, is kept, and makes room for the stored one", async () => {
    let answer: (value: ReturnType<typeof message>) => void = () => {};
    const send = sending().mockReturnValue(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    await act(async () => void write("c", { text: " hello " }));
    expect(shown).toMatchObject([{ text: "hello", state: "sending" }]);
    expect(kept()).toHaveLength(1);
    const { clientId } = shown[0] as Out;
    await act(async () => answer(message(5, { clientId })));
    expect(send).toHaveBeenCalledWith("c", { clientId, text: "hello", photos: [], postId: null, replyTo: null });
    expect(shown).toEqual([]);
    expect(took).toEqual([["c", 5]]);
    expect(kept()).toEqual([]);
  });

  it("goes out again by itself under the same name when nothing answered", async () => {
    const send = sending().mockRejectedValue(new Away());
    await act(async () => void write("c", { text: "hello" }));
    expect(shown).toMatchObject([{ state: "waiting" }]);
    const { clientId } = shown[0] as Out;
    send.mockResolvedValue(message(5, { clientId }));
    await act(async () => void (await vi.advanceTimersByTimeAsync(2000)));
    expect(send.mock.calls.map(([, body]) => body.clientId)).toEqual([clientId, clientId]);
    expect(took).toEqual([["c", 5]]);
  });

  it("keeps the order: the next one waits for the one before", async () => {
    const send = sending().mockRejectedValueOnce(new Away());
    await act(async () => {
      void write("c", { text: "one" });
      void write("c", { text: "two" });
    });
    expect(send).toHaveBeenCalledTimes(1);
    let seq = 0;
    send.mockImplementation(async (_, body) => {
      seq += 1;
      return message(seq, { clientId: body.clientId, text: body.text ?? "" });
    });
    await act(async () => hurry());
    expect(send.mock.calls.map(([, { text }]) => text)).toEqual(["one", "one", "two"]);
    expect(shown).toEqual([]);
  });

  it("that is refused stays until it is tried again or discarded, and holds up no other", async () => {
    const send = sending().mockRejectedValueOnce(refusal(403, "request-waits"));
    send.mockImplementation(async (_, { clientId }) => message(2, { clientId }));
    await act(async () => {
      void write("c", { text: "one" });
      void write("c", { text: "two" });
    });
    expect(shown).toMatchObject([{ text: "one", state: "failed" }]);
    await act(async () => again((shown[0] as Out).clientId));
    expect(shown).toEqual([]);
    send.mockRejectedValueOnce(refusal(403, "request-waits"));
    await act(async () => void write("c", { text: "three" }));
    await act(async () => discard((shown[0] as Out).clientId));
    expect([shown, kept()]).toEqual([[], []]);
  });

  it("that comes by another way first is not shown twice", async () => {
    sending().mockRejectedValue(new Away());
    await act(async () => void write("c", { text: "hello" }));
    const { clientId } = shown[0] as Out;
    await act(async () => arrived("c", clientId, message(9, { clientId })));
    expect([shown, took]).toEqual([[], [["c", 9]]]);
    await act(async () => void (await vi.advanceTimersByTimeAsync(60_000)));
    expect(api.sendMessage).toHaveBeenCalledTimes(1);
  });

  it("outlives the page", async () => {
    sending().mockRejectedValue(new Away());
    await act(async () => void write("c", { text: "hello" }));
    const { clientId } = shown[0] as Out;
    await act(async () => forgetOutbox());
    expect(shown).toEqual([]);
    vi.mocked(api.sendMessage).mockResolvedValue(message(3, { clientId }));
    await act(async () => recallOutbox((id, { seq }) => void took.push([id, seq])));
    expect(took).toEqual([["c", 3]]);
    expect([parsed("{"), parsed('{"clientId":"a"}')]).toEqual([null, null]);
  });
});

it("a draft is kept for each conversation and person", () => {
  setDraft("c", { text: "half a", replyTo: 4 });
  expect(draftOf("c")).toEqual({ text: "half a", replyTo: 4 });
  expect(draftOf("d").text).toBe("");
  session.set({ ...session.get(), person: { ...ana, id: "ben" } });
  expect(draftOf("c").text).toBe("");
  session.set({ ...session.get(), person: ana });
  setDraft("c", { text: "", replyTo: null });
  expect(localStorage.length).toBe(0);
});
