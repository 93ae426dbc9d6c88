import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Away, Refused } from "./api";

class Line extends EventTarget {
  static all: Line[] = [];
  sent: Record<string, unknown>[] = [];
  over = false;
  constructor(readonly url: string) {
    super();
    Line.all.push(this);
  }
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    if (!this.over) {
      this.over = true;
      this.dispatchEvent(new Event("close"));
    }
  }
  opens() {
    this.dispatchEvent(new Event("open"));
  }
  says(frame: object) {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(frame) }));
  }
}

const last = () => Line.all.at(-1) as Line;
const settle = () => vi.advanceTimersByTimeAsync(0);
let socket: typeof import("./socket");

beforeEach(async () => {
  vi.useFakeTimers();
  vi.resetModules();
  vi.stubGlobal("WebSocket", Line);
  Line.all = [];
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  const { api } = await import("./api");
  vi.spyOn(api, "issueTicket").mockResolvedValue({ ticket: "t" } as never);
  socket = await import("./socket");
  socket.connect();
  await settle();
  last().opens();
});

afterEach(() => {
  socket.disconnect();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const failure = (asked: Promise<unknown>) => asked.then(() => null).catch((error: unknown) => error);

describe("a command", () => {
  it("is answered by the frame of the same name, whatever comes between", async () => {
    const asked = socket.say({ action: "typing", conversationId: "c", clientId: "a" });
    const other = socket.say({ action: "sendMessage", conversationId: "c", clientId: "b", text: "hello" });
    last().says({ type: "sent", clientId: "b", conversationId: "c", message: { seq: 1 } });
    last().says({ type: "done", clientId: "a" });
    expect(await asked).toEqual({ type: "done", clientId: "a" });
    expect(await other).toMatchObject({ type: "sent", clientId: "b" });
    expect(last().sent.map(({ action }) => action)).toEqual(["typing", "sendMessage"]);
  });

  it("is given a name where it has none", async () => {
    const asked = socket.say({ action: "markRead", conversationId: "c", seq: 3 });
    const { clientId } = last().sent[0] as { clientId: string };
    last().says({ type: "done", clientId });
    expect(await asked).toEqual({ type: "done", clientId });
  });

  it("is refused as HTTP would refuse it", async () => {
    const asked = failure(socket.say({ action: "markRead", conversationId: "c", seq: 3, clientId: "a" }));
    last().says({ type: "error", code: "too-many", detail: "Slowly.", clientId: "a", retryAfter: 4 });
    const error = (await asked) as Refused;
    expect(error.constructor.name).toBe(Refused.name);
    expect([error.code, error.status, error.retryAfter]).toEqual(["too-many", 429, 4]);
  });

  it("that nobody answers is given up, and so is one whose line breaks", async () => {
    const slow = failure(socket.say({ action: "ping" }, 5000));
    await vi.advanceTimersByTimeAsync(5000);
    expect((await slow) as Away).toHaveProperty("name", new Away().name);
    const broken = failure(socket.say({ action: "ping" }));
    last().close();
    expect(await broken).toHaveProperty("name", "Away");
    expect(await failure(socket.say({ action: "ping" }))).toHaveProperty("name", "Away");
  });
});

describe("a line that breaks", () => {
  it("comes back after a wait of full jitter, and what was missed is read", async () => {
    const resumed = vi.fn();
    socket.hear("resumed", resumed);
    last().close();
    await vi.advanceTimersByTimeAsync(499);
    expect(Line.all).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(Line.all).toHaveLength(2);
    last().opens();
    expect(resumed).toHaveBeenCalledTimes(1);
    expect(socket.isOpen()).toBe(true);
  });

  it("waits longer each time, never more than half a minute", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    const waits: number[] = [];
    for (let turn = 0; turn < 8; turn += 1) {
      const there = Line.all.length;
      last().close();
      let wait = 0;
      while (Line.all.length === there && wait < 60_000) {
        await vi.advanceTimersByTimeAsync(500);
        wait += 500;
      }
      waits.push(wait / 1000);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
  });

  it("is noticed when a ping is not answered", async () => {
    await vi.advanceTimersByTimeAsync(5 * 60 * 1000);
    expect(last().sent.at(-1)).toEqual({ action: "ping" });
    last().says({ type: "pong", clientId: null });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(socket.isOpen()).toBe(true);
    await vi.advanceTimersByTimeAsync(4 * 60_000 + 10_000);
    expect(Line.all[0]?.over).toBe(true);
  });
});

it("before the gateway ends a line the next one is open, and nothing was missed", async () => {
  const resumed = vi.fn();
  const heard = vi.fn();
  socket.hear("resumed", resumed);
  socket.hear("done", heard);
  const [first] = Line.all as [Line];
  for (let minute = 0; minute < 110; minute += 5) {
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    first.says({ type: "pong", clientId: null });
  }
  expect(Line.all).toHaveLength(2);
  expect(socket.isOpen()).toBe(true);
  const asked = socket.say({ action: "markRead", conversationId: "c", seq: 1, clientId: "old" });
  last().opens();
  first.says({ type: "done", clientId: "old" });
  expect(await asked).toEqual({ type: "done", clientId: "old" });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(first.over).toBe(true);
  expect(resumed).not.toHaveBeenCalled();
  void socket.say({ action: "ping", clientId: "new" }).catch(() => {});
  expect(last().sent.at(-1)).toMatchObject({ clientId: "new" });
  expect(Line.all).toHaveLength(2);
});
