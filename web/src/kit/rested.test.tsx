import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useRested } from "./rested";

let shown: string | null = null;
function Shown({ value }: { value: string | null }) {
  shown = useRested(value);
  return null;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("gives only what the hand rested at, and nothing at once", async () => {
  const root = createRoot(document.createElement("div"));
  const write = (value: string | null) => act(async () => root.render(<Shown value={value} />));
  await write("a");
  await write("al");
  await write("ali");
  expect(shown).toBe("a");
  await act(async () => vi.advanceTimersByTime(250));
  expect(shown).toBe("ali");
  await write("");
  expect(shown).toBe("");
  await write(null);
  expect(shown).toBeNull();
  await act(async () => root.unmount());
});
