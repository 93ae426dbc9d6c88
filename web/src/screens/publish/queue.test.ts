import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Queue, type Way } from "./queue";

class Cut extends Error {}
class Bad extends Error {}

/** A queue whose journeys the test ends itself. */
function made() {
  const under = new Map<string, Way & { end: () => void; fail: (error: Error) => void }>();
  const begun: string[] = [];
  const queue = new Queue({
    send: (name, way) => {
      begun.push(name);
      return new Promise<void>((end, fail) => {
        under.set(name, { ...way, end, fail });
        way.signal.addEventListener("abort", () => fail(new Error("stopped")));
      });
    },
    meaning: (error) => (error instanceof Cut ? "cut" : error instanceof Bad ? "bad" : "failed"),
    changed: () => {},
  });
  const stages = (...names: string[]) => names.map((name) => queue.get(name)?.stage);
  const done = async (name: string) => {
    under.get(name)?.end();
    await vi.advanceTimersByTimeAsync(0);
  };
  const fail = async (name: string, error: Error) => {
    under.get(name)?.fail(error);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { queue, under, begun, stages, done, fail };
}

describe("the queue", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("takes two at a time, in order, each once", async () => {
    const { queue, begun, stages, done } = made();
    for (const name of ["a", "b", "c", "a"]) {
      queue.want(name);
    }
    expect(begun).toEqual(["a", "b"]);
    expect(stages("a", "b", "c")).toEqual(["making", "making", "waiting"]);
    await done("a");
    expect(stages("a", "c")).toEqual(["ready", "making"]);
    queue.want("a");
    expect(begun).toEqual(["a", "b", "c"]);
  });

  it("tells how far it is", () => {
    const { queue, under } = made();
    queue.want("a");
    under.get("a")?.tell("uploading", 0.4);
    expect(queue.get("a")).toMatchObject({ stage: "uploading", sent: 0.4 });
    under.get("a")?.tell("processing", 1);
    expect(queue.get("a")?.stage).toBe("processing");
  });

  it("goes on by itself after a cut, sooner when the network is back", async () => {
    const { queue, begun, stages, fail, done } = made();
    queue.want("a");
    await fail("a", new Cut());
    expect(stages("a")).toEqual(["cut"]);
    await vi.advanceTimersByTimeAsync(2100);
    expect(begun).toEqual(["a", "a"]);
    await fail("a", new Cut());
    await vi.advanceTimersByTimeAsync(2100); // the second wait is longer
    expect(begun).toHaveLength(2);
    queue.resume();
    expect(begun).toHaveLength(3);
    await done("a");
    expect(stages("a")).toEqual(["ready"]);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(begun).toHaveLength(3);
  });

  it("waits for somebody to try again after a failure", async () => {
    const { queue, begun, stages, fail } = made();
    queue.want("a");
    await fail("a", new Error("busy"));
    queue.want("b");
    await fail("b", new Bad());
    queue.resume();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(stages("a", "b")).toEqual(["failed", "bad"]);
    queue.retry("a");
    expect(begun).toEqual(["a", "b", "a"]);
    expect(stages("a")).toEqual(["making"]);
  });

  it("stops what is dropped and makes room; late words of it are not heard", async () => {
    const { queue, under, stages, begun } = made();
    for (const name of ["a", "b", "c"]) {
      queue.want(name);
    }
    const late = under.get("a");
    queue.drop("a");
    expect(late?.signal.aborted).toBe(true);
    await vi.advanceTimersByTimeAsync(0);
    late?.tell("processing", 1);
    expect(stages("a", "c")).toEqual([undefined, "making"]);
    // the same name again is another journey
    queue.drop("b");
    queue.want("a");
    late?.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(stages("a")).toEqual(["making"]);
    expect(begun).toEqual(["a", "b", "c", "a"]);
  });
});
