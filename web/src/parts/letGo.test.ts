import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { letGo } from "./letGo";

const clicked = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  clicked.mockReset();
  document.body.addEventListener("click", clicked);
});
afterEach(() => {
  document.body.removeEventListener("click", clicked);
  vi.runAllTimers();
  vi.useRealTimers();
});

it("takes the click that ends a long press, wherever it lands", () => {
  letGo();
  dispatchEvent(new Event("pointerup"));
  document.body.click();
  expect(clicked).not.toHaveBeenCalled();
});

it("leaves every later click alone", () => {
  letGo();
  dispatchEvent(new Event("pointerup"));
  vi.advanceTimersByTime(100);
  document.body.click();
  expect(clicked).toHaveBeenCalledOnce();
});
